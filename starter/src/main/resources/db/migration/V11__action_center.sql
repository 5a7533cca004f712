-- How grave the case of an action is, by which people go through what waits: kept in step with the case,
-- null outside any case.
alter table action add column severity varchar(20);
update action set severity = (select i.severity from investigation i
  where i.investigation_id = action.investigation_id);

-- What it is done to, by the SHA-256 of its key, and what that is called, as people write it. Null for
-- actions from before this schema.
alter table action add column target_hash varchar(64);
alter table action add column target_name varchar(200);
create index action_by_target on action (target_hash, created_at);
create index action_by_device on action (device_hash, decision);

-- What puts waiting actions in order, counts them and says which of them ask the same, without their text.
create index action_urgent on action (decision, severity, expires_at, created_at, position, action_id, type,
  subject, gate, verdict);
drop index action_waiting;

-- Whether a person should look at how a case ended, and whether the undo of one of its actions failed, so
-- that a list need not look at all actions of all cases.
alter table investigation add column undo_failed boolean default false not null;
alter table investigation add column attention smallint default 0 not null;
update investigation set undo_failed = true where investigation_id in (
  select investigation_id from action
  where undo_state = 'FAILED' or (undo_state = 'NOT_UNDOABLE' and undo_id is not null));
update investigation set attention = 1
  where state in ('PARTIALLY_REMEDIATED', 'PARTIALLY_INVESTIGATED', 'FAILED', 'TERMINATED_BY_SYSTEM')
    or (ended_at is not null and undo_failed);
create index investigation_by_attention on investigation (attention, started_at, investigation_id);

-- What people write into the file of a case, whatever its state.
create table case_note (
  position bigint generated always as identity primary key,
  investigation_id varchar(1100) not null,
  body text not null,
  said_by text not null,
  said_at timestamp(6) with time zone not null
);
create index case_note_by_case on case_note (investigation_id, position);

create table case_tag (
  investigation_id varchar(1100) not null,
  tag_key varchar(1000) not null,
  -- One that was taken away is kept and counts no longer.
  stands boolean not null,
  primary key (investigation_id, tag_key)
);
create index case_tag_by_key on case_tag (tag_key, investigation_id);

alter table investigation add column assignee text;
alter table investigation add column assignee_key varchar(1000);
-- Those that stand, as a JSON array, for whoever shows the case; null for none.
alter table investigation add column tags text;
create index investigation_by_assignee on investigation (assignee_key, started_at);
