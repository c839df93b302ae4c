import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { statisticsOf } from '../scan.ts';
import { columnStatistics, distinctValues } from '../selectivity.ts';
import { defineSign, type SignInput } from '../sign.ts';
import { measured, planned } from '../told.ts';

const leastRows = 5000;
/** Of the rows that come in. */
const mostRemoved = 0.02;

export const sign = defineSign({
  id: 'union-removes-nothing',
  title: 'UNION looks for duplicates that are not there',
  why: 'UNION without ALL sorts or hashes the rows of all branches to remove duplicates, and gives its first row only after the last has come.',
  what: `A Unique or hashed Aggregate over an Append of ${leastRows} rows or more, which removes hardly any. UNION ALL, where the branches cannot overlap or duplicates do no harm.`,
  references: ['https://www.postgresql.org/docs/current/queries-union.html'],
  explains: ['grouping-by-sort'],
  *check(input) {
    const unions = input.query?.blocks.some((block) => block.setOperation === 'union');
    if (input.query && !unions) return;
    for (const placed of nodesOf(input, ['Unique', 'Aggregate'])) {
      const below = input.tree.below(placed).slice(1);
      const first = below.find(
        (one) => !['Sort', 'Incremental Sort', 'Gather', 'Gather Merge'].includes(one.node.kind),
      );
      const appends = first && (first.node.kind === 'Append' || first.node.kind === 'Merge Append');
      // Partitions are appended, too: only a known UNION, or one of several tables, is meant.
      if (!first || !appends || (!input.query && new Set(below.map((one) => one.node.relation)).size < 3)) continue;
      const sorts = below.slice(0, below.indexOf(first));
      const weight = placed.share + sorts.reduce((sum, one) => sum + one.share, 0);
      if (!harms(weight, input)) continue;
      const before = first.node.measured ? (measuredOf(first.node) ?? 0) : first.node.rows;
      const after = placed.node.measured ? measuredOf(placed.node) : undefined;
      if (after === undefined && before - distinctOf(input, before) > before * mostRemoved) continue;
      if (before < leastRows || (after !== undefined && before - after > before * mostRemoved)) continue;
      yield {
        node: placed.path,
        message:
          after === undefined
            ? `UNION looks for duplicates among ${figure(before)} rows: ${shareText(weight, input)}`
            : `UNION looks for duplicates among ${figure(before)} rows and removes ${before === after ? 'none' : figure(before - after)}: ${shareText(weight, input)}`,
        evidence: [
          after === undefined
            ? planned(`${figure(before)} rows of all branches`)
            : measured(`${figure(before)} rows in, ${figure(after)} out`),
        ],
        weight: Math.min(1, weight),
        remedies: [{ kind: 'rewrite', rewrite: 'union-to-union-all' }],
      };
    }
  },
});

/**
 * The most rows that can be left, by the distinct values of what is returned; the planner itself takes each row for
 * another. A branch of which this is not known may have as many as rows come in.
 */
function distinctOf(input: SignInput, before: number): number {
  const { query, lookups } = input;
  const branches = query?.blocks.filter((block) => block.role === 'set operand' && !block.setOperation) ?? [];
  if (branches.length === 0) return before;
  const sum = branches.reduce((total, { relations, returned, returnsAll }) => {
    if (returnsAll) return total + before;
    const values = returned.map(({ column, constant, functions }) => {
      if (constant !== undefined) return 1;
      const of = relations.find((one) => one.alias === column?.relation) ?? relations[0];
      const table = of?.table && lookups.table(of.table);
      const known = table && column && functions.length === 0 && columnStatistics(table, column.column, input);
      if (!table || !known) return before;
      return distinctValues(known, statisticsOf(table, input)?.rows ?? before) + 1;
    });
    return total + values.reduce((product, one) => product * one, 1);
  }, 0);
  return Math.min(before, sum);
}
