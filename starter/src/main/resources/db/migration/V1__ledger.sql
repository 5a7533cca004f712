-- Runs alike on H2 2.x and PostgreSQL >= 15.
-- Text that others wrote is of type text, never varchar(n): a long one must not fail a case. What has
-- to be found again is found by hash, or by a search text that is cut to its column when it is written.

create table policy_revision (
  number integer primary key,
  yaml text not null,
  policy text not null,
  author text not null,
  remark text,
  put_at timestamp(6) with time zone not null
);

create table investigation (
  investigation_id varchar(1100) primary key,
  workflow_id text not null,
  run_id text not null,
  state varchar(40) not null,
  because text,
  severity varchar(20) not null,
  title text not null,
  verdict varchar(20) not null,
  started_by text not null,
  started_at timestamp(6) with time zone not null,
  concluded_at timestamp(6) with time zone,
  ended_at timestamp(6) with time zone,
  policy_revision integer not null references policy_revision (number),
  search_text varchar(4000) not null
);
create index investigation_by_start on investigation (started_at, investigation_id);
create index investigation_by_state on investigation (state);

-- Append-only: rows are inserted and read. PostgreSQL says so by trigger (vendor/postgresql); H2 has
-- triggers in Java only, there a test of the code says it.
create table ledger_event (
  id bigint generated always as identity,
  stream varchar(1100) not null,
  seq bigint not null,
  -- No foreign key: an event is kept even if its case is unknown here.
  investigation_id varchar(1100),
  at timestamp(6) with time zone not null,
  type varchar(100) not null,
  body text not null,
  primary key (stream, seq)
);
create unique index ledger_event_by_id on ledger_event (id);
create index ledger_event_by_case on ledger_event (investigation_id, id);

create table alert (
  position bigint generated always as identity,
  investigation_id varchar(1100) not null,
  alert_hash varchar(64) not null,
  body text not null,
  added_at timestamp(6) with time zone not null,
  search_text varchar(4000) not null,
  primary key (investigation_id, alert_hash)
);
create index alert_by_hash on alert (alert_hash, position);

create table evidence (
  position bigint generated always as identity,
  investigation_id varchar(1100) not null,
  entity_hash varchar(64) not null,
  kind varchar(40) not null,
  verdict varchar(20) not null,
  remediation_status varchar(40) not null,
  device_id varchar(1000),
  device_name varchar(1000),
  assessment text not null,
  first_seen_at timestamp(6) with time zone not null,
  changed_at timestamp(6) with time zone not null,
  search_text varchar(4000) not null,
  primary key (investigation_id, entity_hash)
);

create table action (
  position bigint generated always as identity,
  action_id varchar(1100) primary key,
  investigation_id varchar(1100),
  type varchar(60) not null,
  source varchar(60) not null,
  gate varchar(20) not null,
  body text not null,
  rule_id text,
  because text not null,
  verdict varchar(20),
  plan_hash text not null,
  requested_by text,
  request_comment text,
  created_at timestamp(6) with time zone not null,
  decision varchar(20) not null,
  decided_by text,
  decided_by_key varchar(1000),
  decided_at timestamp(6) with time zone,
  decision_comment text,
  verified boolean,
  channel varchar(20),
  expires_at timestamp(6) with time zone,
  superseded_by text,
  execution varchar(40) not null,
  outcome_sentence text,
  failure_code text,
  receipt text,
  started_at timestamp(6) with time zone,
  finished_at timestamp(6) with time zone,
  undo_state varchar(20) not null,
  undo_id text,
  undo_stream text,
  undo_requested_by text,
  undo_comment text,
  undo_sentence text,
  undo_changed_at timestamp(6) with time zone,
  search_text varchar(4000) not null
);
create index action_by_case on action (investigation_id, position);
create index action_by_decision on action (decision, expires_at);
create index action_by_creation on action (created_at, action_id);

create table api_token (
  token_id varchar(60) primary key,
  token_hash varchar(64) not null unique,
  name text not null,
  roles text not null,
  created_by text not null,
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone,
  revoked_at timestamp(6) with time zone
);
