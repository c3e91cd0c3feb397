ALTER TABLE hosts ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey';
UPDATE hosts SET colour = 'green' WHERE status = 'supported';
