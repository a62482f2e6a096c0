-- The active runs of a do-file, those that run first, then newest first.
SELECT run_id FROM runs
WHERE owner = @owner AND file_path = @file_path AND status IN ('queued', 'starting', 'running') AND deleted_at IS NULL
ORDER BY CASE status WHEN 'running' THEN 1 WHEN 'starting' THEN 2 ELSE 3 END, submitted_at DESC, run_id DESC
LIMIT @limit
