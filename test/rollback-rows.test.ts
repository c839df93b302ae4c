import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { catalogHash } from '../src/catalog/hash.ts';
import { catalogAt } from './apply/sample.ts';
import { type Outcome, relvar } from './run-cli.ts';
import { describeWithPostgres, type PostgresDatabase, type PostgresServer, withDatabase } from './servers/postgres.ts';

/** Rows that the application after the migration writes, and that the schema before it refuses. */
interface Case {
  readonly from: string;
  readonly to: string;
  readonly rows: string;
  readonly written: string;
  readonly mended: string;
  /** What is told of the rows against it. */
  readonly told: RegExp;
  readonly flags?: readonly string[];
}

const t = (columns: string, rest = '') => `create table t (id int primary key, ${columns}); ${rest}`;

const cases: Readonly<Record<string, Case>> = {
  'numbers beyond the narrower type': {
    from: t('a int'),
    to: t('a bigint'),
    rows: 'insert into t values (1, 1)',
    written: 'insert into t (id, a) values (2, 5000000000)',
    mended: 'delete from t where id = 2',
    told: /1 row against it\n.*must hold: Every value of public\.t\.a can be written as integer/,
  },
  'keys beyond the narrower type, with what refers to them': {
    from: `${t('n int')} create table c (id int primary key, t int references t);`,
    to: 'create table t (id bigint primary key, n int); create table c (id int primary key, t bigint references t);',
    rows: 'insert into t values (1, 1); insert into c values (1, 1)',
    written: 'insert into t (id) values (5000000000); insert into c (id, t) values (2, 5000000000)',
    mended: 'delete from c where id = 2; delete from t where id > 1',
    told: /Every value of public\.c\.t can be written as integer/,
  },
  'a value that the enum before does not have': {
    from: `create type e as enum ('a', 'b', 'c'); ${t('e e')}`,
    to: `create type e as enum ('a', 'b', 'd'); ${t('e e')}`,
    rows: `insert into t values (1, 'a')`,
    written: `insert into t (id, e) values (2, 'd')`,
    mended: `update t set e = 'b' where e = 'd'`,
    told: /No row of public\.t holds 'd' in e/,
    flags: ['--drop', 'public.e.c'],
  },
  'duplicates of the narrower key': {
    from: 'create table t (a int not null, b int not null, constraint k primary key (a));',
    to: 'create table t (a int not null, b int not null, constraint k primary key (a, b));',
    rows: 'insert into t values (1, 1)',
    written: 'insert into t values (1, 2)',
    mended: 'delete from t where b = 2',
    told: /No two rows of public\.t have the same "?a"?\./,
  },
  'duplicates of a unique index that went': {
    from: t('a int', 'create unique index u on t (a);'),
    to: t('a int'),
    rows: 'insert into t values (1, 1)',
    written: 'insert into t values (2, 1)',
    mended: 'delete from t where id = 2',
    told: /No two rows of public\.t have the same/,
  },
  'nulls, behind a column that changes its type': {
    from: t('a int not null, b int'),
    to: t('a int, b bigint'),
    rows: 'insert into t values (1, 1, 1)',
    written: 'insert into t (id) values (2)',
    mended: 'update t set a = 0 where id = 2',
    told: /Every row of public\.t has a value in a/,
  },
  'rows that a check refused': {
    from: t('a int constraint k check (a > 0)'),
    to: t('a int constraint k check (a > -9)'),
    rows: 'insert into t values (1, 1)',
    written: 'insert into t values (2, -1)',
    mended: 'delete from t where id = 2',
    told: /satisfies the check k/,
  },
  'longer texts': {
    from: t('a varchar(5)'),
    to: t('a varchar(50)'),
    rows: `insert into t values (1, 'abc')`,
    written: `insert into t values (2, 'longer than five')`,
    mended: 'delete from t where id = 2',
    told: /can be written as character varying\(5\)/,
  },
  'longer texts under a view': {
    from: t('a varchar(5)', 'create view v as select a from t;'),
    to: t('a varchar(50)', 'create view v as select a from t;'),
    rows: `insert into t values (1, 'abc')`,
    written: `insert into t values (2, 'longer than five')`,
    mended: 'delete from t where id = 2',
    told: /can be written as character varying\(5\)/,
  },
  'digits that would be rounded away': {
    from: t('a numeric(6,2)'),
    to: t('a numeric(10,4)'),
    rows: 'insert into t values (1, 1.25)',
    written: 'insert into t (id, a) values (2, 1.2345)',
    mended: 'update t set a = 1.23 where id = 2',
    told: /becomes another one as numeric\(6,2\)/,
  },
  'ranges that overlap': {
    from: t('r int4range', 'alter table t add constraint x exclude using gist (r with &&) where (id > 0);'),
    to: t('r int4range'),
    rows: `insert into t values (1, '[1,5)'), (2, null), (3, 'empty')`,
    written: `insert into t values (4, '[4,9)'), (5, '[5,6)'), (-1, '[1,9)')`,
    mended: 'delete from t where id > 3',
    told: /2 rows against it\n.*must hold: No two rows of public\.t conflict by the exclusion constraint x/,
  },
  'ranges of expressions that overlap': {
    from: t(
      'a int, b int',
      'alter table t add constraint x exclude using gist (int4range(a, b) with &&, int4range(0, a) with =);',
    ),
    to: t('a int, b int'),
    rows: 'insert into t values (1, 1, 2), (2, 2, 3)',
    written: 'insert into t values (3, 1, 3)',
    mended: 'delete from t where id = 3',
    told: /1 row against it\n.*conflict by the exclusion constraint x/,
  },
  'shapes that lie upon each other': {
    from: t('c circle', 'alter table t add constraint x exclude using gist (c with &&);'),
    to: t('c circle'),
    rows: `insert into t values (1, '<(0,0),1>'), (2, '<(9,9),1>')`,
    written: `insert into t values (3, '<(0,1),1>')`,
    mended: 'delete from t where id = 3',
    told: /1 row against it\n.*conflict by the exclusion constraint x/,
  },
  'equal values of an exclusion constraint': {
    from: t('a int', 'alter table t add constraint x exclude (a with =);'),
    to: t('a int'),
    rows: 'insert into t values (1, 1), (2, null), (3, null)',
    written: 'insert into t values (4, 1)',
    mended: 'delete from t where id = 4',
    told: /No two rows of public\.t have the same a/,
  },
  'rows for which a column cannot be generated': {
    from: t('a int, g int generated always as (100 / a) stored'),
    to: t('a int'),
    rows: 'insert into t values (1, 1), (2, null)',
    written: 'insert into t values (3, 0)',
    mended: 'delete from t where id = 3',
    told: /1 row\s+against it\n.*public\.t\.g can be generated for every row of public\.t/,
    flags: ['--drop', 'public.t.g'],
  },
  'rows for which a generated column is null or too long': {
    from: t("a text, g varchar(3) generated always as (a || '!') stored not null"),
    to: t('a text'),
    rows: `insert into t values (1, 'a')`,
    written: `insert into t values (2, null), (3, 'abc')`,
    mended: 'delete from t where id > 1',
    told: /2\s+rows against it\n.*public\.t\.g can be generated/,
    flags: ['--drop', 'public.t.g'],
  },
  'rows that refer to a table that was dropped': {
    from: `create table p (id int primary key); ${t('p int constraint f references p')}`,
    to: t('p int'),
    rows: 'insert into t values (2, null)',
    written: 'insert into t values (1, 1)',
    mended: 'update t set p = null where id = 1',
    told: /1 row against it\n.*No row of public\.t refers to one of public\.p, which was dropped with its rows/,
    flags: ['--drop', 'public.p'],
  },
  'rows without the one they referred to': {
    from: `${t('n int')} create table c (id int primary key, t int references t);`,
    to: `${t('n int')} create table c (id int primary key, t int);`,
    rows: 'insert into t values (1, 1); insert into c values (1, 1)',
    written: 'insert into c values (2, 9)',
    mended: 'delete from c where id = 2',
    told: /Every row of public\.c has its row in public\.t/,
  },
};

