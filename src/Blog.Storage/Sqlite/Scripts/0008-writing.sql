-- What somebody typed into the editor and has not saved as a revision. It stands beside the post: readers see nothing of it.
CREATE TABLE working_copy (
  post_uid TEXT NOT NULL,
  account_uid TEXT NOT NULL,
  base_revision INTEGER NOT NULL,
  stamp TEXT NOT NULL,
  fields TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (post_uid, account_uid)
) STRICT, WITHOUT ROWID;

-- Who has the link sees the post before it is public. Only the hash of its secret part is here.
CREATE TABLE preview_link (
  post_uid TEXT NOT NULL PRIMARY KEY,
  hash TEXT NOT NULL UNIQUE,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
