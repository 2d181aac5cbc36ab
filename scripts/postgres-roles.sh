#!/bin/sh
# Runs once in a new PostgreSQL server, as the owner of the database: makes the role that the application uses.
# That role owns no table, so it can neither drop a trigger of an append-only table nor truncate one.
set -eu
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v password="$APP_DATABASE_PASSWORD" -v owner="$POSTGRES_USER" <<'SQL'
CREATE ROLE anpr_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO anpr_app;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO anpr_app;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO anpr_app;
SQL
