import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dialectOf } from '../src/engines/mysql/flavour.ts';
import { untargeted } from '../src/engines/mysql/load/keys-to-nothing.ts';
import { loadStatements } from '../src/engines/mysql/load/load.ts';
import { typesUnknownIn } from '../src/engines/mysql/load/other-types.ts';
import { splitScript } from '../src/engines/mysql/load/split.ts';
import { newDraft } from '../src/engines/mysql/read/draft.ts';
import { findMariaDb } from './mariadb.ts';

// What a session was set to before stays.
const schema = `SET foreign_key_checks = 1;
CREATE TABLE users (id INT PRIMARY KEY, email VARCHAR(100), KEY email_idx (email)) ENGINE=InnoDB;
CREATE TABLE orders (id INT PRIMARY KEY, user_id INT, kind VARCHAR(20), CONSTRAINT fk2 FOREIGN KEY (user_id) REFERENCES users (id)) ENGINE=InnoDB;
CREATE TABLE plain (id INT, a INT, b INT, KEY a_idx (a)) ENGINE=InnoDB;
CREATE TABLE my (id INT PRIMARY KEY, a INT) ENGINE=MyISAM;
CREATE TABLE part (id INT PRIMARY KEY, a INT) PARTITION BY HASH (id) PARTITIONS 2;`;

