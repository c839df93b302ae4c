import type { Operand, QueryBlock } from '../../engines/query-facts.ts';
import { leastRead, subjectOf } from '../discards.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareOf, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { relationText, rowsRead, tableOf, topTable } from '../scan.ts';
import { defineSign, type RemedyIdea } from '../sign.ts';
import { told } from '../told.ts';

const extremes: ReadonlySet<string> = new Set(['min', 'max']);
const between: ReadonlySet<string> = new Set(['Aggregate', 'Gather', 'Seq Scan']);

export const sign = defineSign({
  id: 'extreme-without-index',
  title: 'the least or greatest value is looked for in all rows',
  why: 'The least and the greatest value of a column stand at the ends of an index on it, where one row is read. Without the index every row of the table is read to find them.',
  what: `An Aggregate of nothing but min() and max() over a Seq Scan of ${leastRead} rows or more without a condition. An index on the column; with several columns one for each, as all must be answered that way.`,
  references: [
    'https://www.postgresql.org/docs/current/functions-aggregate.html',
    'https://www.postgresql.org/docs/current/indexes-ordering.html',
  ],
  *check(input) {
    for (const block of input.query?.blocks ?? []) {
      const columns = extremesOf(block);
      const [relation] = block.relations;
      if (columns.length === 0 || !relation) continue;
      for (const aggregate of nodesOf(input, ['Aggregate'])) {
        const below = input.tree.below(aggregate);
        const scan = below.at(-1);
        if (aggregate.parent?.node.kind === 'Gather' || aggregate.node.partialMode === 'Partial') continue;
        if (scan?.node.kind !== 'Seq Scan' || scan.node.alias !== relation.alias) continue;
        if (!below.every((one) => between.has(one.node.kind))) continue;
        const found = tableOf(scan.node, input);
        const rows = rowsRead(scan, input);
        const weight = shareOf(below);
        if (!found || !rows || rows.read < leastRead || !harms(weight, input)) continue;
        const table = topTable(found, input);
        const names = [...new Set(columns.map((one) => one.text))].join(', ');
        const ideas = columns.map(
          (operand) => indexIdeas({ table, conditions: [], order: [ascending(operand)] }, input)[0],
        );
        const changes = ideas.flatMap((one) => (one?.kind === 'change' ? one.changes : []));
        const title = ideas.flatMap((one) => (one?.kind === 'change' ? [one.title] : [])).join(' and ');
        const remedies: readonly RemedyIdea[] = changes.length > 0 ? [{ kind: 'change', title, changes }] : [];
        yield {
          node: scan.path,
          subject: subjectOf(scan, input),
          message: `reads all ${figure(rows.read)} rows of ${relationText(scan.node)} for ${names}, which an index gives at its ends`,
          evidence: [told(input, `${figure(rows.read)} rows read for one, ${shareText(weight, input)}`)],
          weight,
          remedies,
        };
      }
    }
  },
});

/** The results of a block that asks one whole table for nothing but extremes of its columns. */
function extremesOf(block: QueryBlock): readonly Operand[] {
  const { aggregates, group, conditions, relations, returned } = block;
  const plain = relations.length === 1 && conditions.length === 0 && group.length === 0;
  if (!plain || aggregates.length === 0 || aggregates.some((one) => !extremes.has(one.name))) return [];
  const all = returned.filter(({ column, functions }) => column && functions.length === 1);
  return all.length === aggregates.length ? all : [];
}

/** The order by the column within `max(column)`. */
function ascending({ column }: Operand) {
  const operand: Operand = { text: column?.column ?? '', functions: [], ...(column ? { column } : {}) };
  return { operand, descending: false, nullsFirst: false };
}
