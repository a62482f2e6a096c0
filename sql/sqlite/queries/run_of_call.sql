-- The run that a call made.
SELECT run_id FROM runs WHERE owner = @owner AND call_key = @call_key AND deleted_at IS NULL
