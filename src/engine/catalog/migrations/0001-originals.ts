/**
 * The pictures of the library. `row` is the order of import; `id` is what everybody else knows.
 * `restorations` and `colour_guesses` are counters kept by triggers, so that a gallery of 100,000 needs no join.
 * Virtual columns exist for the indexes below: one per shelf and order, so that no list ever sorts.
 */
export const originals = `
CREATE TABLE originals (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),
  path TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('image', 'video')),
  format TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  mtime INTEGER NOT NULL,
  width INTEGER NOT NULL,
  height INTEGER NOT NULL,
  bit_depth INTEGER NOT NULL,
  has_profile INTEGER NOT NULL,
  date_edtf TEXT,
  date_min TEXT,
  date_max TEXT,
  facts TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(facts)),
  note TEXT NOT NULL DEFAULT '',
  rating INTEGER NOT NULL DEFAULT 0 CHECK (rating BETWEEN 0 AND 5),
  imported_at TEXT NOT NULL,
  missing INTEGER NOT NULL DEFAULT 0,
  restorations INTEGER NOT NULL DEFAULT 0,
  colour_guesses INTEGER NOT NULL DEFAULT 0,
  words TEXT NOT NULL DEFAULT '',
  date_key TEXT GENERATED ALWAYS AS (coalesce(date_min || date_max, '~')) VIRTUAL,
  restored INTEGER GENERATED ALWAYS AS (restorations > 0) VIRTUAL
) STRICT;

CREATE INDEX originals_path ON originals (path);
CREATE INDEX originals_name ON originals (name_key);
CREATE INDEX originals_date ON originals (date_key);
CREATE INDEX originals_restored ON originals (restored);
CREATE INDEX originals_restored_name ON originals (restored, name_key);
CREATE INDEX originals_restored_date ON originals (restored, date_key);
CREATE INDEX originals_undated ON originals (row) WHERE date_min IS NULL;
CREATE INDEX originals_undated_name ON originals (name_key) WHERE date_min IS NULL;
CREATE INDEX originals_missing ON originals (row) WHERE missing = 1;
CREATE INDEX originals_missing_name ON originals (name_key) WHERE missing = 1;
CREATE INDEX originals_missing_date ON originals (date_key) WHERE missing = 1;
`
