-- Probe users and their keys are resources like others. SQLite cannot widen a check, so both tables
-- are made anew with what they hold.
ALTER TABLE import_batch_items RENAME TO narrow_items;
ALTER TABLE managed_resources RENAME TO narrow_resources;
DROP INDEX import_batch_items_by_batch;
DROP INDEX import_batch_items_open;
DROP INDEX import_batch_items_one_account_a_key;

CREATE TABLE import_batch_items (
  number         INTEGER PRIMARY KEY,
  batch_id       TEXT NOT NULL REFERENCES import_batches (id),
  phase          TEXT NOT NULL CHECK (phase IN ('apply', 'rollback')),
  host           TEXT NOT NULL,
  import_name    TEXT NOT NULL,
  type           TEXT NOT NULL CHECK (type IN ('group', 'channel', 'plan', 'account',
                                               'subscription', 'probe_user', 'probe_key')),
  name           TEXT NOT NULL,
  action         TEXT NOT NULL CHECK (action IN ('create', 'adopt', 'update', 'delete', 'forget')),
  host_id        BIGINT,
  before_spec    TEXT,
  after_spec     TEXT,
  request_key    TEXT NOT NULL,
  key_mask       TEXT,
  key_hash       TEXT,
  state          TEXT NOT NULL CHECK (state IN ('open', 'done', 'not_done')),
  result_host_id BIGINT,
  reason         TEXT NOT NULL,
  intended_at    TEXT NOT NULL,
  closed_at      TEXT
);
CREATE INDEX import_batch_items_by_batch ON import_batch_items (batch_id, number);
CREATE INDEX import_batch_items_open ON import_batch_items (host, number) WHERE state = 'open';
-- One upstream key makes one account a batch. A creation that did not happen may be tried again.
CREATE UNIQUE INDEX import_batch_items_one_account_a_key ON import_batch_items (batch_id, key_hash)
  WHERE action = 'create' AND phase = 'apply' AND state <> 'not_done';

CREATE TABLE managed_resources (
  host        TEXT NOT NULL,
  import_name TEXT NOT NULL,
  type        TEXT NOT NULL CHECK (type IN ('group', 'channel', 'plan', 'account',
                                            'subscription', 'probe_user', 'probe_key')),
  name        TEXT NOT NULL,
  pack_id     TEXT NOT NULL,
  provider_id TEXT NOT NULL,
  logical_key TEXT NOT NULL,
  host_id     BIGINT NOT NULL,
  spec        TEXT NOT NULL,
  key_mask    TEXT,
  key_hash    TEXT,
  batch_id    TEXT NOT NULL REFERENCES import_batches (id),
  recorded_at TEXT NOT NULL,
  PRIMARY KEY (host, import_name, type, name),
  UNIQUE (host, provider_id, type, logical_key)
);

INSERT INTO import_batch_items SELECT * FROM narrow_items;
INSERT INTO managed_resources SELECT * FROM narrow_resources;
DROP TABLE narrow_items;
DROP TABLE narrow_resources;
