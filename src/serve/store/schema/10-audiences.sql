-- What is asked of people, by audience, and since when: whoever was looked at before that is settled as if they had been
-- looked at then. The change is the number by which people remember up to which one they were looked at.
CREATE TABLE audience (
    audience TEXT PRIMARY KEY,
    rule     TEXT NOT NULL,
    change   INTEGER NOT NULL,
    since    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What is planned for no journey in particular, the daily evaluation, stands under a number of its own.
INSERT OR IGNORE INTO journey (id, journey) VALUES (0, '');
