import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { splitScript } from '../src/engines/mysql/load/split.ts';
import { findMariaDb } from './mariadb.ts';
import { relvar } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-modes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = (name: string) => join(folder, name);

const schema = (text: string, mode = 'ANSI_QUOTES,PIPES_AS_CONCAT,NO_BACKSLASH_ESCAPES') => `
CREATE TABLE t (id INT PRIMARY KEY, a VARCHAR(40), b INT);
SET sql_mode = '${mode}';
CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW SET NEW."a" = NEW.a || '${text}';
CREATE FUNCTION f(x TEXT) RETURNS TEXT DETERMINISTIC RETURN x || '${text}';
DELIMITER //
CREATE EVENT e ON SCHEDULE EVERY 1 DAY STARTS '2030-01-01 03:00:00' DO BEGIN UPDATE t SET a = a || '${text}'; SET @done = 1; END//
DELIMITER ;
SET sql_mode = DEFAULT;`;

const server = await findMariaDb('modes');

describe.runIf(server)('programs made under a mode that gives their texts their meaning', () => {
  const { url = '', writer } = server ?? {};
  /** What was made, by kind and name, and the mode that it keeps. */
  const modes = async () => {
    const rows =
      await writer?.query(`SELECT TRIGGER_NAME AS name, SQL_MODE AS mode FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()
      UNION ALL SELECT ROUTINE_NAME, SQL_MODE FROM information_schema.ROUTINES WHERE ROUTINE_SCHEMA = DATABASE()
      UNION ALL SELECT EVENT_NAME, SQL_MODE FROM information_schema.EVENTS WHERE EVENT_SCHEMA = DATABASE() ORDER BY name`);
    return Object.fromEntries((rows ?? []).map(({ name, mode }) => [name, String(mode)]));
  };
  const kept = expect.stringMatching(/^(?=.*PIPES_AS_CONCAT)(?=.*NO_BACKSLASH_ESCAPES)(?!.*IGNORE_SPACE)/);
  const inserted = async (id: number) => {
    await writer?.exec(`INSERT INTO t VALUES (${id}, 'r', 1)`);
    return (await writer?.query(`SELECT a, f(a) AS f FROM t WHERE id = ${id}`))?.[0];
  };

  beforeEach(async () => {
    expect(await server?.load(schema(String.raw`x\y`))).toBeUndefined();
    writeFileSync(path('after.sql'), schema(String.raw`x\z`));
  });

  test('are replaced under it by the statements of a difference', async () => {
    const { out, code } = await relvar(['diff', url, path('after.sql'), '--engine', 'mariadb', '--format', 'sql']);
    expect(code).toBe(0);
    const { parts } = splitScript(out, 'script.sql');
    const own = (await writer?.query('SELECT @@sql_mode AS mode'))?.[0];
    const { error } = (await writer?.batch(parts.flatMap((part) => ('sql' in part ? [part.sql] : [])))) ?? {};
    expect(error).toBeUndefined();
    expect((await writer?.query('SELECT @@sql_mode AS mode'))?.[0]).toEqual(own);
    expect(await modes()).toEqual({ e: kept, f: kept, tg: kept });
    expect(await inserted(1)).toEqual({ a: String.raw`rx\z`, f: String.raw`rx\zx\z` });
    expect((await relvar(['diff', url, path('after.sql'), '--engine', 'mariadb'])).out).toMatch(/no difference/i);
  });

  test('are replaced under it by a plan, and put back under it', async () => {
    const plan = ['migrate', 'plan', url, path('after.sql'), '--engine', 'mariadb', '-o', path('plan')];
    expect((await relvar(plan)).code).toBe(0);
    expect(readFileSync(path('plan/plan.md'), 'utf8')).toContain('NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT');
    const carried = await relvar(['migrate', 'apply', path('plan'), '--to', url, '--yes']);
    expect([carried.code, carried.error]).toEqual([0, expect.stringContaining('done: the schema is the one')]);
    expect(await modes()).toEqual({ e: kept, f: kept, tg: kept });
    expect(await inserted(1)).toEqual({ a: String.raw`rx\z`, f: String.raw`rx\zx\z` });
    expect((await relvar(['migrate', 'rollback', path('plan'), '--to', url, '--yes'])).code).toBe(0);
    expect(await modes()).toEqual({ e: kept, f: kept, tg: kept });
    expect(await inserted(2)).toEqual({ a: String.raw`rx\y`, f: String.raw`rx\yx\y` });
  });

  test('differ where the mode alone does', async () => {
    writeFileSync(path('plain.sql'), schema(String.raw`x\y`, 'ANSI_QUOTES'));
    const { out } = await relvar(['diff', url, path('plain.sql'), '--engine', 'mariadb', '--format', 'sql']);
    expect(out.match(/CREATE OR REPLACE/g)).toHaveLength(3);
  });

  test('of the usual mode keep that of the server', async () => {
    const usual = (text: string) =>
      `CREATE TABLE t (id INT PRIMARY KEY, a INT); CREATE TRIGGER tg BEFORE INSERT ON t FOR EACH ROW SET NEW.a = ${text};`;
    expect(await server?.load(usual('1'))).toBeUndefined();
    writeFileSync(path('usual.sql'), usual('2'));
    await relvar(['migrate', 'plan', url, path('usual.sql'), '--engine', 'mariadb', '-o', path('usual')]);
    expect((await relvar(['migrate', 'apply', path('usual'), '--to', url, '--yes'])).code).toBe(0);
    const [row] = (await writer?.query('SELECT @@GLOBAL.sql_mode AS mode')) ?? [];
    expect(await modes()).toEqual({ tg: row?.['mode'] });
  });
});
