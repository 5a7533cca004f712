-- What it takes to approve an action, where that is more than one approval of anybody who may, and whose
-- own word led to it: JSON; null for one approval. The approvals so far, where more than one is needed: a
-- list as JSON; null for none. How many of those who are told while nobody answers have been.
alter table action add column terms text;
alter table action add column approvals text;
alter table action add column told int default 0 not null;
