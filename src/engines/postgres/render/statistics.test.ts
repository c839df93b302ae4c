import { testChanges } from '../../../../test/changes.ts';

const orders = { schema: 'public', name: 'orders' };
const odd = { schema: 'Über "uns"', name: 'Order 🛒' };
const plain = `create table orders (id int, city text, zip text, email text);
  insert into orders select n, 'c' || n % 10, 'z' || n % 100, 'Mail' || n from generate_series(1, 1000) n`;

testChanges({
  'create statistics': {
    given: plain,
    change: {
      kind: 'create statistics',
      table: orders,
      name: 'orders_city_zip_stat',
      kinds: ['dependencies', 'ndistinct'],
      columns: ['city', 'zip'],
      expressions: [],
    },
    sql: [
      'CREATE STATISTICS public.orders_city_zip_stat (dependencies, ndistinct)\n  ON city, zip\n  FROM public.orders',
    ],
    after: 'analyze orders',
    holds: `select dependencies is not null and n_distinct is not null from pg_stats_ext where statistics_name = 'orders_city_zip_stat'`,
  },
  'create statistics of an expression': {
    given: plain,
    from: 15,
    change: {
      kind: 'create statistics',
      table: orders,
      name: 'orders_expr_stat',
      kinds: [],
      columns: [],
      expressions: ['lower(email)'],
    },
    sql: ['CREATE STATISTICS public.orders_expr_stat\n  ON (lower(email))\n  FROM public.orders'],
    after: 'analyze orders',
    holds: `select n_distinct = -1 from pg_stats_ext_exprs where statistics_name = 'orders_expr_stat'`,
  },
  'create statistics of odd names': {
    given: `create schema "Über ""uns"""; create table "Über ""uns"""."Order 🛒" ("select" int, "b c" int)`,
    change: {
      kind: 'create statistics',
      table: odd,
      name: 'St 🛒',
      kinds: [],
      columns: ['select', 'b c'],
      expressions: [],
    },
    sql: ['CREATE STATISTICS "Über ""uns"""."St 🛒"\n  ON "select", "b c"\n  FROM "Über ""uns"""."Order 🛒"'],
    holds: `select count(*) = 1 from pg_statistic_ext where stxname = 'St 🛒'`,
  },
  'set statistics target': {
    given: plain,
    change: { kind: 'set statistics target', table: orders, column: 'city', target: 1000 },
    sql: ['ALTER TABLE public.orders ALTER COLUMN city SET STATISTICS 1000'],
    holds: `select attstattarget = 1000 from pg_attribute where attrelid = 'orders'::regclass and attname = 'city'`,
  },
});
