-- When the ledger took an event. What was recorded before has none: it was not kept.
alter table ledger_event add column recorded_at timestamp(6) with time zone;
alter table ledger_event alter column recorded_at set default current_timestamp;

-- An export starts at a time.
create index ledger_event_by_time on ledger_event (at);

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
