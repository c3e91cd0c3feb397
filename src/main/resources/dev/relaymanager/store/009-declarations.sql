-- What came over the API instead of from Git, in order: the documents that the API owns are made of
-- it. A body is JSON, and holds secrets only by the path of a sealed file. One that was taken back
-- counts no more from the version in withdrawn_by on.
CREATE TABLE declarations (
  version      INTEGER NOT NULL PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('host', 'pack', 'import', 'access')),
  name         TEXT NOT NULL,
  body         TEXT NOT NULL,
  author       TEXT NOT NULL,
  batch_id     TEXT,
  declared_at  TEXT NOT NULL,
  withdrawn_by INTEGER
);
CREATE INDEX declarations_by_name ON declarations (kind, name, version);
CREATE INDEX declarations_by_batch ON declarations (batch_id) WHERE batch_id IS NOT NULL;

-- Sealed keys and packs that they name; never changed once written.
CREATE TABLE declared_files (
  path    TEXT NOT NULL PRIMARY KEY,
  content BLOB NOT NULL
);
