-- At every start, because H2 forgets it on reopening, whatever its manual says of a persistent setting.
-- H2 may hold a commit back for 500 ms. A process killed in that time would have told a workflow that an
-- event is recorded, and not have it.
set write_delay 0;
