-- The hosts that were there lately, by their last start.
SELECT host FROM hosts WHERE last_seen >= @since ORDER BY host
