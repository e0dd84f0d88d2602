-- Answers to requests that named themselves: the same again gets the same answer and does nothing. The mark is a hash of
-- route, caller and name; of the body too only a hash is kept.
CREATE TABLE answer (
    mark   BLOB PRIMARY KEY,
    body   BLOB NOT NULL,
    answer TEXT NOT NULL,
    at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answer_at ON answer (at);
