-- Counts the transactions that changed managed_resources, for readers who keep it in memory.
CREATE TABLE record_version (
  id      INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  version BIGINT NOT NULL
);
INSERT INTO record_version (id, version) VALUES (1, 0);
