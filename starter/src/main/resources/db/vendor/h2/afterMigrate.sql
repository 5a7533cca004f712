-- At every start, because H2 forgets it on reopening, whatever its manual says of a persistent setting.
-- H2 may hold a commit back for 500 ms. A process killed in that time would have told a workflow that an
-- event is recorded, and not have it.
set write_delay 0;
-- Each time that a sequence has given out what it has in hand, H2 writes where it goes on, as a commit of its
-- own: of 32 numbers that was two or three a case, on the disk. A process that dies loses the rest of them.
alter table ledger_event alter column id set cache 1000;
alter table alert alter column position set cache 1000;
alter table alert_version alter column position set cache 1000;
alter table evidence alter column position set cache 1000;
alter table action alter column position set cache 1000;
