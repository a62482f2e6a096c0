-- What a host has to resume after a restart, the queue in its order. The index of active runs has all of it.
SELECT run_id, status, queue_seq, file_path, attempt, owner FROM runs
WHERE host = @host AND status IN ('queued', 'starting', 'running')
ORDER BY queue_seq
