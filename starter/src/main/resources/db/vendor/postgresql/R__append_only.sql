-- What was recorded stays as it was recorded, whoever connects. Repeatable: it takes no number of those
-- that all databases share, and runs after them. A case goes as a whole or not at all, and leaves a row that says so.
create or replace function ledger_event_is_append_only() returns trigger language plpgsql as $$
declare
  removed boolean := false;
begin
  if tg_op = 'DELETE' then
    -- By the transaction that says so of its case, and by no later one. In this table's own schema, so that no
    -- temporary table of the name is believed.
    execute format('select exists (select from %I.removed_case r'
      ' where r.investigation_id = $1 and r.xmin = pg_current_xact_id()::xid)', tg_table_schema)
      into removed using old.investigation_id;
  end if;
  if removed then
    return old;
  end if;
  raise exception 'ledger_event is append-only: % refused', tg_op;
end
$$;

create or replace trigger ledger_event_append_only
  before update or delete on ledger_event
  for each row execute function ledger_event_is_append_only();

create or replace trigger ledger_event_no_truncate
  before truncate on ledger_event
  for each statement execute function ledger_event_is_append_only();

-- What says that a case is gone (afterMigrate has the triggers): only of a case that ended long ago, nothing of which has happened since, and that nobody keeps; and only the truth.
create or replace function removed_case_is_true() returns trigger language plpgsql as $$
declare
  over boolean := false;
  told bigint;
  last bigint;
begin
  execute format('select exists (select from %1$I.investigation i where i.investigation_id = $1'
    ' and i.ended_at = $2 and i.ended_at < current_timestamp - interval ''30 days'''
    ' and not exists (select from %1$I.case_tag t where t.investigation_id = $1'
    ' and t.tag_key = ''legal-hold'' and t.stands))', tg_table_schema)
    into over using new.investigation_id, new.ended_at;
  if not over then
    raise exception 'removed_case: % has not ended 30 days ago, or is kept', new.investigation_id;
  end if;
  execute format('select count(*), coalesce(max(id), 0) from %I.ledger_event where investigation_id = $1',
    tg_table_schema) into told, last using new.investigation_id;
  if told <> new.events or last <> new.last_event_id then
    raise exception 'removed_case: the events of % are others', new.investigation_id;
  end if;
  return new;
end
$$;

create or replace function removed_case_is_whole() returns trigger language plpgsql as $$
declare
  left_over boolean := false;
begin
  execute format('select exists (select from %1$I.ledger_event where investigation_id = $1)'
    ' or exists (select from %1$I.investigation where investigation_id = $1)', tg_table_schema)
    into left_over using new.investigation_id;
  if left_over then
    raise exception 'removed_case: % is only removed in part', new.investigation_id;
  end if;
  return null;
end
$$;

create or replace function removed_case_stays() returns trigger language plpgsql as $$
begin
  raise exception 'removed_case is append-only: % refused', tg_op;
end
$$;
