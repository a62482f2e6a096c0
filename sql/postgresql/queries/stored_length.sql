-- How many bytes are copied. Chunks come in order, so that the last one tells; its length is known without reading it.
SELECT chunk::bigint * 65536 + octet_length(bytes) FROM run_output WHERE run_id = @run_id AND source = @source ORDER BY chunk DESC LIMIT 1
