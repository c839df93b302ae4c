import { expect, it } from 'vitest';
import { testChanges } from '../../../../test/changes.ts';
import { renderChange } from '../render.ts';
import { postgresTraits } from '../traits.ts';

const orders = { schema: 'public', name: 'orders' };
const events = { schema: 'public', name: 'events' };
const odd = { schema: 'Über "uns"', name: 'Order 🛒' };
const plain = `create table orders (id int, customer_id int, status text, total numeric, created_at timestamptz);
  insert into orders select n, n % 10, 'new', n, now() from generate_series(1, 100) n`;
const partitioned = `create table events (id int, at date) partition by range (at);
  create table events_1 partition of events for values from ('2024-01-01') to ('2025-01-01')`;
const valid = (name: string) => `select indisvalid and indisready from pg_index where indexrelid = '${name}'::regclass`;

testChanges({
  'create index': {
    given: plain,
    change: { kind: 'create index', table: orders, name: 'orders_customer_id_idx', keys: [{ column: 'customer_id' }] },
    sql: ['CREATE INDEX CONCURRENTLY orders_customer_id_idx\n  ON public.orders (customer_id)'],
    holds: valid('orders_customer_id_idx'),
  },
  'create index with everything': {
    given: plain,
    change: {
      kind: 'create index',
      table: orders,
      name: 'orders_status_idx',
      unique: true,
      keys: [
        { column: 'status', operatorClass: 'text_pattern_ops', collation: { schema: 'pg_catalog', name: 'C' } },
        { column: 'created_at', descending: true, nullsFirst: false },
        { column: 'id', descending: true, nullsFirst: true },
        { column: 'total', nullsFirst: true },
        { expression: 'lower(status)' },
        { expression: '(id + 1)' },
      ],
      include: ['customer_id'],
      predicate: "status <> 'done'",
    },
    sql: [
      `CREATE UNIQUE INDEX CONCURRENTLY orders_status_idx
  ON public.orders
  (
    status COLLATE pg_catalog."C" text_pattern_ops,
    created_at DESC NULLS LAST, id DESC, total NULLS FIRST,
    (lower(status)), (id + 1)
  )
  INCLUDE (customer_id)
  WHERE status <> 'done'`,
    ],
    holds: `select pg_get_indexdef('orders_status_idx'::regclass) = 'CREATE UNIQUE INDEX orders_status_idx ON public.orders '
      || 'USING btree (status COLLATE "C" text_pattern_ops, created_at DESC NULLS LAST, id DESC, total NULLS FIRST, '
      || 'lower(status), ((id + 1))) INCLUDE (customer_id) WHERE (status <> ''done''::text)'`,
  },
  'create index of another method': {
    given: 'create table orders (tags text[])',
    change: { kind: 'create index', table: orders, name: 'orders_tags_idx', method: 'gin', keys: [{ column: 'tags' }] },
    sql: ['CREATE INDEX CONCURRENTLY orders_tags_idx\n  ON public.orders USING gin (tags)'],
    holds: valid('orders_tags_idx'),
  },
  'create index where nulls are equal': {
    given: 'create table orders (code text)',
    from: 15,
    change: {
      kind: 'create index',
      table: orders,
      name: 'orders_code_idx',
      keys: [{ column: 'code' }],
      unique: true,
      nullsNotDistinct: true,
    },
    sql: ['CREATE UNIQUE INDEX CONCURRENTLY orders_code_idx\n  ON public.orders (code)\n  NULLS NOT DISTINCT'],
    holds: "select indnullsnotdistinct from pg_index where indexrelid = 'orders_code_idx'::regclass",
  },
  'create index on odd names': {
    given: `create schema "Über ""uns"""; create table "Über ""uns"""."Order 🛒" ("select" int, "${'x'.repeat(63)}" int)`,
    change: {
      kind: 'create index',
      table: odd,
      name: 'it\'s "one" 🛒',
      keys: [{ column: 'select' }, { column: 'x'.repeat(63) }],
    },
    sql: [
      `CREATE INDEX CONCURRENTLY "it's ""one"" 🛒"
  ON "Über ""uns"""."Order 🛒"
  (
    "select",
    ${'x'.repeat(63)}
  )`,
    ],
    holds: `select indisvalid from pg_index join pg_class c on c.oid = indexrelid where relname = 'it''s "one" 🛒'`,
  },
  'create index on a partitioned table': {
    given: partitioned,
    change: { kind: 'create index', table: events, name: 'events_id_idx', keys: [{ column: 'id' }], partitioned: true },
    sql: [
      `-- Writes wait until the indexes of all partitions are built. To avoid it:
-- CREATE INDEX ON ONLY the table, CREATE INDEX CONCURRENTLY on each
-- partition, then ALTER INDEX ... ATTACH PARTITION for each.
CREATE INDEX events_id_idx ON public.events (id)`,
    ],
    holds: "select count(*) = 1 from pg_inherits where inhparent = 'events_id_idx'::regclass",
  },
  'drop index': {
    given: `${plain}; create index orders_a on orders (id)`,
    change: { kind: 'drop index', table: orders, index: { schema: 'public', name: 'orders_a' } },
    sql: ['DROP INDEX CONCURRENTLY public.orders_a'],
    holds: "select to_regclass('orders_a') is null",
  },
  'drop index of a partitioned table': {
    given: `${partitioned}; create index events_a on events (id)`,
    change: { kind: 'drop index', table: events, index: { schema: 'public', name: 'events_a' }, partitioned: true },
    sql: ['DROP INDEX public.events_a'],
    holds: "select count(*) = 0 from pg_index where indrelid in ('events'::regclass, 'events_1'::regclass)",
  },
  'rebuild index': {
    given: `${plain}; create index orders_a on orders (id);
      update pg_index set indisvalid = false where indexrelid = 'orders_a'::regclass`,
    change: { kind: 'rebuild index', table: orders, index: { schema: 'public', name: 'orders_a' } },
    sql: ['REINDEX INDEX CONCURRENTLY public.orders_a'],
    holds: valid('orders_a'),
  },
});

it('refuses what the version does not have', () => {
  const change = { kind: 'add unique', table: orders, name: 'u', columns: ['a'], nullsNotDistinct: true } as const;
  expect(() => renderChange(change, postgresTraits('14.2'))).toThrow('PostgreSQL 14 has no NULLS NOT DISTINCT');
});
