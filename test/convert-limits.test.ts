import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dialectOf } from '../src/engines/mysql/flavour.ts';
import { takenDefault } from '../src/engines/mysql/limits/constants.ts';
import { typeIn } from '../src/engines/mysql/limits/key-bytes.ts';
import { understood } from '../src/engines/mysql/understood.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const server = await findMariaDb('convert_limits');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-convert-limits-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Made {
  readonly sql: string;
  readonly told: readonly string[];
}

async function converted(source: string, ...flags: readonly string[]): Promise<Made> {
  const { out, code } = await relvar(['convert', source, '--format', 'json', ...flags]);
  expect(code).toBe(0);
  const { statements, losses } = JSON.parse(out);
  return {
    sql: statements.map((one: string) => `${one};`).join('\n'),
    told: losses.map(({ what, why }: { readonly what: string; readonly why: string }) => `${what}: ${why}`),
  };
}

test.runIf(server).each(['cratesio', 'danbooru', 'thingsboard'])(
  'a server takes all of postgres/%s for MariaDB',
  async (source) => {
    const file = fileURLToPath(new URL(`corpus/postgres/${source}.sql`, import.meta.url));
    const { sql, told } = await converted(file, '--to', 'mariadb', '--target', '10.11');
    expect(await server?.load(sql)).toBeUndefined();
    if (source === 'thingsboard')
      expect(told).toContain(
        'foreign key fk_domain of mobile_app_bundle_oauth2_client, here mobile_app_bundle_oauth2_client_fk_domain: its name: it is taken here, or none that the engine takes',
      );
  },
  120_000,
);

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join(', ');

