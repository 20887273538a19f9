-- Keys and indexes, built after the rows are in. Every key begins with the tenant: row-level security adds the tenant to
-- each query, and a foreign key that includes it (../references) cannot point into another tenant.

alter table tenants add primary key (id), add unique (slug);
alter table stores add primary key (tenant_id, id);
alter table roles add primary key (tenant_id, id), add unique (tenant_id, name);
alter table staff add primary key (tenant_id, id), add unique (email);
