import type { OnlineCase } from './online.ts';

const orders = `create table users (id int primary key, email text);
create table orders (id int primary key, user_id int, status text default 'new', total numeric(10,2), note text);`;
const rows = `insert into users select n, 'u' || n || '@x.org' from generate_series(1, 40) n;
insert into orders select n, n % 40 + 1, case n % 3 when 0 then 'new' when 1 then 'paid' else 'sent' end, n * 1.5, 'n' || n from generate_series(1, 100) n;`;
const keeps = `select md5(string_agg(row(id, user_id, status::text, total)::text, ',' order by id)) from orders`;

/** One migration for each online form. */
export const onlineCases: Readonly<Record<string, OnlineCase>> = {
  'an index': {
    from: orders,
    to: `${orders} create index orders_user_id_idx on orders (user_id); create index "Odd ""one""" on orders (lower(status)) where total > 5;`,
    rows,
    keeps,
    steps: [/^Build index public\.orders_user_id_idx/],
    never: /CREATE INDEX (?!CONCURRENTLY)/,
  },
  'an index dropped': {
    from: `${orders} create index orders_user_id_idx on orders (user_id); comment on index orders_user_id_idx is 'x';`,
    to: orders,
    rows,
    keeps,
    steps: [/^Deploy/, /^Drop index/],
    never: /DROP INDEX (?!CONCURRENTLY)/,
  },
  'an index that becomes another one of its name': {
    from: `${orders} create index i on orders (user_id);`,
    to: `${orders} create index i on orders (user_id, status);`,
    rows,
    keeps,
    steps: [/^Build index public\.i_relvar_new/, /^Drop index public\.i as it was/, /^Give the new index the name/],
    never: /INDEX (?!CONCURRENTLY)\w+ ON/,
  },
  'an index on a partitioned table': {
    from: `create table events (id int, at date) partition by range (at);
      create table events_1 partition of events for values from ('2024-01-01') to ('2025-01-01');
      create table events_2 partition of events for values from ('2025-01-01') to ('2026-01-01') partition by list (id);
      create table events_2a partition of events_2 default;`,
    to: `create table events (id int, at date) partition by range (at);
      create table events_1 partition of events for values from ('2024-01-01') to ('2025-01-01');
      create table events_2 partition of events for values from ('2025-01-01') to ('2026-01-01') partition by list (id);
      create table events_2a partition of events_2 default;
      create index events_id_idx on events (id);`,
    rows: `insert into events select n, date '2024-06-01' + n from generate_series(1, 500) n`,
    keeps: 'select sum(id) from events',
    steps: [/^Create index .* without its partitions/, /^Build index/, /^Attach index/],
  },
  'a foreign key': {
    from: orders,
    to: `${orders} alter table orders add constraint orders_user_id_fkey foreign key (user_id) references users on delete cascade;`,
    rows,
    keeps,
    steps: [/^Deploy/, /^Add foreign key .* for new rows/, /^Validate/],
  },
  'a check': {
    from: orders,
    to: `${orders} alter table orders add constraint orders_total_check check (total > 0);`,
    rows,
    keeps,
    steps: [/^Add check .* for new rows/, /^Validate/],
  },
  'a check that becomes another one of its name': {
    from: `${orders} alter table orders add constraint c check (total > -5);`,
    to: `${orders} alter table orders add constraint c check (total > 0);`,
    rows,
    keeps,
    steps: [/^Add check .* for new rows/, /^Validate/],
  },
  'not null': {
    from: orders,
    to: orders.replace('user_id int,', 'user_id int not null,').replace('email text', 'email text not null'),
    rows,
    keeps,
    steps: [/not null for new rows/, /^Validate/],
  },
  'a unique constraint and a primary key': {
    from: `create table t (a int, b int, c text)`,
    to: `create table t (a int, b int, c text, constraint t_pkey primary key (a), constraint t_b_key unique (b) deferrable initially deferred)`,
    rows: `insert into t select n, n, 'x' from generate_series(1, 50) n`,
    keeps: 'select sum(a + b) from t',
    steps: [/^Build unique index/, /^Make index/],
  },
  'a primary key that becomes another one': {
    from: `create table t (a int primary key, b bigint not null)`,
    to: `create table t (a int not null, b bigint primary key)`,
    rows: `insert into t select n, n from generate_series(1, 50) n`,
    keeps: 'select sum(a + b) from t',
    steps: [/^Build unique index/, /^Make index/],
  },
  'a column whose default is another for each row': {
    from: orders,
    to: orders.replace('note text', 'note text, token uuid not null default gen_random_uuid()'),
    rows,
    keeps,
    steps: [/^Add column .* and its default for new rows/, /^Fill .* in batches/, /not null for new rows/, /^Validate/],
  },
  'a column that is an identity': {
    from: orders,
    to: orders.replace(
      'note text',
      'note text, number bigint generated always as identity (start with 100 increment by 5)',
    ),
    rows,
    keeps,
    steps: [/numbered by a sequence/, /^Fill/, /an identity that goes on/],
  },
  'a column that is a serial': {
    from: orders,
    to: orders.replace('note text', 'note text, number serial'),
    rows,
    keeps,
    steps: [/its default for new rows/, /^Fill/],
  },
  'a column with a constant default': {
    from: orders,
    to: orders.replace('note text', 'note text, paid boolean not null default false, at timestamptz default now()'),
    rows,
    keeps,
    steps: [/^Add column public\.orders\.paid$/],
  },
  'a type': {
    from: `${orders} create index i on orders (user_id, status); create index j on orders (lower(note)) where user_id > 3;
      alter table orders add foreign key (user_id) references users; alter table orders add constraint c check (user_id > 0 and total >= 0);
      comment on column orders.user_id is 'who''s'; comment on index i is 'index'; comment on constraint c on orders is 'check';
      create statistics st (dependencies) on user_id, status from orders; alter table orders alter user_id set statistics 300;`,
    to: `${orders.replace('user_id int', 'user_id bigint')} create index i on orders (user_id, status); create index j on orders (lower(note)) where user_id > 3;
      alter table orders add foreign key (user_id) references users; alter table orders add constraint c check (user_id > 0 and total >= 0);
      comment on column orders.user_id is 'who''s'; comment on index i is 'index'; comment on constraint c on orders is 'check';
      create statistics st (dependencies) on user_id, status from orders; alter table orders alter user_id set statistics 300;`,
    rows,
    keeps,
    steps: [
      /^Add a column beside/,
      /^Fill/,
      /^Build index/,
      /^Validate/,
      /^Deploy/,
      /^Put new columns in the place/,
      /^Drop what was/,
    ],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'a key and the columns that refer to it': {
    from: `create table a (id int generated always as identity primary key, v text);
      create table b (id serial primary key, a_id int not null references a on delete cascade, parent int references b);
      create view ab as select a.id, b.id as b_id, v from a join b on b.a_id = a.id; create view over_ab as select b_id from ab;
      grant select on ab to public; comment on view ab is 'both';`,
    to: `create table a (id bigint generated always as identity primary key, v text);
      create table b (id bigserial primary key, a_id bigint not null references a on delete cascade, parent bigint references b);
      create view ab as select a.id, b.id as b_id, v from a join b on b.a_id = a.id; create view over_ab as select b_id from ab;
      grant select on ab to public; comment on view ab is 'both';`,
    rows: `insert into a (v) select 'v' from generate_series(1, 30); insert into b (a_id, parent) select n, n from generate_series(1, 30) n`,
    keeps:
      'select sum(a.id) as a, sum(b.id) as b, sum(b.a_id) as c, sum(parent) as d, max(a.id)::text as e from a join b on b.a_id = a.id',
    steps: [
      /^Put new columns in the place of public\.a\.id, public\.b\.id, public\.b\.a_id, public\.b\.parent|^Put new columns/,
    ],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'a type by another expression': {
    from: `create table t (id int primary key, at int not null, k text)`,
    to: `create table t (id int primary key, at text not null, k varchar(20))`,
    rows: `insert into t select n, n * 1000, 'k' from generate_series(1, 30) n`,
    keeps: 'select sum(at::int) from t',
    steps: [/^Add columns beside public\.t\.at/],
  },
  'a type without a rewrite': {
    from: `create table t (id int primary key, a varchar(10), b numeric(8,2), c varchar(5)); create index t_a on t (a);`,
    to: `create table t (id int primary key, a varchar(20), b numeric(10,2), c text); create index t_a on t (a);`,
    rows: `insert into t select n, 'a', n, 'c' from generate_series(1, 30) n`,
    keeps: 'select sum(b) from t',
    steps: [/^Change public\.t\.a to character varying\(20\)/, /^Change public\.t\.b/, /^Change public\.t\.c to text/],
  },
  'a table without a key': {
    from: `create table t (a int, b text)`,
    to: `create table t (a bigint, b text)`,
    rows: `insert into t select n, repeat('x', 300) from generate_series(1, 400) n`,
    keeps: 'select sum(a), count(*) from t',
    steps: [/^Fill/],
    since: 14,
  },
  'a table dropped': {
    from: `${orders} alter table orders add foreign key (user_id) references users; comment on table orders is 'o'; create index i on orders (status); grant select on orders to public;`,
    to: orders.split('\n')[0] ?? '',
    rows,
    steps: [/^Deploy/, /^Drop table/],
  },
  'a table dropped after a quarantine': {
    from: orders,
    to: orders.split('\n')[0] ?? '',
    rows,
    quarantineSeconds: 86400,
    steps: [/^Put table .* away/, /^Keep public\.orders for 1 days/, /^Drop table/],
  },
  'columns dropped': {
    from: `create table t (id int primary key, a text, b int not null, c int not null default 5); create index t_b on t (b); comment on column t.a is 'x';`,
    to: `create table t (id int primary key)`,
    rows: `insert into t select n, 'a', n from generate_series(1, 30) n`,
    keeps: 'select sum(id) from t',
    steps: [/^Let rows be without public\.t\.b/, /^Deploy/, /^Drop column/],
    undoDiffers: ['column public.t.b'],
  },
  'a column dropped after a quarantine': {
    from: `create table t (id int primary key, a text)`,
    to: `create table t (id int primary key)`,
    rows: `insert into t select n, 'a' from generate_series(1, 30) n`,
    keeps: 'select sum(id) from t',
    quarantineSeconds: 3600,
    steps: [/^Put column .* away/, /^Keep/, /^Drop column/],
  },
  'a column that must have a value': {
    from: `create table t (id int primary key)`,
    to: `create table t (id int primary key, a int not null)`,
    rows: '',
    steps: [/nullable for now/, /^Deploy/, /not null for new rows/, /^Validate/],
  },
  'a table renamed': {
    from: `${orders} grant select, insert on orders to public;`,
    to: `${orders.replaceAll('orders', 'purchases')} grant select, insert on purchases to public;`,
    changes: () => [
      { kind: 'rename', object: { kind: 'table', schema: 'public', name: 'orders' }, to: 'purchases' },
      {
        kind: 'rename',
        object: { kind: 'constraint', name: 'orders_pkey', of: { schema: 'public', name: 'purchases' } },
        to: 'purchases_pkey',
      },
      ...[],
    ],
    rows,
    steps: [/^Rename table/, /^Deploy/, /^Drop the view/],
  },
  'a column renamed': {
    from: `${orders} create index i on orders (status, user_id); alter table orders add constraint c check (status <> ''); comment on column orders.status is 's';`,
    to: `${orders.replace('status text', 'state text')} create index i on orders (state, user_id); alter table orders add constraint c check (state <> ''); comment on column orders.state is 's';`,
    changes: () => [
      {
        kind: 'rename',
        object: { kind: 'column', name: 'status', of: { schema: 'public', name: 'orders' } },
        to: 'state',
      },
    ],
    rows,
    steps: [/kept equal to status by a trigger/, /equal in batches/, /^Build index/, /^Deploy/, /its new name/],
  },
  'an enum without one of its values': {
    from: `create type state as enum ('new', 'lost', 'done'); create table t (id int primary key, s state not null default 'new', o state, n int);
      create index t_s on t (s, n); comment on column t.s is 'it''s'; comment on type state is 'states';`,
    to: `create type state as enum ('new', 'done'); create table t (id int primary key, s state not null default 'new', o state, n int);
      create index t_s on t (s, n); comment on column t.s is 'it''s'; comment on type state is 'states';`,
    rows: `insert into t select n, case when n % 2 = 0 then 'new' else 'done' end::state, 'done', n from generate_series(1, 60) n`,
    keeps: 'select md5(string_agg(row(id, s, o, n)::text, $$,$$ order by id)) from t',
    steps: [/^Create type/, /^Fill/, /^Put new columns/, /^Drop type/],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'a view that is made anew': {
    from: `${orders} create view v as select id, total from orders; create view w as select id from v; grant select on v to public;`,
    to: `${orders} create view v as select total, id from orders; create view w as select id from v; grant select on v to public;`,
    rows,
    keeps,
    steps: [/^Make view public\.v, view public\.w anew|^Make .*anew/],
  },
  'all at once, in a maintenance': {
    from: `${orders} create index i on orders (user_id);`,
    to: `${orders.replace('user_id int', 'user_id bigint not null')} create index i on orders (user_id, status); alter table orders add foreign key (user_id) references users;`,
    rows,
    keeps,
    mode: 'brief-maintenance',
    steps: [/^Change public\.orders\.user_id/],
    never: /CONCURRENTLY|TRIGGER/,
  },
  'a column split into several, with a way back': {
    from: `create table people (id int primary key, name varchar(80) not null default 'nobody at all', age int);
      create index people_name_idx on people (name); comment on column people.name is 'both';
      create view names as select id, name from people;`,
    to: `create table people (id int primary key, age int, first_name varchar(40) not null default 'nobody', last_name varchar(40), initial text);
      create index people_last_name_idx on people (last_name); comment on column people.last_name is 'the last';
      create view names as select id, (first_name || ' ' || last_name)::text as name from people;`,
    rows: `insert into people select n, 'F' || n || ' L' || n, n from generate_series(1, 60) n`,
    intents: [
      {
        kind: 'columns',
        table: { schema: 'public', name: 'people' },
        from: ['name'],
        into: {
          first_name: "split_part(name, ' ', 1)",
          last_name: "split_part(name, ' ', 2)",
          initial: "upper(left(split_part(name, ' ', 2), 1))",
        },
        back: { name: "first_name || ' ' || last_name" },
        pace: { rows: 9 },
      },
    ],
    steps: [
      /^Add public\.people\.first_name, initial, last_name, made from name by a trigger/,
      /^Fill/,
      /not null for new rows/,
      /^Deploy/,
      /^Let go of public\.people\.name/,
      /^Drop column public\.people\.name/,
    ],
    ends: [
      [
        `select count(*)::int as n from people where first_name = 'F' || id and last_name = 'L' || id and initial = 'L'`,
        [{ n: 60 }],
      ],
    ],
    restores: `select md5(string_agg(row(id, name, age)::text, ',' order by id)) from people`,
  },
  'columns merged into one, without a way back': {
    from: `create table people (id int primary key, first_name text, last_name text not null, j json)`,
    to: `create table people (id int primary key, j json, name text not null)`,
    rows: `insert into people select n, 'F' || n, 'L' || n from generate_series(1, 60) n`,
    intents: [
      {
        kind: 'columns',
        table: { schema: 'public', name: 'people' },
        from: ['first_name', 'last_name'],
        into: { name: "coalesce(first_name || ' ', '') || last_name" },
        pace: {},
      },
    ],
    steps: [/^Add public\.people\.name, made from first_name, last_name/, /^Fill/, /^Deploy/, /^Let go of/],
    ends: [[`select count(*)::int as n from people where name = 'F' || id || ' L' || id`, [{ n: 60 }]]],
    undoDiffers: ['column public.people.last_name'],
  },
  'a column split in a maintenance': {
    from: `create table people (id int primary key, name text not null)`,
    to: `create table people (id int primary key, first_name text not null, last_name text not null default 'none')`,
    rows: `insert into people select n, 'F' || n || ' L' || n from generate_series(1, 60) n`,
    mode: 'brief-maintenance',
    intents: [
      {
        kind: 'columns',
        table: { schema: 'public', name: 'people' },
        from: ['name'],
        into: { first_name: "split_part(name, ' ', 1)", last_name: "split_part(name, ' ', 2)" },
        back: { name: "first_name || ' ' || last_name" },
        pace: {},
      },
    ],
    steps: [/^Add public\.people\.first_name, last_name, made from name$/, /^Drop column/],
    ends: [
      [`select count(*)::int as n from people where first_name = 'F' || id and last_name = 'L' || id`, [{ n: 60 }]],
    ],
    restores: `select md5(string_agg(row(id, name)::text, ',' order by id)) from people`,
    never: /TRIGGER/,
  },
  'rows deleted and changed in batches': {
    from: orders,
    to: `${orders} alter table orders add constraint c check (total > 5);`,
    rows,
    intents: [
      {
        kind: 'rows',
        table: { schema: 'public', name: 'orders' },
        where: 'total <= 5',
        phase: 'expand',
        pace: {},
      },
      {
        kind: 'rows',
        table: { schema: 'public', name: 'users' },
        set: { email: "'x' || email" },
        where: 'id > 10',
        back: { set: { email: 'substr(email, 2)' }, where: 'id > 10' },
        phase: 'migrate',
        pace: { rows: 3 },
      },
    ],
    steps: [
      /^Delete rows of public\.orders where total <= 5, in batches/,
      /^Set email in rows of public\.users/,
      /^Add check/,
    ],
    ends: [
      ['select count(*)::int as n, min(total)::float as least from orders', [{ n: 97, least: 6 }]],
      ["select count(*)::int as n from users where email like 'x%'", [{ n: 30 }]],
    ],
    mayHaveNoUndo: true,
  },
};
