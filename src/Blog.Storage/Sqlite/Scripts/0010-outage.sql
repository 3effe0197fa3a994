-- An outage that is rehearsed: nothing of the target is claimed before its end. And whether pages lead around the network, for that reason or a real one.
ALTER TABLE target ADD COLUMN outage_from INTEGER;
ALTER TABLE target ADD COLUMN outage_until INTEGER NOT NULL DEFAULT 0;
ALTER TABLE target ADD COLUMN silent_since INTEGER;
ALTER TABLE target ADD COLUMN is_away INTEGER NOT NULL DEFAULT 0;
