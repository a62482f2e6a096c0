-- What can be asked about runs. The table is a projection of the runs' states that the database keeps by itself, in the
-- same transaction as the state: there is one write, and no second truth. Times are milliseconds since 1970 (UTC).
CREATE TABLE runs
(
    run_id         TEXT    NOT NULL PRIMARY KEY,
    host           TEXT    NOT NULL,
    owner          TEXT    NOT NULL,
    status         TEXT    NOT NULL CHECK (status IN ('queued', 'starting', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'lost')),
    fingerprint    TEXT    NOT NULL,
    file_path      TEXT    NOT NULL,
    queue_seq      INTEGER NOT NULL,
    submitted_at   INTEGER NOT NULL,
    finished_at    INTEGER,
    handed_over_at INTEGER,
    state          TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Two activations or two gateways cannot make two of the same run: the database has the last word.
CREATE UNIQUE INDEX runs_active_fingerprint ON runs (fingerprint) WHERE status IN ('queued', 'starting', 'running');
CREATE INDEX runs_finished_fingerprint ON runs (fingerprint, finished_at) WHERE handed_over_at IS NULL AND finished_at IS NOT NULL;
CREATE INDEX runs_active_host ON runs (host, status, queue_seq) WHERE status IN ('queued', 'starting', 'running');
CREATE INDEX runs_host_queue_seq ON runs (host, queue_seq);
CREATE INDEX runs_owner ON runs (owner, submitted_at DESC, run_id DESC);
CREATE INDEX runs_owner_file ON runs (owner, file_path, submitted_at DESC, run_id DESC);

CREATE TRIGGER runs_insert AFTER INSERT ON OrleansStorage
WHEN NEW.GrainTypeString = 'run' AND NEW.PayloadBinary IS NOT NULL
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, finished_at, handed_over_at, state)
    SELECT s ->> '$.run_id', s ->> '$.host', s ->> '$.owner', s ->> '$.status', s ->> '$.fingerprint', s ->> '$.file_path',
           s ->> '$.queue_seq', s ->> '$.submitted_at', s ->> '$.finished_at', s ->> '$.handed_over_at', json_remove(s, '$.tracker')
    FROM (SELECT CAST(NEW.PayloadBinary AS TEXT) AS s);
END;

-- How a run ended never changes, whatever a program does: a final status has no way out.
CREATE TRIGGER runs_final BEFORE UPDATE OF PayloadBinary ON OrleansStorage
WHEN OLD.GrainTypeString = 'run' AND OLD.PayloadBinary IS NOT NULL AND NEW.PayloadBinary IS NOT NULL
    AND CAST(OLD.PayloadBinary AS TEXT) ->> '$.status' IN ('succeeded', 'failed', 'cancelled', 'timed_out', 'lost')
    AND CAST(NEW.PayloadBinary AS TEXT) ->> '$.status' IS NOT CAST(OLD.PayloadBinary AS TEXT) ->> '$.status'
BEGIN
    SELECT RAISE(ABORT, 'a final status never changes');
END;

CREATE TRIGGER runs_update AFTER UPDATE OF PayloadBinary ON OrleansStorage
WHEN NEW.GrainTypeString = 'run' AND NEW.PayloadBinary IS NOT NULL
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, finished_at, handed_over_at, state)
    SELECT s ->> '$.run_id', s ->> '$.host', s ->> '$.owner', s ->> '$.status', s ->> '$.fingerprint', s ->> '$.file_path',
           s ->> '$.queue_seq', s ->> '$.submitted_at', s ->> '$.finished_at', s ->> '$.handed_over_at', json_remove(s, '$.tracker')
    FROM (SELECT CAST(NEW.PayloadBinary AS TEXT) AS s)
    WHERE true
    ON CONFLICT (run_id) DO UPDATE SET
        status = excluded.status, queue_seq = excluded.queue_seq, finished_at = excluded.finished_at,
        handed_over_at = excluded.handed_over_at, state = excluded.state;
END;

CREATE TRIGGER runs_clear AFTER UPDATE OF PayloadBinary ON OrleansStorage
WHEN OLD.GrainTypeString = 'run' AND NEW.PayloadBinary IS NULL
BEGIN
    DELETE FROM runs WHERE run_id = OLD.GrainIdExtensionString;
END;

CREATE TRIGGER runs_delete AFTER DELETE ON OrleansStorage
WHEN OLD.GrainTypeString = 'run'
BEGIN
    DELETE FROM runs WHERE run_id = OLD.GrainIdExtensionString;
END;
