-- Which of some do-files a run refers to. Asked for each: one of them may have been used by a million runs.
SELECT file.path FROM jsonb_array_elements_text(@paths::jsonb) AS file (path)
WHERE EXISTS (SELECT 1 FROM runs WHERE runs.file_path = file.path)
