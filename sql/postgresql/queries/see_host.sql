UPDATE hosts SET last_seen = @now WHERE host = @host
