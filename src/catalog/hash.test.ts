import { expect, test } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { postgres } from '../engines/postgres/index.ts';
import type { Catalog } from './catalog.ts';
import { catalogDigests, catalogHash, compareDigests } from './hash.ts';

async function read(sql: string): Promise<Catalog> {
  await resetDatabase();
  const database = await embedded();
  await database.exec(sql);
  return await postgres.introspect(database);
}

const shop = `
  create table customers (id int primary key, email text not null);
  create table orders (id bigint primary key, customer_id int references customers, state text default 'new');
  create view late as select id from orders where state = 'late';
  create materialized view totals as select count(*) as orders from orders;`;

test.each([
  [
    'the order of statements',
    `${shop} create index a on orders (state); create index b on orders (customer_id);`,
    `${shop} create index b on orders (customer_id); create index a on orders (state);`,
  ],
  ['the order of columns', `${shop} create table t (a int, b text);`, `${shop} create table t (b text, a int);`],
  ['whether a view is filled', shop, `${shop} refresh materialized view totals with no data;`],
  ['the owner', shop, `${shop} alter table orders owner to pg_database_owner;`],
  [
    'the journal',
    shop,
    `${shop} create schema relvar; comment on schema relvar is 'relvar:journal 1'; create table relvar.journal (id int primary key);`,
  ],
])('%s does not count', async (_, one, other) => {
  expect(catalogHash(await read(one))).toBe(catalogHash(await read(other)));
});

test.each([
  ['a default', `alter table orders alter state set default 'old'`, { changed: ['column public.orders.state'] }],
  ['a column', `alter table orders add note text`, { unexpected: ['column public.orders.note'] }],
  ['an index', 'create index i on orders (state)', { unexpected: ['index public.orders.i'] }],
  [
    'a table',
    'drop table customers cascade',
    {
      missing: [
        'column public.customers.email',
        'column public.customers.id',
        'constraint public.customers.customers_pkey',
        'constraint public.orders.orders_customer_id_fkey',
        'index public.customers.customers_pkey',
        'table public.customers',
      ],
    },
  ],
  [
    'a view',
    `create or replace view late as select id from orders where state = 'later'`,
    { changed: ['view public.late'] },
  ],
  ['a comment', `comment on table orders is 'x'`, { changed: ['table public.orders'] }],
  ['a right', 'grant select on orders to public', { changed: ['table public.orders'] }],
])('%s counts, and is named', async (_, change, differs) => {
  const [before, after] = [await read(shop), await read(`${shop} ${change};`)];
  expect(catalogHash(after)).not.toBe(catalogHash(before));
  expect(compareDigests(catalogDigests(before), catalogDigests(after))).toEqual({
    missing: [],
    unexpected: [],
    changed: [],
    ...differs,
  });
});

test('lists in another order give the same', async () => {
  const catalog = await read(shop);
  const shuffled: Catalog = { ...catalog, tables: catalog.tables.toReversed(), views: catalog.views.toReversed() };
  expect(catalogHash(shuffled)).toBe(catalogHash(catalog));
});
