-- Nothing that a reader or an author opens counts or walks what grows with the blog.

-- Copies by state, kept by whoever writes: also by an older program that does not know of it.
CREATE TABLE delivery_count (
  state TEXT COLLATE "C" NOT NULL PRIMARY KEY,
  copies BIGINT NOT NULL
);

INSERT INTO delivery_count (state, copies) SELECT state, count(*) FROM delivery GROUP BY state;

CREATE FUNCTION count_delivery() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TG_OP <> 'INSERT' THEN UPDATE delivery_count SET copies = copies - 1 WHERE state = OLD.state; END IF; IF TG_OP <> 'DELETE' THEN INSERT INTO delivery_count AS c (state, copies) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET copies = c.copies + 1; END IF; RETURN NULL; END $$;

CREATE TRIGGER delivery_added_or_dropped AFTER INSERT OR DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION count_delivery();

CREATE TRIGGER delivery_moved AFTER UPDATE OF state ON delivery FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION count_delivery();

-- A part of the sitemap is a range of row numbers: a post stays in its part whatever becomes of the others.
CREATE INDEX post_sitemap_part ON post (is_public, id, path, updated_at);

-- Published posts that go with a post, the best last; written when either of the two is saved.
CREATE TABLE related (
  post_id BIGINT NOT NULL REFERENCES post (id),
  score BIGINT NOT NULL,
  published_at BIGINT NOT NULL,
  other_id BIGINT NOT NULL REFERENCES post (id),
  PRIMARY KEY (post_id, score, published_at, other_id)
);

CREATE INDEX related_by_other ON related (other_id, post_id);

CREATE INDEX post_tag_by_post ON post_tag (post_id, tag_id);
