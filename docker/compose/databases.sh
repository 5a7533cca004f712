#!/bin/sh
# Makes the roles and databases of Temporal and of Quaestor's ledger. PostgreSQL's image runs it once,
# when its volume is empty.
set -eu
secrets="${SECRETS:-/run/secrets}"

psql --no-psqlrc --quiet -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  -v temporal="$(cat "$secrets/temporal-database-password")" \
  -v quaestor="$(cat "$secrets/quaestor-database-password")" <<'SQL'
create role temporal login password :'temporal';
create role quaestor login password :'quaestor';
create database temporal owner temporal;
create database temporal_visibility owner temporal;
create database quaestor owner quaestor;
revoke connect on database temporal, temporal_visibility, quaestor from public;
SQL
