import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { lookups } from '../catalog/lookups.ts';
import { noStatistics } from '../catalog/statistics.ts';
import { readPlanJson } from '../engines/postgres/explain/json.ts';
import { introspect } from '../engines/postgres/introspect/index.ts';
import { readFacts } from '../engines/postgres/query/read-facts.ts';
import { postgresTraits } from '../engines/postgres/traits.ts';
import { neededColumns } from './needed-columns.ts';
import { planTree } from './plan-tree.ts';

const schema = `create table customers (id int, qty int, price int, name text);
  create table orders (id int, customer_id int, status text);
  create table order_items (id int, order_id int, product_id int, qty int, price int)`;

async function needed(sql: string, alias: string, name: string): Promise<readonly string[] | undefined> {
  const database = await embedded();
  await resetDatabase();
  await database.exec(schema);
  const catalog = await introspect(database);
  const table = catalog.tables.find((one) => one.name === name);
  if (!table) throw new Error(`no table ${name}`);
  const [row] = await database.query('explain (format json) select 1');
  const value = Object.values(row ?? {})[0];
  const plan = readPlanJson(typeof value === 'string' ? JSON.parse(value) : value);
  const traits = postgresTraits('18.0');
  const query = await readFacts(sql, catalog, traits, 'the case');
  return neededColumns(alias, table, {
    plan,
    tree: planTree(plan),
    query,
    catalog,
    lookups: lookups(catalog),
    statistics: noStatistics,
    traits,
    conditions: () => [],
  });
}

describe('the columns that a query needs of a relation', () => {
  it('are not those of a table around it', async () => {
    const sql = 'select status from orders where id in (select order_id from order_items where product_id = 5)';
    expect(await needed(sql, 'order_items', 'order_items')).toEqual(['order_id', 'product_id']);
    expect(await needed(sql, 'orders', 'orders')).toEqual(['id', 'status']);
  });

  it('are those with its alias', async () => {
    const sql = `select c.name, sum(i.qty * i.price) from customers c join orders o on o.customer_id = c.id
      join order_items i on i.order_id = o.id where o.status = 'qty' group by c.name`;
    expect(await needed(sql, 'c', 'customers')).toEqual(['id', 'name']);
    expect(await needed(sql, 'o', 'orders')).toEqual(['id', 'customer_id', 'status']);
    expect(await needed(sql, 'i', 'order_items')).toEqual(['order_id', 'qty', 'price']);
  });

  it('are those without one that no other relation has', async () => {
    const sql = 'select coalesce(name, status), o.id from customers c join orders o on customer_id = c.id';
    expect(await needed(sql, 'c', 'customers')).toEqual(['id', 'name']);
  });

  it('are those that a sub-query reads of the row around it', async () => {
    const sql = 'select o.id from orders o where exists (select * from customers c where c.id = o.customer_id)';
    expect(await needed(sql, 'o', 'orders')).toEqual(['id', 'customer_id']);
    expect(await needed(sql, 'c', 'customers')).toEqual(['id']);
  });

  it('are not told of all columns', async () => {
    expect(await needed('select * from orders', 'orders', 'orders')).toBeUndefined();
  });
});
