-- compatible-from: 4
-- A run's fingerprint can change: a stop request, or a do-file that was replaced before Stata read it, takes the run out of
-- joining. The table follows, so that the unique index speaks of what the states say. Programs that never change one go on as before.
CREATE OR REPLACE FUNCTION runs_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    s jsonb := convert_from(NEW.PayloadBinary, 'UTF8')::jsonb;
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, call_key, file_path, queue_seq, submitted_at, finished_at, handed_over_at, kept_at, deleted_at, state)
    VALUES (s ->> 'run_id', s ->> 'host', s ->> 'owner', s ->> 'status', s ->> 'fingerprint', s ->> 'call_key', s ->> 'file_path',
            (s ->> 'queue_seq')::bigint, (s ->> 'submitted_at')::bigint, (s ->> 'finished_at')::bigint, (s ->> 'handed_over_at')::bigint,
            (s ->> 'kept_at')::bigint, (s ->> 'deleted_at')::bigint, s - 'tracker')
    ON CONFLICT (run_id) DO UPDATE SET
        status = excluded.status, fingerprint = excluded.fingerprint, queue_seq = excluded.queue_seq, finished_at = excluded.finished_at,
        handed_over_at = excluded.handed_over_at, kept_at = excluded.kept_at, deleted_at = excluded.deleted_at, state = excluded.state;
    RETURN NULL;
END $$;

-- Whether a result may be delivered to a repeated call is asked of the newest run of a fingerprint, delivered or not.
DROP INDEX runs_finished_fingerprint;
CREATE INDEX runs_finished_fingerprint ON runs (fingerprint, finished_at) WHERE finished_at IS NOT NULL;
