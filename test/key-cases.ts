import type { OnlineCase } from './online.ts';

/** Fails where an orphan is let in. */
const refused = (
  statement: string,
) => `do $$ begin begin ${statement}; exception when foreign_key_violation then return; end;
  raise exception 'an orphan was let in'; end $$`;
/** Fails where rows that point at another do not go with it. */
const cascades = `do $$ begin delete from p where id = 3;
  if exists (select from c where p = 3) then raise exception 'rows are left behind'; end if; end $$`;
const enumWith = (
  values: string,
) => `create type s as enum (${values}); create table t (id int primary key, st s not null);
  create function f(v s) returns text language sql as 'select v::text'; create view v as select id, st from t;
  create index i on t (id) where st = 'a'::s`;
const definer = (name: string, returns: string, body: string) =>
  `create function ${name}(a int) returns ${returns} language sql security definer as '${body}'; revoke all on function ${name}(int) from public;`;
/** Fails where the function is there, and anybody may call it. */
const closed = (name: string) => `do $$ begin
  if exists (select from pg_proc where proname = '${name}' and has_function_privilege('public', oid, 'execute')) then
    raise exception '${name} is open to all';
  end if; end $$`;
const numbered = 'insert into t select n, n, n from generate_series(1, 20) n';
const mails = `insert into t select n, 'm' || n from generate_series(1, 20) n`;
const upsertMail = `insert into t values (99, 'm1') on conflict (email) do nothing`;
const parts = `create table t1 partition of t for values in (1); create table t2 partition of t for values in (2);`;

