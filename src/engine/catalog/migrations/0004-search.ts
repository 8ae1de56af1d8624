/**
 * Full-text search over `originals.words`, which `words.ts` makes of name, note and facts: compatibility-normalised,
 * with scripts written without spaces cut into single characters. Cutting them there and not in a tokenizer keeps the
 * file readable and writable by any SQLite. Prefix indexes keep a search quick from the first letter on.
 */
export const search = `
CREATE VIRTUAL TABLE search USING fts5 (
  words, content = 'originals', content_rowid = 'row', tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3'
);
CREATE TRIGGER search_added AFTER INSERT ON originals BEGIN
  INSERT INTO search (rowid, words) VALUES (new.row, new.words);
END;
CREATE TRIGGER search_removed AFTER DELETE ON originals BEGIN
  INSERT INTO search (search, rowid, words) VALUES ('delete', old.row, old.words);
END;
CREATE TRIGGER search_changed AFTER UPDATE OF words ON originals WHEN old.words <> new.words BEGIN
  INSERT INTO search (search, rowid, words) VALUES ('delete', old.row, old.words);
  INSERT INTO search (rowid, words) VALUES (new.row, new.words);
END;
`
