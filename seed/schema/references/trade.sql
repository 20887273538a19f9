alter table products add foreign key (tenant_id) references tenants (id);
alter table gold_rates add foreign key (tenant_id) references tenants (id);
alter table inventory_items
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add foreign key (tenant_id, product_id) references products (tenant_id, id);
alter table stones add foreign key (tenant_id, inventory_item_id) references inventory_items (tenant_id, id);
alter table quotes
  add constraint quotes_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table quote_items
  add foreign key (tenant_id, quote_id) references quotes (tenant_id, id),
  add foreign key (tenant_id, product_id) references products (tenant_id, id);
alter table orders
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint orders_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table order_items
  add foreign key (tenant_id, order_id) references orders (tenant_id, id),
  add foreign key (tenant_id, product_id) references products (tenant_id, id);
alter table old_gold_exchanges add foreign key (tenant_id, order_id) references orders (tenant_id, id);
alter table emi_instalments add foreign key (tenant_id, order_id) references orders (tenant_id, id);
alter table payments
  add foreign key (tenant_id, order_id) references orders (tenant_id, id),
  add foreign key (tenant_id, emi_instalment_id) references emi_instalments (tenant_id, id);
alter table shop_orders add foreign key (tenant_id, order_id) references orders (tenant_id, id);
alter table gateway_payments add foreign key (tenant_id, payment_id) references payments (tenant_id, id);
alter table schemes add foreign key (tenant_id) references tenants (id);
alter table scheme_enrolments
  add constraint scheme_enrolments_customer_fkey
    foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, scheme_id) references schemes (tenant_id, id);
alter table scheme_instalments
  add foreign key (tenant_id, enrolment_id) references scheme_enrolments (tenant_id, id);
alter table repairs
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint repairs_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
