-- What the two roles may do, said anew after each migration. They have no login: whoever runs the cluster grants them to the
-- users that silos and gateways log in as. A role that is not there is passed over.
DO $$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'stataruns_silo') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO stataruns_silo', current_schema());
        GRANT SELECT ON schema_version, cluster, OrleansQuery TO stataruns_silo;
        GRANT SELECT, INSERT, UPDATE, DELETE
            ON OrleansStorage, OrleansMembershipVersionTable, OrleansMembershipTable, runs, run_output, hosts TO stataruns_silo;
    END IF;

    -- A gateway writes through grains alone.
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'stataruns_gateway') THEN
        EXECUTE format('GRANT USAGE ON SCHEMA %I TO stataruns_gateway', current_schema());
        GRANT SELECT
            ON schema_version, cluster, OrleansQuery, OrleansMembershipVersionTable, OrleansMembershipTable, runs, run_output, hosts
            TO stataruns_gateway;
    END IF;
END $$;
