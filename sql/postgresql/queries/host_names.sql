-- The hosts that were there lately, by when each was seen last.
SELECT host FROM hosts WHERE last_seen >= @since ORDER BY host
