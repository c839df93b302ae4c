import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { relvar } from './run-cli.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-mysql-collations-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** The ALTERs of a plan that works between two forms of one table, by engine `mariadb` 10.11. */
async function alters(from: string, to: string): Promise<readonly string[]> {
  const files = [from, to].map(
    (columns, at) => [join(folder, `${at}.sql`), `CREATE TABLE t (id INT, ${columns};`] as const,
  );
  for (const [file, sql] of files) await writeFile(file, sql);
  const paths = files.map(([file]) => file);
  const { out, code } = await relvar(['diff', ...paths, '--engine', 'mariadb', '--target', '10.11', '--format', 'sql']);
  const plan = await relvar(['migrate', 'plan', ...paths, '--engine', 'mariadb', '--target', '10.11']);
  expect({ code, plan: plan.code, out: plan.out }).toMatchObject({ code: 0, plan: 0 });
  return out.split('\n').filter((line) => line.startsWith('ALTER'));
}

const latin = 'c VARCHAR(10), d TEXT) DEFAULT CHARSET=latin1';
const kept = 'c VARCHAR(10) CHARACTER SET latin1, d TEXT CHARACTER SET latin1) DEFAULT CHARSET=utf8mb4';
const wide = 'c VARCHAR(10), d TEXT) DEFAULT CHARSET=utf8mb4';

describe('the collation of a table', () => {
  test('becomes another without its columns, where these keep theirs', async () => {
    expect(await alters(latin, kept)).toEqual([
      'ALTER TABLE t DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci, ALGORITHM=INSTANT;',
    ]);
    expect(await alters(kept, latin)).toEqual([
      'ALTER TABLE t DEFAULT CHARACTER SET latin1 COLLATE latin1_swedish_ci, ALGORITHM=INSTANT;',
    ]);
  });

  test('becomes another with its columns, whose types stay', async () => {
    const [alter = ''] = await alters(latin, wide);
    expect(alter).toContain('MODIFY COLUMN c varchar(10) CHARACTER SET utf8mb4');
    expect(alter).toContain('MODIFY COLUMN d text CHARACTER SET utf8mb4');
  });

  test('and that of its columns can become others at once', async () => {
    const [alter = ''] = await alters(wide, kept.replace('CHARSET=utf8mb4', 'CHARSET=ascii'));
    expect(alter).toMatch(
      /c varchar\(10\) CHARACTER SET latin1.*d text CHARACTER SET latin1.*DEFAULT CHARACTER SET ascii/,
    );
  });
});
