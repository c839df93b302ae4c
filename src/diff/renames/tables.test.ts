import { expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../../test/embedded.ts';
import { loadSide } from '../../../test/truth.ts';
import { tableRenames } from './tables.ts';

async function found(before: string, after: string) {
  const sides = [];
  for (const sql of [before, after]) {
    await resetDatabase();
    const loaded = await loadSide(await embedded(), sql);
    if (typeof loaded === 'string') throw new Error(loaded);
    sides.push(loaded.catalog);
  }
  const [from, to] = sides;
  if (!from || !to) throw new Error('no schemas');
  return tableRenames(from, to).map(({ key, certain, candidates: [first] }) => [key, certain, first?.name]);
}

const sales = `create schema sales;
  create table sales.invoice (id bigint primary key, nr text not null, state text, total numeric(12,2), meta jsonb);`;

it('asks about a table of another schema and name, some of whose columns have other names', async () => {
  const one = sales.replaceAll('sales', 'billing').replace('invoice', 'bill').replace('total', 'amount');
  expect(await found(sales, one)).toEqual([['table sales.invoice', false, 'billing.bill']]);
  expect(await found(sales, one.replace('nr', 'number'))).toEqual([['table sales.invoice', false, 'billing.bill']]);
});

it('asks about none that shares a few columns only', async () => {
  const other = 'create schema hr; create table hr.person (id bigint primary key, state text, born date, name text);';
  expect(await found(sales, other)).toEqual([]);
});
