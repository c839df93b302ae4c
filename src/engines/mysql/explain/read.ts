import type { QueryPlan } from '../../../catalog/query-plan.ts';
import { treeLines, unframed } from './frame.ts';
import { badPlan, blockOfJson, jsonIn } from './json.ts';
import { rowsIn } from './table.ts';
import { blockOf } from './table-block.ts';
import { toPlan } from './to-plan.ts';
import { hasTree, stepOfJson, treesIn } from './tree.ts';
import { planOfTree } from './tree-plan.ts';

/**
 * The plans in a text: what EXPLAIN and ANALYZE of MySQL and MariaDB print in any of their forms (the table, with its frame
 * or vertical; JSON, of both versions; MySQL's tree), as it was copied from a client.
 * @throws RelvarError `bad-plan`
 */
export function readPlans(text: string, name: string): readonly QueryPlan[] {
  const lines = unframed(text);
  if (!/"(?:query_block|operation|query_plan)"\s*:/.test(text)) {
    const rows = rowsIn(lines);
    if (rows.length > 0) return [toPlan(blockOf(rows))];
    if (hasTree(lines)) return treesIn(treeLines(lines)).map(planOfTree);
    if (/^\W*(?:with|select|insert|update|delete|replace|explain|analyze)\b/i.test(lines.join('\n').trim())) {
      throw badPlan(name, 'it is a query');
    }
  }
  const json = jsonIn(lines.join('\n'), name);
  const step = stepOfJson(json);
  return [step ? planOfTree(step) : toPlan(blockOfJson(json, name))];
}
