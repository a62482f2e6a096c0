-- Grain states, as Microsoft.Orleans.Persistence.AdoNet asks for them: it reads the queries below by name at its start.
-- One statement each, so that no transaction has to be opened and left on a pooled connection.
CREATE TABLE OrleansQuery
(
    QueryKey  TEXT NOT NULL PRIMARY KEY,
    QueryText TEXT NOT NULL
) STRICT;

-- The key is the provider's: a state's identity is its name (GrainTypeString) and the grain's key, not the grain's type.
CREATE TABLE OrleansStorage
(
    GrainIdHash           INTEGER NOT NULL,
    GrainIdN0             INTEGER NOT NULL,
    GrainIdN1             INTEGER NOT NULL,
    GrainTypeHash         INTEGER NOT NULL,
    GrainTypeString       TEXT    NOT NULL,
    GrainIdExtensionString TEXT   NOT NULL,
    ServiceId             TEXT    NOT NULL,
    PayloadBinary         BLOB,
    ModifiedOn            INTEGER NOT NULL,
    Version               INTEGER NOT NULL,
    PRIMARY KEY (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId)
) STRICT;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey',
'SELECT PayloadBinary, Version FROM OrleansStorage
 WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
   AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId'),

-- A first write has no version and inserts; a later one must name the version it read. A version without a row (a ghost)
-- inserts nothing, a stale one updates nothing: no row comes back, and the provider reports the conflict.
('WriteToStorageKey',
'INSERT INTO OrleansStorage
   (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
 SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, unixepoch(), 1
 WHERE @GrainStateVersion IS NULL OR EXISTS (
   SELECT 1 FROM OrleansStorage
   WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
     AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId)
 ON CONFLICT (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId)
 DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = OrleansStorage.Version + 1
   WHERE OrleansStorage.Version = @GrainStateVersion
 RETURNING Version AS NewGrainStateVersion'),

('ClearStorageKey',
'UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = unixepoch(), Version = Version + 1
 WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
   AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId
   AND Version = @GrainStateVersion
 RETURNING Version AS NewGrainStateVersion'),

('DeleteStorageKey',
'DELETE FROM OrleansStorage
 WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
   AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId
   AND Version = @GrainStateVersion
 RETURNING Version + 1 AS NewGrainStateVersion');
