import { describe, expect, test } from 'vitest';
import { dialectOf } from '../src/engines/mysql/flavour.ts';
import { asAsked, askedBySql } from '../src/engines/mysql/online/asked.ts';
import { classifyAlter } from '../src/engines/mysql/online/classify.ts';
import { newDraft } from '../src/engines/mysql/read/draft.ts';
import { carryOut } from '../src/engines/mysql/render.ts';
import { findMariaDb } from './mariadb.ts';

const tables = `CREATE TABLE p (id INT PRIMARY KEY) ENGINE=InnoDB;
CREATE TABLE t (id INT NOT NULL PRIMARY KEY, a INT, b VARCHAR(20) NOT NULL DEFAULT '', c TEXT, d INT NOT NULL, KEY a (a), CONSTRAINT d_positive CHECK (d > 0)) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4`;

const statements = [
  'ALTER TABLE t ADD COLUMN z INT',
  'ALTER TABLE t ADD COLUMN z INT FIRST',
  'ALTER TABLE t DROP COLUMN c',
  'ALTER TABLE t MODIFY a BIGINT',
  'ALTER TABLE t MODIFY a INT NOT NULL',
  'ALTER TABLE t MODIFY b VARCHAR(40) NOT NULL',
  'ALTER TABLE t CHANGE a aa INT',
  'ALTER TABLE t RENAME COLUMN a TO aa',
  'ALTER TABLE t ALTER COLUMN d SET DEFAULT 7',
  'ALTER TABLE t ADD KEY d (d)',
  'ALTER TABLE t ADD UNIQUE KEY d (d), DROP KEY a',
  'ALTER TABLE t ADD FULLTEXT KEY c (c)',
  'ALTER TABLE t DROP KEY a',
  'ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES p (id)',
  'ALTER TABLE t ADD CHECK (a > 0)',
  'ALTER TABLE t DROP CONSTRAINT d_positive',
  'ALTER TABLE t ADD COLUMN z INT, ADD KEY d (d)',
  'ALTER TABLE t ENGINE=InnoDB',
  "ALTER TABLE t COMMENT='x'",
  'ALTER TABLE t CONVERT TO CHARACTER SET latin1',
  'ALTER TABLE t DROP PRIMARY KEY, ADD PRIMARY KEY (d)',
  'CREATE INDEX d ON t (d)',
  'CREATE FULLTEXT INDEX c ON t (c)',
  'DROP INDEX a ON t',
];

const algorithms = [
  '',
  'ALGORITHM=DEFAULT',
  'ALGORITHM=INSTANT',
  'ALGORITHM=NOCOPY',
  'ALGORITHM=INPLACE',
  'ALGORITHM=COPY',
];
const locks = ['', 'LOCK=DEFAULT', 'LOCK=NONE', 'LOCK=SHARED', 'LOCK=EXCLUSIVE'];

/** Every seventh pair of words, unless all are asked for: each statement meets some of every kind. */
const isTried = (at: number) => process.env['RELVAR_TEST_CASES'] === 'all' || at % 7 === 0;

const server = await findMariaDb('asked');

