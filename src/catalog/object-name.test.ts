import { describe, expect, it } from 'vitest';
import { embedded, resetDatabase } from '../../test/embedded.ts';
import { objectName } from './object-name.ts';

const long = 'customer_subscription_invoice_line_items';
const elephants = '🐘'.repeat(15);

describe('objectName', () => {
  it('joins what fits', () => {
    expect(objectName(['orders', 'user_id'], 'fkey', 63)).toBe('orders_user_id_fkey');
    expect(objectName(['orders'], 'pkey', 63)).toBe('orders_pkey');
    expect(objectName(['orders', 'a', 'b'], 'idx', 63)).toBe('orders_a_b_idx');
  });

  it('numbers a name that is taken', () => {
    const taken = new Set(['orders_a_idx', 'orders_a_idx1']);
    expect(objectName(['orders', 'a'], 'idx', 63, (name) => taken.has(name))).toBe('orders_a_idx2');
  });

  it.each([
    [long, ['a']],
    [long, ['billing_address_country_code', 'billing_address_postal_code', 'billing_address_city']],
    ['t', ['x'.repeat(63), 'y'.repeat(63), 'z']],
    ['y'.repeat(63), ['x'.repeat(63)]],
    [elephants, ['a', elephants]],
    ['a', [`x${elephants}`]],
    [`ab${elephants}`, ['ü'.repeat(31)]],
    ['Straße "1"', ['naïve col', 'é']],
  ])('chooses what the engine chooses for %s %s', async (table, columns) => {
    await resetDatabase();
    const database = await embedded();
    const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;
    const list = columns.map(quoted).join();
    await database.exec(`create table ${quoted(table)} (${columns.map((column) => `${quoted(column)} int not null`).join()},
      primary key (${list}), foreign key (${list}) references ${quoted(table)} (${list}));
      alter table ${quoted(table)} add unique (${list});
      create index on ${quoted(table)} (${list}); create index on ${quoted(table)} (${list})`);
    const rows = await database.query(
      `select conname as name from pg_constraint where conrelid <> 0 and connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')
       union select conname from pg_constraint where connamespace = 'public'::regnamespace and contype = 'n' and conkey = '{1}'
       union select relname from pg_class where relkind = 'i' and relnamespace = 'public'::regnamespace`,
    );
    const indexes = objectName([table, ...columns], 'idx', 63);
    expect(new Set(rows.map((row) => row['name']))).toEqual(
      new Set([
        objectName([table], 'pkey', 63),
        objectName([table, ...columns], 'key', 63),
        objectName([table, ...columns], 'fkey', 63),
        objectName([table, columns[0] ?? ''], 'not_null', 63),
        indexes,
        objectName([table, ...columns], 'idx', 63, (name) => name === indexes),
      ]),
    );
  });
});
