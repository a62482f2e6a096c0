-- Ended runs of a host whose output is not all copied yet, oldest first.
SELECT run_id, finished_at FROM runs
WHERE host = @host AND finished_at IS NOT NULL AND NOT copied AND deleted_at IS NULL AND (finished_at, run_id) > (@after_time, @after_id)
ORDER BY finished_at, run_id
LIMIT @limit
