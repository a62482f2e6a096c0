-- The cluster: its secret id (one row, made by the migration), its hosts, and the output of its runs.
CREATE TABLE cluster
(
    id text NOT NULL
);
CREATE UNIQUE INDEX cluster_is_one ON cluster ((true));

-- Who has the name of a host: two machines must not both own the runs that are named after it.
CREATE TABLE hosts
(
    host        text    NOT NULL COLLATE "C" PRIMARY KEY,
    folder_id   text    NOT NULL,
    description jsonb,
    draining    boolean NOT NULL DEFAULT false,
    first_seen  bigint  NOT NULL,
    last_seen   bigint  NOT NULL
);

-- Output, byte for byte, so that it can be read while its host is away. Chunk n holds the bytes from n * 65536 on; only the
-- last one is shorter, and it only grows.
CREATE TABLE run_output
(
    run_id text    NOT NULL COLLATE "C" REFERENCES runs ON DELETE CASCADE,
    source text    NOT NULL COLLATE "C" CHECK (source IN ('log', 'console') OR source LIKE 'graph/%'),
    chunk  integer NOT NULL CHECK (chunk >= 0),
    bytes  bytea   NOT NULL CHECK (octet_length(bytes) BETWEEN 1 AND 65536),
    PRIMARY KEY (run_id, source, chunk)
);

CREATE FUNCTION run_output_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'output that was copied never shrinks' USING ERRCODE = 'integrity_constraint_violation';
END $$;

CREATE TRIGGER run_output_grows BEFORE UPDATE ON run_output FOR EACH ROW
WHEN (octet_length(NEW.bytes) < octet_length(OLD.bytes))
EXECUTE FUNCTION run_output_refuse();
