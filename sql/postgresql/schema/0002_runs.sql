-- What can be asked about runs. The table is a projection of the runs' states that the database keeps by itself, in the
-- same transaction as the state: there is one write, and no second truth. Times are milliseconds since 1970 (UTC).
-- Ids and paths are compared byte by byte, as the programs compare them.
CREATE TABLE runs
(
    run_id         text   NOT NULL COLLATE "C" PRIMARY KEY,
    host           text   NOT NULL COLLATE "C",
    owner          text   NOT NULL COLLATE "C",
    status         text   NOT NULL COLLATE "C" CHECK (status IN ('queued', 'starting', 'running', 'succeeded', 'failed', 'cancelled', 'timed_out', 'lost')),
    fingerprint    text   NOT NULL COLLATE "C",
    call_key       text   COLLATE "C",
    file_path      text   NOT NULL COLLATE "C",
    queue_seq      bigint NOT NULL,
    submitted_at   bigint NOT NULL,
    finished_at    bigint,
    handed_over_at bigint,
    kept_at        bigint,
    deleted_at     bigint,
    state          jsonb  NOT NULL,
    -- Is all its output in run_output? Said by the host that copied it, and not by the state.
    copied         boolean NOT NULL DEFAULT false
)
WITH (fillfactor = 80);

-- Two activations or two gateways cannot make two of the same run: the database has the last word.
CREATE UNIQUE INDEX runs_active_fingerprint ON runs (fingerprint) WHERE status IN ('queued', 'starting', 'running');
CREATE INDEX runs_finished_fingerprint ON runs (fingerprint, finished_at) WHERE handed_over_at IS NULL AND finished_at IS NOT NULL;
-- A call that is asked again, whose first answer was lost, makes no second run.
CREATE UNIQUE INDEX runs_call_key ON runs (owner, call_key) WHERE call_key IS NOT NULL AND deleted_at IS NULL;

-- A host's queue, and what it has to delete or to copy, oldest first.
CREATE INDEX runs_active_host ON runs (host, status, queue_seq) INCLUDE (run_id) WHERE status IN ('queued', 'starting', 'running');
CREATE INDEX runs_host_queue_seq ON runs (host, queue_seq);
CREATE INDEX runs_ended_host ON runs (host, finished_at) WHERE finished_at IS NOT NULL AND kept_at IS NULL AND deleted_at IS NULL;
CREATE INDEX runs_deleted_host ON runs (host, finished_at) WHERE finished_at IS NOT NULL AND deleted_at IS NOT NULL;
CREATE INDEX runs_to_copy ON runs (host, finished_at) WHERE finished_at IS NOT NULL AND NOT copied;

-- Pages of an owner's list, newest first.
CREATE INDEX runs_owner ON runs (owner, submitted_at DESC, run_id DESC);
CREATE INDEX runs_owner_status ON runs (owner, status, submitted_at DESC, run_id DESC);
CREATE INDEX runs_owner_file ON runs (owner, file_path, submitted_at DESC, run_id DESC);
CREATE INDEX runs_file ON runs (file_path);

-- How a run ended never changes, whatever a program does: a final status has no way out.
CREATE FUNCTION runs_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a final status never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER runs_final BEFORE UPDATE OF status ON runs FOR EACH ROW
WHEN (OLD.status IN ('succeeded', 'failed', 'cancelled', 'timed_out', 'lost') AND NEW.status <> OLD.status)
EXECUTE FUNCTION runs_refuse();

CREATE FUNCTION runs_project() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    s jsonb := convert_from(NEW.PayloadBinary, 'UTF8')::jsonb;
BEGIN
    INSERT INTO runs (run_id, host, owner, status, fingerprint, call_key, file_path, queue_seq, submitted_at, finished_at, handed_over_at, kept_at, deleted_at, state)
    VALUES (s ->> 'run_id', s ->> 'host', s ->> 'owner', s ->> 'status', s ->> 'fingerprint', s ->> 'call_key', s ->> 'file_path',
            (s ->> 'queue_seq')::bigint, (s ->> 'submitted_at')::bigint, (s ->> 'finished_at')::bigint, (s ->> 'handed_over_at')::bigint,
            (s ->> 'kept_at')::bigint, (s ->> 'deleted_at')::bigint, s - 'tracker')
    ON CONFLICT (run_id) DO UPDATE SET
        status = excluded.status, queue_seq = excluded.queue_seq, finished_at = excluded.finished_at,
        handed_over_at = excluded.handed_over_at, kept_at = excluded.kept_at, deleted_at = excluded.deleted_at, state = excluded.state;
    RETURN NULL;
END $$;

CREATE FUNCTION runs_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM runs WHERE run_id = OLD.GrainIdExtensionString;
    RETURN NULL;
END $$;

CREATE TRIGGER runs_write AFTER INSERT OR UPDATE OF PayloadBinary ON OrleansStorage FOR EACH ROW
WHEN (NEW.GrainTypeString = 'run' AND NEW.PayloadBinary IS NOT NULL)
EXECUTE FUNCTION runs_project();

CREATE TRIGGER runs_clear AFTER UPDATE OF PayloadBinary ON OrleansStorage FOR EACH ROW
WHEN (OLD.GrainTypeString = 'run' AND NEW.PayloadBinary IS NULL)
EXECUTE FUNCTION runs_forget();

CREATE TRIGGER runs_delete AFTER DELETE ON OrleansStorage FOR EACH ROW
WHEN (OLD.GrainTypeString = 'run')
EXECUTE FUNCTION runs_forget();
