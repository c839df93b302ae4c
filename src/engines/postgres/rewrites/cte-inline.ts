import type { CommonTableExpr } from 'libpg-query';
import { walk } from '../query/nodes.ts';
import { defineSelectRewrite } from './rewrite.ts';

export const cteInline = defineSelectRewrite({
  id: 'cte-inline',
  title: 'a CTE planned together with the query',
  why: 'A CTE that is MATERIALIZED, or that stands in the query twice, is computed whole before anything else: no condition of the query reaches into it, and no index helps to read it.',
  when: 'The CTE only reads, is not recursive and calls nothing that changes from call to call.',
  example: {
    before:
      "WITH paid AS MATERIALIZED (SELECT * FROM orders WHERE status = 'paid') SELECT id FROM paid WHERE user_id = 7",
    after:
      "WITH paid AS NOT MATERIALIZED (SELECT * FROM orders WHERE status = 'paid') SELECT id FROM paid WHERE user_id = 7",
  },
  change(select) {
    const { withClause } = select;
    if (!withClause || withClause.recursive) return false;
    let changed = false;
    for (const node of withClause.ctes ?? []) {
      if (!('CommonTableExpr' in node)) continue;
      const table = node.CommonTableExpr;
      if (!table.ctequery || !('SelectStmt' in table.ctequery) || !isFence(table, select)) continue;
      table.ctematerialized = 'CTEMaterializeNever';
      changed = true;
    }
    return changed;
  },
});

function isFence(table: CommonTableExpr, statement: object): boolean {
  if (table.ctematerialized === 'CTEMaterializeAlways') return true;
  if (table.ctematerialized === 'CTEMaterializeNever') return false;
  let uses = 0;
  walk(statement, (node) => {
    if ('RangeVar' in node && node.RangeVar.relname === table.ctename && node.RangeVar.schemaname === undefined) uses++;
    return undefined;
  });
  return uses > 1;
}