describe('what a statement asks for', () => {
  const drafted = (version: string) => {
    const draft = newDraft(dialectOf(version));
    for (const sql of tables.split(';')) carryOut(sql, draft);
    return draft;
  };
  const judged = (sql: string, version: string) => {
    const draft = drafted(version);
    const [found, asked] = [classifyAlter(sql, draft), askedBySql(sql, draft)];
    if (!found || !asked) return expect.fail(sql);
    return asAsked(found, asked, draft.dialect);
  };
  const words = (...all: readonly string[]) => all.filter((one) => one !== '');

  test('is taken out of it, and put into it', () => {
    const draft = drafted('10.11');
    const asked = askedBySql(
      'ALTER ONLINE TABLE `t` WAIT 3 ADD COLUMN `lock` INT, LOCK = NONE, ALGORITHM INPLACE, DROP a',
      draft,
    );
    expect([asked?.table, asked?.algorithm, asked?.lock, asked?.actions]).toEqual([
      't',
      'INPLACE',
      'NONE',
      ['ADD COLUMN `lock` INT', 'DROP a'],
    ]);
    expect(asked?.saying(['ALGORITHM=COPY'])).toBe(
      'ALTER ONLINE TABLE `t` WAIT 3 ADD COLUMN `lock` INT, DROP a, ALGORITHM=COPY',
    );
    expect(
      askedBySql("CREATE UNIQUE INDEX i USING BTREE ON t (a) ALGORITHM=INPLACE COMMENT 'x' LOCK NONE", draft)?.saying([
        'LOCK=SHARED',
      ]),
    ).toBe("CREATE UNIQUE INDEX i USING BTREE ON t (a) COMMENT 'x' LOCK=SHARED");
    expect(
      askedBySql('ALTER TABLE t ADD COLUMN z INT PARTITION BY HASH (id) PARTITIONS 3', draft)?.saying(['LOCK=SHARED']),
    ).toBe('ALTER TABLE t ADD COLUMN z INT, LOCK=SHARED PARTITION BY HASH (id) PARTITIONS 3');
    expect(askedBySql('CREATE TABLE x (a INT)', draft)).toBeUndefined();
  });

  test('of DROP INDEX is an ALTER TABLE for MariaDB, which takes no such words there', () => {
    expect(judged('DROP INDEX a ON t LOCK=NONE', '10.11')).toHaveProperty('refused');
    expect(judged('DROP INDEX a ON t ALGORITHM=INPLACE LOCK=NONE', '8.4')).toMatchObject({ algorithm: 'INPLACE' });
    const asked = askedBySql('DROP INDEX a ON t', drafted('10.11'));
    expect([asked?.saying([]), asked?.saying(['LOCK=NONE'])]).toEqual([
      'DROP INDEX a ON t',
      'ALTER TABLE t DROP KEY a, LOCK=NONE',
    ]);
  });

  test('makes MySQL build a table anew that could change at once, and is refused beside INSTANT', () => {
    expect(judged('ALTER TABLE t ADD COLUMN z INT, ALGORITHM=INPLACE', '8.4')).toMatchObject({
      algorithm: 'INPLACE',
      rebuilds: true,
    });
    expect(judged('ALTER TABLE t ALTER COLUMN d SET DEFAULT 7, ALGORITHM=INPLACE', '8.4')).toMatchObject({
      rebuilds: false,
    });
    expect(judged('ALTER TABLE t ADD COLUMN z INT, ALGORITHM=INSTANT, LOCK=NONE', '8.4')).toHaveProperty('refused');
  });

  test.skipIf(!server)(
    'MariaDB takes or refuses as told, and makes a table anew as told',
    { timeout: 120_000 },
    async () => {
      const { version = '', writer } = server ?? {};
      const wrong: string[] = [];
      let at = 0;
      await server?.load(tables);
      const number = async () =>
        (
          await writer?.query(
            "SELECT TABLE_ID AS n FROM information_schema.INNODB_SYS_TABLES WHERE NAME = CONCAT(database(), '/t')",
          )
        )?.[0]?.['n'];
      for (const plain of statements) {
        for (const algorithm of algorithms) {
          for (const lock of locks) {
            if (!isTried(at++)) continue;
            const asked = askedBySql(plain, drafted(version));
            const said = words(algorithm, lock);
            const sql = plain.startsWith('DROP') ? [plain, ...said].join(' ') : (asked?.saying(said) ?? plain);
            await writer?.exec(`DROP TABLE IF EXISTS t; ${tables.split(';')[1]}`);
            const before = await number();
            const error = (await writer?.batch([sql]))?.error;
            const told = judged(sql, version);
            const refused = 'refused' in told;
            if (refused !== (error !== undefined))
              wrong.push(`${sql}: ${refused ? told.refused : 'taken'}; the server: ${error?.message ?? 'taken'}`);
            else if (!('refused' in told) && (told.rebuilds || told.copies === true) !== ((await number()) !== before))
              wrong.push(`${sql}: ${told.algorithm} ${told.rebuilds}`);
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});
