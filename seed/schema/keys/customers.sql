alter table customers add primary key (tenant_id, id), add constraint customers_phone_key unique (tenant_id, phone);
alter table customer_addresses add primary key (tenant_id, id);
alter table tags add primary key (tenant_id, id), add unique (tenant_id, name);
alter table customer_tags add primary key (tenant_id, customer_id, tag_id);
alter table segments add primary key (tenant_id, id), add unique (tenant_id, name);

-- Search as one types: by full name, by surname; by phone the unique index above serves.
create index customers_name on customers (tenant_id, name_key);
create index customers_surname on customers (tenant_id, surname_key);

-- A customer's page shows their addresses, and by its primary key their tags; a segment lists the customers with a tag.
create index addresses_of_customer on customer_addresses (tenant_id, customer_id);
create index customers_with_tag on customer_tags (tenant_id, tag_id, customer_id);
