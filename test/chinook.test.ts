import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { relvar } from './run-cli.ts';

const corpus = (engine: string) => fileURLToPath(new URL(`corpus/${engine}/chinook.sql`, import.meta.url));

/** Rules that speak on one engine alone, with the reason. */
const moot: Readonly<Record<string, string>> = {
  // MySQL's DATETIME has no zone either, and is no mistake there: its TIMESTAMP, an instant, ends in 2038.
  'timestamp-without-time-zone': 'postgres',
  // The others have types for dates and times.
  'time-without-form': 'sqlite',
  // The others enforce them always.
  'foreign-keys-not-enforced': 'sqlite',
  // The others hold values to their columns' types.
  'table-takes-any-value': 'sqlite',
  // The others store a table by a hidden number never, or always.
  'key-beside-row-number': 'sqlite',
  // The script chooses a character set of three bytes; the others have one that holds all of Unicode.
  'text-of-three-bytes': 'mysql',
};

/** `missing-unique customer.email`: the rule and what it is about, without schema, case and names of constraints. */
async function findings(engine: string): Promise<readonly string[]> {
  const { out, code } = await relvar(['review', corpus(engine), '--format', 'json']);
  expect(code).toBe(0);
  const { findings } = JSON.parse(out);
  return findings
    .flatMap(({ rule, items }: { readonly rule: string; readonly items: readonly { readonly id: string }[] }) =>
      items.map(({ id }) => `${rule} ${aboutOf(rule, id)}`),
    )
    .sort();
}

function aboutOf(rule: string, id: string): string {
  const about = id
    .slice(id.indexOf(':') + 1)
    .toLowerCase()
    .replaceAll(/["_]|^(?:public|main)\./g, '');
  // Names of indexes and foreign keys are made otherwise by each engine's script.
  return /index|foreign-key/.test(rule) ? about.replace(/:.*/, '') : about;
}

test('the same schema in three dialects has the same findings, but for what an engine makes moot', async () => {
  const all = new Map<string, readonly string[]>();
  for (const engine of ['postgres', 'mysql', 'sqlite']) all.set(engine, await findings(engine));
  const common = (engine: string) =>
    (all.get(engine) ?? []).filter((one) => {
      const only = moot[one.split(' ')[0] ?? ''];
      // A rule that is moot elsewhere speaks where it is not.
      expect(only === undefined || only === engine, one).toBe(true);
      return only === undefined;
    });
  expect(common('mysql')).toEqual(common('postgres'));
  expect(common('sqlite')).toEqual(common('postgres'));
  for (const [rule, engine] of Object.entries(moot)) {
    expect(
      all.get(engine)?.some((one) => one.startsWith(`${rule} `)),
      rule,
    ).toBe(true);
  }
});
