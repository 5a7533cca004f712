-- How many pieces of a case's evidence were judged how, so that whoever adds one need not look at all.
alter table investigation add column pieces_clean integer default 0 not null;
alter table investigation add column pieces_unknown integer default 0 not null;
alter table investigation add column pieces_suspicious integer default 0 not null;
alter table investigation add column pieces_malicious integer default 0 not null;
update investigation set
  pieces_clean = (select count(*) from evidence e
    where e.investigation_id = investigation.investigation_id and e.verdict = 'NO_THREATS_FOUND'),
  pieces_unknown = (select count(*) from evidence e
    where e.investigation_id = investigation.investigation_id and e.verdict = 'UNKNOWN'),
  pieces_suspicious = (select count(*) from evidence e
    where e.investigation_id = investigation.investigation_id and e.verdict = 'SUSPICIOUS'),
  pieces_malicious = (select count(*) from evidence e
    where e.investigation_id = investigation.investigation_id and e.verdict = 'MALICIOUS');
