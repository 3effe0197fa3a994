-- What is wanted of the copies of a post before there are any.
CREATE TABLE copy_wish (
  post_uid TEXT NOT NULL,
  target_uid TEXT NOT NULL,
  sends INTEGER NOT NULL,
  is_own INTEGER NOT NULL,
  own_text TEXT,
  comment TEXT,
  own_time INTEGER,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (post_uid, target_uid)
) STRICT, WITHOUT ROWID;

-- A copy's own first comment, and the hour that was chosen for it alone.
ALTER TABLE delivery ADD COLUMN comment TEXT;
ALTER TABLE delivery ADD COLUMN own_time INTEGER;
