-- What a stranger saw is a fact of its own: the reason of a row tells of other things too.
ALTER TABLE delivery ADD COLUMN is_hidden INTEGER NOT NULL DEFAULT 0;
UPDATE delivery SET is_hidden = 1 WHERE state = 'Accepted' AND looks > 0 AND reason IS NOT NULL;
