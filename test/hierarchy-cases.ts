import type { OnlineCase } from './online.ts';

type Pair = Pick<OnlineCase, 'from' | 'to' | 'rows'> & Partial<OnlineCase>;

const both = (title: string, one: Pair): Readonly<Record<string, OnlineCase>> => ({
  [`${title}, there`]: { steps: [], ...one },
  [`${title}, back`]: { steps: [], ...one, from: one.to, to: one.from, rows: '' },
});

const partitioned = (key: string, more = '') =>
  `create table m (id int, at int not null, v int${key}) partition by range (at);
  create table m_1 partition of m for values from (0) to (10);
  create table m_2 partition of m for values from (10) to (100) partition by range (at);
  create table m_2_1 partition of m_2 for values from (10) to (100); ${more}`;

const family = (parent: string, child = 'more int', more = '') =>
  `create table p (id int${parent}); create table c (${child}) inherits (p); create table d (last int) inherits (c); ${more}`;

/** Partitions and children: what a change of the parent does to them, and what the way back must bring them. */
export const hierarchyCases: Readonly<Record<string, OnlineCase>> = {
  ...both('a unique constraint over partitions', {
    from: partitioned(''),
    to: partitioned(', unique (at, id)'),
    rows: 'insert into m select n, n, n from generate_series(1, 40) n',
  }),
  ...both('a unique constraint of a partition that becomes its parent’s', {
    from: partitioned('', 'alter table m_1 add unique (at, id)'),
    to: partitioned(', unique (at, id)'),
    rows: 'insert into m select n, n, n from generate_series(1, 40) n',
  }),
  ...both('a foreign key of a parent over that of its partition', {
    from: 'create table r (id int primary key); create table m (id int, n int) partition by range (id); create table m_1 partition of m for values from (0) to (9)',
    to: 'create table r (id int primary key); create table m (id int, n int references r) partition by range (id); create table m_1 partition of m for values from (0) to (9)',
    rows: 'insert into r values (1); insert into m values (1, 1)',
  }),
  'a foreign key of a partition that was its parent’s': {
    from: 'create table r (id int primary key); create table m (id int, n int references r) partition by range (id); create table m_1 partition of m for values from (0) to (9)',
    to: 'create table r (id int primary key); create table m (id int, n int) partition by range (id); create table m_1 partition of m for values from (0) to (9); alter table m_1 add constraint m_n_fkey foreign key (n) references r',
    rows: 'insert into r values (1); insert into m values (1, 1)',
    steps: [],
  },
  'an identity that reaches partitions of partitions': {
    from: 'create table m (id int generated always as identity, at int not null) partition by range (at)',
    to: `create table m (id int generated always as identity, at int not null) partition by range (at);
      create table m_b partition of m for values from (0) to (9) partition by range (at); create table m_a partition of m_b for values from (0) to (9)`,
    rows: '',
    steps: [],
  },
  ...both('an identity of a parent', {
    from: family(', n int generated always as identity'),
    to: family(''),
    rows: 'insert into p values (1); insert into c (id, n) values (2, 2)',
  }),
  ...both('the primary key of a parent', { from: family(', primary key (id)'), to: family(''), rows: '' }),
  'the column of a parent’s primary key': {
    from: 'create table p (id int primary key, n int); create table c () inherits (p)',
    to: 'create table p (n int); create table c () inherits (p)',
    rows: '',
    steps: [],
  },
  ...both('a default that a child has otherwise', {
    from: family(', n int default 4', 'more int', 'alter table c alter n set default 3'),
    to: family(', n int', 'more int'),
    rows: 'insert into c (id) values (1)',
  }),
  ...both('a column that a child has stricter', {
    from: family(', n int default 4', 'more int', `alter table c alter n set not null; comment on column c.n is 'x'`),
    to: family('', 'more int'),
    rows: 'insert into c (id) values (1)',
  }),
  'a type of a column whose default a child has otherwise': {
    from: family(', n int default 4', 'more int', 'alter table c alter n set default 3'),
    to: family(`, n text default 'a'`, 'more int'),
    rows: 'insert into c (id) values (1)',
    steps: [],
  },
  ...both('a NOT NULL that comes with a column of the parent', {
    from: family(', name text not null', 'name text'),
    to: family('', 'name text'),
    rows: '',
  }),
  ...both('a column of a parent and its child', {
    from: family(', name text not null', 'name text'),
    to: family('', 'more int'),
    rows: '',
    undoDiffers: ['column public.c.name', 'column public.d.name'],
  }),
  'a column of one of two parents': {
    from: 'create table p (id int, n int check (n > 0)); create table q (x int, n int check (n > 0)); create table c () inherits (p, q)',
    to: 'create table p (id int); create table q (x int, n int check (n > 0)); create table c () inherits (p, q)',
    rows: '',
    steps: [],
  },
  'a table that joins a parent, with a type and a NOT NULL that only then are as the parent’s': {
    from: 'create table p (id int primary key, a int, constraint k check (a > 0) no inherit); create table c (id int, a int, z int)',
    to: 'create table p (id int primary key, a bigint not null default 4, constraint k check (a > 0)); create table c (id int not null, a bigint not null default 4, z int, constraint k check (a > 0)); alter table c inherit p',
    rows: 'insert into p values (1, 1); insert into c values (2, 2, 2)',
    steps: [/^Inherit/],
  },
  'a partition of a table that a foreign key points at, which goes': {
    from: 'create table m (id int primary key) partition by range (id); create table m_1 partition of m for values from (0) to (9); create table m_2 partition of m for values from (9) to (99); create table l (m int references m)',
    to: 'create table m (id int primary key) partition by range (id); create table m_1 partition of m for values from (0) to (9); create table l (m int references m)',
    rows: 'insert into m values (1), (10); insert into l values (1)',
    steps: [/^Drop table public\.m_2/],
  },
  'an index that becomes another one, and a partition that leaves with the one it had': {
    from: 'create table m (id int, k int) partition by range (id); create table m_1 partition of m for values from (0) to (9); create table m_2 partition of m for values from (9) to (99); create index i on m (k)',
    to: 'create table m (id int, k int) partition by range (id); create table m_1 (id int, k int); create index on m_1 (k); create table m_2 partition of m for values from (9) to (99); create index i on m (k, id)',
    rows: 'insert into m values (1, 1), (10, 10)',
    steps: [/^Detach partition public\.m_1/, /^Put the new index in the place/],
  },
  'bounds of a partition whose rows a foreign key points at': {
    from: 'create table m (id int, r text, primary key (id, r)) partition by list (r); create table m_1 partition of m for values in ($$a$$); create table l (m int, r text, constraint k foreign key (m, r) references m); comment on constraint k on l is $$x$$',
    to: 'create table m (id int, r text, primary key (id, r)) partition by list (r); create table m_1 partition of m for values in ($$a$$, $$b$$); create table l (m int, r text, constraint k foreign key (m, r) references m); comment on constraint k on l is $$x$$',
    rows: `insert into m values (1, 'a'); insert into l values (1, 'a')`,
    steps: [/^Give public\.m_1 other bounds/, /^Validate k of public\.l/],
  },
  'a check that reaches partitions of partitions': {
    from: 'create table m (id int check (id > 0), at int not null) partition by range (at)',
    to: `create table m (id int check (id > 0), at int not null) partition by range (at);
      create table m_b partition of m for values from (0) to (9) partition by range (at); create table m_a partition of m_b for values from (0) to (9)`,
    rows: '',
    steps: [],
  },
  'a sequence that outlives the table that owned it': {
    from: 'create table a (id serial primary key)',
    to: 'create sequence a_id_seq; create table b (id int primary key)',
    rows: 'insert into a default values',
    steps: [],
  },
  'a table in the place of one whose key has its name': {
    from: 'create table a (id int primary key, n int); create index i on a (n)',
    to: 'create table b (id int constraint a_pkey primary key, x text); create index i on b (x)',
    rows: 'insert into a values (1, 1)',
    steps: [],
  },
  ...both('an identity whose sequence counts further than its column', {
    from: 'create table t (id int primary key, n int generated always as identity); alter sequence t_n_seq as bigint maxvalue 9000000000000',
    to: 'create table t (id int primary key)',
    rows: 'insert into t (id) select n from generate_series(1, 40) n',
  }),
  ...both('an identity whose sequence counts further, and its type', {
    from: 'create table t (id int primary key, n int generated always as identity); alter sequence t_n_seq as bigint',
    to: 'create table t (id int primary key, n bigint generated always as identity)',
    rows: 'insert into t (id) select n from generate_series(1, 40) n',
  }),
  ...both('the type of an identity that is changed in place', {
    from: 'create unlogged table t (n int generated always as identity); create rule r as on update to t do also notify t',
    to: 'create unlogged table t (n bigint generated always as identity); create rule r as on update to t do also notify t',
    rows: 'insert into t default values',
  }),
  ...both('a type of a table that has a rule', {
    from: 'create table t (id int primary key, a int); create table l (a int); create rule r as on update to t do also insert into l values (new.a)',
    to: 'create table t (id int primary key, a bigint); create table l (a int); create rule r as on update to t do also insert into l values (new.a)',
    rows: 'insert into t values (1, 1)',
  }),
  'a view over a partition whose parent gives it another type': {
    from: `create table p (id int not null, k int not null) partition by list (k); create table p_1 partition of p for values in (1); create view v as select id from p_1;`,
    to: `create table p (id bigint not null, k int not null) partition by list (k); create table p_1 partition of p for values in (1); create view v as select id from p_1;`,
    rows: `insert into p select n, 1 from generate_series(1, 20) n`,
    keeps: 'select count(*), sum(id)::int as sum from v',
    steps: [/public\.p\.id/],
  },
  'a partition that is split by a column of another type': {
    from: `create table p (id int not null, k int not null) partition by list (k); create table p_1 partition of p for values in (1) partition by range (id);
      create table p_1_1 partition of p_1 for values from (0) to (1000); alter table p add check (id > 0);`,
    to: `create table p (id bigint not null, k int not null) partition by list (k); create table p_1 partition of p for values in (1) partition by range (id);
      create table p_1_1 partition of p_1 for values from (0) to (1000); alter table p add check (id > 0);`,
    rows: '',
    steps: [/make table public\.p_1_1, table public\.p_1 anew/],
  },
  'a foreign key over the own ones of partitions': {
    from: `create table r (id int primary key); create table p (id int not null, r int) partition by list (id); create table p_1 partition of p for values in (1) partition by list (id);
      create table p_1_1 partition of p_1 for values in (1); alter table p_1 add constraint own foreign key (r) references r on delete cascade;`,
    to: `create table r (id int primary key); create table p (id int not null, r int) partition by list (id); create table p_1 partition of p for values in (1) partition by list (id);
      create table p_1_1 partition of p_1 for values in (1); alter table p_1 add constraint own foreign key (r) references r on delete cascade;
      alter table p add constraint whole foreign key (r) references r on delete cascade;`,
    rows: `insert into r values (1); insert into p select 1, 1 from generate_series(1, 20) n`,
    keeps: 'select count(*) from p',
    steps: [/^Add foreign key whole/],
  },
};
