-- The silos of the cluster, as Microsoft.Orleans.Clustering.AdoNet asks for them. Every change of the table raises its one
-- version, and is refused where that has moved on meanwhile.
CREATE TABLE OrleansMembershipVersionTable
(
    DeploymentId text    NOT NULL COLLATE "C" PRIMARY KEY,
    Version      integer NOT NULL
);

CREATE TABLE OrleansMembershipTable
(
    DeploymentId text    NOT NULL COLLATE "C" REFERENCES OrleansMembershipVersionTable ON DELETE CASCADE,
    Address      text    NOT NULL COLLATE "C",
    Port         integer NOT NULL,
    Generation   integer NOT NULL,
    SiloName     text    NOT NULL,
    HostName     text    NOT NULL,
    Status       integer NOT NULL,
    ProxyPort    integer,
    SuspectTimes text,
    StartTime    timestamptz NOT NULL,
    IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

CREATE FUNCTION membership_insert(
    deployment text, address_ text, port_ integer, generation_ integer, silo_name text, host_name text,
    status_ integer, proxy_port integer, start_time timestamptz, alive_time timestamptz, version_ integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = deployment AND Version = version_ FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    INSERT INTO OrleansMembershipTable (DeploymentId, Address, Port, Generation, SiloName, HostName, Status, ProxyPort, StartTime, IAmAliveTime)
    VALUES (deployment, address_, port_, generation_, silo_name, host_name, status_, proxy_port, start_time, alive_time)
    ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipVersionTable SET Version = Version + 1 WHERE DeploymentId = deployment;
    RETURN true;
END $$;

CREATE FUNCTION membership_update(
    deployment text, address_ text, port_ integer, generation_ integer, status_ integer, suspect_times text, alive_time timestamptz, version_ integer)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM OrleansMembershipVersionTable WHERE DeploymentId = deployment AND Version = version_ FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipTable SET Status = status_, SuspectTimes = suspect_times, IAmAliveTime = alive_time
    WHERE DeploymentId = deployment AND Address = address_ AND Port = port_ AND Generation = generation_;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipVersionTable SET Version = Version + 1 WHERE DeploymentId = deployment;
    RETURN true;
END $$;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('GatewaysQueryKey',
'SELECT Address, ProxyPort, Generation FROM OrleansMembershipTable
 WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0'),

-- The version is there before any silo is, so that these give at least one row.
('MembershipReadRowKey',
'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
 FROM OrleansMembershipVersionTable v
 LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId AND m.Address = @Address AND m.Port = @Port AND m.Generation = @Generation
 WHERE v.DeploymentId = @DeploymentId'),

('MembershipReadAllKey',
'SELECT v.DeploymentId, m.Address, m.Port, m.Generation, m.SiloName, m.HostName, m.Status, m.ProxyPort, m.SuspectTimes, m.StartTime, m.IAmAliveTime, v.Version
 FROM OrleansMembershipVersionTable v
 LEFT JOIN OrleansMembershipTable m ON m.DeploymentId = v.DeploymentId
 WHERE v.DeploymentId = @DeploymentId'),

('InsertMembershipVersionKey',
'WITH made AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId, Version) VALUES (@DeploymentId, 0) ON CONFLICT DO NOTHING RETURNING 1)
 SELECT count(*) > 0 FROM made'),

('InsertMembershipKey',
'SELECT membership_insert(@DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime, @Version)'),

('UpdateMembershipKey',
'SELECT membership_update(@DeploymentId, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime, @Version)'),

-- A sign of life raises no version.
('UpdateIAmAlivetimeKey',
'UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
 WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation'),

('DeleteMembershipTableEntriesKey',
'DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId'),

('CleanupDefunctSiloEntriesKey',
'DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId AND IAmAliveTime < @IAmAliveTime AND Status <> 3');
