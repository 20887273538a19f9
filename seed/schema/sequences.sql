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
