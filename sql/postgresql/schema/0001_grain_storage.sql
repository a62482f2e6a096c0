-- Grain states, as Microsoft.Orleans.Persistence.AdoNet asks for them: it reads the queries below by name at its start.
CREATE TABLE OrleansQuery
(
    QueryKey  text NOT NULL PRIMARY KEY,
    QueryText text NOT NULL
);

-- The key is the provider's: a state's identity is its name (GrainTypeString) and the grain's key, not the grain's type.
-- A page keeps room for a new version of its rows: a running run is written every few seconds.
CREATE TABLE OrleansStorage
(
    GrainIdHash            integer NOT NULL,
    GrainIdN0              bigint  NOT NULL,
    GrainIdN1              bigint  NOT NULL,
    GrainTypeHash          integer NOT NULL,
    GrainTypeString        text    NOT NULL COLLATE "C",
    GrainIdExtensionString text    NOT NULL COLLATE "C",
    ServiceId              text    NOT NULL COLLATE "C",
    PayloadBinary          bytea,
    ModifiedOn             timestamptz NOT NULL,
    Version                integer NOT NULL,
    PRIMARY KEY (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId)
)
WITH (fillfactor = 80);

-- Sessions of clients go by their age.
CREATE INDEX orleansstorage_sessions ON OrleansStorage (ModifiedOn) WHERE GrainTypeString = 'client-session';

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('ReadFromStorageKey',
'SELECT PayloadBinary, Version FROM OrleansStorage
 WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
   AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId'),

-- A first write has no version and inserts; a later one must name the version it read. A version without a row (a ghost)
-- inserts nothing, a stale one updates nothing: no row comes back, and the provider reports the conflict.
('WriteToStorageKey',
'INSERT INTO OrleansStorage AS stored
   (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId, PayloadBinary, ModifiedOn, Version)
 SELECT @GrainIdHash, @GrainIdN0, @GrainIdN1, @GrainTypeHash, @GrainTypeString, @GrainIdExtensionString, @ServiceId, @PayloadBinary, now(), 1
 WHERE @GrainStateVersion::integer IS NULL OR EXISTS (
   SELECT 1 FROM OrleansStorage
   WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
     AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId)
 ON CONFLICT (GrainIdHash, GrainIdN0, GrainIdN1, GrainTypeHash, GrainTypeString, GrainIdExtensionString, ServiceId)
 DO UPDATE SET PayloadBinary = excluded.PayloadBinary, ModifiedOn = excluded.ModifiedOn, Version = stored.Version + 1
   WHERE stored.Version = @GrainStateVersion::integer
 RETURNING Version AS NewGrainStateVersion'),

('ClearStorageKey',
'UPDATE OrleansStorage SET PayloadBinary = NULL, ModifiedOn = now(), Version = Version + 1
 WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
   AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId
   AND Version = @GrainStateVersion::integer
 RETURNING Version AS NewGrainStateVersion'),

('DeleteStorageKey',
'DELETE FROM OrleansStorage
 WHERE GrainIdHash = @GrainIdHash AND GrainIdN0 = @GrainIdN0 AND GrainIdN1 = @GrainIdN1 AND GrainTypeHash = @GrainTypeHash
   AND GrainTypeString = @GrainTypeString AND GrainIdExtensionString = @GrainIdExtensionString AND ServiceId = @ServiceId
   AND Version = @GrainStateVersion::integer
 RETURNING Version + 1 AS NewGrainStateVersion');
