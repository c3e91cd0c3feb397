-- Who may call the API. A token has 256 random bits, so its hash needs neither salt nor stretching.
CREATE TABLE api_tokens (
  name       TEXT NOT NULL PRIMARY KEY,
  role       TEXT NOT NULL CHECK (role IN ('read', 'plan', 'apply', 'admin')),
  hash       TEXT NOT NULL UNIQUE,
  created_at TEXT NOT NULL
);

-- Calls with an Idempotency-Key. The fingerprint names caller, operation and body under a secret
-- key; the answer is JSON.
CREATE TABLE api_requests (
  request_key TEXT NOT NULL,
  caller      TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  batch_id    TEXT,
  status      INTEGER,
  answer      TEXT,
  begun_at    TEXT NOT NULL,
  PRIMARY KEY (request_key, caller)
);

CREATE TABLE audit_log (
  id        INTEGER PRIMARY KEY,
  at        TEXT NOT NULL,
  who       TEXT NOT NULL,
  role      TEXT NOT NULL,
  operation TEXT NOT NULL,
  subject   TEXT NOT NULL,
  batch_id  TEXT,
  status    INTEGER NOT NULL,
  outcome   TEXT NOT NULL
);
