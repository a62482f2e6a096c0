-- What a host has to take up again after a restart, the queue in its order.
SELECT run_id, status, queue_seq, file_path, coalesce((state ->> 'attempt')::integer, 0), owner FROM runs
WHERE host = @host AND status IN ('queued', 'starting', 'running')
ORDER BY queue_seq
