import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Catalog, emptyCatalog } from '../src/catalog/catalog.ts';
import { noStatistics, type Statistics } from '../src/catalog/statistics.ts';
import type { Traits } from '../src/catalog/traits.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import type { FindingItem } from '../src/findings/finding.ts';
import type { AnyRule, SettingDefaults } from '../src/rules/rule.ts';
import { type RuleResult, runRules } from '../src/rules/run.ts';
import type { WorkloadAdvice } from '../src/rules/workload-advice.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { workloadAdvice } from './workload-advice.ts';

/** A schema to judge, with what else the rule is told. */
export interface RuleCase {
  readonly sql: string;
  readonly statistics?: Partial<Statistics>;
  /** What the statistics say once the fix is made, for rules that judge them; the same when absent. */
  readonly statisticsAfter?: Partial<Statistics>;
  readonly settings?: SettingDefaults;
  /** The server's version, 18 when absent. */
  readonly version?: string;
  /** The time of the run, 2026-01-01 when absent. */
  readonly now?: string;
  /** The ids of the items that must be found, without the rule's id; that at least one is found, when absent. */
  readonly items?: readonly string[];
  /** Statements that put rows in before the fix is tried; all rows must survive it. */
  readonly rows?: string;
  /** Queries, as they stand in a file: the planner is asked what indexes they need, at the sizes of the statistics. */
  readonly workload?: string;
}

export interface RuleCases {
  /** The rule speaks; its own fix is applied, and then it is silent on the objects that the fix was for. */
  readonly flags: Readonly<Record<string, string | RuleCase>>;
  /** The rule is silent. */
  readonly allows: Readonly<Record<string, string | RuleCase>>;
  /** What the README's example is told beside its SQL, where the rule needs more: statistics, settings. */
  readonly example?: Omit<RuleCase, 'sql'>;
}

/**
 * Tests a rule on a real engine: every case is loaded and read back. A flagged case's fix is rendered and run, rows
 * must survive, and the rule must then be silent where it was fixed. The README's example must be flagged.
 */
export function testRule(rule: AnyRule, cases: RuleCases): void {
  describe(rule.id, () => {
    for (const [title, given] of Object.entries({ ...cases.flags, ...example(rule, cases.example) })) {
      it(`flags: ${title}`, () => flags(rule, asCase(given)));
    }
    for (const [title, given] of Object.entries(cases.allows)) {
      it(`allows: ${title}`, async () => {
        const { result } = await judge(rule, asCase(given));
        expect(result.items.map((item) => item.message)).toEqual([]);
      });
    }
    it('says something on an empty catalog: nothing', () => {
      const [result] = run(rule, emptyCatalog, { sql: '' }, undefined);
      expect(result?.items).toEqual([]);
    });
  });
}

async function flags(rule: AnyRule, given: RuleCase): Promise<void> {
  const { catalog, result, advice } = await judge(rule, given);
  const ids = result.items.map((item) => item.id.slice(rule.id.length + 1));
  if (given.items) expect([...ids].sort()).toEqual([...given.items].sort());
  else expect(ids.length, 'the rule is silent').toBeGreaterThan(0);
  for (const item of result.items) {
    expect(item.evidence.length, `${item.id} has no evidence`).toBeGreaterThan(0);
    expect(item.message).not.toMatch(/undefined|null|NaN|\[object/);
  }
  expect(new Set(ids).size, 'two items with one id').toBe(ids.length);
  sameWhenShuffled(rule, catalog, given, result, advice);
  await fixSilences(rule, given, result.items);
}

/** The order in which the engine lists things must not show. */
function sameWhenShuffled(
  rule: AnyRule,
  catalog: Catalog,
  given: RuleCase,
  result: RuleResult,
  advice: WorkloadAdvice | undefined,
): void {
  const reversed: Catalog = {
    ...catalog,
    tables: [...catalog.tables].reverse(),
    views: [...catalog.views].reverse(),
    routines: [...catalog.routines].reverse(),
    sequences: [...catalog.sequences].reverse(),
    types: [...catalog.types].reverse(),
  };
  const [again] = run(rule, reversed, given, advice);
  const sorted = (items: readonly FindingItem[]) => [...items].sort((a, b) => (a.id < b.id ? -1 : 1));
  expect(sorted(again?.items ?? [])).toEqual(sorted(result.items));
}

async function fixSilences(rule: AnyRule, given: RuleCase, items: readonly FindingItem[]): Promise<void> {
  const fixed = items.filter((item) => item.changes.length > 0);
  if (fixed.length === 0) return;
  const database = await embedded();
  if (given.rows) await database.exec(given.rows);
  const before = await countRows();
  for (const change of fixed.flatMap((item) => item.changes)) {
    for (const statement of postgres.render(change, traitsOf(given))) {
      const { error } = await database.batch([statement.sql]);
      expect(error, `the fix fails: ${statement.sql}`).toBeUndefined();
    }
  }
  const after = await countRows();
  for (const [table, rows] of before) if (after.has(table)) expect(after.get(table), `rows of ${table}`).toBe(rows);
  const then = { ...given, ...(given.statisticsAfter ? { statistics: given.statisticsAfter } : {}) };
  const catalog = await postgres.introspect(database);
  const [again] = run(rule, catalog, then, await workloadAdvice(catalog, then));
  const still = new Set(again?.items.map((item) => item.id));
  expect(
    fixed.filter((item) => still.has(item.id)).map((item) => item.message),
    'the fix does not silence the rule',
  ).toEqual([]);
}

async function judge(
  rule: AnyRule,
  given: RuleCase,
): Promise<{ readonly catalog: Catalog; readonly result: RuleResult; readonly advice: WorkloadAdvice | undefined }> {
  const database = await embedded();
  await resetDatabase();
  await database.exec(given.sql);
  const catalog = await postgres.introspect(database);
  const advice = await workloadAdvice(catalog, given);
  const [result] = run(rule, catalog, given, advice);
  return { catalog, result: result ?? { rule, items: [], questions: [] }, advice };
}

function run(
  rule: AnyRule,
  catalog: Catalog,
  given: RuleCase,
  advice: WorkloadAdvice | undefined,
): readonly RuleResult[] {
  return runRules([rule], {
    catalog,
    statistics: { ...noStatistics, ...given.statistics },
    traits: traitsOf(given),
    now: new Date(given.now ?? '2026-01-01T00:00:00Z'),
    ...(advice ? { advice } : {}),
    ...(given.settings ? { settings: { [rule.id]: given.settings } } : {}),
  });
}

function traitsOf(given: RuleCase): Traits {
  return postgres.traits(given.version ?? '18.0');
}

async function countRows(): Promise<ReadonlyMap<string, number>> {
  const database = await embedded();
  const tables = await database.query(
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r' and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`,
  );
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await database.query(`select count(*)::int as rows from ${String(name)}`);
    counts.set(String(name), Number(row?.['rows']));
  }
  return counts;
}

/** The ```sql block under `## Example` of the rule's README. */
function example(rule: AnyRule, told: Omit<RuleCase, 'sql'> = {}): Readonly<Record<string, RuleCase>> {
  const readme = new URL(`../src/rules/${rule.id}/README.md`, import.meta.url);
  const text = existsSync(readme) ? readFileSync(readme, 'utf8') : '';
  const sql = /^## Example\n[\s\S]*?```sql\n([\s\S]*?)```/m.exec(text)?.[1];
  if (sql === undefined) throw new Error(`${rule.id}/README.md has no example`);
  return { 'the example of the README': { ...told, sql } };
}

function asCase(given: string | RuleCase): RuleCase {
  return typeof given === 'string' ? { sql: given } : given;
}
