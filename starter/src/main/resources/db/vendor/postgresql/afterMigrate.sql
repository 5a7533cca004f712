-- What says that a case is gone is true, of all of it, and stays (R__append_only has the functions). Here, because the
-- table is younger than what repeats.
do $$
begin
  perform pg_advisory_xact_lock(4283190172);
  if to_regclass('removed_case') is null
      or exists (select from pg_trigger where tgrelid = to_regclass('removed_case')
        and tgname = 'removed_case_no_truncate') then
    return;
  end if;
  create trigger removed_case_is_true before insert on removed_case
    for each row execute function removed_case_is_true();
  create constraint trigger removed_case_is_whole after insert on removed_case deferrable initially deferred
    for each row execute function removed_case_is_whole();
  create trigger removed_case_stays before update or delete on removed_case
    for each row execute function removed_case_stays();
  create trigger removed_case_no_truncate before truncate on removed_case
    for each statement execute function removed_case_stays();
end
$$;
-- Words anywhere in a text are found by its trigrams. Whoever owns a database may create the extension; where it
-- may not be, or is not installed, words are found all the same and take longer. At every start, so that it is
-- made up for once it may be; by one starter at a time.
do $$
declare
  home text;
begin
  -- What is there already is no news, and would be four warnings at every start.
  perform set_config('client_min_messages', 'warning', true);
  perform pg_advisory_xact_lock(4283190172);
  if not exists (select from pg_extension where extname = 'pg_trgm') then
    begin
      create extension pg_trgm with schema public;
    exception when others then
      raise warning 'Searching words in a full ledger is slow: the extension pg_trgm cannot be created (%)', sqlerrm;
      return;
    end;
  end if;
  select n.nspname into home from pg_extension e join pg_namespace n on n.oid = e.extnamespace
    where e.extname = 'pg_trgm';
  -- What has not been sorted in yet is read by every search, so it is kept short.
  execute format('create index if not exists investigation_by_words on investigation'
    ' using gin (search_text %I.gin_trgm_ops) with (gin_pending_list_limit = 256)', home);
  execute format('create index if not exists alert_by_words on alert'
    ' using gin (search_text %I.gin_trgm_ops) with (gin_pending_list_limit = 256)', home);
  execute format('create index if not exists evidence_by_words on evidence'
    ' using gin (search_text %I.gin_trgm_ops) with (gin_pending_list_limit = 256)', home);
  execute format('create index if not exists action_by_words on action'
    ' using gin (search_text %I.gin_trgm_ops) with (gin_pending_list_limit = 256)', home);
end
$$;