/** `refused | statement`, as MariaDB 10.11 was seen to do. */
const facts = readFileSync(new URL('facts/more-ddl.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(/ \| (.*)/s))
  .map(([verdict = '', sql = '']) => ({ verdict, sql }));

const refused = [
  'CREATE TABLE t (a INT, CHECK (b > 0))',
  'CREATE TABLE t (a INT, b INT AS (c + 1))',
  'CREATE TABLE t (a INT, b INT DEFAULT (c + 1))',
  'ALTER TABLE plain ADD CHECK (z > 0)',
  'ALTER TABLE plain ADD c INT AS (z + 1)',
  'CREATE TABLE t (a VARCHAR(10)) CHARSET latin1 COLLATE utf8mb4_bin',
  'CREATE TABLE t (a VARCHAR(10) CHARACTER SET nosuch)',
  'CREATE TABLE t (a VARCHAR(10) COLLATE nosuch_ci)',
  'CREATE TABLE t (a INT) CHARSET nosuch',
  'CREATE TABLE t (a INT) COLLATE nosuch_ci',
  'CREATE TABLE t (a INT(256))',
  'CREATE TABLE t (a FLOAT(54))',
  'CREATE TABLE t (a DOUBLE(256,5))',
  'CREATE TABLE t (a INT) ENGINE=InnoDB ROW_FORMAT=FIXED',
  'CREATE TABLE t (a INT) ROW_FORMAT=PAGE',
  'CREATE TABLE t (a INT) KEY_BLOCK_SIZE=3',
  'CREATE TABLE t (a INT, b DATETIME AS (NOW()) STORED)',
  'CREATE TABLE t (a INT, b INT AS (UNIX_TIMESTAMP()) STORED)',
  'CREATE TABLE t (a DATETIME, CHECK (a < NOW()))',
  'CREATE TABLE t (a INT, CHECK (a < (SELECT 1)))',
  'CREATE TABLE t (a INT, b INT AS (c + 1), c INT AS (a + 1))',
  'CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT AS (a + 1) STORED)',
  'CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, CHECK (a > 3))',
  'CREATE TABLE t (a INT, b INT AS (SUM(a)))',
  `CREATE TABLE t (${Array.from({ length: 32 }, (_, at) => `c${at} BINARY(255)`).join(', ')})`,
  'CREATE TABLE t (a VARCHAR(700), b VARCHAR(100), KEY k (a, b))',
  'CREATE TABLE t (a VARCHAR(769) PRIMARY KEY)',
  'CREATE TABLE t (a TEXT PRIMARY KEY)',
  'CREATE TABLE t (a BLOB, b INT, KEY k (b, a))',
  'ALTER TABLE users ADD name VARCHAR(700), ADD KEY long_key (name, email)',
  'CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES plain (b))',
  'SET foreign_key_checks = 0; CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES plain (b)); SET foreign_key_checks = 1',
  'ALTER TABLE orders ADD FOREIGN KEY (id) REFERENCES plain (b)',
  'CREATE TABLE t (a INT NOT NULL, FOREIGN KEY (a) REFERENCES users (id) ON DELETE SET NULL)',
  'CREATE TABLE t (a INT PRIMARY KEY, FOREIGN KEY (a) REFERENCES users (id) ON UPDATE SET NULL)',
  'ALTER TABLE plain ADD KEY (c), CHANGE b d INT',
  'ALTER TABLE users ADD KEY email_idx (email)',
  'ALTER TABLE orders DROP FOREIGN KEY fk2, ADD CONSTRAINT fk2 FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE',
  'ALTER TABLE plain ADD COLUMN c INT, DROP COLUMN c',
  'ALTER TABLE plain DROP KEY a_idx, DROP KEY a_idx',
  'ALTER TABLE plain CHANGE b c INT, DROP COLUMN c',
  'ALTER TABLE users ENGINE=MyISAM',
  'ALTER TABLE orders ENGINE=Aria',
  'ALTER TABLE orders DROP FOREIGN KEY fk2, ENGINE=MyISAM',
  'SET foreign_key_checks = 0; ALTER TABLE users ENGINE=MyISAM; SET foreign_key_checks = 1',
  'TRUNCATE TABLE users',
  'ALTER TABLE orders DROP KEY fk2',
  'ALTER TABLE users ADD KEY long_key (email(400))',
  'ALTER TABLE plain MODIFY b BIGINT, ALTER b SET DEFAULT 1',
  'ALTER TABLE plain MODIFY b BIGINT, MODIFY b INT',
  'ALTER TABLE plain RENAME COLUMN b TO c, MODIFY c BIGINT',
  'ALTER TABLE plain RENAME COLUMN b TO a',
  'ALTER TABLE plain MODIFY b BIGINT, DROP COLUMN b',
];
const taken = [
  'CREATE TABLE t (a INT, b DATETIME AS (NOW()))',
  'CREATE TABLE t (a INT AUTO_INCREMENT PRIMARY KEY, b INT AS (a + 1))',
  'CREATE TABLE t (b INT DEFAULT (a + 1), a INT, c INT AS (t.a + B) STORED, CHECK (t.c > 0))',
  "CREATE TABLE t (a DATE, b INT AS (UNIX_TIMESTAMP(a)) STORED, c INT AS (EXTRACT(DAY FROM a)), d INT AS (TIMESTAMPDIFF(DAY, a, '2020-01-01')), e DATE AS (a + INTERVAL 1 DAY))",
  'CREATE TABLE t (a INT(255), b FLOAT(53), c INT DEFAULT (RAND()), d CHAR(36) DEFAULT (UUID()))',
  'CREATE TABLE t (a INT) ENGINE=MyISAM ROW_FORMAT=FIXED',
  'SET SESSION innodb_strict_mode = OFF; CREATE TABLE t (a INT) ROW_FORMAT=FIXED; SET SESSION innodb_strict_mode = ON',
  'CREATE TABLE t (a VARCHAR(10) COLLATE latin1_bin) CHARSET utf8mb4, COLLATE utf8mb4_bin',
  'CREATE SEQUENCE s; CREATE TABLE t (a INT DEFAULT NEXTVAL(s), b INT DEFAULT (NEXT VALUE FOR s))',
  'CREATE TABLE t (a VARCHAR(700), b VARCHAR(60), KEY k (a, b))',
  'CREATE TABLE t (a VARCHAR(1000), KEY k (a), UNIQUE KEY u (a))',
  'CREATE TABLE t (a TEXT, KEY k (a), UNIQUE KEY u (a))',
  'CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES plain (a))',
  'CREATE TABLE t (id INT PRIMARY KEY, up INT, FOREIGN KEY (up) REFERENCES t (id) ON DELETE SET NULL)',
  'SET foreign_key_checks = 0; CREATE TABLE t (a INT, FOREIGN KEY (a) REFERENCES later (b)); SET foreign_key_checks = 1',
  'ALTER TABLE users ADD KEY IF NOT EXISTS email_idx (email)',
  'ALTER TABLE users ADD KEY (other), ADD other INT',
  'ALTER TABLE plain ADD PERIOD FOR SYSTEM_TIME (f, t), ADD f TIMESTAMP(6) AS ROW START, ADD t TIMESTAMP(6) AS ROW END, ADD SYSTEM VERSIONING',
  'ALTER TABLE plain ADD CHECK (c > 0), ADD CONSTRAINT u UNIQUE (c), ADD (c INT, d INT), ADD KEY (d)',
  'ALTER TABLE plain DROP COLUMN a, DROP KEY a_idx',
  'ALTER TABLE plain DROP COLUMN b, ADD COLUMN b BIGINT',
  'ALTER TABLE orders DROP KEY fk2, ADD KEY u (user_id)',
  'ALTER TABLE orders ADD KEY u (user_id), DROP KEY fk2',
  'ALTER TABLE orders DROP KEY fk2, DROP FOREIGN KEY fk2',
  'ALTER TABLE orders DROP FOREIGN KEY fk2; ALTER TABLE orders ADD CONSTRAINT fk2 FOREIGN KEY (user_id) REFERENCES users (id)',
  'ALTER TABLE orders DROP FOREIGN KEY fk2; ALTER TABLE orders ENGINE=MyISAM',
  'CREATE OR REPLACE TABLE orders (id INT, user_id INT, CONSTRAINT fk2 FOREIGN KEY (user_id) REFERENCES users (id))',
  'SET foreign_key_checks = 0; TRUNCATE TABLE users; SET foreign_key_checks = 1',
  'TRUNCATE TABLE orders',
  'ALTER TABLE plain ENGINE=MyISAM',
  'ALTER TABLE plain ADD KEY b_idx (b(4))',
  'ALTER TABLE users ADD KEY short_key (email(40))',
  'ALTER TABLE plain RENAME COLUMN a TO b, RENAME COLUMN b TO a',
  'ALTER TABLE plain CHANGE a b BIGINT, CHANGE b c INT, RENAME COLUMN id TO a',
  'ALTER TABLE plain RENAME COLUMN a TO b, DROP COLUMN b',
  'ALTER TABLE plain ADD c VARCHAR(10), FORCE PARTITION BY HASH (id)',
];

function read(sql: string, version = '10.11'): readonly string[] {
  const draft = newDraft(dialectOf(version));
  const statements = splitScript(`${schema}\n${sql}`, 'a.sql').parts.flatMap((part) => ('sql' in part ? [part] : []));
  return loadStatements(draft, statements).diagnostics.map(({ message }) => message);
}

describe('what a server refuses', async () => {
  const server = await findMariaDb('refused');

  test.each(refused)('%s', async (sql) => {
    expect(read(sql)).toHaveLength(1);
    if (server) expect(await server.load(`${schema}\n${sql}`)).toBeDefined();
  });

  test.each(taken)('not %s', async (sql) => {
    expect(read(sql)).toEqual([]);
    if (server) expect(await server.load(`${schema}\n${sql}`)).toBeUndefined();
  });

  test('lengths, defaults, keys and foreign keys, statement by statement', { timeout: 120_000 }, async () => {
    const verdict = (isRefused: boolean) => (isRefused ? 'refused' : 'taken');
    const all = process.env['RELVAR_TEST_CASES'] === 'all';
    const wrong: string[] = [];
    for (const [at, { verdict: wanted, sql }] of facts.entries()) {
      const told = read(sql);
      if (verdict(told.length > 0) !== wanted) wrong.push(`${sql}: not ${wanted}, ${told.join('; ')}`);
      if (!server || !(all || at % 8 === 0)) continue;
      const error = await server.load(`${schema}\n${sql}`);
      if (verdict(error !== undefined) !== wanted) wrong.push(`${sql}: the server says ${error}`);
    }
    expect(wrong).toEqual([]);
  });
});

test('types that a server of the version lacks, of what a statement brings', () => {
  const draft = (version: string) => newDraft(dialectOf(version));
  expect(typesUnknownIn('CREATE TABLE t (u UUID)', draft('8.4'))).toContain('t.u (uuid)');
  expect(typesUnknownIn('CREATE TABLE t (u UUID)', draft('10.11'))).toBeUndefined();
  expect(typesUnknownIn('CREATE TABLE t (e VECTOR(3))', draft('10.11'))).toContain('t.e (vector(3))');
  expect(typesUnknownIn('ALTER TABLE nowhere ADD u UUID', draft('8.4'))).toBeUndefined();
  expect(typesUnknownIn('INSERT INTO t VALUES (1)', draft('8.4'))).toBeUndefined();
});

test('foreign keys to tables that never come are told, unless nobody looks for them', () => {
  const told = (sql: string) => {
    const draft = newDraft(dialectOf('10.11'));
    loadStatements(
      draft,
      splitScript(sql, 'a.sql').parts.flatMap((part) => ('sql' in part ? [part] : [])),
    );
    return untargeted(draft).map(({ message }) => message);
  };
  const child = 'CREATE TABLE t (a INT, CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id));';
  expect(told(child)).toEqual([expect.stringContaining('t.f (to u)')]);
  expect(told(`${child} CREATE TABLE u (id INT PRIMARY KEY);`)).toEqual([]);
  expect(told(`SET FOREIGN_KEY_CHECKS=0; ${child} SET FOREIGN_KEY_CHECKS=1;`)).toEqual([]);
});
