-- Which of some do-files in the folder standard-input a run refers to. Asked for each: a folder may have been used by a million runs.
SELECT file.value FROM json_each(@paths) AS file
WHERE EXISTS (SELECT 1 FROM runs WHERE file_path = file.value AND instr(file_path, 'standard-input') > 0)
