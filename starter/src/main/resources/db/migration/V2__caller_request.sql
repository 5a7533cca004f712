-- What callers asked for, by their id and never by their name: whose a proposal is, and what an
-- Idempotency-Key stood for. Inserted and read.
create table caller_request (
  -- The id of an action, of a group of them, or one made of a caller's key.
  request_id varchar(100) primary key,
  caller_id text not null,
  -- Of the route and the body, for a key; null for what is only owned.
  fingerprint varchar(64),
  asked_at timestamp(6) with time zone not null
);
