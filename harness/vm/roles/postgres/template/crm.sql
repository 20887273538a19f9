-- Who may do what. Passwords are set when a VM starts (roles/postgres/configure).
CREATE ROLE crm_owner LOGIN;                    -- owns the schema; seeds
CREATE ROLE crm_app LOGIN NOBYPASSRLS;          -- what the CRM logs in as: owns nothing, row-level security holds for it
CREATE ROLE crm_monitor LOGIN;                  -- reads statistics, no rows
GRANT pg_monitor TO crm_monitor;
CREATE ROLE crm_replicator REPLICATION LOGIN;   -- what a replica streams as; may log in to no database

CREATE DATABASE crm OWNER crm_owner;
\connect crm
CREATE EXTENSION pg_stat_statements;
CREATE EXTENSION pg_trgm;
