-- An owner's runs whose id holds a text, newest first (ids sort by time). Only the index of the owner's lists is read through, which has the
-- ids: no row and no state of a run that does not fit.
WITH found AS MATERIALIZED
(
    SELECT run_id FROM runs INDEXED BY runs_owner_status
    WHERE owner = @owner AND deleted_at IS NULL AND instr(run_id, @part) > 0
    ORDER BY run_id DESC
    LIMIT @limit
)
SELECT runs.run_id, runs.file_path FROM found CROSS JOIN runs ON runs.run_id = found.run_id
ORDER BY found.run_id DESC
