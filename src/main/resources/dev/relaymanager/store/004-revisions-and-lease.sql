CREATE TABLE revisions (
  repository TEXT NOT NULL,
  ref        TEXT NOT NULL,
  revision   TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  PRIMARY KEY (repository, ref)
);

CREATE TABLE quarantined_revisions (
  host           TEXT NOT NULL,
  import_name    TEXT NOT NULL,
  revision       TEXT NOT NULL,
  batch_id       TEXT NOT NULL REFERENCES import_batches (id),
  quarantined_at TEXT NOT NULL,
  PRIMARY KEY (host, import_name, revision)
);

-- One row for ever: fencing only grows, holder is null while nobody holds it.
CREATE TABLE lease (
  id         INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
  fencing    BIGINT NOT NULL,
  holder     TEXT,
  since      TEXT,
  expires_at TEXT,
  ttl_ms     BIGINT NOT NULL
);
INSERT INTO lease (id, fencing, holder, since, expires_at, ttl_ms)
VALUES (1, 0, NULL, NULL, NULL, 0);
