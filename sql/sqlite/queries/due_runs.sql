-- What a host has to delete: deletions that were begun, and runs that ended before a time and are not kept.
SELECT run_id FROM runs
WHERE host = @host AND finished_at IS NOT NULL
  AND (state ->> '$.deleted_at' IS NOT NULL
    OR (state ->> '$.kept_at' IS NULL AND finished_at <= @before) --? before
  )
ORDER BY finished_at
LIMIT @limit
