#!/bin/sh
# Makes the role that serves, in a fresh database of POSTGRES_USER (the owner, who migrates).
#
# Run once by the PostgreSQL image at its first start, or by hand with PGHOST and so on set. The role
# `sen_app` reads and writes rows of whatever the owner makes later; it owns nothing, so it can
# neither drop a trigger of the audit log nor empty a table behind it. It may VACUUM: where anonymous
# answers waited nothing readable is to stay (PostgreSQL 17 and newer; docs/operating.md).
set -eu

psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --set password="${SEN_APP_PASSWORD:?}" \
    --username "${POSTGRES_USER:?}" --dbname "${POSTGRES_DB:?}" <<'SQL'
CREATE ROLE sen_app LOGIN PASSWORD :'password';
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO sen_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sen_app;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO sen_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sen_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO sen_app;
SELECT current_setting('server_version_num')::int >= 170000 AS maintains \gset
\if :maintains
GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO sen_app;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT MAINTAIN ON TABLES TO sen_app;
\endif
SQL
