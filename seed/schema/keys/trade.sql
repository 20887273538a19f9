alter table products add primary key (tenant_id, id), add unique (tenant_id, sku);
alter table gold_rates add primary key (tenant_id, rated_on);
alter table orders add primary key (tenant_id, id);
alter table order_items add primary key (tenant_id, id);
alter table payments add primary key (tenant_id, id);

-- A customer's page, the list of orders, the month's figures.
create index orders_of_customer on orders (tenant_id, customer_id, ordered_at);
create index orders_by_time on orders (tenant_id, ordered_at);
create index items_of_order on order_items (tenant_id, order_id);
create index payments_of_order on payments (tenant_id, order_id);
create index payments_by_time on payments (tenant_id, paid_at);
