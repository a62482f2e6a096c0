-- Is all of a run's output copied, and how much of this one is?
SELECT copied, coalesce(
    (SELECT chunk::bigint * 65536 + octet_length(bytes) FROM run_output WHERE run_id = runs.run_id AND source = @source ORDER BY chunk DESC LIMIT 1), 0)
FROM runs
WHERE run_id = @run_id AND deleted_at IS NULL
  AND state @> jsonb_build_object('graphs', jsonb_build_array(jsonb_build_object('name', @graph::text))) --? graph
