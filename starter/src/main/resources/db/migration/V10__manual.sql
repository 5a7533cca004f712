-- What a manual order says of others: the action that it takes back, and those that were ordered with it.
alter table action add column undoes varchar(1100);
alter table action add column order_group varchar(200);
create index action_by_order_group on action (order_group, position);
