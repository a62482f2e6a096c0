-- Takes a host's name for a data folder, or finds that it is this folder's already. No row: the name is another folder's.
INSERT INTO hosts (host, folder_id, first_seen, last_seen) VALUES (@host, @folder_id, @now, @now)
ON CONFLICT (host) DO UPDATE SET last_seen = excluded.last_seen WHERE hosts.folder_id = excluded.folder_id
RETURNING host
