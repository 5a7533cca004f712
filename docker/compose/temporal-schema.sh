#!/bin/sh
# Brings the schema of Temporal's two databases up to this version of its tool. Run before every start
# of the server: what is there already stays.
set -eu
SQL_PASSWORD="$(cat "${SECRETS:-/run/secrets}/temporal-database-password")"
SQL_PLUGIN=postgres12
SQL_HOST="${SQL_HOST:-postgresql}"
SQL_PORT="${SQL_PORT:-5432}"
SQL_USER=temporal
export SQL_PASSWORD SQL_PLUGIN SQL_HOST SQL_PORT SQL_USER

for database in temporal temporal_visibility; do
  case "$database" in
  temporal) schema=postgresql/v12/temporal ;;
  *) schema=postgresql/v12/visibility ;;
  esac
  temporal-sql-tool --database "$database" setup-schema --version 0.0
  temporal-sql-tool --database "$database" update-schema --schema-name "$schema"
done
