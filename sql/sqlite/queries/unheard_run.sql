-- The newest finished run with a fingerprint whose final answer reached nobody.
SELECT run_id FROM runs
WHERE fingerprint = @fingerprint AND handed_over_at IS NULL AND finished_at >= @since AND deleted_at IS NULL
ORDER BY finished_at DESC
LIMIT 1
