alter table webhook_events add foreign key (tenant_id) references tenants (id);
alter table audit_log add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table export_schedules add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table exports add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
