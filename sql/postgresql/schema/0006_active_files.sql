-- compatible-from: 4
-- The active runs of a do-file: what a new run of the same file says of them is asked at each submission, and must not cost more for a file that was run often.
CREATE INDEX runs_active_file ON runs (owner, file_path, (CASE status WHEN 'running' THEN 1 WHEN 'starting' THEN 2 ELSE 3 END), submitted_at DESC, run_id DESC)
WHERE status IN ('queued', 'starting', 'running') AND deleted_at IS NULL;
