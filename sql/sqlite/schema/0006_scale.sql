-- The runs table without the states themselves: they are stored once, in OrleansStorage, and read from there by the run's id. A table
-- with rows of a kilobyte took a page and more for each, and every question that an index did not answer alone read all of them.
-- What is asked about is a column of its own, as in PostgreSQL, so that an index can have it as a key or a condition.
DROP TABLE runs;

-- A run's state by its id.
CREATE UNIQUE INDEX storage_runs ON OrleansStorage (GrainIdExtensionString) WHERE GrainTypeString = 'run';

CREATE TABLE runs
(
    run_id         TEXT    NOT NULL PRIMARY KEY,
    host           TEXT    NOT NULL,
    owner          TEXT    NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('queued', 'starting', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'lost')),
    fingerprint    TEXT    NOT NULL,
    call_key       TEXT,
    file_path      TEXT    NOT NULL,
    queue_seq      INTEGER NOT NULL,
    attempt        INTEGER NOT NULL,
    submitted_at   INTEGER NOT NULL,
    finished_at    INTEGER,
    handed_over_at INTEGER,
    kept_at        INTEGER,
    deleted_at     INTEGER
) STRICT;

-- The states are the truth: the table is made from them anew. Its indices follow, each sorted once.
INSERT INTO runs (run_id, host, owner, status, fingerprint, call_key, file_path, queue_seq, attempt, submitted_at, finished_at, handed_over_at, kept_at, deleted_at)
SELECT s ->> '$.run_id', s ->> '$.host', s ->> '$.owner', s ->> '$.status', s ->> '$.fingerprint', s ->> '$.call_key', s ->> '$.file_path',
       s ->> '$.queue_seq', coalesce(s ->> '$.attempt', 0), s ->> '$.submitted_at', s ->> '$.finished_at', s ->> '$.handed_over_at',
       s ->> '$.kept_at', s ->> '$.deleted_at'
FROM (SELECT CAST(PayloadBinary AS TEXT) AS s FROM OrleansStorage WHERE GrainTypeString = 'run' AND PayloadBinary IS NOT NULL);

-- Two activations cannot make two of the same run, and a call that is asked again makes no second one: the database has the last word.
CREATE UNIQUE INDEX runs_active_fingerprint ON runs (fingerprint) WHERE status IN ('queued', 'starting', 'running');
CREATE UNIQUE INDEX runs_call_key ON runs (owner, call_key) WHERE call_key IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX runs_finished_fingerprint ON runs (fingerprint, finished_at) WHERE finished_at IS NOT NULL;

-- A host's queue: all that its reconciliation pass reads, in the order in which it reads it, so that it touches no other run.
CREATE INDEX runs_active_host ON runs (host, queue_seq, status, attempt, run_id, owner, file_path) WHERE status IN ('queued', 'starting', 'running');
CREATE INDEX runs_host_queue_seq ON runs (host, queue_seq);

-- What a host has to delete, oldest first.
CREATE INDEX runs_ended_host ON runs (host, finished_at) WHERE finished_at IS NOT NULL AND kept_at IS NULL AND deleted_at IS NULL;
CREATE INDEX runs_deleted_host ON runs (host, finished_at) WHERE finished_at IS NOT NULL AND deleted_at IS NOT NULL;

-- Pages of an owner's list, newest first, of each status: a page of several is merged from theirs.
CREATE INDEX runs_owner_status ON runs (owner, status, submitted_at DESC, run_id DESC) WHERE deleted_at IS NULL;
CREATE INDEX runs_owner_file ON runs (owner, file_path, status, submitted_at DESC, run_id DESC) WHERE deleted_at IS NULL;

-- Do-files that came as text; only these files are ever looked for without their owner.
CREATE INDEX runs_standard_input ON runs (file_path) WHERE instr(file_path, 'standard-input') > 0;

DROP TRIGGER runs_insert;
DROP TRIGGER runs_update;

CREATE TRIGGER runs_insert AFTER INSERT ON OrleansStorage
WHEN NEW.GrainTypeString = 'run' AND NEW.PayloadBinary IS NOT NULL
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, call_key, file_path, queue_seq, attempt, submitted_at, finished_at, handed_over_at, kept_at, deleted_at)
    SELECT s ->> '$.run_id', s ->> '$.host', s ->> '$.owner', s ->> '$.status', s ->> '$.fingerprint', s ->> '$.call_key', s ->> '$.file_path',
           s ->> '$.queue_seq', coalesce(s ->> '$.attempt', 0), s ->> '$.submitted_at', s ->> '$.finished_at', s ->> '$.handed_over_at',
           s ->> '$.kept_at', s ->> '$.deleted_at'
    FROM (SELECT CAST(NEW.PayloadBinary AS TEXT) AS s);
END;

-- A state that a cleared row gets is an insertion again. Most writes say how far a run is, which is no business of this table.
CREATE TRIGGER runs_update AFTER UPDATE OF PayloadBinary ON OrleansStorage
WHEN NEW.GrainTypeString = 'run' AND NEW.PayloadBinary IS NOT NULL
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, call_key, file_path, queue_seq, attempt, submitted_at, finished_at, handed_over_at, kept_at, deleted_at)
    SELECT s ->> '$.run_id', s ->> '$.host', s ->> '$.owner', s ->> '$.status', s ->> '$.fingerprint', s ->> '$.call_key', s ->> '$.file_path',
           s ->> '$.queue_seq', coalesce(s ->> '$.attempt', 0), s ->> '$.submitted_at', s ->> '$.finished_at', s ->> '$.handed_over_at',
           s ->> '$.kept_at', s ->> '$.deleted_at'
    FROM (SELECT CAST(NEW.PayloadBinary AS TEXT) AS s)
    WHERE true
    ON CONFLICT (run_id) DO UPDATE SET
        status = excluded.status, fingerprint = excluded.fingerprint, queue_seq = excluded.queue_seq, attempt = excluded.attempt,
        finished_at = excluded.finished_at, handed_over_at = excluded.handed_over_at, kept_at = excluded.kept_at, deleted_at = excluded.deleted_at
    WHERE (status, fingerprint, queue_seq, attempt, finished_at, handed_over_at, kept_at, deleted_at)
        IS NOT (excluded.status, excluded.fingerprint, excluded.queue_seq, excluded.attempt, excluded.finished_at, excluded.handed_over_at, excluded.kept_at, excluded.deleted_at);
END;
