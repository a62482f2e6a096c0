-- When the oldest run ended that age will delete.
SELECT finished_at FROM runs
WHERE host = @host AND finished_at IS NOT NULL AND kept_at IS NULL AND deleted_at IS NULL
ORDER BY finished_at
LIMIT 1
