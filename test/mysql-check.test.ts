import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const schemaOfReports = readFileSync(new URL('../schemas/check.schema.json', import.meta.url), 'utf8');
const isAsPublished = new Ajv2020().compile(JSON.parse(schemaOfReports));

const schema = `CREATE TABLE users (id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, email VARCHAR(100), name VARCHAR(50)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE orders (id INT NOT NULL AUTO_INCREMENT PRIMARY KEY, user_id INT UNSIGNED, total DECIMAL(10,2), legacy TEXT, state ENUM('new','paid')) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE \`lines\` (order_id INT NOT NULL, n INT NOT NULL, PRIMARY KEY (order_id, n), CONSTRAINT lines_order FOREIGN KEY (order_id) REFERENCES orders (id)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE VIEW names AS SELECT id, name FROM users;
CREATE TABLE logs (at DATE NOT NULL, what INT) ENGINE=InnoDB PARTITION BY RANGE (TO_DAYS(at)) (PARTITION old VALUES LESS THAN (738000), PARTITION rest VALUES LESS THAN MAXVALUE);
CREATE TABLE schema_migrations (version varchar(20) PRIMARY KEY);
INSERT INTO schema_migrations VALUES ('1');`;

const server = await findMariaDb('check');

let folder: string;
const path = (name: string) => join(folder, name);
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'relvar-mysql-check-'));
  writeFileSync(path('schema.sql'), schema);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Report {
  readonly statements: readonly {
    readonly class: string;
    readonly manner?: string;
    readonly error?: string;
    readonly known: string;
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly instead: readonly string[];
    readonly commands?: readonly string[];
    readonly message: string;
  }[];
  readonly suppressed: readonly { readonly rule: string; readonly reason: string }[];
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
  readonly assumptions: readonly string[];
}

async function check(sql: string, target: string, ...more: readonly string[]): Promise<Report> {
  writeFileSync(path('change.sql'), sql);
  const on = more.includes('--on') ? [] : ['--on', path('schema.sql'), '--engine', 'mysql', '--target', target];
  const { out, error, code } = await relvar([
    'migrate',
    'check',
    path('change.sql'),
    ...on,
    '--format',
    'json',
    ...more,
  ]);
  expect([code, error]).toEqual([0, '']);
  const report = JSON.parse(out);
  expect(isAsPublished(report), JSON.stringify(isAsPublished.errors)).toBe(true);
  return report;
}

const manners = ({ statements }: Report) =>
  statements.map(({ manner = '', error = '' }) => (error === '' ? manner.replace(/:.*/, '') : 'fails'));
const rules = ({ findings }: Report) => [...new Set(findings.map(({ rule }) => rule))].sort();

