-- The database of a cluster and the three users that log in to it, made by psql as the server's administrator:
--   psql -v secrets=/path/of/secrets -f deploy/postgres/users.sql
-- Their passwords are those of the password files in that folder (deploy/prepare.sh makes them).
\set ON_ERROR_STOP on
\if :{?secrets}
\else
    \set secrets /run/secrets
\endif
\set owner `cut -d: -f5 :'secrets'/owner.pgpass`
\set silos `cut -d: -f5 :'secrets'/silos.pgpass`
\set gateways `cut -d: -f5 :'secrets'/gateways.pgpass`

SELECT least(length(:'owner'), length(:'silos'), length(:'gateways')) < 16 AS incomplete \gset
\if :incomplete
    DO $$ BEGIN RAISE EXCEPTION 'The folder has not all of owner.pgpass, silos.pgpass and gateways.pgpass: deploy/prepare.sh makes them.'; END $$;
\endif

CREATE ROLE stataruns LOGIN PASSWORD :'owner';
CREATE ROLE silos LOGIN PASSWORD :'silos';
CREATE ROLE gateways LOGIN PASSWORD :'gateways';

-- What the two kinds of programs may do is said by "stataruns-silo migrate", to these roles.
CREATE ROLE stataruns_silo NOLOGIN;
CREATE ROLE stataruns_gateway NOLOGIN;
GRANT stataruns_silo TO silos;
GRANT stataruns_gateway TO gateways;

CREATE DATABASE stataruns OWNER stataruns ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE stataruns FROM PUBLIC;
GRANT CONNECT ON DATABASE stataruns TO silos, gateways;
