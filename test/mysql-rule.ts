import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emptyCatalog } from '../src/catalog/catalog.ts';
import { noStatistics } from '../src/catalog/statistics.ts';
import { mysqlTraits } from '../src/engines/mysql/traits.ts';
import type { AnyRule } from '../src/rules/rule.ts';
import { type RuleResult, runRules } from '../src/rules/run.ts';
import { readMysql } from './mysql.ts';

type Cases = Readonly<Record<string, string>>;

/** Tests a rule on schemas of MariaDB as they are read from files. The README's example must be flagged. */
export function testMysqlRule(rule: AnyRule, cases: { readonly flags: Cases; readonly allows: Cases }): void {
  const readme = readFileSync(new URL(`../src/rules/${rule.id}/README.md`, import.meta.url), 'utf8');
  const example = /^## Example\n[\s\S]*?```sql\n([\s\S]*?)```/m.exec(readme)?.[1];
  if (example === undefined) throw new Error(`${rule.id}/README.md has no example`);
  describe(rule.id, () => {
    for (const [title, sql] of Object.entries({ ...cases.flags, 'the example of the README': example }))
      it(`flags: ${title}`, async () => {
        const { items } = await judge(rule, sql);
        expect(items.length, 'the rule is silent').toBeGreaterThan(0);
        for (const item of items) {
          expect(item.evidence.length, `${item.id} has no evidence`).toBeGreaterThan(0);
          expect(item.message).not.toMatch(/undefined|null|NaN|\[object/);
        }
      });
    for (const [title, sql] of Object.entries(cases.allows))
      it(`allows: ${title}`, async () => {
        expect((await judge(rule, sql)).items.map((item) => item.message)).toEqual([]);
      });
    it('says something on an empty catalog: nothing', () => {
      expect(run(rule, emptyCatalog).items).toEqual([]);
    });
  });
}

async function judge(rule: AnyRule, sql: string): Promise<RuleResult> {
  const { catalog, diagnostics } = await readMysql(sql);
  expect(diagnostics).toEqual([]);
  return run(rule, catalog);
}

function run(rule: AnyRule, catalog: typeof emptyCatalog): RuleResult {
  const [result] = runRules([rule], {
    catalog,
    statistics: noStatistics,
    traits: mysqlTraits('10.11'),
    now: new Date('2026-01-01T00:00:00Z'),
  });
  return result ?? { rule, items: [], questions: [] };
}
