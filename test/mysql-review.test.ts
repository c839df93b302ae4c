import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const file = (name: string) => new URL(`corpus/mysql/${name}.sql`, import.meta.url).pathname;
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-mysql-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function reviewed(...args: readonly string[]) {
  const { out, error, code } = await relvar(['review', ...args, '--format', 'json']);
  expect({ error, code }).toEqual({ error: '', code: 0 });
  return JSON.parse(out);
}

function written(name: string, sql: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, sql);
  return path;
}

describe('an index on a column of few values', () => {
  const schema = `create table t (id int unsigned auto_increment primary key, flag boolean not null, note varchar(9), key k (flag))
    engine=InnoDB;`;
  const found = async (query: string) => {
    const queries = written('asked.sql', query);
    const { findings } = await reviewed(written('flag.sql', schema), '--workload', queries, '--rows', 't=5M');
    return (findings as readonly { rule: string }[]).filter(({ rule }) => rule === 'index-on-low-selectivity').length;
  };

  test('is left alone where queries that nobody planned ask for the column', async () => {
    expect(await found('select * from t where flag = 1;')).toBe(0);
    expect(await found('select flag, count(*) from t group by flag;')).toBe(0);
    expect(await found("select * from t where id = 5 and note = 'x';")).toBe(1);
  });
});

