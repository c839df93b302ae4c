import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Catalog, emptyCatalog } from '../src/catalog/catalog.ts';
import { noStatistics, type Statistics } from '../src/catalog/statistics.ts';
import { openMemory } from '../src/engines/sqlite/connect.ts';
import { sqlite } from '../src/engines/sqlite/index.ts';
import { loadStatements } from '../src/engines/sqlite/load/load.ts';
import { splitScript } from '../src/engines/sqlite/load/split.ts';
import type { Severity } from '../src/findings/finding.ts';
import type { AnyRule } from '../src/rules/rule.ts';
import { type RuleResult, runRules } from '../src/rules/run.ts';

/** A schema to judge; its inserts fill the tables before the fix is tried, and all rows must survive it. */
interface RuleCase {
  readonly sql: string;
  /** The ids of the items that must be found, without the rule's id; that at least one is found, when absent. */
  readonly items?: readonly string[];
  /** How many changes they propose. */
  readonly changes?: number;
  /** Of all of them. */
  readonly severity?: Severity;
}

type Cases = Readonly<Record<string, string | RuleCase>>;

/**
 * Tests a rule on the embedded SQLite: every case is loaded and read back. A flagged case's fix is rendered and run, rows
 * must survive, and the rule must then be silent where it was fixed. The README's example must be flagged.
 */
export function testSqliteRule(rule: AnyRule, cases: { readonly flags: Cases; readonly allows: Cases }): void {
  const readme = readFileSync(new URL(`../src/rules/${rule.id}/README.md`, import.meta.url), 'utf8');
  const example = /^## Example\n[\s\S]*?```sql\n([\s\S]*?)```/m.exec(readme)?.[1];
  if (example === undefined) throw new Error(`${rule.id}/README.md has no example`);
  describe(rule.id, () => {
    for (const [title, given] of Object.entries({ ...cases.flags, 'the example of the README': example })) {
      it(`flags: ${title}`, () => flags(rule, typeof given === 'string' ? { sql: given } : given));
    }
    for (const [title, given] of Object.entries(cases.allows)) {
      it(`allows: ${title}`, async () => {
        const { result, close } = await judge(rule, typeof given === 'string' ? given : given.sql);
        expect(result.items.map((item) => item.message)).toEqual([]);
        await close();
      });
    }
    it('says something on an empty catalog: nothing', () => {
      expect(run(rule, emptyCatalog, {}).items).toEqual([]);
    });
  });
}

async function judge(rule: AnyRule, sql: string) {
  const database = await openMemory();
  const statements = splitScript(sql, 'schema.sql').parts.flatMap((part) => ('sql' in part ? [part] : []));
  const { settings, diagnostics } = await loadStatements(database, statements);
  expect(diagnostics).toEqual([]);
  // Rows are no part of a schema, and left out by the loader.
  for (const statement of statements) if (/^insert/i.test(statement.sql)) await database.exec(statement.sql);
  const catalog = await sqlite.introspect(database);
  return { database, catalog, settings, result: run(rule, catalog, settings), close: () => database.close() };
}

async function flags(rule: AnyRule, given: RuleCase): Promise<void> {
  const { database, catalog, settings, result, close } = await judge(rule, given.sql);
  const ids = result.items.map((item) => item.id.slice(rule.id.length + 1));
  if (given.changes !== undefined) expect(result.items.flatMap(({ changes }) => changes)).toHaveLength(given.changes);
  if (given.severity) expect(new Set(result.items.map(({ severity }) => severity))).toEqual(new Set([given.severity]));
  if (given.items) expect([...ids].sort()).toEqual([...given.items].sort());
  else expect(ids.length, 'the rule is silent').toBeGreaterThan(0);
  for (const item of result.items) {
    expect(item.evidence.length, `${item.id} has no evidence`).toBeGreaterThan(0);
    expect(item.message).not.toMatch(/undefined|null|NaN|\[object/);
  }
  const fixed = result.items.filter((item) => item.changes.length > 0);
  const before = await counts(database, catalog);
  const changes = fixed.flatMap((item) => item.changes);
  for (const { sql } of sqlite.renderAll(changes, sqlite.traits('3.53'), catalog).flat()) {
    const { error } = await database.batch([sql]);
    expect(error, `the fix fails: ${sql}`).toBeUndefined();
  }
  const after = await sqlite.introspect(database);
  expect(await counts(database, after)).toEqual(before);
  const still = new Set(run(rule, after, settings).items.map((item) => item.id));
  expect(
    fixed.filter((item) => still.has(item.id)).map((item) => item.message),
    'the fix does not silence the rule',
  ).toEqual([]);
  await close();
}

function run(rule: AnyRule, catalog: Catalog, settings: Statistics['settings']): RuleResult {
  const [result] = runRules([rule], {
    catalog,
    statistics: { ...noStatistics, settings },
    traits: sqlite.traits('3.53'),
    now: new Date('2026-01-01T00:00:00Z'),
  });
  return result ?? { rule, items: [], questions: [] };
}

async function counts(
  database: Awaited<ReturnType<typeof openMemory>>,
  { tables }: Catalog,
): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {};
  for (const { name } of tables)
    found[name] = (await database.query(`select count(*) as rows from "${name}"`))[0]?.['rows'];
  return found;
}
