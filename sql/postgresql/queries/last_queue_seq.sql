SELECT max(queue_seq) FROM runs WHERE host = @host
