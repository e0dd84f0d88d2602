-- What a run heard, so that it can be gone through again: how it came in, events, changes of membership, reactions,
-- answers. It goes with its run.
CREATE TABLE heard (
    run      INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    packed   BLOB NOT NULL,
    PRIMARY KEY (run, sequence)
) STRICT, WITHOUT ROWID;

-- People as they were before they changed, where somebody's run is kept that may have seen it.
CREATE TABLE was (
    person   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    packed   BLOB NOT NULL,
    PRIMARY KEY (person, at, sequence)
) STRICT, WITHOUT ROWID;
CREATE INDEX was_at ON was (at);
