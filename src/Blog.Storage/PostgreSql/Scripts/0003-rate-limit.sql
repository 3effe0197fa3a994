-- How often something was done lately, such as a wrong password, over all processes; a row is of no use after its end.
CREATE TABLE rate_limit (
  name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  count INTEGER NOT NULL,
  ends_at BIGINT NOT NULL
);

CREATE INDEX rate_limit_end ON rate_limit (ends_at);
