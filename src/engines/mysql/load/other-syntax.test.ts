import { expect, test } from 'vitest';
import { dialectOf } from '../flavour.ts';
import { otherSyntax, otherSyntaxes } from './other-syntax.ts';

const ofMySql = [
  'ALTER TABLE t ADD KEY ((b + 1))',
  'ALTER TABLE t ADD UNIQUE KEY k (a, (lower(b)))',
  'CREATE TABLE t (a int, KEY k (a(10), (b * 2)))',
  "CREATE INDEX j ON t ((CAST(doc->>'$.a' AS CHAR(10))))",
  'ALTER TABLE t ALTER INDEX i INVISIBLE',
  'CREATE INDEX i ON t (b) INVISIBLE',
  'CREATE TABLE t (a int, KEY `k` (`a`) INVISIBLE, b int)',
  'ALTER TABLE t DROP CHECK c',
  'ALTER TABLE t ALTER COLUMN b SET INVISIBLE',
  'INSERT INTO t (id, a) VALUES (1, 2) AS new ON DUPLICATE KEY UPDATE a = new.a',
  'ALTER TABLE t COLLATE utf8mb4_0900_ai_ci',
  "CREATE TABLE t (d json, n int AS (d->'$.n'))",
  "CREATE TABLE t (a int ENGINE_ATTRIBUTE '{}')",
  'CREATE TABLE t (a int) SECONDARY_ENGINE=RAPID',
  'CREATE TABLE t (a int) AUTOEXTEND_SIZE=4M',
  'CREATE TABLE t (a int) TABLESPACE=spaces',
  'CREATE TABLE t (a int COLUMN_FORMAT FIXED)',
  'CREATE TABLE t (a int STORAGE DISK)',
  "CREATE TABLE t (a int) COMPRESSION='zlib'",
];
const ofMariaDb = [
  'CREATE SEQUENCE s',
  'CREATE OR REPLACE TABLE t (id int)',
  'CREATE OR REPLACE DEFINER=`root`@`localhost` PROCEDURE p() SELECT 1',
  'ALTER TABLE t ADD COLUMN IF NOT EXISTS c int',
  'ALTER TABLE t DROP COLUMN IF EXISTS c',
  'ALTER TABLE IF EXISTS t ADD c int',
  'CREATE INDEX IF NOT EXISTS i ON t (a)',
  'DROP INDEX IF EXISTS i ON t',
  'ALTER TABLE t ADD SYSTEM VERSIONING',
  'ALTER TABLE t ALTER INDEX i IGNORED',
  'DELETE FROM t WHERE id = 1 RETURNING id',
  'INSERT INTO t (id) VALUES (1) RETURNING id',
  'ALTER TABLE t ADD c char(36) DEFAULT uuid()',
  'ALTER TABLE t ADD c int, ALGORITHM=NOCOPY',
  'ALTER TABLE t ENGINE=Aria',
  'CREATE TABLE t (a int) COLLATE=utf8mb4_uca1400_ai_ci',
  'CREATE TABLE t (a int, b int AS (a + 1) PERSISTENT)',
  'ALTER TABLE t ADD c int WAIT 5',
  "CREATE TABLE t (a text NOT NULL DEFAULT 'abc')",
  "CREATE TABLE t (a longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '')",
  'CREATE TABLE t (a int, KEY k (a) IGNORED)',
];
const ofBoth = [
  'CREATE TABLE IF NOT EXISTS t (a int DEFAULT (1 + 1), b timestamp DEFAULT current_timestamp(), KEY k (a), KEY p (b(10)), h int INVISIBLE)',
  'CREATE OR REPLACE ALGORITHM=MERGE DEFINER=`a`@`b` SQL SECURITY DEFINER VIEW v AS SELECT 1',
  'CREATE OR REPLACE VIEW v AS SELECT (1)',
  'DROP TABLE IF EXISTS t',
  'ALTER TABLE t ADD h int INVISIBLE, ALGORITHM=INSTANT',
  'ALTER TABLE t ADD CONSTRAINT c CHECK ((a > 0))',
  'ALTER TABLE t PARTITION BY HASH (a) PARTITIONS 4',
  'CREATE TABLE t (a int, CONSTRAINT f FOREIGN KEY (a) REFERENCES u (id), PRIMARY KEY (a), UNIQUE (a), CHECK (((a))))',
  "INSERT INTO t VALUES ('RETURNING', 'x->y', 'ALTER INDEX i INVISIBLE')",
  'ALTER TABLE t DROP CONSTRAINT c, DEFAULT CHARACTER SET utf8mb4',
  "CREATE TABLE t (text varchar(10) DEFAULT 'abc', blob_of int DEFAULT 1, a text DEFAULT ('abc'))",
  'CREATE TABLE t (a int) TABLESPACE spaces',
  'ALTER TABLE `key` ADD `index` int DEFAULT (uuid_short())',
];

test.each(ofMySql)('MariaDB does not know %s', (sql) => {
  expect(otherSyntax(sql, dialectOf('10.11'))).toContain('MariaDB does not know what MySQL alone has');
  expect(otherSyntax(sql, dialectOf('8.4'))).toBeUndefined();
});
test.each(ofMariaDb)('MySQL does not know %s', (sql) => {
  expect(otherSyntax(sql, dialectOf('8.4'))).toContain('MySQL does not know what MariaDB alone has');
  expect(otherSyntax(sql, dialectOf('11.8'))).toBeUndefined();
});
test.each(ofBoth)('both know %s', (sql) => {
  expect([otherSyntax(sql, dialectOf('8.4')), otherSyntax(sql, dialectOf('10.11'))]).toEqual([undefined, undefined]);
});
test('newer MariaDB takes collations of MySQL', () => {
  expect(otherSyntax('ALTER TABLE t COLLATE utf8mb4_0900_ai_ci', dialectOf('11.8'))).toBeUndefined();
});
test('long keys are read in no time', () => {
  const columns = Array.from({ length: 32 }, (_, at) => `c${at}`);
  const started = performance.now();
  expect(otherSyntax(`CREATE TABLE t (a int, KEY k (${columns.join(', ')}))`, dialectOf('10.11'))).toBeUndefined();
  expect(performance.now() - started).toBeLessThan(1000);
  expect(otherSyntax(`CREATE TABLE t (a int, KEY k (a(10), b, (a + 1)))`, dialectOf('10.11'))).toContain('expression');
});

test('each of several is told', () => {
  const sql = "CREATE TABLE t (id int DEFAULT nextval(s), a text DEFAULT 'abc', KEY k (id) IGNORED)";
  const told = otherSyntaxes([{ sql, file: 'a.sql', line: 1 }], dialectOf('8.4')).map(({ message }) => message);
  for (const what of ['a sequence', 'a constant as default of a text', 'an IGNORED index'])
    expect(told).toContainEqual(expect.stringContaining(what));
});
