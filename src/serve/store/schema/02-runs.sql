-- Who is known, who is where, and what is to be done. Moments are milliseconds since 1970, UTC. One million waiting
-- people are the measure: whatever is named often has a number, what only the engine reads is one packed column, and an
-- index stands only where something is looked up.

CREATE TABLE person (
    id      INTEGER PRIMARY KEY,
    profile TEXT NOT NULL UNIQUE,
    packed  BLOB NOT NULL
) STRICT;

-- By which identities people are known.
CREATE TABLE identity (
    namespace TEXT NOT NULL,
    value     TEXT NOT NULL,
    person    INTEGER NOT NULL,
    PRIMARY KEY (namespace, value)
) STRICT, WITHOUT ROWID;

-- Journeys that were ever live, by number.
CREATE TABLE journey (
    id           INTEGER PRIMARY KEY,
    journey      TEXT NOT NULL UNIQUE,
    last_reading INTEGER
) STRICT;

-- What admission remembers.
CREATE TABLE entry (
    person  INTEGER NOT NULL,
    journey INTEGER NOT NULL,
    packed  BLOB NOT NULL,
    PRIMARY KEY (person, journey)
) STRICT, WITHOUT ROWID;

-- How many took a capped path of a version.
CREATE TABLE taken (
    definition INTEGER NOT NULL,
    activity   TEXT NOT NULL,
    people     INTEGER NOT NULL,
    PRIMARY KEY (definition, activity)
) STRICT, WITHOUT ROWID;

-- Runs. The state is there until they are over; so are the keys of what is planned for them.
CREATE TABLE run (
    id           INTEGER PRIMARY KEY,
    person       INTEGER NOT NULL,
    journey      INTEGER NOT NULL,
    definition   INTEGER NOT NULL,
    number       INTEGER NOT NULL,
    supplemental TEXT,
    began        INTEGER NOT NULL,
    ended        INTEGER,
    reason       TEXT,
    plans        BLOB,
    packed       BLOB
) STRICT;
CREATE INDEX run_person ON run (person);
CREATE INDEX run_inside ON run (journey) WHERE ended IS NULL;
CREATE INDEX run_over ON run (ended) WHERE ended IS NOT NULL;

-- What runs did, in the order in which it was done.
CREATE TABLE step (
    id     INTEGER PRIMARY KEY,
    run    INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;
CREATE INDEX step_run ON step (run);

-- What is to be done at some moment. Person 0 is nobody in particular.
CREATE TABLE plan (
    journey  INTEGER NOT NULL,
    due      INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    person   INTEGER NOT NULL,
    run      INTEGER,
    work     BLOB NOT NULL,
    PRIMARY KEY (journey, due, sequence)
) STRICT, WITHOUT ROWID;

-- Attempts that have left, or are to leave, and have no answer yet.
CREATE TABLE outbox (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    run    INTEGER NOT NULL,
    asked  INTEGER NOT NULL,
    packed BLOB NOT NULL
) STRICT;

-- What the limits of calls remember.
CREATE TABLE gate (
    name   BLOB PRIMARY KEY,
    packed BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- How fast audiences come in: what was promised to those who stand in line.
CREATE TABLE pace (
    id     INTEGER PRIMARY KEY CHECK (id = 1),
    packed BLOB NOT NULL
) STRICT;

-- Marks of events that were taken, day by day, so that one that is sent again is known.
CREATE TABLE seen (
    day  INTEGER NOT NULL,
    mark BLOB NOT NULL,
    PRIMARY KEY (day, mark)
) STRICT, WITHOUT ROWID;

-- Numbers that the engine goes on from.
CREATE TABLE tally (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
