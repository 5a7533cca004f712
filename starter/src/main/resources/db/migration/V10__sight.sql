-- The group of a device as its own back end says; an alert's word on it counts for nothing.
alter table evidence add column device_group varchar(1000);
-- The device that an action is done on, by the hash of its key; empty where it is done on none, and null of
-- what was recorded before anybody asked, which only those see who may see everything.
alter table action add column device_hash varchar(64);
-- Its group, where it was ordered outside a case.
alter table action add column device_group varchar(1000);

-- What was refused, one row for all that is alike within a minute.
create table access_refusal (
  position bigint generated always as identity,
  at_minute timestamp(6) with time zone not null,
  who_id varchar(1000) not null,
  who text not null,
  address varchar(64) not null,
  what varchar(300) not null,
  kind varchar(40) not null,
  why varchar(500) not null,
  times bigint not null,
  primary key (at_minute, who_id, address, what, kind)
);
create index access_refusal_newest on access_refusal (position);
