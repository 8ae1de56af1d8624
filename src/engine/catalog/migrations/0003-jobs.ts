/** The queue. `checkpoint` is whatever the worker needs to go on where it was; only the worker reads it. */
export const jobs = `
CREATE TABLE jobs (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  original_id TEXT NOT NULL REFERENCES originals (id) ON DELETE CASCADE,
  recipe TEXT NOT NULL CHECK (json_valid(recipe)),
  state TEXT NOT NULL DEFAULT 'waiting'
    CHECK (state IN ('waiting', 'running', 'paused', 'done', 'failed', 'cancelled')),
  priority INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  progress REAL NOT NULL DEFAULT 0,
  checkpoint TEXT CHECK (checkpoint IS NULL OR json_valid(checkpoint)),
  stage TEXT,
  seconds_spent REAL NOT NULL DEFAULT 0,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  restoration_id TEXT REFERENCES restorations (id) ON DELETE SET NULL,
  error TEXT CHECK (error IS NULL OR json_valid(error))
) STRICT;

CREATE INDEX jobs_next ON jobs (state, priority DESC, row);
CREATE INDEX jobs_original ON jobs (original_id);
CREATE INDEX jobs_restoration ON jobs (restoration_id) WHERE restoration_id IS NOT NULL;
`