const carriedOut = async (command: string, folder: string, { url }: PostgresDatabase): Promise<Outcome> => {
  const argv = ['migrate', command, folder, '--to', url, '--yes'];
  const outcome = await relvar(argv);
  return outcome.code === 3 ? await relvar([...argv, '--continue']) : outcome;
};

async function planned({ from, to, flags = [] }: Pick<Case, 'from' | 'to' | 'flags'>, { version }: PostgresServer) {
  const folder = mkdtempSync(join(tmpdir(), 'relvar-rollback-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [old, next, plan] = ['old.sql', 'new.sql', 'plan'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(old, from);
  writeFileSync(next, to);
  const { code, error } = await relvar(['migrate', 'plan', old, next, '-o', plan, '--target', `${version}`, ...flags]);
  expect(error).toContain('written to');
  expect(code).toBe(0);
  return plan;
}

/** Constraints that came with the last of the servers. */
const temporal: Case = {
  from: 'create table t (id int, k int4range, r int4range, constraint x unique (k, r without overlaps));',
  to: 'create table t (id int, k int4range, r int4range);',
  rows: `insert into t values (1, '[1,2)', '[1,5)')`,
  written: `insert into t values (2, '[1,2)', '[4,9)'), (3, '[2,3)', '[4,9)')`,
  mended: 'delete from t where id = 2',
  told: /1\s+row against it\n.*No two rows of public\.t overlap by the key x/,
};

describeWithPostgres([15, 18], 'the way back and rows that were written since', (server) => {
  const all = { ...cases, ...(server.version < 18 ? {} : { 'periods that overlap': temporal }) };
  test.each(Object.entries(all))('counts before anything is undone: %s', (_, one) =>
    withDatabase(server, async (database) => {
      const plan = await planned(one, server);
      await database.query(`${one.from} ${one.rows}`);
      const began = catalogHash(await catalogAt(database.url));
      expect((await carriedOut('apply', plan, database)).code).toBe(0);
      const applied = catalogHash(await catalogAt(database.url));
      await database.query(one.written);

      const dry = await relvar(['migrate', 'rollback', plan, '--to', database.url, '--dry-run']);
      expect(dry.out.replace(/\n {2,}/g, ' ')).toMatch(/none would be undone: rows stand against step/);
      const refused = await carriedOut('rollback', plan, database);
      expect(refused.code).toBe(1);
      expect(refused.error.replace(/\n {4,}/g, ' ')).toMatch(one.told);
      expect(refused.error).toMatch(/^nothing is undone: step/m);
      expect(refused.error).toMatch(/^ {4}SELECT/m);
      expect(catalogHash(await catalogAt(database.url))).toBe(applied);

      await database.query(one.mended);
      const back = await carriedOut('rollback', plan, database);
      expect(back.error).toMatch(/^undone$/m);
      expect(catalogHash(await catalogAt(database.url))).toBe(began);
    }),
  );

  test('tells what the application that runs loses, before it asks', () =>
    withDatabase(server, async (database) => {
      const one = {
        from: `${t('a int, b int')} create table c (id int primary key, t int constraint f references t);`,
        to: `${t('a bigint, b int', 'create unique index u on t (b);')}
          create table c (id int primary key, t int constraint f references t on delete cascade);`,
      };
      const plan = await planned(one, server);
      const document = readFileSync(join(plan, 'plan.md'), 'utf8');
      expect(document).toMatch(
        /Until step 0\d\d is done, this fails: what writes values into public\.t\.a that integer/,
      );
      expect(document).toMatch(/Until step 0\d\d is done, this fails: code that says ON CONFLICT \(b\) for public\.t/);
      await database.query(one.from);
      expect((await carriedOut('apply', plan, database)).code).toBe(0);
      const { error } = await relvar(['migrate', 'rollback', plan, '--to', database.url], { ask: async () => 'n' });
      const told = error.replace(/\n {4,}/g, ' ');
      expect(told).toContain('breaks: what writes values into public.t.a that integer does not take');
      expect(told).toContain('breaks: code that says ON CONFLICT (b) for public.t');
      expect(told).toContain('breaks: what relies on ON DELETE CASCADE of foreign key f of public.c');
    }));
});
