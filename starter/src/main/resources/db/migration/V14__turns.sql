-- What only one may do at a time, whichever starter it is: whoever does it locks the row until it has written.
create table turn (name varchar(40) primary key);
insert into turn (name) values ('CAPACITY'), ('POLICY'), ('NAMES'), ('RETENTION');
