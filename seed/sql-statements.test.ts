import { expect, it } from 'vitest';
import { keysSql, referencesSql, sequencesSql, tablesSql, tenancySql } from './schema.ts';
import { statementsOf } from './sql-statements.ts';

it('splits at semicolons, but not in texts, names, comments and bodies', () => {
  expect(
    statementsOf(`
      -- first; of all
      select 'it''s; one';
      select "a;b" /* c;d */ ;
      do $$ begin; end $$;
      do $body$ select $$;$$; $body$;
      -- nothing more;
    `),
  ).toEqual([
    "-- first; of all\n      select 'it''s; one'",
    'select "a;b" /* c;d */',
    'do $$ begin; end $$',
    'do $body$ select $$;$$; $body$',
  ]);
  expect(statementsOf('select 1')).toEqual(['select 1']);
  expect(statementsOf(' -- none')).toEqual([]);
});

it('loses nothing of the schema', async () => {
  for (const sql of [
    await tablesSql(),
    await keysSql(),
    await referencesSql(),
    await sequencesSql(),
    await tenancySql(),
  ]) {
    const statements = statementsOf(sql);
    for (const statement of statements)
      expect(statement).toMatch(/^(--[^\n]*\n\s*)*(create|alter|comment|do|revoke|grant|insert)\s/);
    const letters = (text: string) => text.replace(/--[^\n]*/g, '').replace(/[\s;]/g, '');
    expect(letters(statements.join(''))).toBe(letters(sql));
  }
});
