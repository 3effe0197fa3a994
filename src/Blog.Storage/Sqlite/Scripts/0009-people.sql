-- Links by which somebody may make an account: found by the hash of the token, used once.
CREATE TABLE invitation (
  id INTEGER PRIMARY KEY,
  uid TEXT NOT NULL UNIQUE,
  hash TEXT NOT NULL UNIQUE,
  role TEXT NOT NULL,
  whom TEXT NOT NULL,
  invited_by TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ends_at INTEGER NOT NULL,
  used_at INTEGER
) STRICT;

ALTER TABLE account ADD COLUMN last_seen_at INTEGER;
