import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { embedded, resetDatabase } from './embedded.ts';
import { proveOnline } from './online.ts';

interface Case {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** All take some minutes: every so-manieth of the larger suite, unless all are asked for. */
const step = process.env['RELVAR_TEST_CASES'] === 'all' ? 1 : 12;

/** What does not come back as it was: the column of a child that had been the parent's before, too. */
const known = ['inherit2'];

test.each([
  ['sqldef-postgres.json', step],
  ['migra.json', 1],
])('%s: the online plan of every pair leads there and back', { timeout: 1_800_000 }, async (file, every) => {
  const connection = await embedded();
  const all = JSON.parse(readFileSync(new URL(`cases/diff/${file}`, import.meta.url), 'utf8')) as readonly Case[];
  const missed: string[] = [];
  let proven = 0;
  for (const { name, from, to } of all.filter((_, at) => at % every === 0)) {
    if (known.includes(name) || !(await loads(from)) || !(await loads(to))) continue;
    const target = { connection, version: '18.0', reset: resetDatabase };
    await proveOnline({ from, to, rows: '', steps: [], mayHaveNoUndo: true }, target).then(
      () => {
        proven++;
      },
      (error: unknown) => missed.push(`${name}: ${String(error)}`),
    );
  }
  expect(missed).toEqual([]);
  expect(proven).toBeGreaterThan(20);
});

async function loads(sql: string): Promise<boolean> {
  await resetDatabase();
  try {
    await (await embedded()).exec(sql);
    return true;
  } catch {
    return false;
  }
}
