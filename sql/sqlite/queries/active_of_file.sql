-- The active runs of a do-file, those that run first, then newest first. Each status by the index of an owner's files, and no more of it than is wanted.
WITH found AS MATERIALIZED
(
    SELECT * FROM (SELECT run_id, submitted_at, 1 AS place FROM runs
                   WHERE owner = @owner AND file_path = @file_path AND status = 'running' AND deleted_at IS NULL
                   ORDER BY submitted_at DESC, run_id DESC LIMIT @limit)
    UNION ALL
    SELECT * FROM (SELECT run_id, submitted_at, 2 AS place FROM runs
                   WHERE owner = @owner AND file_path = @file_path AND status = 'starting' AND deleted_at IS NULL
                   ORDER BY submitted_at DESC, run_id DESC LIMIT @limit)
    UNION ALL
    SELECT * FROM (SELECT run_id, submitted_at, 3 AS place FROM runs
                   WHERE owner = @owner AND file_path = @file_path AND status = 'queued' AND deleted_at IS NULL
                   ORDER BY submitted_at DESC, run_id DESC LIMIT @limit)
)
SELECT run_id FROM found ORDER BY place, submitted_at DESC, run_id DESC LIMIT @limit
