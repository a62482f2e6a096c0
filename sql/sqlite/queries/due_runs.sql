-- What a host has to delete: deletions that were begun, and runs that ended before a time and are not kept. Each by its own index, merged.
SELECT run_id, finished_at FROM runs WHERE host = @host AND finished_at IS NOT NULL AND deleted_at IS NOT NULL
UNION ALL --? before
SELECT run_id, finished_at FROM runs WHERE host = @host AND finished_at <= @before AND kept_at IS NULL AND deleted_at IS NULL --? before
ORDER BY finished_at
LIMIT @limit
