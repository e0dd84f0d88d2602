-- What runs came to, in figures, kept with the steps themselves so that nobody has to go through them. The activity is
-- empty for the journey as a whole; what is counted and which (a reason, a status, a cause, a way out) are words.
CREATE TABLE count (
    definition INTEGER NOT NULL,
    activity   TEXT NOT NULL,
    what       TEXT NOT NULL,
    which      TEXT NOT NULL,
    count      INTEGER NOT NULL,
    PRIMARY KEY (definition, activity, what, which)
) STRICT, WITHOUT ROWID;
