import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { relvar } from './run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'relvar-dialects-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const shop = fileURLToPath(new URL('../examples/shop', import.meta.url));

test.each(['sqlite', 'mysql'])(
  'a schema is no other than itself in %s, and what was lost on the way is told',
  async (to) => {
    const { out: script } = await relvar(['convert', shop, '--to', to]);
    const file = join(folder, `${to}.sql`);
    writeFileSync(file, script);
    const { out, code } = await relvar(['diff', shop, file]);
    expect(code).toBe(0);
    expect(out).toContain('no difference');
    expect(out).toContain('it was converted for');
    expect(out).toMatch(/not carried over: .*function order_total: it is in another language/);
    writeFileSync(file, script.replace(/^.*\bline2\b.*varchar.*\n/m, ''));
    expect((await relvar(['diff', shop, file])).out).toMatch(/line2/);
  },
);

test('a script is of the engine of its statements, whatever its comments speak of', async () => {
  const { out: script } = await relvar(['convert', shop, '--to', 'sqlite']);
  const file = join(folder, 'told.sql');
  writeFileSync(file, script);
  expect((await relvar(['review', file, '--format', 'json'])).out).toContain('"SQLite 3');
});
