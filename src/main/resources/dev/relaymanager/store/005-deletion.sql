-- What becomes of an import's resources once its document is gone, as the document last said.
ALTER TABLE provider_installs ADD COLUMN deletion TEXT NOT NULL DEFAULT 'prune'
  CHECK (deletion IN ('prune', 'orphan', 'protect'));
