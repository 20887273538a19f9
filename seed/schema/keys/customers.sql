alter table customers add primary key (tenant_id, id), add constraint customers_phone_key unique (tenant_id, phone);

-- Search as one types: by full name, by surname; by phone the unique index above serves.
create index customers_name on customers (tenant_id, name_key);
create index customers_surname on customers (tenant_id, surname_key);
