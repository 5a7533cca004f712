-- What a piece of evidence and an action speak of, to be found by it: hashes of files, names and addresses of
-- people and mailboxes, each by the SHA-256 of its lower case. What was said earlier and is said no longer
-- stays, so whoever finds one looks again. The next migration fills them from what is there.
create table evidence_mention (
  value_hash varchar(64) not null,
  investigation_id varchar(1100) not null,
  entity_hash varchar(64) not null,
  primary key (value_hash, investigation_id, entity_hash)
);
create table action_mention (
  value_hash varchar(64) not null,
  action_id varchar(1100) not null,
  primary key (value_hash, action_id)
);
