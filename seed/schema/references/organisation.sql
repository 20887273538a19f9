alter table stores add foreign key (tenant_id) references tenants (id);
alter table roles add foreign key (tenant_id) references tenants (id);
alter table staff
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add foreign key (tenant_id, role_id) references roles (tenant_id, id);
