-- What hosts are called: the ids and names by which the directories know one host and no other. Alerts on a
-- host meet in one case, whichever of them each has.
create table host_name (
  -- Where alerts on a device of that name meet.
  correlation_key varchar(64) primary key,
  -- The same of all names of one host.
  host varchar(64) not null,
  seen_at timestamp(6) with time zone not null
);
create index host_name_by_host on host_name (host);
create index host_name_seen on host_name (seen_at);
