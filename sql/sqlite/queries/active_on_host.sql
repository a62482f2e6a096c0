-- What a host has to take up again after a restart, the queue in its order.
SELECT run_id, status, queue_seq, file_path, CAST(coalesce(state ->> '$.attempt', 0) AS INTEGER), owner FROM runs
WHERE host = @host AND status IN ('queued', 'starting', 'running')
ORDER BY queue_seq
