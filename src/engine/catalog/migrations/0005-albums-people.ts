/** Albums, tags, people, and pictures that belong together (front and back of a print, a page and its photos). */
export const albumsAndPeople = `
CREATE TABLE albums (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  note TEXT NOT NULL DEFAULT '',
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE album_items (
  album_id TEXT NOT NULL REFERENCES albums (id) ON DELETE CASCADE,
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  caption TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (album_id, original_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX album_items_order ON album_items (album_id, position);
CREATE INDEX album_items_original ON album_items (original_id);

CREATE TABLE tags (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT, WITHOUT ROWID;
CREATE TABLE original_tags (
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  tag_id TEXT NOT NULL REFERENCES tags (id) ON DELETE CASCADE,
  PRIMARY KEY (original_id, tag_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX original_tags_tag ON original_tags (tag_id);

CREATE TABLE people (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
-- A person's place in a picture, named by the family: shares of width and height, 0..1. Without a box: somewhere in it.
CREATE TABLE original_people (
  id TEXT NOT NULL PRIMARY KEY,
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  person_id TEXT NOT NULL REFERENCES people (id) ON DELETE CASCADE,
  box_left REAL, box_top REAL, box_width REAL, box_height REAL
) STRICT, WITHOUT ROWID;
CREATE INDEX original_people_original ON original_people (original_id);
CREATE INDEX original_people_person ON original_people (person_id);

-- 'back': other_id is the back of the print; 'child': other_id was cut out of the page original_id.
CREATE TABLE pairs (
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  other_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  kind TEXT NOT NULL CHECK (kind IN ('back', 'child')),
  PRIMARY KEY (original_id, other_id),
  CHECK (original_id <> other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX pairs_other ON pairs (other_id);
`
