-- Which action wants which lasting state of the world: isolated, restricted, in quarantine, blocked,
-- switched off, disabled. One row a name of the thing; the rows of one action change together.
create table state_hold (
  action_id varchar(1100) not null,
  -- SHA-256 of what the thing is known by.
  name_hash varchar(64) not null,
  -- The type of action that brings the state about.
  kind varchar(60) not null,
  investigation_id varchar(1100),
  -- CLAIMED, HELD, LET_GO, RELEASING, RELEASED, DROPPED
  hold varchar(20) not null,
  claimed_at timestamp(6) with time zone not null default current_timestamp,
  primary key (action_id, name_hash)
);
create index state_hold_by_thing on state_hold (kind, name_hash);
create index state_hold_by_case on state_hold (investigation_id);
