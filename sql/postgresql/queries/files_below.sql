-- The do-files in a folder that runs refer to.
SELECT DISTINCT file_path FROM runs WHERE file_path > @first AND file_path < @last
