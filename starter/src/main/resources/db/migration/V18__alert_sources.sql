-- Sources of alerts that are read in a rhythm: up to when everything that changed there has been taken in, and
-- how reading went last.
create table alert_source (
  name varchar(64) primary key,
  read_up_to timestamp(6) with time zone not null,
  read_at timestamp(6) with time zone,
  failing_since timestamp(6) with time zone,
  failure varchar(600),
  rest_until timestamp(6) with time zone,
  held_since timestamp(6) with time zone
);
-- What became of each alert that was read. Both hashes are of what it said last: of all of it, and of what an
-- investigation looks at. An alert that two sources tell of has the same product_alert.
create table source_alert (
  source varchar(64) not null,
  alert_id varchar(320) not null,
  product_alert varchar(400),
  body_hash varchar(64) not null,
  content_hash varchar(64),
  outcome varchar(20) not null,
  investigation_id varchar(1100),
  workflow_id varchar(1100),
  problem varchar(600),
  taken_at timestamp(6) with time zone not null,
  -- What is said of it in its case (see classification), how people had it there when it was read last, and up to
  -- when what came of it is told there.
  subject_hash varchar(64),
  case_alert_id varchar(400),
  stance varchar(400),
  told_at timestamp(6) with time zone,
  primary key (source, alert_id)
);
create index source_alert_product on source_alert (product_alert);
create index source_alert_outcome on source_alert (source, outcome, taken_at);
create index source_alert_case on source_alert (investigation_id);
