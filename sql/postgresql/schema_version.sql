-- Which scripts the database has seen, and the oldest program that may still use it.
CREATE TABLE IF NOT EXISTS schema_version
(
    number          integer     NOT NULL PRIMARY KEY,
    name            text        NOT NULL,
    applied_at      timestamptz NOT NULL DEFAULT now(),
    compatible_from integer     NOT NULL
);
