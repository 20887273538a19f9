alter table interactions
  add constraint interactions_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
