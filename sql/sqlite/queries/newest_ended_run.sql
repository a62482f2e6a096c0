-- The newest finished run with a fingerprint.
SELECT run_id FROM runs
WHERE fingerprint = @fingerprint AND finished_at IS NOT NULL AND finished_at >= @since AND deleted_at IS NULL
ORDER BY finished_at DESC
LIMIT 1