describe('a file', () => {
  test.each([
    ['chinook', 'MySQL 8.4', 11],
    ['sakila', 'MySQL 8.4', 16],
  ])('%s is known for what it is', async (name, engine, tables) => {
    const { source, statistics, diagnostics } = await reviewed(file(name));
    expect(source).toMatchObject({ kind: 'file', engine });
    expect(statistics.tables).toBe(tables);
    expect(diagnostics).toEqual([]);
  });

  test('is reviewed with its queries, which weigh tables and are not planned without a server', async () => {
    const beside = await mkdtemp(join(folder, 'beside-'));
    writeFileSync(
      join(beside, 'schema.sql'),
      `create table t (id int unsigned auto_increment primary key, mail varchar(100), note varchar(9)) engine=InnoDB collate=utf8mb4_bin;
       create table u (id int unsigned auto_increment primary key, email varchar(100), about varchar(9)) engine=InnoDB collate=utf8mb4_general_ci;
       create view v as select t.id from t join u on u.email = t.mail;`,
    );
    writeFileSync(
      join(beside, 'queries.sql'),
      'select t.id from t where exists (select 1 from u where u.about = t.note);',
    );
    for (const argv of [[beside], [join(beside, 'schema.sql'), '--workload', join(beside, 'queries.sql')]]) {
      const { statistics, diagnostics, findings } = await reviewed(...argv);
      expect(statistics.tables).toBe(2);
      expect(diagnostics).toMatchObject([
        {
          message: expect.stringMatching(
            /^1 query of the workload weighs the tables by calls, .*: MySQL and MariaDB are/,
          ),
          hint: expect.stringContaining('--lab mysql://'),
        },
      ]);
      const mixed = findings.find(({ rule }: { rule: string }) => rule === 'mixed-collations');
      expect(mixed.items.map((one: { message: string }) => one.message).sort()).toEqual([
        expect.stringMatching(
          /main\.t\.mail is utf8mb4_bin, and main\.u\.email, which the view main\.v compares with it/,
        ),
        expect.stringMatching(/main\.t\.note is .* which the query "select t\.id from t where exists/),
      ]);
    }
  });

  test.each([
    ['9.7', 'MySQL 9.7', []],
    ['12.1', 'MariaDB 12.1', ['uuid']],
  ])('is for any version from the oldest on: %s', async (target, engine, types) => {
    const sql = 'create table t (id int auto_increment primary key, a uuid, b vector(3)) engine=InnoDB;';
    const { source, diagnostics } = await reviewed(written('newest.sql', sql), '--target', target);
    expect(source.engine).toBe(engine);
    expect(diagnostics.map(({ message }: { message: string }) => message)).toEqual(
      types.length > 0 ? [] : [expect.stringMatching(/a column is of a type that MySQL does not have.*t\.a \(uuid\)/)],
    );
  });

  test('says in a line what of it is of another dialect', async () => {
    const path = written(
      'mixed.sql',
      `create table a (id int auto_increment primary key, doc jsonb, at timestamptz) engine=InnoDB;
       create table b (id int auto_increment primary key, doc text check (doc <> '{}'::text)) engine=InnoDB;
       create index by_id on a (id) where id > 7;
       create index by_doc on a using gin (doc);
       ${['c', 'd', 'e', 'f'].map((name) => `create table ${name} (\`id\` int unsigned auto_increment primary key) engine=InnoDB default charset=utf8mb4;`).join('\n')}`,
    );
    const { diagnostics } = await reviewed(path, '--engine', 'mysql');
    expect(diagnostics.map(({ message }: { message: string }) => message)).toEqual([
      expect.stringContaining('a cast by :: is of another engine'),
      expect.stringContaining('ALGORITHM or LOCK expected, not where'),
      expect.stringContaining('BTREE, HASH or RTREE expected, not gin'),
      expect.stringMatching(
        /^2 columns are of a type that MySQL does not have, .*a\.doc \(jsonb\), a\.at \(timestamptz\)$/,
      ),
    ]);
  });

  test('of a dump says which server it is for', async () => {
    const dump = written(
      'dump.sql',
      `/*M!999999\\- enable the sandbox mode */
-- MariaDB dump 10.19  Distrib 10.11.6-MariaDB, for debian-linux-gnu (x86_64)
-- Server version\t10.11.6-MariaDB-0+deb12u1
/*!40101 SET NAMES utf8mb4 */;
CREATE TABLE \`t\` (\`id\` int(11) NOT NULL, PRIMARY KEY (\`id\`)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
INSERT INTO \`t\` VALUES (1),(2);
DELIMITER ;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`root\`@\`localhost\`*/ /*!50003 TRIGGER tr BEFORE INSERT ON t FOR EACH ROW
BEGIN SET NEW.id = NEW.id + 1; END */;;
DELIMITER ;
`,
    );
    const { source, statistics, diagnostics } = await reviewed(dump);
    expect(source.engine).toBe('MariaDB 10.11');
    expect(statistics).toMatchObject({ tables: 1, triggers: 1 });
    expect(diagnostics).toEqual([]);
  });

  test('is read as the one that --engine names', async () => {
    const plain = written('plain.sql', 'create table t (id int primary key, name varchar(20));');
    expect((await reviewed(plain, '--engine', 'mariadb')).source.engine).toBe('MariaDB 11.8');
    expect((await reviewed(plain, '--engine', 'mysql', '--target', '8.0')).source.engine).toBe('MySQL 8.0');
  });

  test('takes the next number of a table from a dump', async () => {
    const dump = written(
      'numbers.sql',
      `-- MySQL dump 10.13
       CREATE TABLE \`a\` (\`id\` int NOT NULL AUTO_INCREMENT, PRIMARY KEY (\`id\`)) ENGINE=InnoDB AUTO_INCREMENT=2100000000;
       CREATE TABLE \`b\` (\`id\` int NOT NULL AUTO_INCREMENT, PRIMARY KEY (\`id\`)) ENGINE=InnoDB AUTO_INCREMENT=77;`,
    );
    const { findings } = await reviewed(dump);
    const ends = findings.filter((one: { readonly rule: string }) => one.rule === 'sequence-near-end');
    expect(JSON.stringify(ends)).toContain('main.a.id stands at 2 099 999 999, 97.7% of what int can hold');
    expect(JSON.stringify(ends)).not.toContain('main.b');
  });

  test('in another encoding loses none of it', async () => {
    const latin = written(
      'latin.sql',
      Buffer.from('create table `caf\u00e9` (id int auto_increment primary key) ENGINE=InnoDB;', 'latin1'),
    );
    const { diagnostics, statistics } = await reviewed(latin);
    expect(statistics.tables).toBe(1);
    expect(diagnostics).toMatchObject([{ code: 'not-utf-8' }]);
  });

  test('with a fault tells where, and what is left is read', async () => {
    const broken = written(
      'broken.sql',
      'CREATE TABLE `a` (`id` int AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;\nCREATE TABLE `b` (\n  `id` int,\n  `x` strange thing\n) ENGINE=InnoDB;\n',
    );
    const { diagnostics, statistics } = await reviewed(broken);
    expect(statistics.tables).toBe(1);
    expect(diagnostics).toMatchObject([{ code: 'statement-failed', line: 4 }]);
  });
});

test('docs and diagrams are made of it', async () => {
  const drawn = await relvar(['diagram', file('sakila'), '--format', 'mermaid']);
  expect(drawn).toMatchObject({ code: 0, out: expect.stringContaining('int_unsigned film_id PK') });
  const target = join(folder, 'docs');
  expect(await relvar(['docs', file('sakila'), '--format', 'markdown', '-o', target])).toMatchObject({ code: 0 });
});

