-- An owner's runs whose id holds a text, newest first. Only the index of the owner's lists is read through, which has the ids: no row of a run
-- that does not fit. A run that is being deleted is told apart in its row.
WITH found AS MATERIALIZED
(
    SELECT run_id, submitted_at FROM runs
    WHERE owner = @owner AND position(@part IN run_id) > 0
    ORDER BY submitted_at DESC, run_id DESC
    LIMIT @limit
)
SELECT runs.run_id, runs.file_path FROM found JOIN runs ON runs.run_id = found.run_id
WHERE runs.deleted_at IS NULL
ORDER BY found.submitted_at DESC, found.run_id DESC
