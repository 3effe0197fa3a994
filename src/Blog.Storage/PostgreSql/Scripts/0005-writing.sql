-- What somebody typed into the editor and has not saved as a revision. It stands beside the post: readers see nothing of it.
CREATE TABLE working_copy (
  post_uid TEXT COLLATE "C" NOT NULL,
  account_uid TEXT COLLATE "C" NOT NULL,
  base_revision BIGINT NOT NULL,
  stamp TEXT COLLATE "C" NOT NULL,
  fields TEXT COLLATE "C" NOT NULL,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (post_uid, account_uid)
);

-- Who has the link sees the post before it is public. Only the hash of its secret part is here.
CREATE TABLE preview_link (
  post_uid TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  hash TEXT COLLATE "C" NOT NULL UNIQUE,
  created_at BIGINT NOT NULL
);
