import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emptyCatalog } from '../src/catalog/catalog.ts';
import { noStatistics, type Statistics } from '../src/catalog/statistics.ts';
import { mysqlTraits } from '../src/engines/mysql/traits.ts';
import type { AnyRule } from '../src/rules/rule.ts';
import { type RuleResult, runRules } from '../src/rules/run.ts';
import { readMysql } from './mysql.ts';

/** A script, with what is known of its rows where that matters. */
type Case = string | { readonly sql: string; readonly statistics: Partial<Statistics>; readonly message?: RegExp };
type Cases = Readonly<Record<string, Case>>;

/** Tests a rule on schemas of MariaDB as they are read from files. The README's example must be flagged, where it is of this engine. */
export function testMysqlRule(
  rule: AnyRule,
  cases: {
    readonly flags: Cases;
    readonly allows: Cases;
    readonly exampleOfOthers?: true;
    /** What is known of the rows of the README's example. */
    readonly example?: Partial<Statistics>;
  },
): void {
  const readme = readFileSync(new URL(`../src/rules/${rule.id}/README.md`, import.meta.url), 'utf8');
  const example = /^## Example\n[\s\S]*?```sql\n([\s\S]*?)```/m.exec(readme)?.[1];
  if (example === undefined) throw new Error(`${rule.id}/README.md has no example`);
  describe(rule.id, () => {
    const examples: Cases = cases.exampleOfOthers
      ? {}
      : { 'the example of the README': { sql: example, statistics: cases.example ?? {} } };
    for (const [title, one] of Object.entries({ ...cases.flags, ...examples }))
      it(`flags: ${title}`, async () => {
        const { items } = await judge(rule, one);
        if (typeof one !== 'string' && one.message) expect(items[0]?.message).toMatch(one.message);
        expect(items.length, 'the rule is silent').toBeGreaterThan(0);
        for (const item of items) {
          expect(item.evidence.length, `${item.id} has no evidence`).toBeGreaterThan(0);
          expect(item.message).not.toMatch(/undefined|null|NaN|\[object/);
        }
      });
    for (const [title, one] of Object.entries(cases.allows))
      it(`allows: ${title}`, async () => {
        expect((await judge(rule, one)).items.map((item) => item.message)).toEqual([]);
      });
    it('says something on an empty catalog: nothing', () => {
      expect(run(rule, emptyCatalog, {}).items).toEqual([]);
    });
  });
}

async function judge(rule: AnyRule, one: Case): Promise<RuleResult> {
  const { sql, statistics } = typeof one === 'string' ? { sql: one, statistics: {} } : one;
  const { catalog, diagnostics } = await readMysql(sql);
  expect(diagnostics).toEqual([]);
  return run(rule, catalog, statistics);
}

function run(rule: AnyRule, catalog: typeof emptyCatalog, statistics: Partial<Statistics>): RuleResult {
  const [result] = runRules([rule], {
    catalog,
    statistics: { ...noStatistics, indexesByTable: true, ...statistics },
    traits: mysqlTraits('10.11'),
    now: new Date('2026-01-01T00:00:00Z'),
  });
  return result ?? { rule, items: [], questions: [] };
}
