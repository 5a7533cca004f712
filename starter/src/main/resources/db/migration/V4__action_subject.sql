-- What an action does to what, by which the same question in several cases is one to people: SHA-256;
-- null for what takes another action back.
alter table action add column subject varchar(64);
create index action_by_subject on action (subject, decision);
