-- Who would do an action, or has done it, as the worker's configuration calls it: whoever takes it back must
-- be the same. Null for what needs nobody, where it is not known yet, and for actions from before this schema.
alter table action add column connector varchar(200);

-- An undo that nobody could carry out may be tried again, once somebody can.
update action set undo_state = 'FAILED' where undo_state = 'NOT_UNDOABLE' and undo_id is not null;

-- The same question to two of them is two questions.
create index action_waits on action (decision, severity, expires_at, created_at, position, action_id, type,
  subject, gate, verdict, connector);
drop index action_urgent;