describe('without a server', () => {
  const sql = `ALTER TABLE users ADD COLUMN seen DATETIME;
    ALTER TABLE users MODIFY email VARCHAR(100) NOT NULL;
    ALTER TABLE users ADD COLUMN hits INT NOT NULL DEFAULT 0, ALGORITHM=INPLACE;
    CREATE INDEX orders_user ON orders (user_id) ALGORITHM=INPLACE LOCK=NONE;
    ALTER TABLE orders MODIFY total DECIMAL(12,2);
    ALTER TABLE orders MODIFY total DECIMAL(14,2), ALGORITHM=INPLACE;
    ALTER TABLE orders ADD KEY state (state), LOCK=SHARED;
    RENAME TABLE logs TO old_logs;`;

  test('a dump that names the release of its server is checked as that one does it, whoever names the product', async () => {
    const dump = path('dump.sql');
    writeFileSync(
      dump,
      `-- MySQL dump 10.13  Distrib 8.0.33, for Linux (x86_64)\n-- Server version\t8.0.20\n${schema}`,
    );
    for (const engine of [[], ['--engine', 'mysql']]) {
      const report = await check('ALTER TABLE users DROP COLUMN email;', '', '--on', dump, ...engine);
      expect(manners(report)).toEqual(['ALGORITHM=INPLACE, LOCK=NONE, the table is made anew']);
    }
  });

  test('where only 8.0 is named, it is told as of which release a column goes in an instant', async () => {
    const sql = 'ALTER TABLE users DROP COLUMN email;';
    const { statements } = await check(sql, '8.0');
    expect(statements.map(({ manner }) => manner)).toEqual([expect.stringContaining('as of MySQL 8.0.29')]);
    expect(manners(await check(sql, '8.0.28'))).toEqual(['ALGORITHM=INPLACE, LOCK=NONE, the table is made anew']);
    expect(manners(await check(sql, '8.0.29'))).toEqual(['ALGORITHM=INSTANT']);
  });

  test.each([
    [
      '8.4',
      'ALGORITHM=INPLACE, LOCK=NONE, the table is made anew',
      'ALGORITHM=INPLACE, LOCK=NONE',
      'ALGORITHM=INPLACE, LOCK=SHARED',
    ],
    ['10.11', 'ALGORITHM=INSTANT', 'ALGORITHM=NOCOPY, LOCK=NONE', 'ALGORITHM=NOCOPY, LOCK=SHARED'],
  ])('tells how %s carries each statement out, and what it refuses', async (target, asked, index, shared) => {
    const report = await check(sql, target);
    expect(manners(report)).toEqual([
      'ALGORITHM=INSTANT',
      'ALGORITHM=INPLACE, LOCK=NONE, the table is made anew',
      asked,
      index,
      'ALGORITHM=COPY, LOCK=SHARED, the table is made anew',
      'fails',
      shared,
      '',
    ]);
    expect(report.statements.map((one) => one.class).filter((_, at) => at !== 2)).toEqual([
      'brief lock',
      'online',
      'online',
      'rewrite',
      'online',
      'long lock',
      'brief lock',
    ]);
    expect(report.statements.every(({ known }) => known === 'facts')).toBe(true);
    expect(report.assumptions.join()).not.toContain('rehearsal');
    const failure = report.findings.find(({ rule }) => rule === 'fails');
    expect(failure?.message).toContain('ALGORITHM=INPLACE cannot be had, at best ALGORITHM=COPY, LOCK=SHARED');
  });

  test('writes commands of tools for the names on the copy that they make', async () => {
    const report = await check(
      `ALTER TABLE \`lines\` DROP FOREIGN KEY lines_order, MODIFY n BIGINT NOT NULL;
       ALTER TABLE users RENAME COLUMN name TO full_name, MODIFY email TEXT;`,
      '8.4',
    );
    const commands = report.findings.flatMap((one) => one.commands ?? []);
    const of = (table: string, tool: string) =>
      commands.filter((one) => one.startsWith(tool) && one.includes(`'${table}'`));
    expect(of('lines', 'pt-online')).toHaveLength(2);
    for (const command of of('lines', 'pt-online')) {
      expect(command).toContain("--alter 'DROP FOREIGN KEY _lines_order, MODIFY n BIGINT NOT NULL'");
      expect(command).not.toContain('--no-check-alter');
    }
    const [ghOst = ''] = of('users', 'gh-ost');
    expect(ghOst).toContain('CHANGE COLUMN name full_name varchar(50), MODIFY email TEXT');
    expect(ghOst).toContain('--approve-renamed-columns');
  });

  test('has rows counted that a tool would lose', async () => {
    const report = await check('ALTER TABLE users ADD UNIQUE KEY named (name), MODIFY email TEXT NOT NULL;', '9.7');
    const { message, commands } = report.findings.find(({ rule }) => rule === 'alter-blocks-writes') ?? {};
    expect(message).toContain('rows that it loses or changes');
    expect(commands).toEqual([
      expect.stringContaining('email IS NULL;'),
      expect.stringMatching(
        /^SELECT count\(\*\) FROM \(SELECT name, .* GROUP BY name HAVING count\(\*\) > 1\) AS alike;$/,
      ),
      expect.stringMatching(/^gh-ost /),
    ]);
  });

  test('names the tool that can, and parts that need no new table', async () => {
    const report = await check(
      `ALTER TABLE orders MODIFY total DECIMAL(12,2);
       ALTER TABLE users ADD COLUMN seen DATETIME, ADD INDEX email (email);`,
      '8.4',
      '--rows',
      'orders=50M,users=2M',
    );
    const copy = report.findings.find(({ rule }) => rule === 'alter-blocks-writes');
    expect(copy?.message).toContain('main.orders (50 000 000 rows (declared))');
    expect(copy?.commands?.at(-1)).toMatch(
      /^pt-online-schema-change [\s\S]*--alter 'MODIFY total DECIMAL\(12,2\)'[\s\S]*--alter-foreign-keys-method auto[\s\S]*--execute$/,
    );
    for (const line of copy?.commands?.join('\n').split('\n') ?? []) expect(line.length).toBeLessThan(74);
    const rebuilt = report.findings.find(({ rule }) => rule === 'rebuild-delays-replicas');
    expect(rebuilt?.instead).toEqual([
      'ALTER TABLE users ADD COLUMN seen DATETIME, ALGORITHM=INSTANT;',
      'ALTER TABLE users ADD INDEX email (email), ALGORITHM=INPLACE, LOCK=NONE;',
    ]);
  });

  test('has a tool for an index that only readers are let beside, and says where a key is missing', async () => {
    const report = await check(
      'CREATE FULLTEXT INDEX legacy ON orders (legacy); ALTER TABLE logs MODIFY what BIGINT;',
      '8.4',
    );
    const found = report.findings.filter(({ rule }) => rule === 'alter-blocks-writes');
    expect(found.flatMap(({ commands }) => commands?.[0]?.match(/--alter '(.*)'/)?.[1] ?? [])).toEqual([
      'ADD FULLTEXT KEY legacy (legacy)',
    ]);
    expect(found.map(({ message }) => /no tool can copy/.test(message)).sort()).toEqual([false, true]);
  });

  test('joins what would write a table anew twice', async () => {
    const report = await check(
      'ALTER TABLE orders MODIFY total DECIMAL(12,2); ALTER TABLE orders MODIFY user_id BIGINT;',
      '8.4',
    );
    expect(report.findings.find(({ rule }) => rule === 'rebuilt-repeatedly')?.instead).toEqual([
      'ALTER TABLE orders MODIFY total DECIMAL(12,2), MODIFY user_id BIGINT;',
    ]);
  });

  test('writes of rows in pieces of the key, and not those that an index finds', async () => {
    const report = await check(
      `UPDATE orders SET state = 'paid' WHERE total > 0;
       UPDATE orders SET state = 'paid' WHERE id = 7;
       DELETE FROM orders WHERE id > 5000 AND id <= 10000;
       DELETE FROM orders WHERE legacy IS NULL LIMIT 1000;`,
      '8.4',
      '--rows',
      'orders=50M',
    );
    const writes = report.findings.filter(({ rule }) => rule === 'unbatched-write');
    expect(writes.map(({ instead }) => instead[0])).toEqual([
      "UPDATE orders SET state = 'paid' WHERE id > 0 AND id <= 5000 AND (total > 0);",
    ]);
  });

  test('reads DELIMITER and programs, and what is left broken', async () => {
    const report = await check(
      `DELIMITER //
CREATE TRIGGER stamp BEFORE INSERT ON orders FOR EACH ROW BEGIN IF NEW.legacy IS NULL THEN SET NEW.legacy = ''; END IF; END//
DELIMITER ;
ALTER TABLE orders DROP COLUMN legacy;
ALTER TABLE users DROP COLUMN name;
ALTER TABLE logs DROP PARTITION old;`,
      '8.4',
    );
    expect(report.statements.map((one) => one.class)).toEqual(['brief lock', 'data loss', 'data loss', 'data loss']);
    expect(report.findings.filter(({ rule }) => rule === 'dependent-broken').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^the trigger stamp names orders\.legacy, which line 4/),
      expect.stringMatching(/^the view names names users\.name, which line 5/),
    ]);
    expect(report.findings.find(({ rule }) => rule === 'rows-removed')?.message).toContain(
      'the partition old of main.logs',
    );
  });

  test('says that each statement stays when a later one fails, and can be silenced', async () => {
    const report = await check(
      `SET SESSION lock_wait_timeout = 3;
CREATE TABLE notes (id INT PRIMARY KEY);
ALTER TABLE users ADD COLUMN seen DATETIME;
-- relvar: ignore fails it is known
ALTER TABLE users ADD COLUMN seen DATETIME;`,
      '8.4',
    );
    expect(rules(report)).toEqual(['rerun-fails']);
    expect(report.suppressed).toEqual([expect.objectContaining({ rule: 'fails', reason: 'it is known' })]);
  });

  test.each([
    ['pretty', /P\d alter-blocks-writes/],
    ['markdown', /```sh\n {2}pt-online-schema-change/],
    ['sarif', /"ruleId": ?"alter-blocks-writes"/],
    ['github', /^::error .*alter-blocks-writes/m],
  ])('reports as %s', async (format, told) => {
    writeFileSync(path('type.sql'), 'ALTER TABLE orders MODIFY total DECIMAL(12,2);');
    const { out } = await relvar([
      ...['migrate', 'check', path('type.sql'), '--on', path('schema.sql'), '--engine', 'mysql', '--target', '8.0'],
      ...['--rows', 'orders=50M', '--format', format],
    ]);
    expect(out).toMatch(told);
    if (format === 'pretty') for (const line of out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test('says of a form that it was not read, and fails what is no statement or not in the schema', async () => {
    const report = await check(
      'GET 5; GARBAGE HERE; ALTER TABLE nothing ADD COLUMN a INT; SHOW TABLES; DELETE; TRUNCATE; UPDATE;',
      '8.4',
    );
    expect(report.diagnostics.map(({ message }) => message)).toEqual([
      expect.stringContaining('what it does was not read'),
    ]);
    expect(report.findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      expect.stringContaining('fails: it fails: syntax error: no statement begins with GARBAGE'),
      expect.stringContaining('fails: it fails: syntax error: incomplete input'),
      expect.stringContaining('fails: it fails: syntax error: TRUNCATE is followed by the name of a table'),
      expect.stringContaining('fails: it fails: syntax error: incomplete input'),
      expect.stringContaining('fails: it fails: there is no table nothing'),
    ]);
  });

  test('says that there is no lab for a server that others have', async () => {
    writeFileSync(path('other.sql'), 'create table a (id integer primary key) strict;');
    const { error, code } = await relvar([
      ...['migrate', 'check', path('type.sql'), '--on', path('other.sql'), '--engine', 'sqlite'],
      ...['--lab', 'mysql://root@127.0.0.1'],
    ]);
    expect([code, error]).toEqual([2, expect.stringMatching(/^relvar: --lab: .*leave --lab out/s)]);
  });
});

describe.runIf(server)('on MariaDB', () => {
  const { url = '', version = '' } = server ?? {};
  const target = version.split('.').slice(0, 2).join('.');
  const lab = ['--lab', url.replace(/\/[^/]*$/, '/')];

  test('does not believe it where it takes the word INSTANT and copies all the same', async () => {
    const sql = `ALTER TABLE users PARTITION BY HASH (id) PARTITIONS 4;
      ALTER TABLE users REMOVE PARTITIONING;
      ALTER TABLE users ENGINE=Aria;`;
    const seen = manners(await check(sql, target, ...lab));
    expect(seen).toEqual(manners(await check(sql, target)));
    expect(JSON.stringify(seen)).toContain('the table is made anew');
  });

  test('asks it, and says the same as without it', async () => {
    const sql = `ALTER TABLE users ADD COLUMN seen DATETIME;
      ALTER TABLE users MODIFY email VARCHAR(100) NOT NULL;
      CREATE INDEX orders_user ON orders (user_id) LOCK=SHARED;
      ALTER TABLE orders MODIFY total DECIMAL(12,2), ALGORITHM=INPLACE;
      ALTER TABLE orders ADD FULLTEXT KEY legacy (legacy);
      ALTER TABLE orders ADD CONSTRAINT u FOREIGN KEY (user_id) REFERENCES users (id);`;
    const seen = await check(sql, target, ...lab);
    expect(manners(seen)).toEqual(manners(await check(sql, target)));
    expect(seen.statements.map(({ known, error }) => (error === undefined ? known : 'fails'))).toEqual([
      'rehearsed',
      'rehearsed',
      'rehearsed',
      'fails',
      'rehearsed',
      'rehearsed',
    ]);
  });

  test('reaches no other database', async () => {
    await server?.load('create table victims (id int primary key); insert into victims values (1);');
    const name = url.split('/').at(-1);
    const report = await check(
      `DELETE FROM ${name}.victims; DROP TABLE ${name}.victims; USE ${name}; CALL ${name}.p(); SET GLOBAL max_connections = 7; INSERT INTO users (id) VALUES (1);`,
      target,
      ...lab,
    );
    expect(report.diagnostics.filter(({ code }) => code === 'not-rehearsed').length).toBe(3);
    const [row] = (await server?.writer.query('select count(*) as n from victims')) ?? [];
    expect(Number(row?.['n'])).toBe(1);
  });

  test('checks on a live database those that its tool has not noted', async () => {
    await server?.load(schema);
    writeFileSync(path('change.sql'), '');
    const names = ['1_first.sql', '2_second.sql'];
    const migrations = mkdtempSync(join(folder, 'migrations-'));
    writeFileSync(join(migrations, names[0] ?? ''), 'CREATE TABLE never (id INT);');
    writeFileSync(join(migrations, names[1] ?? ''), 'ALTER TABLE users ADD COLUMN seen DATETIME;');
    const { out } = await relvar(['migrate', 'check', migrations, '--on', url, '--format', 'json']);
    const report = JSON.parse(out) as Report;
    expect(manners(report)).toEqual(['ALGORITHM=INSTANT']);
    expect(report.diagnostics.map(({ code }) => code)).toContain('already-applied');
  });
});
