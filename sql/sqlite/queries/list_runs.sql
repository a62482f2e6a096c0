-- A page of an owner's runs, newest first. A line that ends in "--? x" stands only where @x is given.
SELECT state,
       CASE WHEN status = 'queued'
            THEN (SELECT count(*) FROM runs AS ahead WHERE ahead.host = runs.host AND ahead.status = 'queued' AND ahead.queue_seq <= runs.queue_seq)
       END AS queue_position
FROM runs
WHERE owner = @owner AND state ->> '$.deleted_at' IS NULL
  AND status IN (SELECT value FROM json_each(@statuses)) --? statuses
  AND status IN (SELECT value FROM json_each(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END)) --? away
  AND file_path = @file_path --? file_path
  AND submitted_at >= @since --? since
  AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
ORDER BY submitted_at DESC, run_id DESC
LIMIT @limit
