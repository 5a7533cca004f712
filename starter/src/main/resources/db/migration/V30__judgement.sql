-- What people say of verdicts, and what the organisation lists of its own accord.

-- What an action rests on, as a JSON array of entity keys; null where nobody recorded it.
alter table action add column evidence text;

-- The latest word on an alert or a piece of evidence of a case; every word is in ledger_event.
create table classification (
  investigation_id varchar(1100) not null,
  -- Of "alert:<id>" or "entity:<key>".
  subject_hash varchar(64) not null,
  body text not null,
  said_at timestamp(6) with time zone not null,
  primary key (investigation_id, subject_hash)
);

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
  search_text varchar(4000) not null
);
