-- A page of an owner's runs, newest first. A line that ends in "--? x" stands only where @x is given.
-- Each status has a page of its own, cut from an index in the list's order; the page is the newest of these.
SELECT page.state,
       CASE WHEN page.status = 'queued'
            THEN (SELECT count(*)::integer FROM runs AS ahead WHERE ahead.host = page.host AND ahead.status = 'queued' AND ahead.queue_seq <= page.queue_seq)
       END AS queue_position
FROM (SELECT 1) AS one
CROSS JOIN (SELECT DISTINCT jsonb_array_elements_text(@statuses::jsonb) AS status) AS wanted --? statuses
CROSS JOIN (SELECT DISTINCT jsonb_array_elements_text(@here::jsonb || @gone::jsonb) AS status) AS wanted --? away
CROSS JOIN LATERAL
(
    SELECT run_id, host, status, queue_seq, submitted_at, state
    FROM runs
    WHERE owner = @owner AND deleted_at IS NULL
      AND status = wanted.status --? statuses
      AND status = wanted.status AND (CASE WHEN @away::jsonb @> to_jsonb(host) THEN @gone::jsonb ELSE @here::jsonb END) @> to_jsonb(status) --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    ORDER BY submitted_at DESC, run_id DESC
    LIMIT @limit
) AS page
ORDER BY page.submitted_at DESC, page.run_id DESC
LIMIT @limit