test('what a table is kept up to date by, its types and its time stamps are its own engine’s', async () => {
  const sql = written(
    'own.sql',
    `CREATE TABLE parents (id int unsigned NOT NULL AUTO_INCREMENT PRIMARY KEY, at datetime NOT NULL) ENGINE=InnoDB;
CREATE TABLE children (
  id bigint NOT NULL AUTO_INCREMENT PRIMARY KEY,
  parent_id bigint NOT NULL,
  parents_id int unsigned NOT NULL,
  updated_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP,
  KEY (parent_id),
  FOREIGN KEY (parents_id) REFERENCES parents (id) ON DELETE CASCADE
) ENGINE=InnoDB;`,
  );
  const { findings } = await reviewed(sql);
  const rules = findings.map((one: { rule: string }) => one.rule);
  // The engine keeps the time, DATETIME is no mistake, and the foreign key has made its index.
  expect(rules).not.toContain('updated-at-not-maintained');
  expect(rules).not.toContain('timestamp-without-time-zone');
  expect(rules).not.toContain('foreign-key-without-index');
  // A foreign key between types that are not the same would be refused.
  const missing = findings.find((one: { rule: string }) => one.rule === 'missing-foreign-key');
  expect(missing?.items[0].sql).toBe('');
});

/** Every fix of it stands by itself. */
const readable = `
CREATE TABLE \`user_accounts\` (
  \`id\` int unsigned NOT NULL AUTO_INCREMENT,
  \`email\` varchar(255) DEFAULT NULL,
  \`balance\` float DEFAULT NULL,
  \`price\` decimal(10,2) NOT NULL,
  \`is_active\` tinyint(1) DEFAULT 1,
  PRIMARY KEY (\`id\`),
  KEY \`by_email\` (\`email\`),
  KEY \`by_email_too\` (\`email\`),
  KEY \`by_email_and_balance\` (\`email\`,\`balance\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE \`orders\` (
  \`id\` int unsigned NOT NULL AUTO_INCREMENT,
  \`user_account_id\` int unsigned DEFAULT NULL,
  \`quantity\` int NOT NULL,
  \`updated_at\` datetime DEFAULT NULL,
  PRIMARY KEY (\`id\`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
CREATE TABLE \`events\` (\`name\` varchar(20) NOT NULL, \`at\` datetime NOT NULL) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
`;

test.each([
  ['mysql', 'chinook'],
  ['mysql', 'sakila'],
  ['sqlite', 'chinook'],
  ['sqlite', 'employee'],
])('of %s nothing is said that only another engine has (%s)', async (engine, name) => {
  const path = new URL(`corpus/${engine}/${name}.sql`, import.meta.url).pathname;
  const { out, code } = await relvar(['review', path, '--verbose']);
  expect(code).toBe(0);
  const foreign =
    /vacuum|operator class|replica identity|exclusion constraint|\bdomain\b|\bpsql\b|concurrently|heap-only|exclusive lock|postgres|jsonb|TOAST|full-page/gi;
  expect(out.match(foreign)).toBeNull();
});

describe('a server', async () => {
  const server = await findMariaDb('review');

  test.skipIf(!server)('takes the fixes', async () => {
    const sql = written('fixes.sql', readable);
    const { findings } = await reviewed(sql, '--engine', 'mariadb', '--target', '10.11');
    const fixes: readonly string[] = findings.flatMap((one: { items: { sql: string }[] }) =>
      one.items.map((item) => item.sql).filter((text) => text !== ''),
    );
    expect(fixes.length).toBeGreaterThan(5);
    for (const fix of fixes) expect([fix, await server?.load(`${readable}\n${fix}`)]).toEqual([fix, undefined]);
  });

  test.skipIf(!server)('plans the queries of a workload, and the review tells what index they lack', async () => {
    const sql = written('planned.sql', readable);
    const queries = written('q.sql', '-- calls: 9/s\nselect * from orders where user_account_id = ?;');
    const lab = ['--lab', new URL('/', server?.url).href, '--rows', 'orders=2M,user_accounts=50k'];
    const target = ['--engine', 'mariadb', '--target', server?.version.split('.').slice(0, 2).join('.') ?? ''];
    const { findings } = await reviewed(sql, ...target, ...lab, '--workload', queries);
    const found = findings.find((one: { readonly rule: string }) => one.rule === 'query-without-index');
    expect(found?.items[0]).toMatchObject({ id: 'query-without-index:main.orders:user_account_id' });
    expect(found?.items[0].evidence[0]).toMatchObject({ kind: 'planned' });
  });

  test.skipIf(!server)('is read without a trace', async () => {
    expect(
      await server?.load(`${readable} insert into user_accounts (id, price) values (1, 2), (2, 3)`),
    ).toBeUndefined();
    const before = await server?.read();
    const { source, statistics, findings } = await reviewed(server?.url ?? '');
    expect(source).toMatchObject({ kind: 'database', engine: expect.stringMatching(/^MariaDB 1\d\.\d+$/) });
    expect(statistics.tables).toBe(3);
    expect(findings.map((one: { rule: string }) => one.rule)).toContain('redundant-index');
    expect(await server?.read()).toEqual(before);
  });
});
