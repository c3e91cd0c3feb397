-- The last trial of each upstream key at each account, and when the key last worked there.
CREATE TABLE key_proofs (
  host          TEXT NOT NULL,
  import_name   TEXT NOT NULL,
  name          TEXT NOT NULL,
  key_hash      TEXT NOT NULL,
  verdict       TEXT NOT NULL CHECK (verdict IN ('fine', 'busy', 'unproven', 'dead', 'empty')),
  fails_on_host INTEGER NOT NULL,
  evidence      TEXT NOT NULL,
  tried_at      TEXT NOT NULL,
  worked_at     TEXT,
  PRIMARY KEY (host, import_name, name, key_hash)
) WITHOUT ROWID;
CREATE INDEX key_proofs_refused ON key_proofs (host, import_name, name, key_hash)
  WHERE verdict IN ('dead', 'empty') OR fails_on_host = 1;

-- Of what was tried before, only the key that an account holds is known, and not since when. It
-- counts as one that worked, so that nothing is taken away for want of knowledge.
INSERT INTO key_proofs
  SELECT r.host, r.import_name, r.name, r.key_hash, p.verdict, 0, p.detail, p.probed_at, p.probed_at
  FROM managed_resources r
  JOIN probe_results p ON p.id = (
    SELECT MAX(id) FROM probe_results
    WHERE host = r.host AND import_name = r.import_name AND type = r.type AND name = r.name
      AND kind = 'smoke')
  WHERE r.type = 'account' AND r.key_hash IS NOT NULL
    AND p.verdict IN ('fine', 'busy', 'unproven', 'dead', 'empty');
