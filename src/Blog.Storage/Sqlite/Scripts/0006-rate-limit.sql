-- How often something was done lately, such as a wrong password; a row is of no use after its end.
CREATE TABLE rate_limit (
  name TEXT NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL,
  ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX rate_limit_end ON rate_limit (ends_at);
