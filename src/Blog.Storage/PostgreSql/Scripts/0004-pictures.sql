-- A file of the library knows its own name and who brought it.
ALTER TABLE media ADD COLUMN name TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE media ADD COLUMN added_by TEXT COLLATE "C";

-- The same picture in smaller sizes.
CREATE TABLE media_variant (
  media_id BIGINT NOT NULL REFERENCES media (id),
  width BIGINT NOT NULL,
  content_type TEXT COLLATE "C" NOT NULL,
  height BIGINT NOT NULL,
  path TEXT COLLATE "C" NOT NULL,
  bytes BIGINT NOT NULL,
  PRIMARY KEY (media_id, width, content_type)
);
