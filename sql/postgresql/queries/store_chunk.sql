-- A chunk only grows: whoever comes late with less changes nothing.
INSERT INTO run_output AS stored (run_id, source, chunk, bytes) VALUES (@run_id, @source, @chunk, @bytes)
ON CONFLICT (run_id, source, chunk) DO UPDATE SET bytes = excluded.bytes WHERE octet_length(excluded.bytes) > octet_length(stored.bytes)
