alter table customers
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint customers_referred_by_fkey
    foreign key (tenant_id, referred_by_id) references customers (tenant_id, id);
alter table customer_addresses
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id);
alter table tags add foreign key (tenant_id) references tenants (id);
alter table customer_tags
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, tag_id) references tags (tenant_id, id);
alter table segments add foreign key (tenant_id) references tenants (id);
