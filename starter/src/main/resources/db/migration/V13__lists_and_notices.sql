-- The first label of a device's name, by which it is found with or without its domain.
alter table evidence add column device_host varchar(1000);
update evidence set device_host = substring(device_name from 1 for position('.' in device_name || '.') - 1)
  where device_name is not null;
create index evidence_by_host on evidence (device_host, entity_hash);
create index evidence_by_device on evidence (device_id, entity_hash);
-- What was done on one device, and what somebody decided, newest first.
drop index action_by_device;
create index action_by_device on action (device_hash, decision, created_at, position);
create index action_by_decider on action (decided_by_key, created_at, position);
-- What was ordered outside any case, by the name that it was ordered with.
create index action_by_target_name on action (target_name, device_hash);
-- Who sent a test notice last, when, and what came of it; null where nobody did.
alter table webhook add column tested_at timestamp(6) with time zone;
alter table webhook add column tested_by text;
alter table webhook add column test_said text;
