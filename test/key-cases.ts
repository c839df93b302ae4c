import type { OnlineCase } from './online.ts';

/** Fails where an orphan is let in. */
const refused = (
  statement: string,
) => `do $$ begin begin ${statement}; exception when foreign_key_violation then return; end;
  raise exception 'an orphan was let in'; end $$`;
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
};
