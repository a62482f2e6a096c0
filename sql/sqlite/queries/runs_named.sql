-- An owner's runs whose id holds a text, newest first (ids sort by time). The index of all ids is read through, until enough are found, and no row
-- of a run that does not fit: a part of an id may stand anywhere in it, which no index has in order.
SELECT run_id, file_path FROM runs INDEXED BY sqlite_autoindex_runs_1
WHERE instr(run_id, @part) > 0 AND owner = @owner AND deleted_at IS NULL
ORDER BY run_id DESC
LIMIT @limit
