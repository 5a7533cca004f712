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
  -- When the ledger took it.
  recorded_at timestamp(6) with time zone not null default current_timestamp,
  type varchar(100) not null,
  body text not null,
  primary key (stream, seq)
);
create unique index ledger_event_by_id on ledger_event (id);
create index ledger_event_by_case on ledger_event (investigation_id, id);
-- An export starts at a time.
create index ledger_event_by_time on ledger_event (at);

create table alert (
  position bigint generated always as identity,
  investigation_id varchar(1100) not null,
  -- Of its format, its sender and its id.
  alert_hash varchar(64) not null,
  -- Of what people call it.
  id_hash varchar(64) not null,
  -- As its latest version has it.
  body text not null,
  added_at timestamp(6) with time zone not null,
  search_text varchar(4000) not null,
  primary key (investigation_id, alert_hash)
);
create index alert_by_id on alert (id_hash, position);

-- Every word on an alert, and the case that heard it first.
create table alert_version (
  position bigint generated always as identity,
  alert_hash varchar(64) not null,
  -- Of all that it says; empty where it came without.
  content_hash varchar(64) not null,
  version integer not null,
  investigation_id varchar(1100) not null,
  said_at timestamp(6) with time zone not null,
  primary key (alert_hash, content_hash)
);

-- What alerts say that are too large to be sent to a workflow, as JSON.
create table alert_body (
  -- SHA-256 of it.
  content_hash varchar(64) primary key,
  body text not null
);

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
  -- The action that it takes back, where it was ordered for that.
  undoes varchar(1100),
  -- What actions that were ordered together share.
  order_group varchar(200),
  -- What it rests on, as a JSON array of entity keys; null where nobody recorded it.
  evidence text,
  search_text varchar(4000) not null
);
create index action_by_case on action (investigation_id, position);
create index action_by_decision on action (decision, expires_at);
create index action_by_creation on action (created_at, action_id);
create index action_by_order_group on action (order_group, position);

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

-- The latest word on an alert or a piece of evidence of a case; every word is in ledger_event.
create table classification (
  investigation_id varchar(1100) not null,
  -- Of "alert:<id>" or "entity:<key>".
  subject_hash varchar(64) not null,
  body text not null,
  said_at timestamp(6) with time zone not null,
  primary key (investigation_id, subject_hash)
);

-- What the organisation lists of its own accord.
create table indicator (
  indicator_id varchar(60) primary key,
  type varchar(40) not null,
  -- Of the type and the canonical value: what evidence is looked up by.
  value_hash varchar(64) not null unique,
  indicator_value text not null,
  effect varchar(10) not null,
  device_groups text not null,
  title text not null,
  description text,
  created_by text not null,
  created_at timestamp(6) with time zone not null,
  changed_by text not null,
  changed_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone,
  search_text varchar(4000) not null,
  -- Where whoever changed it last may act, JSON: what follows from it runs by itself there alone.
  remit text not null
);

-- One row a configured webhook: how far its events have been looked for, and who sends for it.
create table webhook (
  name varchar(100) primary key,
  -- Every event up to here that its lanes need to know of, they know of.
  scanned_id bigint not null,
  -- SHA-256 of the address: a new address makes a disabled webhook work again.
  url_hash varchar(64) not null,
  disabled_at timestamp(6) with time zone,
  disabled_because text,
  lease_owner varchar(100),
  lease_until timestamp(6) with time zone,
  registered_at timestamp(6) with time zone not null
);

-- One row a webhook and investigation: its cursor in ledger_event. A lane for which nothing is left to
-- send has no due_at.
create table webhook_lane (
  webhook varchar(100) not null,
  -- The investigation; the stream, for what is in none.
  lane varchar(1100) not null,
  is_case boolean not null,
  delivered_id bigint not null,
  pending_id bigint not null,
  due_at timestamp(6) with time zone,
  waiting_since timestamp(6) with time zone,
  attempts integer not null,
  failing_since timestamp(6) with time zone,
  last_error text,
  primary key (webhook, lane)
);
create index webhook_lane_by_due on webhook_lane (webhook, due_at);
