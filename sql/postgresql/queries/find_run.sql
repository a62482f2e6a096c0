SELECT state,
       CASE WHEN status = 'queued'
            THEN (SELECT count(*)::integer FROM runs AS ahead WHERE ahead.host = runs.host AND ahead.status = 'queued' AND ahead.queue_seq <= runs.queue_seq)
       END AS queue_position
FROM runs
WHERE run_id = @run_id AND deleted_at IS NULL
