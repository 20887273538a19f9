alter table products add foreign key (tenant_id) references tenants (id);
alter table gold_rates add foreign key (tenant_id) references tenants (id);
alter table orders
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint orders_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table order_items
  add foreign key (tenant_id, order_id) references orders (tenant_id, id),
  add foreign key (tenant_id, product_id) references products (tenant_id, id);
alter table payments add foreign key (tenant_id, order_id) references orders (tenant_id, id);
