import type { Table } from '../../catalog/table.ts';
import { serviceOf } from '../../engines/index-keys.ts';
import type { Condition } from '../../engines/query-facts.ts';
import { wastefulScans, wasteText } from '../discards.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'containment-without-index',
  title: 'a search inside documents, arrays or text-search vectors without an index for it',
  why: 'Operators such as @>, &&, ? and @@ look inside a value. A B-tree holds whole values and has no class of these operators; only GIN and GiST do.',
  what: 'A Filter with @>, <@, &&, ?, @@ that discards most rows. Make a GIN index on the column; for jsonb and @> alone, jsonb_path_ops is smaller.',
  references: [
    'https://www.postgresql.org/docs/current/gin.html',
    'https://www.postgresql.org/docs/current/datatype-json.html#JSON-INDEXING',
  ],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, subject } = scan;
      if (!table) continue;
      const member = filter.find((one) => isMember(one, table));
      if (member?.left && member.right) {
        const column = member.left.text;
        yield {
          node: placed.path,
          subject,
          message: `no index serves ${readable(member.text)}: ${wasteText(scan)}`,
          evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${member.text}`)],
          weight: placed.share,
          remedies: [
            {
              kind: 'advice',
              text: `Ask for ${column} @> ARRAY[${readable(member.right.text)}] instead and make a GIN index on ${table.name} (${member.left.column?.column}): = ANY of a column has no index, @> has.`,
            },
            ...indexIdeas({ table, conditions: filter }, input),
          ],
        };
        continue;
      }
      const condition = filter.find((one) => serviceOf(one, table)?.kind === 'contains');
      const service = condition && serviceOf(condition, table);
      if (!condition || !service) continue;
      const btree = table.indexes.find((index) => index.method === 'btree' && index.keys[0]?.column === service.column);
      yield {
        node: placed.path,
        subject,
        message: `${btree ? `${btree.name}, a B-tree, has no operator for` : 'no index serves'} ${readable(condition.text)}: ${wasteText(scan)}`,
        evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
        weight: placed.share,
        remedies: indexIdeas({ table, conditions: filter }, input),
      };
    }
  },
});

/** `'x' = ANY (tags)`, with the column on the left. */
function isMember({ kind, negated, left, right, list }: Condition, table: Table): boolean {
  const column = table.columns.find((one) => one.name === left?.column?.column);
  return kind === 'in list' && !negated && list === undefined && right !== undefined && column?.type.family === 'array';
}
