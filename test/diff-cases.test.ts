import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { embedded } from './embedded.ts';
import { prove } from './truth.ts';

interface Case {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** All take some minutes: every so-manieth of the larger suite, unless all are asked for. */
const step = process.env['RELVAR_TEST_CASES'] === 'all' ? 1 : 6;

function cases(file: string, step: number): readonly Case[] {
  const all = JSON.parse(readFileSync(new URL(`cases/diff/${file}`, import.meta.url), 'utf8')) as readonly Case[];
  return all.filter((_, at) => at % step === 0);
}

/** What cannot be loaded here, by what is missing: another product's syntax, an extension. */
const share = 0.05;

test.each([
  ['sqldef-postgres.json', step],
  ['migra.json', 1],
])('%s: every pair that loads converges', { timeout: 1_800_000 }, async (file, every) => {
  const database = await embedded();
  const missed: string[] = [];
  const unloadable: string[] = [];
  const list = cases(file, every);
  for (const { name, from, to } of list) {
    const verdict = await prove(database, from, to);
    if (verdict.kind === 'missed') missed.push(`${name}: ${verdict.why}`);
    if (verdict.kind === 'not loadable') unloadable.push(`${name}: ${verdict.why}`);
  }
  expect(missed).toEqual([]);
  expect(unloadable.length, unloadable.join('\n')).toBeLessThanOrEqual(list.length * share);
});
