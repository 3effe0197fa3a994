-- Nothing that a reader or an author opens counts or walks what grows with the blog.

-- Copies by state, kept by whoever writes: also by an older program that does not know of it.
CREATE TABLE delivery_count (
  state TEXT NOT NULL PRIMARY KEY,
  copies INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO delivery_count (state, copies) SELECT state, count(*) FROM delivery GROUP BY state;

CREATE TRIGGER delivery_added AFTER INSERT ON delivery BEGIN INSERT INTO delivery_count (state, copies) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET copies = copies + 1; END;

CREATE TRIGGER delivery_moved AFTER UPDATE OF state ON delivery WHEN OLD.state <> NEW.state BEGIN UPDATE delivery_count SET copies = copies - 1 WHERE state = OLD.state; INSERT INTO delivery_count (state, copies) VALUES (NEW.state, 1) ON CONFLICT (state) DO UPDATE SET copies = copies + 1; END;

CREATE TRIGGER delivery_dropped AFTER DELETE ON delivery BEGIN UPDATE delivery_count SET copies = copies - 1 WHERE state = OLD.state; END;

-- A part of the sitemap is a range of row numbers: a post stays in its part whatever becomes of the others.
CREATE INDEX post_sitemap_part ON post (is_public, id, path, updated_at);

-- Published posts that go with a post, the best last; written when either of the two is saved.
CREATE TABLE related (
  post_id INTEGER NOT NULL REFERENCES post (id),
  score INTEGER NOT NULL,
  published_at INTEGER NOT NULL,
  other_id INTEGER NOT NULL REFERENCES post (id),
  PRIMARY KEY (post_id, score, published_at, other_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX related_by_other ON related (other_id, post_id);

CREATE INDEX post_tag_by_post ON post_tag (post_id, tag_id);
