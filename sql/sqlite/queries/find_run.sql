-- A run as it was stored last. Its place counts the waiting runs up to it, in the index of active runs alone.
SELECT json_remove(CAST(stored.PayloadBinary AS TEXT), '$.tracker') AS state,
       CASE WHEN runs.status = 'queued'
            THEN (SELECT count(*) FROM runs AS ahead
                  WHERE ahead.host = runs.host AND ahead.queue_seq <= runs.queue_seq
                    AND ahead.status IN ('queued', 'starting', 'running') AND ahead.status = 'queued')
       END AS queue_position
FROM runs CROSS JOIN OrleansStorage AS stored ON stored.GrainIdExtensionString = runs.run_id AND stored.GrainTypeString = 'run'
WHERE runs.run_id = @run_id AND runs.deleted_at IS NULL
