import { estimateOf, wrongFactor } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { defineSign } from '../sign.ts';
import { measured } from '../told.ts';

/** What is assumed of a function that returns a set, of unnest of a parameter, of XMLTABLE. */
const assumed = new Set([1, 10, 100, 1000]);

export const sign = defineSign({
  id: 'function-scan-estimate',
  title: 'the planner assumes how many rows a function returns',
  why: 'Into a function the planner cannot look: of one that returns a set it assumes 1000 rows, of an unnested parameter 10. Joins are then planned for that number, whatever comes.',
  what: `A Function Scan with an assumed estimate that is off by ${wrongFactor} times or more, in a plan that does work with its rows. Say how many there are (ROWS of the function, a support function), or put them into a temporary table and ANALYZE it.`,
  references: [
    'https://www.postgresql.org/docs/current/sql-createfunction.html',
    'https://www.postgresql.org/docs/current/xfunc-optimization.html',
  ],
  explains: ['wrong-row-estimate'],
  *check(input) {
    for (const placed of nodesOf(input, ['Function Scan', 'Table Function Scan', 'ProjectSet'])) {
      const { node } = placed;
      const estimate = estimateOf(placed, input.tree);
      if (!estimate || estimate.factor < wrongFactor || (node.kind !== 'ProjectSet' && !assumed.has(node.rows)))
        continue;
      // Only where something was chosen by it.
      const above = input.tree.nodes.filter(
        (one) => placed.path.startsWith(`${one.path}.`) && one.node.joinType !== undefined,
      );
      const [join] = above.slice(-1);
      if (!join || !harms(join.wholeShare, input)) continue;
      yield {
        node: placed.path,
        message: `the planner assumes ${figure(estimate.estimated)} rows of ${node.functionName ?? node.kind}() and gets ${figure(estimate.actual)}; the joins above it, ${shareText(join.wholeShare, input)}, are planned for the assumption`,
        evidence: [measured(`${figure(estimate.estimated)} rows assumed, ${figure(estimate.actual)} returned`)],
        weight: join.wholeShare / 2,
        remedies: [
          {
            kind: 'advice',
            text: `Put the rows of ${node.functionName ?? 'the function'} into a temporary table and ANALYZE it, or declare ROWS ${Math.max(1, Math.round(estimate.actual))} on the function.`,
          },
        ],
      };
    }
  },
});
