alter table pipeline_stages add foreign key (tenant_id) references tenants (id);
alter table leads
  add foreign key (tenant_id, stage) references pipeline_stages (tenant_id, name),
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table appointments
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint appointments_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table tasks
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
