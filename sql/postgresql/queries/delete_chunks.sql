-- Deletes some of a deleted run's output. A gigabyte at once would take longer than a command may; so many chunks at a time do not.
DELETE FROM run_output WHERE ctid = ANY (ARRAY(SELECT ctid FROM run_output WHERE run_id = @run_id LIMIT @limit))
