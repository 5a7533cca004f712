-- What is left of a case that was removed because it is past its time: that it was there, when it ended and went,
-- by which rule, and what its events were, so that an archive of them can be compared. One row a case, for ever.
create table removed_case (
  investigation_id varchar(1100) primary key,
  ended_at timestamp(6) with time zone not null,
  removed_at timestamp(6) with time zone not null,
  rule varchar(200) not null,
  events bigint not null,
  last_event_id bigint not null,
  -- SHA-256 of its events, as its archive has them.
  events_hash varchar(64) not null,
  alerts integer not null,
  evidence integer not null,
  actions integer not null,
  -- The name of its archive; null where none is made.
  archive varchar(200)
);
-- How rounds of removal go, one row a kind of what is removed.
create table retention_round (
  name varchar(40) primary key,
  -- The last whole one, or since when there are to be any.
  ended_at timestamp(6) with time zone not null,
  failing_since timestamp(6) with time zone,
  failure varchar(600)
);
-- When it was said last; what no case speaks of any more goes by it.
alter table alert_body add column kept_at timestamp(6) with time zone default current_timestamp not null;
-- What is past its time, and what belongs to it, is found without looking at all.
create index investigation_by_end on investigation (ended_at, investigation_id);
create index alert_version_by_case on alert_version (investigation_id);
create index alert_version_by_content on alert_version (content_hash);
create index evidence_mention_by_case on evidence_mention (investigation_id);
create index action_mention_by_action on action_mention (action_id);
create index alert_body_by_time on alert_body (kept_at);
create index case_thread_by_case on case_thread (investigation_id);
create index source_alert_by_time on source_alert (taken_at);
create index caller_request_by_time on caller_request (asked_at);
