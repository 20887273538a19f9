-- Row-level security: whoever is not the owner sees the rows of the tenant in the setting app.tenant_id and no others.
-- Without the setting, and after a transaction that set it locally (it is then an empty text), there are no rows at all.
-- The sub-select is evaluated once a query instead of once a row. A table that gets a tenant_id is covered by itself.
do $$
declare
  tenant_table record;
  current_tenant constant text := '(select nullif(current_setting(''app.tenant_id'', true), '''')::integer)';
begin
  for tenant_table in
    select c.table_name, case c.table_name when 'tenants' then 'id' else 'tenant_id' end as tenant_column
    from information_schema.columns c
    where c.table_schema = current_schema
      and (c.column_name = 'tenant_id' or (c.table_name = 'tenants' and c.column_name = 'id'))
  loop
    execute format('alter table %I enable row level security', tenant_table.table_name);
    execute format(
      'create policy tenant_only on %I using (%I = %s)',
      tenant_table.table_name, tenant_table.tenant_column, current_tenant
    );
  end loop;
end
$$;

-- At log-in the tenant is not known yet: the one look past the policies, for one e-mail address, by the owner's rights.
create function staff_for_login(wanted_email text)
returns table (
  id integer, tenant_id integer, tenant text, store_id integer, name text, persona text, password_hash text
)
language sql stable security definer set search_path = public, pg_temp
as $$
  select s.id, s.tenant_id, t.slug, s.store_id, s.name, s.persona, s.password_hash
  from staff s join tenants t on t.id = s.tenant_id
  where s.email = wanted_email
$$;
revoke execute on function staff_for_login(text) from public;

-- Jobs and webhooks have no session: which tenants there are, by the owner's rights, and nothing else of them.
create function known_tenants()
returns table (id integer, slug text)
language sql stable security definer set search_path = public, pg_temp
as $$ select t.id, t.slug from tenants t order by t.id $$;
revoke execute on function known_tenants() from public;

-- The roles are made with the database; on a database without them there is nobody to grant to.
do $$
begin
  if exists (select from pg_roles where rolname = 'crm_app') then
    grant select, insert, update, delete on all tables in schema public to crm_app;
    revoke insert, update, delete on dataset, tenants from crm_app;
    grant usage on all sequences in schema public to crm_app;
    grant execute on function staff_for_login(text), known_tenants() to crm_app;
  end if;
  if exists (select from pg_roles where rolname = 'crm_monitor') then
    grant select on dataset to crm_monitor;
  end if;
end
$$;
