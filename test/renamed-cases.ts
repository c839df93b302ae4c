import type { OnlineCase } from './online.ts';

/** A table that other tables, a view and rights hang on, under the name that it has. */
const shop = (table: string, others = '') => `create schema shop; ${others}
  create table ${table} (id int primary key, amount int not null default 0, note text);
  create index orders_amount on ${table} (amount);
  create view v as select id, amount from ${table};
  create table lines (order_id int references ${table});
  grant select on ${table} to public;`;
const shopRows = (table: string) =>
  `insert into ${table} select n, n * 2, 'n' || n from generate_series(1, 40) n; insert into lines select n from generate_series(1, 40) n`;

/** A column with keys, a check, an index, statistics and rights. */
const amounts = (name: string, type: string) => `create table kinds (id ${type} primary key);
  create table t (id int primary key, ${name} ${type} not null default 3 references kinds, b int, note text,
    constraint positive check (${name} > 0), constraint once unique (${name}, b));
  create index by_amount on t (${name} desc) where ${name} > 5; create statistics st on ${name}, b from t;
  comment on column t.${name} is 'c'; grant update (${name}) on t to public;`;
const amountRows = `insert into kinds select n from generate_series(1, 40) n; insert into t select n, n, n, 'n' || n from generate_series(1, 40) n`;

/** What queries call by its name, besides tables. */
const namedThings = (
  mood: string,
  address: string,
  view: string,
  routine: string,
) => `create type ${mood} as enum ('a', 'b');
  create type ${address} as (street text, no int);
  create table t (id int primary key, m ${mood}, a ${address});
  create view ${view} as select id, m from t;
  create function ${routine}(x int default 2) returns int language sql as 'select x + 1';`;

