alter table interactions add primary key (tenant_id, id);

create index interactions_of_customer on interactions (tenant_id, customer_id, happened_at);
