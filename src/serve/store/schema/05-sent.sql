-- What the limits of calls remember of what was really sent, so that a window holds over a restart.
CREATE TABLE sent (
    name   BLOB PRIMARY KEY,
    packed BLOB NOT NULL
) STRICT, WITHOUT ROWID;
