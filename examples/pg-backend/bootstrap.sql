-- Run once by the owner of the database: psql -v ON_ERROR_STOP=1 -f bootstrap.sql
-- These are the objects that the pg backend would make itself if its role were allowed to.

-- Ids of all states of this database come from one sequence: they are the keys of the locks.
CREATE SEQUENCE IF NOT EXISTS public.global_states_id_seq AS bigint;
CREATE SCHEMA IF NOT EXISTS disputes;
CREATE TABLE IF NOT EXISTS disputes.states (
  id   bigint NOT NULL DEFAULT nextval('public.global_states_id_seq') PRIMARY KEY,
  name text UNIQUE,
  data text
);
CREATE UNIQUE INDEX IF NOT EXISTS states_by_name ON disputes.states (name);

-- The pipeline reads and writes states and takes locks, for which no privilege is needed. It cannot
-- make or drop anything, and without DELETE nobody can delete a workspace, and with it the record of
-- what was sent. Give the role its password with \password disputes_pipeline.
CREATE ROLE disputes_pipeline LOGIN;
GRANT USAGE ON SCHEMA disputes TO disputes_pipeline;
GRANT SELECT, INSERT, UPDATE ON disputes.states TO disputes_pipeline;
GRANT USAGE ON SEQUENCE public.global_states_id_seq TO disputes_pipeline;

-- The lock lives as long as the connection. A runner that vanishes from the network without a word
-- is noticed after a minute instead of two hours, and a long apply is not cut off for being quiet.
ALTER ROLE disputes_pipeline SET tcp_keepalives_idle = 30;
ALTER ROLE disputes_pipeline SET tcp_keepalives_interval = 10;
ALTER ROLE disputes_pipeline SET tcp_keepalives_count = 3;
ALTER ROLE disputes_pipeline SET idle_session_timeout = 0;
