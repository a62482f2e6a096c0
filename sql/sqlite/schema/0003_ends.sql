-- Ended runs of a host, oldest first: what age deletes is looked for by this.
CREATE INDEX runs_ended_host ON runs (host, finished_at) WHERE finished_at IS NOT NULL;
