-- A page of an owner's runs, newest first. A line that ends in "--? x" stands only where @x is given, one that ends in "--! x" only where it is not.
-- Where "look" is given it answers what a search compares of the newest runs: at most so many of them, and not their states.
-- Each status has a page of its own, cut from an index in the list's order; the page is the newest of these.
WITH page AS MATERIALIZED
(
    SELECT newest.*
    FROM (SELECT 1) AS one
    CROSS JOIN (SELECT DISTINCT jsonb_array_elements_text(@statuses::jsonb) AS status) AS wanted --? statuses
    -- What goes on at a host that is away has other statuses than what goes on here; what is over has the same wherever it was. --? away
    CROSS JOIN (SELECT status, CASE WHEN count(*) = 1 THEN bool_or(away) END AS away FROM --? away
        (SELECT jsonb_array_elements_text(@here::jsonb) AS status, false AS away UNION SELECT jsonb_array_elements_text(@gone::jsonb), true) AS either --? away
        GROUP BY status) AS wanted --? away
    CROSS JOIN LATERAL
    (
        SELECT run_id, host, status, queue_seq, submitted_at, state --! look
        SELECT run_id, host, status, queue_seq, submitted_at, NULL AS state --? look
        FROM runs
        WHERE owner = @owner AND deleted_at IS NULL
          AND status = wanted.status --? statuses
          AND status = wanted.status --? away
          AND (wanted.away IS NULL OR wanted.away = (host = ANY (ARRAY(SELECT jsonb_array_elements_text(@away::jsonb))))) --? away
          AND file_path = @file_path --? file_path
          AND submitted_at >= @since --? since
          AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
        ORDER BY submitted_at DESC, run_id DESC
        LIMIT @limit --! look
        LIMIT @look --? look
    ) AS newest
    ORDER BY newest.submitted_at DESC, newest.run_id DESC
    LIMIT @limit --! look
    LIMIT @look --? look
),
-- The next one before each in its queue, of those on the page: so that each queue is counted through once, and not from its head for each.
ordered AS
(
    SELECT page.*, lag(queue_seq, 1, -1::bigint) OVER (PARTITION BY host, status ORDER BY queue_seq) AS previous_seq FROM page
),
counted AS
(
    SELECT ordered.*,
           CASE WHEN status = 'queued'
                THEN (SELECT count(*) FROM runs AS ahead
                      WHERE ahead.host = ordered.host AND ahead.status = 'queued'
                        AND ahead.queue_seq > ordered.previous_seq AND ahead.queue_seq <= ordered.queue_seq)
           END AS ahead
    FROM ordered
)
SELECT state, (sum(ahead) OVER (PARTITION BY host, status ORDER BY queue_seq))::integer AS queue_position --! look
FROM counted --! look
ORDER BY submitted_at DESC, run_id DESC --! look
SELECT page.run_id, page.submitted_at, runs.state ->> 'file_path', runs.state ->> 'label', runs.state #>> '{error,message}' --? look
FROM page CROSS JOIN LATERAL (SELECT state FROM runs WHERE runs.run_id = page.run_id OFFSET 0) AS runs --? look
ORDER BY page.submitted_at DESC, page.run_id DESC --? look
