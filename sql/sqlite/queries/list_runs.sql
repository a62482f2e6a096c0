-- A page of an owner's runs, newest first. A line that ends in "--? x" stands only where @x is given, one that ends in "--! x" only where it is not.
-- Where "look" is given it answers what a search compares of the newest runs: at most so many of them, and not their states.
-- Each status has an index in the list's order. The page is merged from them and reads no further than it goes; a status that is not
-- asked for is passed over before its first row, since that condition names no column.
WITH page AS MATERIALIZED
(
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'queued' AND deleted_at IS NULL
      AND instr(@statuses, '"queued"') --? statuses
      AND (instr(@here, '"queued"') OR instr(@gone, '"queued"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"queued"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'starting' AND deleted_at IS NULL
      AND instr(@statuses, '"starting"') --? statuses
      AND (instr(@here, '"starting"') OR instr(@gone, '"starting"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"starting"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'running' AND deleted_at IS NULL
      AND instr(@statuses, '"running"') --? statuses
      AND (instr(@here, '"running"') OR instr(@gone, '"running"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"running"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'succeeded' AND deleted_at IS NULL
      AND instr(@statuses, '"succeeded"') --? statuses
      AND (instr(@here, '"succeeded"') OR instr(@gone, '"succeeded"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"succeeded"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'failed' AND deleted_at IS NULL
      AND instr(@statuses, '"failed"') --? statuses
      AND (instr(@here, '"failed"') OR instr(@gone, '"failed"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"failed"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'cancelled' AND deleted_at IS NULL
      AND instr(@statuses, '"cancelled"') --? statuses
      AND (instr(@here, '"cancelled"') OR instr(@gone, '"cancelled"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"cancelled"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'timed_out' AND deleted_at IS NULL
      AND instr(@statuses, '"timed_out"') --? statuses
      AND (instr(@here, '"timed_out"') OR instr(@gone, '"timed_out"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"timed_out"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    UNION ALL
    SELECT run_id, host, status, queue_seq, submitted_at FROM runs
    WHERE owner = @owner AND status = 'lost' AND deleted_at IS NULL
      AND instr(@statuses, '"lost"') --? statuses
      AND (instr(@here, '"lost"') OR instr(@gone, '"lost"')) AND instr(CASE WHEN host IN (SELECT value FROM json_each(@away)) THEN @gone ELSE @here END, '"lost"') --? away
      AND file_path = @file_path --? file_path
      AND submitted_at >= @since --? since
      AND (submitted_at, run_id) < (@before_time, @before_id) --? before_id
    ORDER BY submitted_at DESC, run_id DESC
    LIMIT @limit --! look
    LIMIT @look --? look
),
-- The next one before each in its queue, of those on the page: so that each queue is counted through once, and not from its head for each.
ordered AS
(
    SELECT *, lag(queue_seq, 1, -1) OVER (PARTITION BY host, status ORDER BY queue_seq) AS previous_seq FROM page
),
-- SQLite takes a partial index only where the query repeats its predicate: hence the list of active statuses before the one meant.
counted AS
(
    SELECT *, CASE WHEN status = 'queued'
                   THEN (SELECT count(*) FROM runs AS ahead
                         WHERE ahead.host = ordered.host AND ahead.queue_seq > ordered.previous_seq AND ahead.queue_seq <= ordered.queue_seq
                           AND ahead.status IN ('queued', 'starting', 'running') AND ahead.status = 'queued')
              END AS ahead
    FROM ordered
),
placed AS
(
    SELECT run_id, submitted_at, sum(ahead) OVER (PARTITION BY host, status ORDER BY queue_seq) AS queue_position FROM counted
)
SELECT json_remove(CAST(stored.PayloadBinary AS TEXT), '$.tracker') AS state, placed.queue_position --! look
FROM placed CROSS JOIN OrleansStorage AS stored ON stored.GrainIdExtensionString = placed.run_id AND stored.GrainTypeString = 'run' --! look
ORDER BY placed.submitted_at DESC, placed.run_id DESC --! look
SELECT page.run_id, page.submitted_at, CAST(stored.PayloadBinary AS TEXT) ->> '$.file_path', CAST(stored.PayloadBinary AS TEXT) ->> '$.label', CAST(stored.PayloadBinary AS TEXT) ->> '$.error.message' --? look
FROM page CROSS JOIN OrleansStorage AS stored ON stored.GrainIdExtensionString = page.run_id AND stored.GrainTypeString = 'run' --? look
ORDER BY page.submitted_at DESC, page.run_id DESC --? look
