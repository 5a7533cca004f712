-- Who signs in: local people with a password, and those whom an identity provider vouched for, as it last did.
create table person (
  person_id varchar(60) primary key,
  -- user:<person_id>, or oidc:<issuer>#<subject>.
  caller_id varchar(1000) not null unique,
  name text not null,
  local boolean not null,
  -- Argon2id; null where there is none, or none yet.
  password_hash varchar(300),
  must_change boolean not null,
  roles text not null,
  -- Null for all.
  scope text,
  -- A session that was opened in another is over.
  epoch integer not null,
  failures integer not null,
  locked_until timestamp(6) with time zone,
  disabled_at timestamp(6) with time zone,
  -- When the provider last said so.
  confirmed_at timestamp(6) with time zone,
  created_by text not null,
  created_at timestamp(6) with time zone not null
);

create table web_session (
  session_hash varchar(64) primary key,
  person_id varchar(60) not null,
  epoch integer not null,
  created_at timestamp(6) with time zone not null,
  signed_in_at timestamp(6) with time zone not null,
  seen_at timestamp(6) with time zone not null,
  ended_at timestamp(6) with time zone,
  address varchar(64) not null,
  agent text not null,
  -- What the provider gave to ask it again, under a key that only the browser has.
  sealed text,
  checked_at timestamp(6) with time zone not null
);
create index web_session_of on web_session (person_id, created_at);
create index web_session_seen on web_session (seen_at);

create table sign_in_link (
  link_hash varchar(64) primary key,
  -- Null for the first administrator, who is nobody yet.
  person_id varchar(60),
  created_at timestamp(6) with time zone not null,
  expires_at timestamp(6) with time zone not null,
  used_at timestamp(6) with time zone
);

-- A person's own token; null for those that administrators create.
alter table api_token add column owner varchar(60);
alter table api_token add column scope text;
create index api_token_owner on api_token (owner);
