-- When a journey's version was activated: pausing, closing or stopping a journey makes its objects no newer.
ALTER TABLE activation ADD COLUMN activated_at INTEGER;
UPDATE activation SET activated_at = observed_at;