/** What gets another name and becomes something else at once. */
export const renamedCases: Readonly<Record<string, OnlineCase>> = {
  'a table that gets another schema and another name': {
    from: shop('orders'),
    to: shop('shop.purchases'),
    renames: { 'table public.orders': 'shop.purchases' },
    rows: shopRows('orders'),
    keeps: 'select sum(id)::int as id, sum(amount)::int as amount from v',
    ends: [['select count(*)::int as n from shop.purchases', [{ n: 40 }]]],
    steps: [/^Move table public\.orders to the schema shop as purchases/, /^Deploy/, /^Drop the view public\.orders/],
    never: /VIEW shop\.orders|DROP TABLE/,
  },
  'a table that gets another schema and another name, since its own is taken there': {
    from: shop('orders', 'create table shop.orders (x int);'),
    to: shop('shop.purchases', 'create table shop.orders (x int);'),
    renames: { 'table public.orders': 'shop.purchases' },
    rows: shopRows('orders'),
    ends: [['select count(*)::int as n from shop.purchases', [{ n: 40 }]]],
    steps: [/^Move table public\.orders to the schema shop as purchases/, /^Deploy/, /^Drop the view public\.orders/],
    never: /VIEW public\.purchases|DROP TABLE/,
  },
  'a table that gets another schema and another name, and a column of another type': {
    from: shop('orders'),
    to: shop('shop.purchases').replace('amount int', 'amount bigint').replace('note text', 'note text not null'),
    renames: { 'table public.orders': 'shop.purchases' },
    rows: shopRows('orders'),
    ends: [['select sum(amount)::int as n from shop.purchases', [{ n: 1640 }]]],
    steps: [/^Move table/, /^Deploy/, /^Put new columns in the place of shop\.purchases\.amount/],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'two tables that get another schema and another name each': {
    from: `${shop('orders')} create table people (id int primary key, n int);`,
    to: `${shop('shop.purchases')} create table shop.clients (id int primary key, n int);`,
    renames: { 'table public.orders': 'shop.purchases', 'table public.people': 'shop.clients' },
    rows: shopRows('orders'),
    ends: [['select count(*)::int as n from shop.purchases', [{ n: 40 }]]],
    steps: [
      /^Move table public\.orders to the schema shop as purchases|^Move table public\.people to the schema shop as clients/,
      /^Deploy/,
      /^Drop the view public\.orders/,
    ],
    never: /VIEW shop\.|DROP TABLE/,
  },
  'a table and a column of it that get other names: both are there before the deploy': {
    from: shop('orders'),
    to: shop('purchases').replaceAll('amount', 'total'),
    renames: { 'table public.orders': 'purchases', 'column public.orders.amount': 'total' },
    rows: shopRows('orders'),
    ends: [['select sum(total)::int as n from purchases', [{ n: 1640 }]]],
    restores: 'select sum(amount)::int as n from orders',
    steps: [/^Rename table/, /^Add column public\.purchases\.total, kept equal/, /^Deploy/, /^Give public\.purchases/],
    never: /DROP TABLE/,
  },
  'a column of another name and another type, with all that hangs on it': {
    from: amounts('amount', 'int'),
    to: amounts('total', 'bigint'),
    renames: { 'column public.t.amount': 'total' },
    rows: amountRows,
    ends: [['select sum(total)::int as n, min(pg_typeof(total)::text) as type from t', [{ n: 820, type: 'bigint' }]]],
    restores: 'select id, amount, b from t order by id',
    steps: [/^Add column public\.t\.total, kept equal/, /^Deploy/, /^Give public\.t\.amount/, /^Put new columns/],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'a column of another name and another type in plain forms': {
    from: amounts('amount', 'int'),
    to: amounts('total', 'bigint'),
    renames: { 'column public.t.amount': 'total' },
    mode: 'brief-maintenance',
    rows: amountRows,
    ends: [['select sum(total)::int as n from t', [{ n: 820 }]]],
    restores: 'select id, amount, b from t order by id',
    steps: [/^Rename column public\.t\.amount to total/, /^Change public\.t\.total to bigint/],
  },
  'a column of another name and another type that a view reads': {
    from: 'create table t (id int primary key, at timestamp); create view v as select id, at from t;',
    to: 'create table t (id int primary key, happened_at timestamptz); create view v as select id, happened_at as at from t;',
    renames: { 'column public.t.at': 'happened_at' },
    rows: `insert into t select n, timestamp '2024-01-01' + n * interval '1 hour' from generate_series(1, 40) n`,
    keeps: `select md5(string_agg(extract(epoch from at)::text, ',' order by id)) from v`,
    steps: [/^Add column public\.t\.happened_at, kept equal/, /^Deploy/],
  },
  'a view, a routine and types that get other names: what says the old ones works until the deploy': {
    from: namedThings('mood', 'addr', 'v', 'f'),
    to: namedThings('feeling', 'address', 'w', 'g'),
    renames: {},
    rows: `insert into t select n, 'a', row('s', n)::addr from generate_series(1, 40) n`,
    ends: [['select count(*)::int as n, max(g()) as g from w', [{ n: 40, g: 3 }]]],
    restores: 'select count(*)::int, f() from v',
    steps: [
      /^Rename type public\.addr to address, with a domain of the old name/,
      /^Rename routine public\.f\(integer\) to g, with a function of the old name/,
      /^Rename view public\.v to w, with a view of the old name/,
      /^Deploy/,
      /^Drop the domain public\.addr that stood in/,
      /^Drop the function public\.f that stood in/,
      /^Drop the view public\.v that stood in/,
    ],
  },
  'sequences that get other names or another schema: they go on from where they are': {
    from: `create schema s; create sequence invoice_no; create sequence moved; create sequence free;
      create table t (id int primary key, n bigint default nextval('invoice_no'), m int default nextval('free'));`,
    to: `create schema s; create sequence number_of_invoice; create sequence s.moved;
      create table t (id int primary key, n bigint default nextval('number_of_invoice'), m serial);
      alter table t alter m drop not null;`,
    renames: {},
    rows: `insert into t (id) select generate_series(1, 40); select nextval('moved') from generate_series(1, 9)`,
    ends: [
      [
        `select nextval('number_of_invoice')::int as n, nextval('s.moved')::int as s, nextval('t_m_seq')::int as m`,
        [{ n: 41, s: 10, m: 41 }],
      ],
    ],
    steps: [/^Deploy/, /^Rename sequence public\.invoice_no to number_of_invoice/],
    never: /(CREATE|DROP) SEQUENCE/,
  },
};
