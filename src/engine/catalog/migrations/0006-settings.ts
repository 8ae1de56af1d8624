/** Settings as JSON values by name, and how long each operation took on this computer (seconds per megapixel). */
export const settings = `
CREATE TABLE settings (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL CHECK (json_valid(value))) STRICT, WITHOUT ROWID;
CREATE TABLE timings (
  operation TEXT NOT NULL PRIMARY KEY,
  seconds_per_megapixel REAL NOT NULL,
  runs INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`
