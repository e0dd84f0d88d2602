-- What was pushed, what is wanted of it, and who may ask. Moments are milliseconds since 1970, UTC.

-- Definitions in the canonical form of RFC 8785, immutable; the hash is the SHA-256 of the text.
CREATE TABLE definition (
    id          INTEGER PRIMARY KEY,
    hash        TEXT NOT NULL UNIQUE,
    journey     TEXT NOT NULL,
    name        TEXT NOT NULL,
    json        TEXT NOT NULL,
    received_at INTEGER NOT NULL
) STRICT;
CREATE INDEX definition_journey ON definition (journey, id);

-- What is wanted of a journey, and what was observed. The generation counts the changes of what is wanted.
CREATE TABLE activation (
    journey             TEXT PRIMARY KEY,
    generation          INTEGER NOT NULL,
    wanted_definition   INTEGER NOT NULL REFERENCES definition (id),
    wanted_state        TEXT NOT NULL,
    wanted_at           INTEGER NOT NULL,
    observed_generation INTEGER NOT NULL DEFAULT 0,
    observed_definition INTEGER REFERENCES definition (id),
    observed_state      TEXT,
    observed_at         INTEGER
) STRICT, WITHOUT ROWID;

-- Endpoints as deployed; they rule over those that a definition brings.
CREATE TABLE endpoint (
    id         TEXT PRIMARY KEY,
    generation INTEGER NOT NULL,
    json       TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Tokens: the first half is a name, of the second only the SHA-256 is kept.
CREATE TABLE token (
    id         TEXT PRIMARY KEY,
    note       TEXT NOT NULL,
    hash       BLOB NOT NULL,
    scopes     TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    expires_at INTEGER
) STRICT, WITHOUT ROWID;

-- A row that is written to find out whether anything can be.
CREATE TABLE pulse (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
) STRICT;
INSERT INTO pulse VALUES (1, 0);
