-- What was done to several posts at once, so that it can be undone for a while.
CREATE TABLE bulk_deed (
  uid TEXT NOT NULL PRIMARY KEY,
  account_uid TEXT NOT NULL,
  kind TEXT NOT NULL,
  word TEXT,
  entries TEXT NOT NULL,
  done_at INTEGER NOT NULL,
  closes_at INTEGER NOT NULL,
  state TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX bulk_deed_open ON bulk_deed (closes_at) WHERE state = 'Open';
