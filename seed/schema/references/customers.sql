alter table customers add foreign key (tenant_id, store_id) references stores (tenant_id, id);
