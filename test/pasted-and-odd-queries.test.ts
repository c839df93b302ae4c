import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { relvar } from './run-cli.ts';

let folder: string;
const path = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relvar-test-'));
  await writeFile(path('sqlite.sql'), 'CREATE TABLE doc (id INTEGER PRIMARY KEY, a TEXT, b TEXT);');
  await writeFile(path('mysql.sql'), 'CREATE TABLE doc (id INT PRIMARY KEY, a VARCHAR(50), b INT) ENGINE=InnoDB;');
  const table = { table_name: 'doc', access_type: 'ALL', rows: 900000, filtered: 100 };
  await writeFile(path('plan.json'), JSON.stringify({ query_block: { select_id: 1, table } }));
});
afterAll(() => rm(folder, { recursive: true }));

describe('explain', () => {
  it('sees that a condition over several columns keeps few rows', async () => {
    const query = ['--query', "select * from doc where a || b = 'x'", '--rows', 'doc=5M'];
    const { out } = await relvar(['explain', path('sqlite.sql'), '--engine', 'sqlite', ...query, '--format', 'json']);
    const { causes, plan } = JSON.parse(out);
    expect(causes).toMatchObject([{ sign: 'sequential-scan-discards-rows' }]);
    expect(plan.root.rows).toBeLessThan(100);
  });

  it('says how a text is written where a name in double quotes is no column', async () => {
    const query = ['--query', 'select * from doc where a = "paid"'];
    const { error, code } = await relvar(['explain', path('sqlite.sql'), '--engine', 'sqlite', ...query]);
    expect(code).toBe(2);
    expect(error).toContain("a text stands in single quotes: 'paid'");
  });

  it('tells what a pasted plan shows where nothing can be planned', async () => {
    const query = ['--query', 'select * from doc where a = null'];
    const given = [path('mysql.sql'), '--engine', 'mysql', '--plan', path('plan.json')];
    const { out, code } = await relvar(['explain', ...given, ...query, '--format', 'json']);
    expect(code).toBe(0);
    const { basis, diagnostics, plan } = JSON.parse(out);
    expect([basis, plan.root.relation]).toEqual(['given', 'doc']);
    expect(JSON.stringify(diagnostics)).toContain('nothing was tried: MySQL and MariaDB are not embedded');
  });
});
