-- What looking said, before anybody was asked, of the target of what a person proposed and of the device
-- that it is on: a list of assessments as JSON; null for any other action.
alter table action add column seen text;
