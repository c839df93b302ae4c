import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const schema = `CREATE TABLE a (id int PRIMARY KEY, j json, s varchar(50) NOT NULL, q int AS (j->'$.q') STORED,
    r varchar(20) AS (j->>'$.r') VIRTUAL, m int AS (regexp_like(s, 'x')) VIRTUAL,
    CONSTRAINT likes CHECK (s LIKE 'A->%'), CONSTRAINT matches CHECK (regexp_like(s, '^a', 'c')));
  CREATE TABLE b (id int PRIMARY KEY, a_id int);
  CREATE VIEW counted AS SELECT a.id, n.n FROM a JOIN LATERAL (SELECT count(*) AS n FROM b WHERE b.a_id = a.id) n;
  CREATE VIEW above AS SELECT id FROM counted;
  CREATE VIEW part AS SELECT j->>'$.q' AS q FROM a;
  CREATE VIEW plain AS SELECT id, 'LATERAL ->' AS text FROM a;
  CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW SET NEW.a_id = uuid_to_bin(uuid()) IS NULL;
  CREATE FUNCTION first_of(j json) RETURNS int DETERMINISTIC RETURN j->'$.a';
  CREATE TABLE packed (id int PRIMARY KEY) COMPRESSION='zlib' ENCRYPTION='N';
  CREATE TABLE told (id int PRIMARY KEY, f int COLUMN_FORMAT FIXED, e int ENGINE_ATTRIBUTE '{}', KEY ke (e) ENGINE_ATTRIBUTE '{}')
    TABLESPACE = spaces AUTOEXTEND_SIZE=4M SECONDARY_ENGINE=RAPID ENGINE_ATTRIBUTE='{"a": 1}';
  CREATE FUNCTION one() RETURNS int DETERMINISTIC RETURN 1;`;

describe('a schema of MySQL for MariaDB', async () => {
  const server = await findMariaDb('products');
  const folder = await mkdtemp(join(tmpdir(), 'relvar-convert-products-'));
  afterAll(() => rm(folder, { recursive: true }));

  test.skipIf(!server)('leaves out, and tells, what only MySQL says', async () => {
    const path = join(folder, 'mysql.sql');
    await writeFile(path, schema);
    const { out, code } = await relvar(['convert', path, '--engine', 'mysql', '--to', 'mariadb', '--target', '10.11']);
    expect(code).toBe(0);
    expect(await server?.load(out)).toBeUndefined();
    for (const told of [
      'check matches of a: MariaDB does not know regexp_like()',
      'view counted: MariaDB does not know LATERAL',
      'view above: it reads the view counted',
      'trigger t: MariaDB does not know uuid_to_bin()',
      'column a.m: its expression, with regexp_like(): nothing computes it',
      'table packed: its options compression',
      'table told: its options tablespace, autoextend_size, secondary_engine,',
      'column told.f: its options column_format',
      'column told.e, index ke of told: its options engine_attribute',
    ])
      expect(out).toContain(told);
    const [head = ''] = out.split('CREATE TABLE');
    expect(head).not.toMatch(/likes|plain|one/);
    const views = await server?.writer.query(
      'SELECT table_name AS name FROM information_schema.views WHERE table_schema = database()',
    );
    expect(views?.map((row) => row['name']).toSorted()).toEqual(['part', 'plain']);
    await server?.writer.exec(`INSERT INTO a (id, j, s) VALUES (1, '{"q": 7, "r": "seven"}', 'A->x')`);
    expect(await server?.writer.query('SELECT q, r, first_of(j) AS f FROM a')).toEqual([{ q: 7, r: 'seven', f: null }]);
    expect(await server?.writer.query('SELECT * FROM part')).toEqual([{ q: '7' }]);
  });
});

test('a schema of MariaDB for MySQL leaves out what reads the history', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-convert-products-'));
  const path = join(folder, 'mariadb.sql');
  await writeFile(
    path,
    'CREATE TABLE t (id int PRIMARY KEY) WITH SYSTEM VERSIONING; CREATE VIEW v AS SELECT id FROM t FOR SYSTEM_TIME ALL;',
  );
  const { out } = await relvar(['convert', path, '--engine', 'mariadb', '--to', 'mysql']);
  await rm(folder, { recursive: true });
  expect(out).toContain('view v: MySQL does not know FOR SYSTEM_TIME');
  expect(out).not.toContain('CREATE VIEW');
});

test('a schema of MariaDB for MySQL has its ignored indexes and defaults in words of MySQL', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-convert-products-'));
  const path = join(folder, 'mariadb.sql');
  await writeFile(
    path,
    "CREATE SEQUENCE s; CREATE TABLE t (id int DEFAULT nextval(s), b text NOT NULL DEFAULT 'abc', KEY k (id) IGNORED);",
  );
  const { out } = await relvar(['convert', path, '--engine', 'mariadb', '--to', 'mysql']);
  await rm(folder, { recursive: true });
  expect(out).toContain('KEY k (id) INVISIBLE');
  expect(out).toContain("b text NOT NULL DEFAULT ('abc')");
  expect(out.replaceAll(/\n-- +/g, ' ')).toContain('column t.id: its default, nextval(s), which MySQL does not have');
});

test('what MySQL says to engines is compared, with letters as they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'relvar-convert-products-'));
  const [plain, told] = [join(folder, 'plain.sql'), join(folder, 'told.sql')];
  await writeFile(plain, 'CREATE TABLE t (id int PRIMARY KEY, v int, KEY k (v)) ENGINE=InnoDB AUTOEXTEND_SIZE=4M;');
  await writeFile(
    told,
    `CREATE TABLE t (id int PRIMARY KEY, v int COLUMN_FORMAT FIXED, KEY k (v) ENGINE_ATTRIBUTE='{"aB":1}') TABLESPACE=sPaces;`,
  );
  const there = (await relvar(['diff', plain, told, '--engine', 'mysql', '--format', 'sql'])).out;
  for (const part of [
    'AUTOEXTEND_SIZE=0',
    'TABLESPACE=sPaces',
    'v int COLUMN_FORMAT FIXED',
    'DROP KEY k,',
    `ADD KEY k (v) ENGINE_ATTRIBUTE '{"aB":1}'`,
  ])
    expect(there).toContain(part);
  const back = (await relvar(['diff', told, plain, '--engine', 'mysql', '--format', 'sql'])).out;
  await rm(folder, { recursive: true });
  for (const part of ['AUTOEXTEND_SIZE=4194304', 'TABLESPACE=innodb_file_per_table', 'DROP KEY k,', 'ADD KEY k (v)'])
    expect(back).toContain(part);
});
