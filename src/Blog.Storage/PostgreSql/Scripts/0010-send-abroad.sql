-- What is wanted of the copies of a post before there are any.
CREATE TABLE copy_wish (
  post_uid TEXT COLLATE "C" NOT NULL,
  target_uid TEXT COLLATE "C" NOT NULL,
  sends BIGINT NOT NULL,
  is_own BIGINT NOT NULL,
  own_text TEXT COLLATE "C",
  comment TEXT COLLATE "C",
  own_time BIGINT,
  saved_at BIGINT NOT NULL,
  PRIMARY KEY (post_uid, target_uid)
);

-- A copy's own first comment, and the hour that was chosen for it alone.
ALTER TABLE delivery ADD COLUMN comment TEXT COLLATE "C";
ALTER TABLE delivery ADD COLUMN own_time BIGINT;
