SELECT chunk, bytes FROM run_output WHERE run_id = @run_id AND source = @source AND chunk BETWEEN @first AND @last ORDER BY chunk
