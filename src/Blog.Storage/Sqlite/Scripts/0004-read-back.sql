-- What a network holds of a text is read back once: some end it, or change it, and say yes all the same.
ALTER TABLE delivery ADD COLUMN is_read_back INTEGER NOT NULL DEFAULT 0;
ALTER TABLE delivery ADD COLUMN kept_text TEXT;
