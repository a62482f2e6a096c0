-- Is there such a run, of which output may be stored? One whose deletion was begun has none any more.
SELECT EXISTS (SELECT FROM runs WHERE run_id = @run_id AND deleted_at IS NULL)
