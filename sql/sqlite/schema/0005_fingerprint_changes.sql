-- A run's fingerprint can change: a stop request, or a do-file that was replaced before Stata read it, takes the run out of
-- joining. The table follows, so that the unique index speaks of what the states say.
DROP TRIGGER runs_update;

CREATE TRIGGER runs_update AFTER UPDATE OF PayloadBinary ON OrleansStorage
WHEN NEW.GrainTypeString = 'run' AND NEW.PayloadBinary IS NOT NULL
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, file_path, queue_seq, submitted_at, finished_at, handed_over_at, state)
    SELECT s ->> '$.run_id', s ->> '$.host', s ->> '$.owner', s ->> '$.status', s ->> '$.fingerprint', s ->> '$.file_path',
           s ->> '$.queue_seq', s ->> '$.submitted_at', s ->> '$.finished_at', s ->> '$.handed_over_at', json_remove(s, '$.tracker')
    FROM (SELECT CAST(NEW.PayloadBinary AS TEXT) AS s)
    WHERE true
    ON CONFLICT (run_id) DO UPDATE SET
        status = excluded.status, fingerprint = excluded.fingerprint, queue_seq = excluded.queue_seq, finished_at = excluded.finished_at,
        handed_over_at = excluded.handed_over_at, state = excluded.state;
END;

-- Whether a result may be delivered to a repeated call is asked of the newest run of a fingerprint, delivered or not.
DROP INDEX runs_finished_fingerprint;
CREATE INDEX runs_finished_fingerprint ON runs (fingerprint, finished_at) WHERE finished_at IS NOT NULL;
