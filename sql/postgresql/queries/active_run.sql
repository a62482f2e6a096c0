-- The one active run with a fingerprint; the unique index knows of no second one.
SELECT run_id FROM runs WHERE fingerprint = @fingerprint AND status IN ('queued', 'starting', 'running')
