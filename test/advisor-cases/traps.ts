import { type AdvisorCase, orders, ordersVolumes } from './advisor-case.ts';

const ofOrders = (
  title: string,
  queries: string,
  creates: AdvisorCase['creates'],
  more: Partial<AdvisorCase> = {},
): AdvisorCase => ({
  title,
  schema: orders,
  rows: 'orders=20M',
  volumes: ordersVolumes,
  queries,
  creates,
  ...more,
});

const documents = `create table documents (id bigint primary key, tenant_id int not null, data jsonb not null,
  title text not null, body text not null, configuration regconfig not null);`;
const ofDocuments = (title: string, queries: string, creates: AdvisorCase['creates'], extension = ''): AdvisorCase => ({
  title,
  schema: extension + documents,
  rows: 'documents=5M',
  volumes: `tables:
  documents:
    rows: 5M
    columns:
      tenant_id: { distinct: 1000, correlation: 0 }
      data: { width: 400 }
      body: { width: 1500 }
`,
  queries,
  creates,
});

const family = `create table users (id bigint primary key, email text not null, city text);
  create table orders (id bigint primary key, user_id bigint not null references users on delete cascade, total numeric not null, created_at timestamptz not null);
  create table items (id bigint primary key, order_id bigint not null references orders on delete cascade, sku text not null);`;
const ofFamily = (title: string, queries: string, creates: AdvisorCase['creates']): AdvisorCase => ({
  title,
  schema: family,
  rows: 'users=1M,orders=20M,items=60M',
  queries,
  creates,
});

