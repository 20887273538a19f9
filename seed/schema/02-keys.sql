-- Keys, indexes and sequences, built after the rows are in. Every key begins with the tenant: row-level security adds
-- the tenant to each query, and a foreign key that includes it cannot point into another tenant.

alter table tenants add primary key (id), add unique (slug);
alter table stores add primary key (tenant_id, id);
alter table staff add primary key (tenant_id, id), add unique (email);
alter table products add primary key (tenant_id, id), add unique (tenant_id, sku);
alter table gold_rates add primary key (tenant_id, rated_on);
alter table customers add primary key (tenant_id, id), add constraint customers_phone_key unique (tenant_id, phone);
alter table orders add primary key (tenant_id, id);
alter table order_items add primary key (tenant_id, id);
alter table payments add primary key (tenant_id, id);
alter table leads add primary key (tenant_id, id);
alter table appointments add primary key (tenant_id, id);
alter table tasks add primary key (tenant_id, id);
alter table interactions add primary key (tenant_id, id);

-- Search as one types: by full name, by surname; by phone the unique index above serves.
create index customers_name on customers (tenant_id, name_key);
create index customers_surname on customers (tenant_id, surname_key);
-- A customer's page, the list of orders, the month's figures.
create index orders_of_customer on orders (tenant_id, customer_id, ordered_at);
create index orders_by_time on orders (tenant_id, ordered_at);
create index items_of_order on order_items (tenant_id, order_id);
create index payments_of_order on payments (tenant_id, order_id);
create index payments_by_time on payments (tenant_id, paid_at);
create index leads_by_stage on leads (tenant_id, stage, created_at);
create index appointments_by_time on appointments (tenant_id, starts_at);
create index tasks_open on tasks (tenant_id, staff_id, due_on) where not done;
create index interactions_of_customer on interactions (tenant_id, customer_id, happened_at);

alter table stores add foreign key (tenant_id) references tenants (id);
alter table staff add foreign key (tenant_id, store_id) references stores (tenant_id, id);
alter table products add foreign key (tenant_id) references tenants (id);
alter table gold_rates add foreign key (tenant_id) references tenants (id);
alter table customers add foreign key (tenant_id, store_id) references stores (tenant_id, id);
alter table orders
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint orders_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table order_items
  add foreign key (tenant_id, order_id) references orders (tenant_id, id),
  add foreign key (tenant_id, product_id) references products (tenant_id, id);
alter table payments add foreign key (tenant_id, order_id) references orders (tenant_id, id);
alter table leads
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table appointments
  add foreign key (tenant_id, store_id) references stores (tenant_id, id),
  add constraint appointments_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table tasks
  add foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);
alter table interactions
  add constraint interactions_customer_fkey foreign key (tenant_id, customer_id) references customers (tenant_id, id),
  add foreign key (tenant_id, staff_id) references staff (tenant_id, id);

-- The rows were copied with their ids; new ones go on after the highest.
do $$
declare
  owner_table record;
begin
  for owner_table in
    select c.table_name from information_schema.columns c
    where c.table_schema = current_schema and c.column_name = 'id' and c.is_identity = 'YES'
  loop
    execute format(
      'select setval(pg_get_serial_sequence(%1$L, ''id''), greatest(max(id), 1), max(id) is not null) from %1$I',
      owner_table.table_name
    );
  end loop;
end
$$;
