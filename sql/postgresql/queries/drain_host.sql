UPDATE hosts SET draining = @draining WHERE host = @host
