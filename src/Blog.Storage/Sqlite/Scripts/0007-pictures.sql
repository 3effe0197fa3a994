-- A file of the library knows its own name and who brought it.
ALTER TABLE media ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN added_by TEXT;

-- The same picture in smaller sizes.
CREATE TABLE media_variant (
  media_id INTEGER NOT NULL REFERENCES media (id),
  width INTEGER NOT NULL,
  content_type TEXT NOT NULL,
  height INTEGER NOT NULL,
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  PRIMARY KEY (media_id, width, content_type)
) STRICT, WITHOUT ROWID;
