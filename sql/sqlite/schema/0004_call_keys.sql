-- A call that is asked again, whose first answer was lost, makes no second run.
CREATE UNIQUE INDEX runs_call_key ON runs (owner, state ->> '$.call_key')
WHERE state ->> '$.call_key' IS NOT NULL AND state ->> '$.deleted_at' IS NULL;
