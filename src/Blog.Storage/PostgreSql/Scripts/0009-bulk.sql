-- What was done to several posts at once, so that it can be undone for a while.
CREATE TABLE bulk_deed (
  uid TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  account_uid TEXT COLLATE "C" NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  word TEXT COLLATE "C",
  entries TEXT COLLATE "C" NOT NULL,
  done_at BIGINT NOT NULL,
  closes_at BIGINT NOT NULL,
  state TEXT COLLATE "C" NOT NULL
);

CREATE INDEX bulk_deed_open ON bulk_deed (closes_at) WHERE state = 'Open';
