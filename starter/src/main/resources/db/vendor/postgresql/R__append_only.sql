-- What was recorded stays as it was recorded, whoever connects. Repeatable: it takes no number of those
-- that all databases share, and runs after them.
create or replace function ledger_event_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'ledger_event is append-only: % refused', tg_op;
end
$$;

create or replace trigger ledger_event_append_only
  before update or delete on ledger_event
  for each row execute function ledger_event_is_append_only();

create or replace trigger ledger_event_no_truncate
  before truncate on ledger_event
  for each statement execute function ledger_event_is_append_only();
