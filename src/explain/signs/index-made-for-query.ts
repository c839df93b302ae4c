import { subjectOf } from '../discards.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { listFact, relationText, scanConditions, statisticsOf, tableOf } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

export const sign = defineSign({
  id: 'index-made-for-query',
  title: 'an index is built for this query alone, each time it runs',
  why: 'Where a join has no index, SQLite reads the whole table into an index of its own, uses it once, and throws it away. That is better than reading the table again for each row, and far worse than having the index.',
  what: 'AUTOMATIC INDEX in a plan of SQLite, on a table. Make the index that it names, with the columns that the query reads of it.',
  references: ['https://sqlite.org/optoverview.html#autoindex'],
  *check(input) {
    for (const placed of nodesOf(input, ['Automatic Index Scan'])) {
      const { node } = placed;
      const table = tableOf(node, input);
      const rows = table && statisticsOf(table, input)?.rows;
      // What a sub-query gives cannot be indexed.
      if (!table || rows === undefined) continue;
      // Building it is a cost of the loop that uses it.
      const weight = Math.min(1, placed.wholeShare + (placed.parent?.share ?? 0));
      if (!harms(weight, input)) continue;
      const columns = listFact(node, 'Automatic Index').join(', ');
      const { access, filter } = scanConditions(placed, input);
      yield {
        node: placed.path,
        subject: subjectOf(placed, input),
        message: `builds an index of ${figure(rows)} rows of ${relationText(node)} on ${columns}, each time the query runs: ${shareText(weight, input)}`,
        evidence: [told(input, `an automatic index on ${columns}, over ${figure(rows)} rows`)],
        weight,
        remedies: indexIdeas(
          { table, conditions: [...access, ...filter], ...(node.alias === undefined ? {} : { alias: node.alias }) },
          input,
        ),
      };
    }
  },
});
