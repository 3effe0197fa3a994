-- An outage that is rehearsed: nothing of the target is claimed before its end. And whether pages lead around the network, for that reason or a real one.
ALTER TABLE target ADD COLUMN outage_from BIGINT;
ALTER TABLE target ADD COLUMN outage_until BIGINT NOT NULL DEFAULT 0;
ALTER TABLE target ADD COLUMN silent_since BIGINT;
ALTER TABLE target ADD COLUMN is_away BIGINT NOT NULL DEFAULT 0;
