-- Targets know their pages, the life of their keys, who refreshes them, and when the next copy may go.
ALTER TABLE target ADD COLUMN web_base TEXT NOT NULL DEFAULT '';
ALTER TABLE target ADD COLUMN kind TEXT NOT NULL DEFAULT '';
ALTER TABLE target ADD COLUMN notice TEXT;
ALTER TABLE target ADD COLUMN ends_at INTEGER;
ALTER TABLE target ADD COLUMN refresh_at INTEGER;
ALTER TABLE target ADD COLUMN tested_at INTEGER;
ALTER TABLE target ADD COLUMN style TEXT NOT NULL DEFAULT '{}';
ALTER TABLE target ADD COLUMN keys_owner TEXT;
ALTER TABLE target ADD COLUMN keys_until INTEGER;
ALTER TABLE target ADD COLUMN paced_until INTEGER NOT NULL DEFAULT 0;

-- A copy may have parts (a thread, a first comment) and pictures, is changed and taken away later, and is looked at as a stranger.
ALTER TABLE delivery ADD COLUMN next_action TEXT;
ALTER TABLE delivery ADD COLUMN parts TEXT NOT NULL DEFAULT '[]';
ALTER TABLE delivery ADD COLUMN media TEXT NOT NULL DEFAULT '[]';
ALTER TABLE delivery ADD COLUMN look_at INTEGER;
ALTER TABLE delivery ADD COLUMN looks INTEGER NOT NULL DEFAULT 0;
CREATE INDEX delivery_to_see ON delivery (look_at) WHERE look_at IS NOT NULL;

-- Tells a database that was restored or copied from the one that sent last.
CREATE TABLE outbox_seal (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  token TEXT NOT NULL,
  born INTEGER NOT NULL,
  quarantine TEXT
) STRICT;
