CREATE TABLE probe_results (
  id          INTEGER PRIMARY KEY,
  host        TEXT NOT NULL,
  import_name TEXT NOT NULL,
  type        TEXT NOT NULL,
  name        TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('host_test', 'models', 'smoke', 'gateway')),
  verdict     TEXT NOT NULL,
  detail      TEXT NOT NULL,
  probed_at   TEXT NOT NULL,
  batch_id    TEXT REFERENCES import_batches (id)
);
CREATE INDEX probe_results_by_resource ON probe_results (host, import_name, type, name, kind, id);

CREATE TABLE access_closure_records (
  id          INTEGER PRIMARY KEY,
  host        TEXT NOT NULL,
  import_name TEXT NOT NULL,
  state       TEXT NOT NULL CHECK (state IN ('not_configured', 'subscription_ready',
                                             'self_service_ready', 'fully_ready', 'broken')),
  evidence    TEXT NOT NULL,
  found_at    TEXT NOT NULL,
  batch_id    TEXT REFERENCES import_batches (id)
);
CREATE INDEX access_closure_records_by_import ON access_closure_records (host, import_name, id);

CREATE TABLE reconcile_runs (
  id            INTEGER PRIMARY KEY,
  scope         TEXT NOT NULL,
  revision      TEXT NOT NULL,
  outcome       TEXT NOT NULL,
  counts        TEXT NOT NULL,
  started_at    TEXT NOT NULL,
  ended_at      TEXT NOT NULL,
  report_digest TEXT NOT NULL
);
CREATE INDEX reconcile_runs_by_scope ON reconcile_runs (scope, id);
