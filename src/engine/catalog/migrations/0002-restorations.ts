/** Finished restorations. `file` and `map_file` are relative to the library. */
export const restorations = `
CREATE TABLE restorations (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  parent_id TEXT REFERENCES restorations (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  recipe TEXT NOT NULL CHECK (json_valid(recipe)),
  engine_version TEXT NOT NULL,
  created_at TEXT NOT NULL,
  file TEXT NOT NULL,
  map_file TEXT,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  sha256 TEXT NOT NULL,
  seconds REAL NOT NULL,
  fidelity REAL,
  invention_share REAL NOT NULL,
  invented_by TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(invented_by)),
  colour_guess INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX restorations_original ON restorations (original_id);
CREATE INDEX restorations_parent ON restorations (parent_id) WHERE parent_id IS NOT NULL;

CREATE TRIGGER restorations_added AFTER INSERT ON restorations BEGIN
  UPDATE originals SET restorations = restorations + 1, colour_guesses = colour_guesses + new.colour_guess
    WHERE id = new.original_id;
END;
CREATE TRIGGER restorations_removed AFTER DELETE ON restorations BEGIN
  UPDATE originals SET restorations = restorations - 1, colour_guesses = colour_guesses - old.colour_guess
    WHERE id = old.original_id;
END;

-- Files to delete once the transaction that gave them up is safe on disk; paths relative to the library.
CREATE TABLE doomed_files (file TEXT NOT NULL PRIMARY KEY) STRICT, WITHOUT ROWID;
`
