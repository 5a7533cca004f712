-- What an action does to what, by which the same question in several cases is one to people: SHA-256;
-- null for what takes another action back.
alter table action add column subject varchar(64);
create index action_by_subject on action (subject, decision);

-- Which case a thing belongs to that more than one alert may name: a device, a message, mail of one
-- sender and subject, a file that is called bad. It counts while that case is open.
create table case_thread (
  -- SHA-256 of what the thing is known by.
  thread_hash varchar(64) primary key,
  -- Where alerts on it go.
  correlation_key varchar(1100) not null,
  -- The case that came of it; null until an alert has been taken there.
  investigation_id varchar(1100),
  since timestamp(6) with time zone not null
);
