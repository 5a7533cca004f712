-- When a token last opened something, to the minute; null for never, and for what came before this schema.
alter table api_token add column last_used_at timestamp(6) with time zone;
