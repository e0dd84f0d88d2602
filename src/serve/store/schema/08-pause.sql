-- What is known of a journey's pauses, as JSON: the one in which it is, and when the last one ended.
ALTER TABLE activation ADD COLUMN pausing TEXT;
