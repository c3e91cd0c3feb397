-- Which version of its pack an import stands by; empty where that was not kept yet.
ALTER TABLE provider_installs ADD COLUMN pack_version TEXT NOT NULL DEFAULT '';
