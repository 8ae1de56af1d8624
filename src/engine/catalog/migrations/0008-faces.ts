/** Where faces were found: JSON of shared/faces.ts. `stamp` names the network and the way of looking. */
export const faces = `
CREATE TABLE faces (
  original_id TEXT NOT NULL PRIMARY KEY REFERENCES originals (id) ON DELETE CASCADE,
  stamp TEXT NOT NULL,
  found TEXT NOT NULL CHECK (json_valid(found))
) STRICT, WITHOUT ROWID;
`
