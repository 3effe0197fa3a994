-- A letter or a like touches one number of a post. While the number that tells other processes about it stood in the post's own row, under an index of
-- its own, each of them wrote all twelve indexes of the post again. The column stays for programs of before, which may run beside this one: they notice
-- a change of a list at once, and one of a single post when they are replaced.
CREATE TABLE post_change (
  post_id BIGINT NOT NULL PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
  touched BIGINT NOT NULL
) WITH (fillfactor = 70);

INSERT INTO post_change (post_id, touched) SELECT id, touched FROM post;

CREATE INDEX post_change_touched ON post_change (touched);

DROP TRIGGER post_changed ON post;

DROP INDEX post_touched;

CREATE OR REPLACE FUNCTION note_post_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO post_change (post_id, touched) VALUES (NEW.id, nextval('content_change')) ON CONFLICT (post_id) DO UPDATE SET touched = excluded.touched; PERFORM pg_notify('blog_content', ''); RETURN NULL; END $$;

CREATE TRIGGER post_changed AFTER INSERT OR UPDATE ON post FOR EACH ROW EXECUTE FUNCTION note_post_change();

-- Room in a page for the row's next state, which then needs no new entry in any index.
ALTER TABLE post SET (fillfactor = 80);