/** Keys and unique indexes that others take the place of, with what the application as it was says meanwhile. */
export const keyCases: Readonly<Record<string, OnlineCase>> = {
  'a unique constraint that becomes the primary key': {
    from: 'create table t (id int, email text not null unique)',
    to: 'create table t (id int, email text primary key)',
    rows: mails,
    old: [
      [upsertMail],
      [`insert into t values (99, 'm1') on conflict on constraint t_email_key do nothing`, /ON CONSTRAINT t_email_key/],
    ],
    steps: [/^Make index t_pkey the primary key/, /^Drop unique t_email_key/],
  },
  'a primary key that becomes a unique constraint, under a foreign key': {
    from: 'create table t (id int primary key, email text); create table c (id int references t on delete cascade)',
    to: 'create table t (id int not null, email text primary key, unique (id)); create table c (id int references t (id) on delete cascade)',
    rows: `${mails}; insert into c select n from generate_series(1, 20) n`,
    old: [
      [`insert into t values (1, 'other') on conflict (id) do nothing`],
      [refused('insert into c values (777)')],
      ['delete from t where id = 2'],
    ],
    steps: [/make foreign key c_id_fkey of public\.c anew/, /^Validate c_id_fkey/],
  },
  'a unique constraint that becomes a partial index': {
    from: 'create table t (id int primary key, email text unique)',
    to: 'create table t (id int primary key, email text); create unique index live on t (email) where id > 3',
    rows: mails,
    old: [[upsertMail, /ON CONFLICT \(email\)/]],
    steps: [/^Build unique index public\.live/, /^Drop unique t_email_key/],
  },
  'a unique constraint that becomes an index of other values': {
    from: 'create table t (id int primary key, email text unique)',
    to: 'create table t (id int primary key, email text); create unique index lowered on t (lower(email))',
    rows: mails,
    old: [[upsertMail, /ON CONFLICT \(email\)/]],
    steps: [/^Build unique index public\.lowered/, /^Drop unique t_email_key/],
  },
  'a unique constraint that becomes an index of its name': {
    from: 'create table t (id int primary key, email text constraint mail unique)',
    to: 'create table t (id int primary key, email text); create unique index mail on t (email)',
    rows: mails,
    old: [[upsertMail]],
    steps: [/^Build unique index public\.mail_relvar_new/, /^Give index mail_relvar_new of public\.t its name/],
  },
  'a unique index that becomes a constraint of its name': {
    from: 'create table t (id int primary key, email text); create unique index mail on t (email)',
    to: 'create table t (id int primary key, email text constraint mail unique)',
    rows: mails,
    old: [[upsertMail]],
    steps: [/^Make index mail_relvar_new the unique constraint/],
  },
  'a unique index that becomes another one': {
    from: 'create table t (id int primary key, email text); create unique index mail on t (email, id)',
    to: 'create table t (id int primary key, email text); create unique index mails on t (email)',
    rows: mails,
    old: [[`insert into t values (1, 'm1') on conflict (email, id) do nothing`, /ON CONFLICT \(email, id\)/]],
    steps: [/^Build unique index public\.mails/, /^Drop index public\.mail /],
    never: /DROP INDEX (?!CONCURRENTLY)/,
  },
  'a unique constraint over one column more': {
    from: 'create table t (id int primary key, a int, b int, constraint u unique (a))',
    to: 'create table t (id int primary key, a int, b int, constraint u unique (a, b))',
    rows: numbered,
    old: [['insert into t values (99, 1, 1) on conflict (a) do nothing', /ON CONFLICT \(a\)/]],
    steps: [/^Build unique index public\.u_relvar_new/, /^Make index u_relvar_new/],
  },
  'a unique constraint over one column less': {
    from: 'create table t (id int primary key, a int, b int, unique (a, b))',
    to: 'create table t (id int primary key, a int, b int, unique (a))',
    rows: numbered,
    old: [['insert into t values (99, 1, 1) on conflict (a, b) do nothing', /ON CONFLICT \(a, b\)/]],
    steps: [/^Build unique index public\.t_a_key/, /^Make index t_a_key .*; drop unique t_a_b_key/],
  },
  'two unique constraints in the place of which one comes': {
    from: 'create table t (id int primary key, a int unique, b int unique)',
    to: 'create table t (id int primary key, a int, b int, unique (b, a))',
    rows: numbered,
    old: [
      ['insert into t values (99, 1, 99) on conflict (a) do nothing', /ON CONFLICT \(a\)/],
      ['insert into t values (99, 99, 1) on conflict (b) do nothing', /ON CONFLICT \(b\)/],
    ],
    steps: [/^Make index t_b_a_key/, /^Drop unique t_a_key/, /^Drop unique t_b_key/],
  },
  'keys that nothing takes the place of': {
    from: 'create table t (id int primary key, email text unique)',
    to: 'create table t (id int not null, email text)',
    rows: mails,
    old: [
      [upsertMail, /ON CONFLICT \(email\)/],
      [`insert into t values (1, 'other') on conflict (id) do nothing`, /ON CONFLICT \(id\)/],
    ],
    steps: [/^Drop .* of public\.t/],
  },
  'a unique constraint that goes while another column takes another type': {
    from: 'create table t (id int primary key, email text unique)',
    to: 'create table t (id bigint primary key, email text, unique (id, email))',
    rows: mails,
    old: [[upsertMail, /ON CONFLICT \(email\)/]],
    steps: [/^Drop unique t_email_key/],
  },
  'a unique constraint by which a table is replicated': {
    from: 'create table t (id int, email text not null constraint mail unique); alter table t replica identity using index mail',
    to: 'create table t (id int, email text primary key)',
    rows: mails,
    old: [[upsertMail]],
    steps: [/^Make index t_pkey/, /^Drop unique mail/],
  },
  'a foreign key that does something else, while the unique constraint beside becomes another': {
    from: `create table st (id int primary key, org int not null, code text, unique (org));
      create table lines (id int primary key, st_id int references st on delete cascade)`,
    to: `create table st (id int primary key, org int not null, code text, unique (org, code));
      create table lines (id int primary key, st_id int references st on delete restrict)`,
    rows: `insert into st select n, n, 'c' || n from generate_series(1, 20) n; insert into lines select n, n from generate_series(1, 20) n`,
    old: [
      [refused('insert into lines values (99, 777)')],
      ['delete from st where id = 1', /ON DELETE CASCADE of foreign key lines_st_id_fkey/],
      [`insert into st values (99, 1, 'x') on conflict (org) do nothing`, /ON CONFLICT \(org\)/],
    ],
    steps: [/^Drop unique st_org_key/, /^Add foreign key lines_st_id_fkey/, /^Validate lines_st_id_fkey/],
  },
  'a primary key of partitions over one column more, which took nulls': {
    from: `create table t (id int, org int not null, a int, primary key (id, org)) partition by list (org); ${parts}`,
    to: `create table t (id int, org int not null, a int not null, primary key (id, org, a)) partition by list (org); ${parts}`,
    rows: 'insert into t select n, 1 + n % 2, n from generate_series(1, 20) n',
    old: [['insert into t values (1, 2, 1) on conflict (id, org) do nothing', /ON CONFLICT \(id, org\)/]],
    steps: [/not null for new rows/, /^Build unique index public\.t1_pkey/, /^Make the indexes of its partitions/],
  },
  'a primary key of partitions whose columns stand in another order': {
    from: `create table t (id int, org int not null, a int, primary key (id, org)) partition by list (org); ${parts}`,
    to: `create table t (id int not null, org int not null, a int, primary key (org, id)) partition by list (org); ${parts}`,
    rows: 'insert into t select n, 1 + n % 2, n from generate_series(1, 20) n',
    old: [['insert into t values (1, 2, 1) on conflict (id, org) do nothing']],
    steps: [/^Build unique index public\.t1_pkey_relvar_new/, /^Make the indexes of its partitions/],
    never: /DROP INDEX (?!CONCURRENTLY)/,
  },
  'a foreign key that nothing takes the place of': {
    from: 'create table p (id int primary key); create table c (id int primary key, p int constraint c_p references p on delete cascade)',
    to: 'create table p (id int primary key); create table c (id int primary key, p int)',
    rows: 'insert into p select generate_series(1, 20); insert into c select n, n from generate_series(1, 20) n',
    keeps: 'select * from c order by id',
    old: [
      [refused('insert into c values (99, 777)'), /p of every row of public\.c being found in public\.p/],
      [cascades, /ON DELETE CASCADE of foreign key c_p of public\.c/],
    ],
    steps: [/^Deploy/, /^Drop foreign key c_p of public\.c/],
  },
  'a foreign key that nothing takes the place of, with the key it leans on': {
    from: 'create table p (id int primary key); create table c (id int primary key, p int constraint c_p references p on delete cascade)',
    to: 'create table p (id int not null); create table c (id int primary key, p int)',
    rows: 'insert into p select generate_series(1, 20); insert into c select n, n from generate_series(1, 20) n',
    old: [
      [refused('insert into c values (99, 777)'), /p of every row of public\.c being found in public\.p/],
      [cascades, /ON DELETE CASCADE of foreign key c_p of public\.c/],
    ],
    steps: [/^Deploy/, /^Drop foreign key c_p of public\.c/, /^Drop primary key p_pkey/],
  },
  'a foreign key that becomes one of more columns, since the primary key does': {
    from: `create table p (org int not null, id int primary key);
      create table c (id int primary key, org int not null, p int constraint c_p references p on delete cascade)`,
    to: `create table p (org int not null, id int not null, primary key (org, id));
      create table c (id int primary key, org int not null, p int, constraint c_org_p foreign key (org, p) references p on delete cascade)`,
    rows: 'insert into p select n, n from generate_series(1, 20) n; insert into c select n, n, n from generate_series(1, 20) n',
    old: [
      [refused('insert into c values (99, 1, 777)'), /p of every row of public\.c being found in public\.p/],
      [cascades],
    ],
    steps: [/^Build unique index/, /^Deploy/, /make foreign key c_org_p of public\.c anew/, /^Validate c_org_p/],
  },
  'a foreign key in the place of which one of another name comes': {
    from: 'create table p (id int primary key, code int unique); create table c (id int primary key, p int constraint c_p references p on delete cascade)',
    to: 'create table p (id int primary key, code int unique); create table c (id int primary key, p int constraint c_code references p (code))',
    rows: 'insert into p select n, n from generate_series(1, 20) n; insert into c select n, n from generate_series(1, 20) n',
    old: [
      [refused('insert into c values (99, 777)'), /p of every row of public\.c being found in public\.p/],
      [cascades, /ON DELETE CASCADE of foreign key c_p of public\.c/],
    ],
    steps: [/^Deploy/, /^Add foreign key c_code of public\.c in the place of c_p for new rows/, /^Validate c_code/],
  },
  'a unique constraint over a column that is split': {
    from: 'create table t (id int primary key, name text not null constraint named unique)',
    to: 'create table t (id int primary key, first text, last text)',
    rows: `insert into t select n, 'a' || n || ' b' from generate_series(1, 20) n`,
    old: [[`insert into t values (99, 'a1 b') on conflict (name) do nothing`, /ON CONFLICT \(name\)/]],
    intents: [
      {
        kind: 'columns',
        table: { schema: 'public', name: 't' },
        from: ['name'],
        into: { first: `split_part(name, ' ', 1)`, last: `split_part(name, ' ', 2)` },
        back: { name: `first || ' ' || last` },
        pace: {},
      },
    ],
    steps: [/^Deploy/, /^Drop unique named of public\.t/, /^Drop column public\.t\.name/],
  },
  'a value that an enum loses, with a function, a view and an index by it': {
    from: enumWith(`'a', 'b', 'x'`),
    to: enumWith(`'a', 'b'`),
    rows: `insert into t select n, 'a' from generate_series(1, 20) n`,
    old: [['select f(st) from t limit 1'], ['select st from v']],
    steps: [/^Deploy/, /^Put a new type in the place of public\.s; make routine .* view .* index .* anew/],
  },
  'a function that is made anew, and another one, both closed to all': {
    from: `create table t (id int); ${definer('f', 'int', 'select a')}`,
    to: `create table t (id int); ${definer('f', 'text', 'select a::text')} ${definer('g', 'int', 'select a')}`,
    rows: 'insert into t select generate_series(1, 20)',
    old: [[closed('f')], [closed('g')]],
    steps: [/^Create routine public\.g/, /^Deploy/, /^Make routine public\.f\(integer\) anew/],
  },
};
