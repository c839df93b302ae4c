import { type AdvisorCase, orders, ordersVolumes } from './advisor-case.ts';

/** Which columns an ordered index begins with, and which it ends with. */
export const orderedKeys: readonly AdvisorCase[] = [
  {
    title: 'equality on one column',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = $1;',
    creates: [{ table: 'orders', keys: ['user_id'] }],
  },
  {
    title: 'the column of the equality leads, however few values it has',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries:
      "select * from orders where region = $1 and created_at >= $2 and created_at < $2::timestamptz + interval '1 hour';",
    creates: [{ table: 'orders', keys: ['region', 'created_at'] }],
  },
  {
    title: 'the range comes last',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where total > $3 and total < $4 and tenant_id = $1 and region = $2;',
    creates: [
      [
        { table: 'orders', keys: [['tenant_id', 'region'], 'total'] },
        // 250 rows are left after the equalities: the range may stay a filter.
        { table: 'orders', keys: [['tenant_id', 'region']] },
      ],
    ],
  },
  {
    title: 'a range stands behind the order where both cost the same, with workers that share the reading',
    schema: orders,
    rows: 'orders=200M',
    volumes: ordersVolumes.replace('20M', '200M').replace('2k', '50').replace('distinct: 40,', 'distinct: 10,'),
    queries:
      'select region, count(*) from orders where tenant_id = $2 and created_at >= $1 group by region order by region;',
    creates: [
      [
        { table: 'orders', keys: ['tenant_id', 'region', 'created_at'] },
        { table: 'orders', keys: ['tenant_id', 'created_at'], covers: ['region'] },
      ],
    ],
  },
  {
    title: 'one index serves two queries when one begins as the other',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: `select * from orders where tenant_id = $1 and region = $2 and total = $3;
      select id from orders where tenant_id = $1 and region = $2;`,
    creates: [{ table: 'orders', keys: [['tenant_id', 'region'], 'total*'] }],
  },
  {
    title: 'one index serves a filter, and the same filter in an order',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes.replace('400k', '4k'),
    queries: `-- calls: 50/s
      select * from orders where user_id = $1 order by created_at desc limit 20;
      -- calls: 1/s
      select count(*) from orders where user_id = $1;`,
    creates: [{ table: 'orders', keys: ['user_id', 'created_at'] }],
  },
  {
    title: 'filter and order with a limit',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes.replace('400k', '4k'),
    queries: 'select * from orders where user_id = $1 order by created_at desc limit 20;',
    creates: [{ table: 'orders', keys: ['user_id', 'created_at'] }],
  },
  {
    title: 'an order with a limit and no filter',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders order by created_at desc limit 50;',
    creates: [{ table: 'orders', keys: ['created_at'] }],
  },
  {
    title: 'an order that mixes directions',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders order by region desc, created_at limit 50;',
    creates: [{ table: 'orders', keys: ['region', 'created_at'], directions: '-+' }],
  },
  {
    title: 'nulls where the order wants them',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders order by shipped_at desc nulls last limit 50;',
    creates: [{ table: 'orders', keys: ['shipped_at'], directions: '-', nulls: 'last' }],
  },
  {
    title: 'paging by key',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes.replace('unique, correlation: 0.2', '2M, correlation: 0.2'),
    queries: 'select * from orders where (created_at, id) < ($1, $2) order by created_at desc, id desc limit 20;',
    creates: [
      [
        { table: 'orders', keys: ['created_at', 'id'] },
        // An incremental sort over the ten rows of a moment costs the same.
        { table: 'orders', keys: ['created_at'] },
      ],
    ],
  },
  {
    title: 'the greatest value of a group',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes.replace('400k', '4k'),
    queries: 'select max(created_at) from orders where user_id = $1;',
    creates: [{ table: 'orders', keys: ['user_id', 'created_at'] }],
  },
  {
    title: 'the last row of a group',
    schema:
      'create table readings (id bigint primary key, device_id int not null, at timestamptz not null, value float8 not null);',
    rows: 'readings=100M',
    volumes: 'tables:\n  readings:\n    rows: 100M\n    columns:\n      device_id: { distinct: 1k, correlation: 0 }\n',
    queries: 'select * from readings where device_id = $1 order by at desc limit 1;',
    creates: [{ table: 'readings', keys: ['device_id', 'at'] }],
  },
  {
    title: 'the tenant first, the range last',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes.replace('2k', '100'),
    queries:
      'select * from orders where tenant_id = $1 and status = $2 and created_at > $3 order by created_at limit 100;',
    creates: [{ table: 'orders', keys: [['tenant_id', 'status'], 'created_at'] }],
  },
  {
    title: 'a list of values',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id in ($1, $2, $3);',
    creates: [{ table: 'orders', keys: ['user_id'] }],
  },
  {
    title: 'an array as the list of values',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = any($1::bigint[]);',
    creates: [{ table: 'orders', keys: ['user_id'] }],
  },
  {
    title: 'OR between two columns wants an index for each branch',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes,
    queries: 'select * from orders where user_id = $1 or total = $2;',
    creates: [
      { table: 'orders', keys: ['user_id'] },
      { table: 'orders', keys: ['total'] },
    ],
  },
  {
    title: 'OR over many columns wants none',
    schema: `create table wide (id bigint primary key, ${Array.from({ length: 12 }, (_, at) => `c${at} integer not null`).join(', ')});`,
    rows: 'wide=5M',
    queries: `select * from wide where ${Array.from({ length: 12 }, (_, at) => `c${at} = 1`).join(' or ')};`,
    creates: [],
  },
  {
    title: 'values that are returned come along, for many rows of a key',
    schema: orders,
    rows: 'orders=20M',
    volumes: ordersVolumes.replace('400k', '500'),
    queries: '-- calls: 100/s\nselect sum(total) from orders where user_id = $1;',
    creates: [{ table: 'orders', keys: ['user_id', 'total*'], covers: ['total'] }],
  },
  {
    title: 'both sides of a join',
    schema: `${orders} create table users (id bigint primary key, email text not null, name text not null);`,
    rows: 'orders=20M,users=400K',
    volumes: ordersVolumes.replace(
      'tables:',
      'tables:\n  users: { rows: 400k, columns: { email: { distinct: unique } } }',
    ),
    queries: 'select o.* from users u join orders o on o.user_id = u.id where u.email = $1;',
    creates: [
      { table: 'orders', keys: ['user_id'] },
      { table: 'users', keys: ['email', 'id*'], method: ['btree', 'hash'] },
    ],
  },
  {
    title: 'the inner side of EXISTS',
    schema: `create table products (id bigint primary key, name text not null);
      create table reviews (id bigint primary key, product_id bigint not null, rating int not null, body text not null);`,
    rows: 'products=100K,reviews=20M',
    volumes:
      'tables:\n  products: 100k\n  reviews:\n    rows: 20M\n    columns:\n      product_id: { distinct: 100k, correlation: 0 }\n      rating: { distinct: 5, correlation: 0 }\n      body: { width: 400 }\n',
    queries:
      'select * from products p where p.id = $1 and exists (select from reviews r where r.product_id = p.id and r.rating = 1);',
    creates: [
      [
        { table: 'reviews', keys: [['product_id', 'rating']] },
        { table: 'reviews', keys: ['product_id'], where: 'any' },
      ],
    ],
  },
  {
    title: 'three equalities on a table of 300 columns',
    schema: `create table wide (id bigint primary key, ${Array.from({ length: 299 }, (_, at) => `c${at} int not null`).join(', ')});`,
    rows: 'wide=5M',
    volumes:
      'tables:\n  wide:\n    rows: 5M\n    columns:\n      c7: { distinct: 1000, correlation: 0 }\n      c100: { distinct: 1000, correlation: 0 }\n      c298: { distinct: 1000, correlation: 0 }\n',
    queries: 'select * from wide where c7 = $1 and c100 = $2 and c298 = $3;',
    creates: [
      [
        { table: 'wide', keys: [['c7', 'c100', 'c298']] },
        { table: 'wide', keys: [['c7', 'c100']] },
        { table: 'wide', keys: [['c7', 'c298']] },
        { table: 'wide', keys: [['c100', 'c298']] },
      ],
    ],
  },
  {
    title: 'a partitioned table gets the index as a whole',
    schema: `create table events (id bigint not null, at timestamptz not null, user_id bigint not null, body text not null) partition by range (at);
      create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
      create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');`,
    rows: 'events=40M',
    volumes:
      'tables:\n  events:\n    rows: 40M\n    columns:\n      user_id: { distinct: 400k, correlation: 0 }\n      body: { width: 100 }\n',
    queries: 'select * from events where user_id = $1;',
    creates: [{ table: 'events', keys: ['user_id'] }],
  },
  {
    title: 'the rows of a window come in its order, behind what is held equal',
    schema: `create table visits (id bigint primary key, shop_id int not null, guest_id int not null, paid numeric not null,
      at timestamptz not null, note text);`,
    rows: 'visits=20M',
    volumes:
      'tables:\n  visits:\n    rows: 20M\n    columns:\n      shop_id: { distinct: 500, correlation: 0 }\n      guest_id: { distinct: 300k, correlation: 0 }\n',
    queries: `-- calls: 5/s
      select * from (select id, guest_id, row_number() over w as place from visits where shop_id = $1
        window w as (partition by guest_id order by at desc)) ranked where place <= 3;`,
    creates: [{ table: 'visits', keys: ['shop_id', 'guest_id', 'at'], directions: '++-', covers: ['id'] }],
  },
];
