-- Steps are numbered by the engine, so that no number is given twice where the last steps were erased or forgotten: those
-- who watch go on from the number that they saw last.
INSERT OR REPLACE INTO tally (name, value) SELECT 'last step', coalesce(max(id), 0) FROM step;

-- What is planned for nobody in particular is gone through where somebody is erased.
CREATE INDEX IF NOT EXISTS plan_common ON plan (journey, due, sequence) WHERE person = 0;
