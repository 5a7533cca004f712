-- Who sent a test notice last, when, and what came of it; null where nobody did.
alter table webhook add column tested_at timestamp(6) with time zone;
alter table webhook add column tested_by text;
alter table webhook add column test_said text;
