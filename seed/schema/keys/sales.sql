alter table pipeline_stages add primary key (tenant_id, id), add unique (tenant_id, name);
alter table leads add primary key (tenant_id, id);
alter table appointments add primary key (tenant_id, id);
alter table tasks add primary key (tenant_id, id);

-- GET /api/leads without a stage: the newest leads of the tenant, by created_at and id.
create index leads_by_time on leads (tenant_id, created_at, id);
create index leads_by_stage on leads (tenant_id, stage, created_at);
create index appointments_by_time on appointments (tenant_id, starts_at);
create index tasks_open on tasks (tenant_id, staff_id, due_on) where not done;
