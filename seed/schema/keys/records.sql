-- The second refuses what was delivered before.
alter table webhook_events add primary key (tenant_id, id), add unique (tenant_id, source, delivery_id);
alter table audit_log add primary key (tenant_id, id);
alter table exports add primary key (tenant_id, id);
alter table export_schedules add primary key (tenant_id, id);

-- What is to be tried again: a small part of them.
create index webhook_events_failed on webhook_events (tenant_id, received_at) where status = 'failed';
-- What was taken and not yet worked on: nothing but the last moments.
create index webhook_events_waiting on webhook_events (tenant_id, received_at) where status = 'received';