/** Where the planner alone, or the largest gain alone, would mislead. */
export const traps: readonly AdvisorCase[] = [
  ofOrders('a collation written at the value', 'select id from orders where payload = $1 collate "C";', [
    { table: 'orders', method: ['btree', 'hash'], keys: ['payload'], collation: 'C' },
  ]),
  ofOrders(
    'two constants that name few rows together',
    "select id from orders where shipped_at is null and status = 'paid';",
    [{ table: 'orders', where: /shipped_atISNULLANDstatus='paid'/i, covers: ['id'] }],
  ),
  ofOrders(
    'a beginning of two columns put together',
    "select id from orders where region || ' ' || payload like 'abcd%';",
    [{ table: 'orders', operatorClass: /text_pattern_ops/, covers: [] }],
  ),
  {
    title: 'a key that is converted, beside an index of the key',
    schema:
      'create table visits (id bigint primary key, user_id bigint not null, at timestamptz not null); create index on visits (user_id);',
    rows: 'visits=10M',
    queries: 'select id from visits where user_id::text = $1;',
    creates: [{ table: 'visits', keys: ['(user_id)::text'] }],
  },
  {
    title: 'a queue of jobs whose states nobody counted',
    schema:
      'create table jobs (id bigint primary key, state text not null, priority int not null, run_at timestamptz not null, payload text);',
    rows: 'jobs=2M',
    queries:
      "select id from jobs where state = 'ready' and run_at <= now() order by priority desc, run_at limit 1 for update skip locked;",
    creates: [{ table: 'jobs', keys: ['priority', 'run_at'], where: /state='ready'/ }],
  },
  ofOrders(
    'two queries that share their leading column share an index',
    'select * from orders where user_id = $1 and status = $2; select * from orders where user_id = $1 and region = $2;',
    [{ table: 'orders', keys: ['user_id'] }],
  ),
  ofOrders(
    'three queries of one family',
    `select * from orders where tenant_id = $1; select * from orders where tenant_id = $1 and created_at > $2;
      select * from orders where tenant_id = $1 order by created_at desc limit 5;`,
    [{ table: 'orders', keys: ['tenant_id', 'created_at'] }],
  ),
  ofOrders(
    'a list of values does not stand before the order',
    'select * from orders where tenant_id = $1 and status = any($2) order by created_at desc limit 20;',
    [{ table: 'orders', keys: ['tenant_id', 'created_at'] }],
  ),
  ofOrders(
    'nor does one of constants',
    "select * from orders where status in ('open', 'paid') and tenant_id = $1 order by created_at desc limit 10;",
    [{ table: 'orders', keys: ['tenant_id', 'created_at'], where: 'any' }],
  ),
  ofOrders('all rows but those of the common value', "select count(*) from orders where status <> 'done';", [
    [
      { table: 'orders', where: /status<>'done'/ },
      { table: 'orders', keys: ['status'] },
    ],
  ]),
  ofOrders(
    'a page after the last one seen, of a tenant',
    'select * from orders where tenant_id = $3 and (created_at, id) < ($1, $2) order by created_at desc, id desc limit 20;',
    [{ table: 'orders', keys: ['tenant_id', 'created_at', 'id'] }],
  ),
  ofOrders(
    'the branches of OR beside a common condition',
    'select * from orders where tenant_id = $1 and (user_id = $2 or total = $3);',
    [
      { table: 'orders', keys: ['user_id*'] },
      { table: 'orders', keys: ['total*'] },
    ],
  ),
  ofOrders(
    'few rows of a key that are sorted, where some keys have many',
    'select * from orders where user_id = $1 order by created_at desc limit 20;',
    [{ table: 'orders', keys: ['user_id', 'created_at'] }],
  ),
  ofOrders(
    'what is read once an hour, where thousands are written each second',
    `-- calls: 5000/s
      insert into orders values ($1, $2, $3, $4, $5, $6, $7, $8, $9);
      -- calls: 1/h
      select * from orders where tenant_id = $1 and region = $2;`,
    [],
  ),
  ofOrders(
    'a limit of one index for each table',
    'select * from orders where user_id = $1; select * from orders where total = $1;',
    [
      [
        { table: 'orders', keys: ['user_id'] },
        { table: 'orders', keys: ['total'] },
      ],
    ],
    { flags: ['--per-table', '1'] },
  ),
  ofOrders(
    'what a primary key finds needs no index that begins as it does',
    "select id, note from orders where id = $1 and status = 'open'; select * from orders where id = $1 and user_id = $2;",
    [],
  ),
  {
    title: 'nor what a unique key finds, in whatever order its columns are asked for',
    schema:
      'create table users (id bigint primary key, tenant_id bigint not null, email text not null, role text not null, unique (tenant_id, email));',
    rows: 'users=5M',
    queries: 'select * from users where email = $1 and tenant_id = $2 and role = $3;',
    creates: [],
  },
  {
    title: 'what follows a unique key stands beside it',
    schema: `create table orders (id bigint primary key, user_id bigint not null, note text not null, body text not null);
      create table items (order_id bigint not null, user_id bigint not null, q int not null);`,
    rows: 'orders=20M,items=60M',
    queries: `-- calls: 1000/h
      select count(*) from items i join orders o on o.id = i.order_id and o.user_id = i.user_id where i.q = $1;`,
    creates: [
      { table: 'orders', keys: ['id'], covers: ['user_id'] },
      { table: 'items', keys: ['q'], covers: ['order_id', 'user_id'] },
    ],
  },
  ofOrders(
    'a constant of another type: the engine converts the column, and its index does not serve',
    'select * from orders where user_id = 5.0;',
    [],
  ),
  ofOrders(
    'a column of equality before an expression in the order',
    'select * from orders where tenant_id = $1 order by lower(note) limit 20;',
    [{ table: 'orders', keys: ['tenant_id', 'lower(note)'] }],
  ),
  ofOrders(
    'a column that is often updated is not put beside the key for few rows',
    `-- calls: 100/s
      select id, status from orders where user_id = $1;
      -- calls: 200/s
      update orders set status = $1 where id = $2;`,
    [{ table: 'orders', keys: ['user_id'] }],
  ),
  ofOrders(
    'of two columns of equality the one that another query asks for by itself leads',
    `select * from orders where region = $1 and tenant_id = $2;
      select count(*) from orders where tenant_id = $1;`,
    [{ table: 'orders', keys: ['tenant_id*'] }],
  ),
  ofOrders('nulls last of a descending order', 'select * from orders order by shipped_at desc nulls last limit 20;', [
    { table: 'orders', keys: ['shipped_at'], nulls: 'last' },
  ]),
  ofOrders('the reverse of an index is the same index', 'select * from orders order by created_at desc limit 10;', [], {
    schema: `${orders} create index orders_up on orders (created_at); create index orders_zz_down on orders (created_at desc);`,
    drops: ['orders_zz_down'],
  }),
  {
    title: 'a small table is read in no time, but an index of it costs next to nothing',
    schema: 'create table colours (id int primary key, name text not null, code text not null);',
    rows: 'colours=10K',
    queries: 'select * from colours where code = $1;',
    creates: [{ table: 'colours', keys: ['code'] }],
  },
  {
    title: 'a log that is written fast and read seldom: summaries of pages cost no writes',
    schema: 'create table log (id bigint primary key, at timestamptz not null, message text not null);',
    rows: 'log=500M',
    volumes:
      'tables:\n  log:\n    rows: 500M\n    columns:\n      at: { correlation: 1, distinct: unique }\n      message: { width: 200 }\n',
    queries: `-- calls: 20000/s
      insert into log values ($1, $2, $3);
      -- calls: 10/h
      select count(*) from log where at >= $1 and at < $2;`,
    creates: [{ table: 'log', method: 'brin', keys: ['at'] }],
  },
  ofFamily(
    'a key that changes is looked for in the tables that refer to it, and no further',
    'update users set id = $1 where id = $2;',
    [{ table: 'orders', keys: ['user_id'] }],
  ),
  ofFamily('deleting cascades twice', 'delete from users where id = $1;', [
    { table: 'orders', keys: ['user_id'] },
    { table: 'items', keys: ['order_id'] },
  ]),
  ofFamily(
    'three tables in a row: the keys alone are enough',
    'select o.id, i.sku from users u join orders o on o.user_id = u.id join items i on i.order_id = o.id where u.email = $1;',
    [
      { table: 'users', keys: ['email'] },
      { table: 'orders', keys: ['user_id'] },
      { table: 'items', keys: ['order_id'] },
    ],
  ),
  ofFamily(
    'the latest of each',
    `select u.id, x.* from users u cross join lateral
      (select * from orders o where o.user_id = u.id order by created_at desc limit 3) x where u.city = $1;`,
    [
      { table: 'users', keys: ['city'] },
      { table: 'orders', keys: ['user_id', 'created_at'] },
    ],
  ),
  {
    title: 'down a tree',
    schema: 'create table nodes (id bigint primary key, parent_id bigint references nodes, name text not null);',
    rows: 'nodes=10M',
    queries: `with recursive below as (select * from nodes where id = $1
      union all select n.* from nodes n join below b on n.parent_id = b.id) select * from below;`,
    creates: [{ table: 'nodes', keys: ['parent_id'] }],
  },
  {
    title: 'addresses within a network',
    schema: 'create table hosts (id bigint primary key, address inet not null, name text not null);',
    rows: 'hosts=5M',
    queries: "select * from hosts where address << inet '10.1.0.0/16';",
    creates: [
      [
        { table: 'hosts', keys: ['address'] },
        { table: 'hosts', method: ['gist', 'spgist'], keys: ['address'] },
      ],
    ],
  },
  ofDocuments(
    'several columns searched with weights',
    `select * from documents where setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')
      @@ to_tsquery('english', 'needle & hay');`,
    [{ table: 'documents', method: ['gin', 'gist'] }],
  ),
  ofDocuments(
    'a configuration that stands in a column',
    "select * from documents where to_tsvector(configuration, body) @@ to_tsquery('needle');",
    [{ table: 'documents', method: ['gin', 'gist'], keys: ['to_tsvector(configuration, body)'] }],
  ),
  ofDocuments(
    'no configuration: it depends on a setting, and no index can serve it',
    "select * from documents where to_tsvector(body) @@ to_tsquery('needle');",
    [],
  ),
  ofDocuments('a path in jsonb', `select * from documents where data @? '$.tags[*] ? (@ == "red")';`, [
    { table: 'documents', method: 'gin', keys: ['data'] },
  ]),
  ofDocuments('a regular expression with a fixed beginning', "select * from documents where title ~ '^Alder';", [
    { table: 'documents', keys: ['title'], operatorClass: /text_pattern_ops/ },
  ]),
  ofDocuments(
    'two texts together, with trigrams',
    "select * from documents where (title || ' ' || body) ilike '%needle%';",
    [{ table: 'documents', method: ['gin', 'gist'], operatorClass: /trgm_ops/ }],
    'create extension pg_trgm; ',
  ),
  ofDocuments(
    'similar texts',
    "select * from documents where title % 'Aldershot';",
    [{ table: 'documents', method: ['gin', 'gist'], keys: ['title'], operatorClass: /trgm_ops/ }],
    'create extension pg_trgm; ',
  ),
];