/** What PostgreSQL takes and the servers refuse as it stands, and what is told of it. */
const beyond: readonly (readonly [sql: string, ...told: readonly string[]])[] = [
  [
    'create table a1 (a numeric(50, 40))',
    'column a1.a: digits beyond 48, 38 of them behind the point: it has 50, 40 of them there',
  ],
  ['create table a2 (a numeric(5, -2))', 'column a2.a: that its last 2 digits are zeros'],
  ['create table a3 (a numeric(3, 5))', 'column a3.a: that its values are below 0.01'],
  [
    'create table b1 (a text, b text, c text, d text, primary key (a, b, c, d))',
    'index PRIMARY of b1: only the first 192 of a, the first 192 of b, the first 192 of c, the first 192 of d in it, since a key has 3072 bytes: rows that begin alike are refused',
  ],
  [
    'create table b2 (a varchar(500), b varchar(500), c int); create index b2_i on b2 (a, c, b)',
    'index b2_i of b2: only the first 383 of a, the first 383 of b in it, since a key has 3072 bytes',
  ],
  [
    'create table b3 (id int primary key, a jsonb); create index b3_i on b3 (a)',
    'index b3_i of b3: no index is over JSON as a is: one over what is read from it could be',
  ],
  [
    `create table b4 (${many(70, (at) => `c${at} int`)}); ${many(70, (at) => `create index b4_${at} on b4 (c${at})`).replaceAll(', create', '; create')}`,
  ],
  [`create table b5 (${many(40, (at) => `c${at} int`)}); create index b5_i on b5 (${many(32, (at) => `c${at}`)})`],
  [
    'create table c1 ("a " int, "B" int, "b" int, db_row_id int, check ("B" > "b"))',
    'column c1.a , here a: its name: it is taken here, or none that the engine takes',
    'column c1.b, here b_2: its name: it is taken here, or none that the engine takes',
  ],
  [
    'create table c2 (id int primary key, constraint same check (id > 0)); create table c3 (id int primary key, constraint same check (id > 0), constraint fk foreign key (id) references c2); create table c4 (id int primary key constraint fk references c2, constraint "SAME" check (id > 1), constraint same check (id > 2))',
    'foreign key fk of c4, here c4_fk: its name: it is taken here, or none that the engine takes',
  ],
  [`create type long_mood as enum ('a', 'b'); create table ${'c5'.padEnd(60, 'x')} (${'a'.padEnd(40, 'y')} long_mood)`],
  [
    `create table d1 (${many(6, (at) => `a${at} varchar(4000)`)})`,
    'column d1.a0: its length, 4000: it stands outside of the row, which would have more bytes than a row may have',
  ],
  [`create table d2 (${many(200, (at) => `a${at} varchar(50)`)})`],
  [
    "create table d3 (a int); do $$ begin execute 'comment on column d3.a is ' || quote_literal(repeat('long ', 400)); end $$",
    'the comment of column d3.a: all of it but the first 1024 characters',
  ],
  [
    'create table e1 (a int generated always as (b + 1) stored primary key, b int not null)',
    'primary key of e1: a is computed, and no such value is in one here: it is a unique key',
  ],
  [
    `create table e2 (id int primary key, a int not null references c2 on delete set null, b int references c2 on delete set null on update cascade, g int generated always as (b + 1) stored,
      c int default 1 references c2 on delete set default, d int references c2 on update cascade check (d > 5))`,
    'foreign key e2_a_fkey of e2: ON DELETE SET NULL, since a column of it is never NULL: a row that is referred to is not deleted',
    'column e2.g: that it is stored: a foreign key sets b, so it is computed when read',
    'foreign key e2_c_fkey of e2: ON DELETE SET DEFAULT, since no foreign key does so here: a row that is referred to is not deleted',
    'check e2_d_check of e2: foreign key e2_d_fkey sets d, which no check may be of then',
  ],
  [
    'create table e3 (a int, b int, unique (a, b)); create table e4 (a int, b int, foreign key (b, a) references e3 (b, a))',
  ],
  [
    'create table e5 (a varchar(900), b varchar(900), primary key (a, b)); create table e6 (a varchar(900), b varchar(900), foreign key (a, b) references e5)',
    'foreign key e6_a_b_fkey of e6: its columns have more than the 3072 bytes of a key',
  ],
  [
    'create table e7 (a char(5) primary key); create table e8 (a varchar(5) references e7)',
    'foreign key e8_a_fkey of e8: a is a text of utf8mb4_nopad_bin, and what it refers to a text of utf8mb4_bin',
  ],
  [
    'create table f1 (id int generated always as identity primary key, b int generated by default as identity unique)',
    'column f1.b: that it numbers the rows by itself',
    'column f1.id: that it takes no numbers but its own',
  ],
  [
    "create sequence f2_s; create table f2 (id numeric default nextval('f2_s') primary key)",
    'column f2.id: that it numbers the rows by itself',
  ],
  [
    "create table g1 (a timestamptz default '2020-01-01 00:00:00+02', b timestamp default 'infinity', c float8 default 'NaN', d bytea default '\\xdeadbeef', e varbit(10) default B'1', f interval default '1 day')",
    "column g1.b: its default, 'infinity': it is no value of datetime(6) here",
    "column g1.c: its default, 'NaN': it is no value of double here",
  ],
  [
    'create table g2 (a text[] default array[]::text[], b date default now()::date)',
    'default of column g2.a: the engine is not known to understand ARRAY[]',
  ],
  [
    'create table h1 (a int, b int, t timestamptz, e boolean, constraint p check (a ^ 2 > 4), constraint q check (t > now()), constraint r check (e is true), constraint s check (a::numeric / 2 > 1.5), constraint u check (a = -1))',
    'check p of h1: the engine is not known to understand (((a) ^ (2)) > (4))',
    'check q of h1: the engine is not known to understand (t > CURRENT_TIMESTAMP(6))',
  ],
];

