import type { Condition } from '../../engines/query-facts.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { planned } from '../told.ts';

/** Operators that NULL on one side makes unknown. */
const unknownOfNull = new Set(['=', '<>', '<', '<=', '>', '>=', '~~', '~~*']);

export const sign = defineSign({
  id: 'comparison-with-null',
  title: 'a comparison with NULL',
  why: 'Nothing is equal to NULL, or different from it, not even NULL: the comparison is unknown for every row, and no row passes. An index changes nothing of that.',
  what: 'A condition of the query with NULL after = or <>. IS NULL and IS NOT NULL say what is meant.',
  references: ['https://www.postgresql.org/docs/current/functions-comparison.html'],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows', 'negated-condition'],
  *check(input) {
    for (const condition of input.query?.blocks.flatMap((block) => block.conditions).flatMap(all) ?? []) {
      const column = comparedWithNull(condition);
      if (column === undefined) continue;
      const meant = `${column} ${condition.operator === '<>' ? 'IS NOT NULL' : 'IS NULL'}`;
      yield {
        node: nodeOf(condition, input),
        subject: condition.text,
        message: `${condition.text} is true for no row: nothing can be compared with NULL`,
        evidence: [planned('the query as it is written')],
        weight: 1,
        remedies: [{ kind: 'advice', text: `Write ${meant}, if that is meant.` }],
      };
    }
  },
});

function all(condition: Condition): readonly Condition[] {
  return [condition, ...(condition.branches ?? []).flatMap((branch) => branch.flatMap(all))];
}

/** What is held against NULL; nothing for other conditions. */
function comparedWithNull({ kind, operator = '', left, right }: Condition): string | undefined {
  if ((kind !== 'comparison' && kind !== 'like') || !unknownOfNull.has(operator)) return undefined;
  if (right?.constant === null) return left?.text;
  return left?.constant === null ? right?.text : undefined;
}

/** The scan whose rows are held against it; the whole plan where that is not to be seen. */
function nodeOf({ text }: Condition, { tree }: SignInput): string {
  const holds = (fact: unknown) => typeof fact === 'string' && fact.includes(text);
  return tree.nodes.find(({ node }) => Object.values(node.facts).some(holds))?.path ?? '0';
}
