import { testRule } from '../../../test/rule.ts';
import { rule } from './rule.ts';

// Thousands of orders of each user: so many that to sort them costs more than to read them in their order.
const columns = { user_id: { distinct: 1000, nullFraction: 0, averageWidth: 8, correlation: 0 } };
const statistics = { tables: { 'public.orders': { origin: 'observed', rows: 5_000_000, columns } } } as const;
const orders =
  'create table orders (id bigint primary key, user_id bigint not null, status text not null, created_at timestamptz not null);';
// Often enough that what it costs each time is worth an index.
const newest = '-- calls: 100/s\nselect * from orders where user_id = $1 order by created_at desc limit 20;';

testRule(rule, {
  flags: {
    'order before equality': {
      sql: `${orders} create index i on orders (created_at, user_id);`,
      statistics,
      workload: newest,
      items: ['public.orders:i'],
    },
    'range before equality, in a wider index': {
      sql: `${orders} create index i on orders (created_at, user_id, status);`,
      statistics,
      workload: newest,
      items: ['public.orders:i'],
    },
  },
  allows: {
    'no workload': { sql: `${orders} create index i on orders (created_at, user_id);`, statistics },
    'the right order': {
      sql: `${orders} create index i on orders (user_id, created_at);`,
      statistics,
      workload: newest,
    },
    'an index that is missing altogether': {
      sql: `${orders} create index i on orders (created_at, status);`,
      statistics,
      workload: 'select * from orders where user_id = $1;',
    },
  },
  example: { statistics, workload: newest },
});
