SELECT draining FROM hosts WHERE host = @host
