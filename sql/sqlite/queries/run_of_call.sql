-- The run that a call made.
SELECT run_id FROM runs WHERE state ->> '$.call_key' = @call_key AND owner = @owner AND state ->> '$.deleted_at' IS NULL
