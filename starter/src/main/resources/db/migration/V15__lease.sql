-- What one starter at a time does for all: who does it, and until when unless it says so again.
create table lease (
  name varchar(100) primary key,
  owner varchar(100) not null,
  held_until timestamp(6) with time zone not null
);