describe('what goes beyond the limits of a server', () => {
  test.runIf(server).each(['mariadb', 'mysql'])('is made to fit and told for %s', async (to) => {
    const file = join(folder, 'beyond.sql');
    writeFileSync(file, `${beyond.map(([sql]) => sql).join(';\n')};`);
    const { sql, told } = await converted(
      file,
      '--engine',
      'postgres',
      '--to',
      to,
      ...(to === 'mariadb' ? ['--target', '10.11'] : []),
    );
    if (to === 'mariadb') {
      for (const [, ...lines] of beyond) for (const line of lines) expect(told).toContain(line);
      expect(sql).toContain('CHECK ((B > b_2))');
      expect(sql).toContain('FOREIGN KEY (a, b) REFERENCES e3 (a, b)');
      expect(sql).toContain("a datetime(6) DEFAULT '2019-12-31 22:00:00'");
      expect(sql).toContain("d longblob DEFAULT (x'deadbeef')");
      expect(sql).toContain('CONSTRAINT s CHECK ((((a) / (2)) > 1.5))');
      expect(sql).toContain('CONSTRAINT u CHECK ((a = -1))');
      expect(sql).toContain('KEY b5_i (c0, c1');
      expect(await server?.load(sql)).toBeUndefined();
      return;
    }
    expect(sql).toContain('a decimal(40,30)');
    expect(told).toContain('index b5_i of b5: only its first 16 columns: a key has no more');
    expect(told).toContain('check same of c3, here c3_same: its name: it is taken here, or none that the engine takes');
    expect(sql).toContain('a int GENERATED ALWAYS AS ((b + 1)) STORED NOT NULL');
    expect(sql).toMatch(/FOREIGN KEY \(a, b\) REFERENCES e3 \(a, b\)/);
  });
});

const types = [
  'tinyint',
  'int',
  'bigint',
  'int unsigned',
  'decimal(5,2)',
  'double',
  'float',
  'bit(3)',
  'varchar(2)',
  'date',
  'datetime(6)',
  'time(6)',
  'uuid',
  'tinyint(1)',
];
const values = [
  "''",
  "'abc'",
  "'5'",
  '5',
  '5.5',
  '300',
  '-1',
  '999.994',
  '999.996',
  '9223372036854775808',
  '1e300',
  "'NaN'",
  "'Infinity'",
  "'2020-02-30'",
  "'2020-01-01'",
  "'2020-01-01 10:00:00'",
  "'25:00:00'",
  "'x'",
  "b'1010'",
  "b'101'",
  "'ab'",
  "'true'",
  "'6ccd780c-baba-1026-9564-5b8c656024db'",
];

test.runIf(server)('a default that is none of its type is known as one', async () => {
  await server?.load('');
  const wrong: string[] = [];
  for (const type of types) {
    const taken = values.flatMap((value) => takenDefault(value, typeIn(type)) ?? []);
    const columns = taken.map((value, at) => `a${at} ${type} default ${value}`);
    const { error } = (await server?.writer.batch([`create or replace table t (${columns.join(', ')})`])) ?? {};
    if (error) wrong.push(`${error.message} of ${columns.join(', ')}`);
  }
  expect(wrong).toEqual([]);
});

const checks = [
  'a + b * 2 > 1',
  'a is true',
  'a is not null',
  'a in (1, 2)',
  'a between 1 and 2',
  "c like 'x%'",
  "c regexp '^x'",
  'case when a > 1 then 2 else 3 end = 2',
  'a & 1 = 0',
  "concat(c, 'x') = 'yx'",
  'char_length(c) > 2',
  'extract(year from d) > 2000',
  "json_valid('{}')",
  'cast(c as signed) > 1',
  'a div 2 = 1',
  'coalesce(a, 0) > 1',
  "left(c, 1) = 'x'",
];

test.runIf(server)('checks are understood that a server takes', async () => {
  expect(checks.filter((one) => !understood(one, true, dialectOf('10.11')))).toEqual([]);
  const list = checks.map((one) => `check (${one})`).join(', ');
  expect(await server?.load(`create table t (a int, b int, c varchar(20), d date, ${list});`)).toBeUndefined();
});

test.each([
  'a ^ 2 > 1',
  'd > current_date',
  'a || b',
  'array[1]',
  "c::text = 'x'",
  'a is distinct from b',
  'a is 1',
  "f ->> 'x'",
  'a[1] = 2',
  'any(a) = 1',
  'c collate nocase = 1',
  'extract(epoch from d) > 1',
  '@ a > 1',
])('a check is not understood: %s', (expression) =>
  expect(understood(expression, true, dialectOf('10.11'))).toBe(false),
);
