import type { OnlineCase } from './online.ts';

const numbers = (type: string, statistics: string) =>
  `create table t (id int primary key, a ${type}, b int, c text); ${statistics}`;
const filled = `insert into t select n, n % 7, n, 'c' || n from generate_series(1, 40) n`;
const kept = `select count(*), sum(a)::int as a, sum(b)::int as b from t`;

const parts = (type: string, last: string, to: string, more = '') =>
  `create table p (id int not null, at date not null, n ${type}) partition by range (at);
  create table p_1 partition of p for values from ('2024-01-01') to ('2025-01-01');
  create table ${last} partition of p for values from ('2025-01-01') to ('${to}'); ${more}`;
const partRows = `insert into p select n, date '2024-06-01' + n * 7, n from generate_series(1, 60) n`;
const partKept = `select count(*), sum(id)::int as id, sum(n)::int as n from p`;

/** Changes of a type together with others of what hangs on the column, stands on the table, or has its name. */
export const composedCases: Readonly<Record<string, OnlineCase>> = {
  'a type, and statistics over the column that become others': {
    from: numbers('int', `create statistics st (dependencies) on a, b from t; comment on statistics st is 's';`),
    to: numbers('bigint', `create statistics st (ndistinct) on a, b from t; comment on statistics st is 'other';`),
    rows: filled,
    keeps: kept,
    steps: [/^Put new columns/],
  },
  'a type, and statistics over the column that go': {
    from: numbers('int', 'create statistics st (dependencies) on a, b from t;'),
    to: numbers('bigint', ''),
    rows: filled,
    keeps: kept,
    steps: [/^Drop statistics/, /^Put new columns/],
  },
  'a type, and statistics over an expression of the column': {
    from: numbers('int', 'create statistics st on (a + 1), b from t;'),
    to: numbers('bigint', 'create statistics st on (a + 1), b from t;'),
    rows: filled,
    keeps: kept,
    steps: [/^Put new columns/],
  },
  'a table renamed, a type, and the columns of its key in another order': {
    from: `create table t (id int, tenant int, x int, primary key (id, tenant));`,
    to: `create table u (id bigint, tenant int, x int, primary key (tenant, id));`,
    renames: { 'table public.t': 'u' },
    rows: `insert into t select n, n % 3, n from generate_series(1, 40) n`,
    steps: [/^Rename table/, /^Build index public\.u_pkey/, /^Put new columns/],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'a key of another type that is no primary key any more, under a foreign key': {
    from: `create table p (id int primary key, code text not null); create table r (id int primary key, p_id int references p (id) on delete cascade);`,
    to: `create table p (id bigint not null unique, code text primary key); create table r (id int primary key, p_id bigint references p (id) on delete set null);`,
    rows: `insert into p select n, 'p' || n from generate_series(1, 40) n; insert into r select n, n from generate_series(1, 40) n`,
    keeps: `select (select sum(id)::int as sum from p) as p, (select sum(p_id)::int as sum from r) as r`,
    steps: [/^Deploy/, /^Build index public\.p_id_key/, /^Build index public\.p_pkey/, /^Put new columns/],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'a primary key that goes to another column, both of them nullable': {
    from: `create table p (id int primary key, code text, x int unique);`,
    to: `create table p (id bigint, code text primary key, x int unique);`,
    rows: `insert into p select n, 'p' || n, n from generate_series(1, 40) n`,
    keeps: `select sum(id)::int as id from p`,
    steps: [
      /^Deploy/,
      /code: not null for new rows/,
      /^Build index public\.p_pkey/,
      /^Put new columns/,
      /^Drop not null/,
    ],
  },
  'a partition of other bounds and another name, a type, and an index': {
    from: parts('int', 'p_2', '2026-01-01'),
    to: parts('bigint', 'p_more', '2027-01-01', 'create index on p (n);'),
    renames: { 'table public.p_2': 'p_more' },
    rows: partRows,
    keeps: partKept,
    steps: [/^Change public\.p\.n/, /^Prove by a check/, /^Give public\.p_more other bounds/],
  },
  'partitions that exchange a part of their bounds': {
    from: `create table p (id int not null) partition by range (id); create table p_1 partition of p for values from (0) to (100);
      create table p_2 partition of p for values from (100) to (200);`,
    to: `create table p (id int not null) partition by range (id); create table p_1 partition of p for values from (0) to (50);
      create table p_2 partition of p for values from (50) to (200); create table p_3 partition of p for values from (200) to (300);`,
    rows: `insert into p select n from generate_series(1, 40) n`,
    keeps: 'select count(*) from p',
    steps: [/^Give public\.p_1, public\.p_2 other bounds/, /^Attach partition public\.p_3/],
  },
  'an index of a partitioned table that becomes another one of its name': {
    from: parts('int', 'p_2', '2026-01-01', 'create index i on p (n); comment on index i is $$x$$'),
    to: parts('int', 'p_2', '2026-01-01', 'create index i on p (n, id); comment on index i is $$x$$'),
    rows: partRows,
    keeps: partKept,
    steps: [/^Create index public\.i_relvar_new .* without its partitions/, /^Put the new index in the place/],
  },
  'a type of a column in the index that a table is replicated by and clustered on': {
    from: `create table t (id int not null, a int not null); create unique index i on t (a, id);
      alter table t replica identity using index i; alter table t cluster on i;`,
    to: `create table t (id int not null, a bigint not null); create unique index i on t (id, a);
      alter table t replica identity using index i; alter table t cluster on i;`,
    rows: `insert into t select n, n from generate_series(1, 40) n`,
    keeps: 'select sum(id)::int as id, sum(a)::int as a from t',
    steps: [/^Put new columns/],
  },
  'a marked index that becomes another one of its name': {
    from: `create table t (id int not null, a int not null); create unique index i on t (a, id);
      alter table t replica identity using index i; alter table t cluster on i;`,
    to: `create table t (id int not null, a int not null); create unique index i on t (id, a);
      alter table t replica identity using index i; alter table t cluster on i;`,
    rows: `insert into t select n, n from generate_series(1, 40) n`,
    keeps: 'select sum(id)::int as id, sum(a)::int as a from t',
    steps: [/^Build unique index public\.i_relvar_new/],
  },
  'a type, and an identity that goes': {
    from: `create table t (id int generated always as identity primary key, a int);`,
    to: `create table t (id bigint primary key, a int);`,
    rows: `insert into t (a) select n from generate_series(1, 40) n`,
    keeps: 'select sum(id)::int as id, sum(a)::int as a from t',
    steps: [/^Put new columns/],
  },
  'generated columns that stay with their values, while what they were reckoned from changes or goes': {
    from: `create type e as enum ('a', 'b');
      create table t (id int primary key, a int, k e, g int generated always as (a + 1) stored, h text generated always as (case k when 'a' then 'x' end) stored);
      create table p (id int, a int, g int generated always as (a + 1) stored) partition by range (id);
      create table p_1 partition of p for values from (0) to (100);
      create table q (id int primary key, a int, g int generated always as (a + 1) stored); create index q_g on q (g); create view qv as select a, g from q;
      create table r (id int primary key, a int, g int generated always as (a + 1) stored);`,
    to: `create type e as enum ('b', 'a');
      create table t (id int primary key, a bigint generated always as (id + 1) stored, k e, g int, h text);
      create table p (id int, a bigint, g int) partition by range (id);
      create table p_1 partition of p for values from (0) to (100);
      create table q (id int primary key, a bigint, g bigint default 7); create index q_g on q (g); create view qv as select a, g from q;
      create table r (id int primary key, g int);`,
    rows: `insert into t (id, a, k) select n, n, 'a' from generate_series(1, 40) n; insert into p (id, a) select n, n from generate_series(1, 40) n;
      insert into q (id, a) select n, n from generate_series(1, 40) n; insert into r (id, a) select n, n from generate_series(1, 40) n`,
    keeps: `select (select sum(g)::int from t) as t, (select count(h)::int from t) as h, (select sum(g)::int from p) as p, (select sum(g)::int from q) as q, (select sum(g)::int from r) as r`,
    steps: [/^Drop generated/],
    never: /DROP COLUMN [gh]\b/,
    mayHaveNoUndo: true,
  },
  'a composite of other attributes, in arrays, in another composite, in arrays of that and in a domain': {
    from: `create type c as (a int, b text); create type o as (c c, many c[], n int); create domain d as c;
      create table t (id int primary key, one c, many c[], o o, os o[], d d, ds d[]);`,
    to: `create type c as (a bigint, b varchar(10), z date); create type o as (c c, many c[], n bigint); create domain d as c;
      create table t (id int primary key, one c, many c[], o o, os o[], d d, ds d[]);`,
    rows: `insert into t select n, row(n, 'x')::c, array[row(n, 'y')::c, null, row(null, 'a,(b)')::c], row(row(1, 'z'), array[row(2, 'w')::c], n)::o,
      array[row(null, array[row(n, 'v')::c], n)::o], row(n, 'u')::c::d, array[row(n, 't')::c::d] from generate_series(1, 20) n; insert into t (id) values (0)`,
    keeps: `select id, (one).a::int as a, (many[1]).b::text as b, many[2] is null as nothing, (many[3]).b::text as odd, ((o).c).b::text as ob, ((o).many[1]).b::text as om,
      (((os[1]).many)[1]).b::text as osb, (d).b::text as d, (ds[1]).b::text as ds, array_length(many, 1) as many from t order by id`,
    steps: [/^Put a new type in the place of public\.c/],
  },
  'moments that become times of day, whose dates go, beside another type': {
    from: `create table t (id int primary key, at timestamptz, on_at timestamp, n int);`,
    to: `create table t (id int primary key, at time, on_at time, n bigint);`,
    rows: `insert into t select n, '2024-01-01 10:00+00'::timestamptz, '2024-01-01 11:00', n from generate_series(1, 20) n`,
    ends: [[`select distinct at::text, on_at::text from t`, [{ at: '10:00:00', on_at: '11:00:00' }]]],
    keeps: `select sum(n)::int as n from t`,
    steps: [/^Change public\.t\.at to time/, /^Change public\.t\.on_at to time/, /^Put new columns/],
    mayHaveNoUndo: true,
  },
  'a type, and a generated column that reads it and goes': {
    from: `create table t (id int primary key, a int, g int generated always as (a * 2) stored);`,
    to: `create table t (id int primary key, a bigint);`,
    rows: `insert into t select n, n from generate_series(1, 40) n`,
    keeps: 'select sum(id)::int as id, sum(a)::int as a from t',
    steps: [/^Drop column public\.t\.g/, /^Change public\.t\.a/],
  },
  'types with and without a rewrite under one materialized view with indexes, beside other changes': {
    from: `create table t (id int primary key, a int, note text, g int generated always as (a * 2) stored);
      create materialized view m as select id, a, note from t; create index m_a on m (a); create unique index m_id on m (id);
      create materialized view n as select a, count(*) from m group by 1; create unique index n_a on n (a);`,
    to: `create table t (id bigint primary key, a bigint, note varchar(100), g int generated always as (a * 3) stored, more int);
      create materialized view m as select id, a, note from t; create index m_a on m (a); create unique index m_id on m (id);
      create materialized view n as select a, count(*) from m group by 1; create unique index n_a on n (a);
      create index t_a on t (a);`,
    rows: `insert into t select n, n, 'n' || n from generate_series(1, 40) n; refresh materialized view m; refresh materialized view n`,
    keeps: 'select sum(id)::int as id, sum(a)::int as a from t',
    steps: [],
  },
  'an enum that loses a value, named in an index and a check, with a function of it': {
    from: `create type s as enum ('a', 'b', 'c'); create table o (id int primary key, s s check (s <> 'b')); create index i on o (id) where s = 'a';
      create function is_a(s) returns bool language sql immutable as $$ select $1 = 'a' $$;`,
    to: `create type s as enum ('a', 'b'); create table o (id int primary key, s s check (s <> 'b')); create index i on o (id) where s = 'a';
      create function is_a(s) returns bool language sql immutable as $$ select $1 = 'a' $$;`,
    rows: `insert into o select n, 'a' from generate_series(1, 40) n`,
    keeps: 'select count(*) from o where is_a(s)',
    steps: [
      /put a new type in the place of public\.s; make index public\.i on public\.o anew/i,
      /^Add check o_s_check/,
    ],
  },
  'a function of other arguments, in an index, a check, a generated column and a view': {
    from: `create function f(a int, b int default 2) returns int language sql immutable as 'select a + b';
      create table t (id int primary key, a int, g int generated always as (f(id, 3)) stored, check (f(id) > 0)); create index ti on t (f(a)); create view v as select f(a) from t`,
    to: `create function f(a bigint, b int default 3, c int default 1) returns bigint language sql immutable as 'select a + b + c';
      create table t (id int primary key, a int, g bigint generated always as (f(id, 3)) stored, check (f(id) > 1)); create index ti on t (f(a)); create view v as select f(a) from t`,
    rows: `insert into t select n, n from generate_series(1, 40) n`,
    keeps: 'select sum(a)::int as a from t',
    steps: [/^Drop index public\.ti/, /^Create routine public\.f/, /^Build index public\.ti/],
  },
  'types with and without a rewrite under views upon views': {
    from: `create table t (id int primary key, a int, note varchar(10)); create view v as select id, a from t; create view w as select * from v where a > 1; comment on view w is 'w'`,
    to: `create table t (id int primary key, a bigint, note varchar(20)); create view v as select id, a from t; create view w as select * from v where a > 1; comment on view w is 'w'`,
    rows: `insert into t select n, n, 'n' from generate_series(1, 40) n`,
    keeps: 'select sum(a)::int as a from w',
    steps: [/^Put new columns/],
  },
  'an index on a generated column that is made anew': {
    from: 'create table g (id int primary key, a int, s int generated always as (a + 1) stored); create index g_s on g (s); create view v as select s from g',
    to: 'create table g (id int primary key, a bigint, s bigint generated always as (a + 2) stored); create index g_s on g (s); create view v as select s from g',
    rows: 'insert into g (id, a) select n, n from generate_series(1, 40) n',
    keeps: 'select sum(a)::int as a from g',
    steps: [/index public\.g_s/],
  },
  'a domain of another type, and an attribute more of a composite that holds it': {
    from: 'create domain d as int check (value > 0); create type inner_pair as (x d); create type pair as (a int, b d, i inner_pair); create table t (id int primary key, n d not null default 3, arr d[], p pair)',
    to: 'create domain d as bigint check (value > 0); create type inner_pair as (x d, y int); create type pair as (a int, b d, i inner_pair, c text); create table t (id int primary key, n d not null default 3, arr d[], p pair)',
    rows: `insert into t select n, n, array[1, 2]::d[], row(n, 2, row(7))::pair from generate_series(1, 40) n; insert into t values (41, 1, null, null)`,
    keeps:
      'select count(*), sum((p).a)::int as a, sum((p).b)::int as b, sum(((p).i).x)::int as x, count((p).b) as n from t',
    steps: [/^Put a new type/],
  },
  'a type, beside a function under a policy and a table under a view that go, and a sequence that is let go': {
    from: `create table t (id int primary key, tenant int); create table gone (id int); create sequence s owned by t.tenant; comment on sequence s is 's';
      create function seen(int) returns boolean language sql stable as 'select true'; create policy p on t using (seen(tenant));
      create view v as select t.tenant from t join gone using (id);`,
    to: `create table t (id int primary key, tenant bigint); create sequence s; comment on sequence s is 's';
      create function seen(bigint) returns boolean language sql stable as 'select true'; create policy p on t using (seen(tenant));
      create view v as select t.tenant from t;`,
    rows: 'insert into t select n, n from generate_series(1, 40) n',
    keeps: 'select sum(tenant)::int as tenant from t',
    steps: [/^Put new columns/, /^Drop/],
  },
  'an identity that begins at nothing and becomes a sequence, and a default of a function that is made anew': {
    from: `create function f(int) returns int language sql as 'select 1'; create table t (x int generated always as identity (minvalue 0), y int default f(1));`,
    to: `create function f(int) returns bigint language sql as 'select 1::bigint'; create table t (x serial, y int default f(2)); comment on sequence t_x_seq is 'c';`,
    rows: '',
    steps: [/^Drop default/, /anew/],
    mayHaveNoUndo: true,
  },
  'a default that comes with NOT NULL, by a function that comes too': {
    from: `create table e (id int primary key, payload text, n int);`,
    to: `create function f() returns text language sql as $$ select 'x' $$; create table e (id int primary key, payload text not null default f(), n int not null default 0);`,
    rows: `insert into e select n, 'p' || n, n from generate_series(1, 40) n`,
    steps: [/^Set default of public\.e\.n/, /^Set default of public\.e\.payload/, /^Deploy/, /not null for new rows/],
  },
  'an enum that loses a value, a domain and a type without a rewrite under one view': {
    from: `create type s as enum ('a', 'b'); create domain m as numeric(12,2); create table o (id int primary key, s s not null, m m, n varchar(9));
      create view v as select id, s, m, n from o; comment on view v is 'v'; create view w as select s, sum(m) as m from v group by 1`,
    to: `create type s as enum ('a'); create domain m as numeric(14,2); create table o (id int primary key, s s not null, m m, n text);
      create view v as select id, s, m, n from o; comment on view v is 'v'; create view w as select s, sum(m) as m from v group by 1`,
    rows: `insert into o select n, 'a', n, 'n' from generate_series(1, 40) n`,
    keeps: 'select sum(m)::int as m from w',
    steps: [/^(Change|Put a new type).*make view public\.w, view public\.v anew/, /^Deploy/, /^Put new columns/],
  },
  'a domain and the name of a column under one view': {
    from: `create domain m as numeric(12,2); create table o (id int primary key, m m not null default 0, note text); create view v as select id, m, note from o;
      create view w as select sum(m) as m from v`,
    to: `create domain m as numeric(14,2); create table o (id int primary key, m m not null default 0, remark text); create view v as select id, m, remark from o;
      create view w as select sum(m) as m from v`,
    renames: { 'column public.o.note': 'remark' },
    rows: `insert into o select n, n, 'n' from generate_series(1, 40) n`,
    keeps: 'select sum(m)::int as m from w',
    steps: [/^Deploy/, /^Give public\.o\.note its new name/, /^Put new columns in the place of public\.o\.m/],
  },
  'a type, and a foreign key of the column that points at another table': {
    from: `create table a (id int primary key, x text); create table o (id int primary key, aid int references a);`,
    to: `create table a (id int primary key, x text); create table b (id bigint primary key); create table o (id int primary key, aid bigint references b);`,
    rows: `insert into a select n from generate_series(1, 40) n; insert into o (id) select n from generate_series(1, 40) n`,
    keeps: 'select count(*) from o',
    steps: [/^Deploy/, /^Add o_aid_fkey_relvar_new/, /^Put new columns/],
    never: /ALTER COLUMN \w+ TYPE/,
  },
  'the name of a table whose serial column becomes an identity': {
    from: `create table c (id serial primary key, n text, m text);`,
    to: `create table d (id int generated always as identity (increment 5) primary key, n text, m text);`,
    renames: { 'table public.c': 'd' },
    rows: `insert into c (n) select n from generate_series(1, 40) n`,
    ends: [['insert into d (n) values (1) returning id', [{ id: 45 }]]],
    steps: [/^Serial to identity/, /^Rename sequence/],
  },
  'the name of a table, and types with and without a rewrite under views upon views': {
    from: `create table c (id int primary key, n varchar(9)); create table o (id int primary key, cid int references c);
      create view v as select o.id, o.cid, c.n from o join c on c.id = o.cid; create view w as select n, count(*) from v group by 1`,
    to: `create table d (id bigint primary key, n text); create table o (id int primary key, cid bigint references d);
      create view v as select o.id, o.cid, d.n from o join d on d.id = o.cid; create view w as select n, count(*) from v group by 1`,
    renames: { 'table public.c': 'd' },
    rows: `insert into c select n, n from generate_series(1, 40) n; insert into o select n, n from generate_series(1, 40) n`,
    keeps: 'select sum(cid)::int as cid from v',
    // One transaction: nobody finds the views missing, and a type that touches no row changes in it.
    steps: [/^Rename table/, /^Put new columns .*; change public\.d\.n to text/],
  },
  'types of a table of which a stored generated column keeps another column in place': {
    from: `create table o (id int primary key, total numeric(6,2), due numeric generated always as (total * 2) stored);
      create table l (id int primary key, o_id int references o); create view v as select id, due from o;`,
    to: `create table o (id bigint primary key, total numeric(8,2), due numeric generated always as (total * 2) stored);
      create table l (id int primary key, o_id bigint references o); create view v as select id, due from o;`,
    rows: `insert into o select n, n from generate_series(1, 40) n; insert into l select n, n from generate_series(1, 40) n`,
    keeps: `select (select sum(id)::int from o) as o, (select sum(due)::int from o) as due, (select sum(o_id)::int from l) as l`,
    steps: [/^Deploy/, /^Put new columns .* public\.l\.o_id, public\.o\.id; change public\.o\.total/],
    never: /ALTER COLUMN (?:o_)?id TYPE/,
  },
  'a type under a virtual generated column, a view of that, and another on the view': {
    from: `create table o (id int primary key, n int, twice bigint generated always as (n::bigint * 2) virtual);
      create view v as select id, twice from o; create view w as select twice from v; comment on view w is 'w';`,
    to: `create table o (id int primary key, n bigint, twice bigint generated always as (n * 2) virtual);
      create view v as select id, twice from o; create view w as select twice from v; comment on view w is 'w';`,
    rows: `insert into o (id, n) select n, n from generate_series(1, 40) n`,
    keeps: `select sum(twice)::int from w`,
    steps: [/^Deploy/, /^Put new columns/],
    never: /ALTER COLUMN n TYPE/,
    since: 18,
  },
  'a plain column that becomes a computed one: what the application writes stays until the deploy': {
    from: 'create table t (id int primary key, d text); create view v as select id, d from t;',
    to: `create table t (id int primary key, d text generated always as ('k' || id::text) stored); create view v as select id, d from t;`,
    rows: `insert into t (id, d) select n, 'd' from generate_series(1, 40) n`,
    ends: [[`select count(*)::int as n from v where d = 'k' || id`, [{ n: 40 }]]],
    steps: [/^Deploy/, /column public\.t\.d anew/],
  },
  'a right on a table that becomes one on a column, and how much is gathered of another': {
    from: 'create table t (id int primary key, a int, b int); grant select, insert on t to public;',
    to: 'create table t (id int primary key, a int, b int); grant select (a), update (b), insert on t to public; alter table t alter a set statistics 500;',
    rows: 'insert into t select n, n, n from generate_series(1, 40) n',
    keeps: 'select count(*)::int as n from t',
    steps: [/^Deploy/, /^Revoke select on table public\.t/],
  },
  'values of an enum in another order, by which a table is split': {
    from: `create type st as enum ('a', 'b', 'c'); create table t (id int, s st) partition by list (s);
      create table ta partition of t for values in ('a'); create table tb partition of t for values in ('b', 'c');`,
    to: `create type st as enum ('c', 'b', 'a'); create table t (id int, s st) partition by list (s);
      create table ta partition of t for values in ('a'); create table tb partition of t for values in ('b', 'c');`,
    rows: `insert into t select n, (array['a', 'b', 'c'])[1 + n % 3]::st from generate_series(1, 40) n`,
    keeps: 'select count(*)::int as n, md5(string_agg(id || s::text, $$,$$ order by id)) as all from t',
    steps: [/^Detach partition public\.ta .*make table public\.t anew/],
  },
};
