-- A file of the library knows its own name and who brought it.
ALTER TABLE media ADD COLUMN name TEXT NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN added_by TEXT;

-- Name, description and address in the form in which they are searched.
ALTER TABLE media ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE media SET words = lower(alt || ' ' || path);

-- The library goes back in time by a place that also names the file.
CREATE INDEX media_page ON media (created_at, uid);
DROP INDEX media_newest;

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

-- Which posts show or offer a file; written when a post is saved.
CREATE TABLE media_use (
  media_id INTEGER NOT NULL REFERENCES media (id),
  post_id INTEGER NOT NULL REFERENCES post (id),
  PRIMARY KEY (media_id, post_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_use_by_post ON media_use (post_id, media_id);
