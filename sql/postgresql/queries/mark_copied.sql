UPDATE runs SET copied = true WHERE run_id = @run_id AND finished_at IS NOT NULL AND NOT copied
