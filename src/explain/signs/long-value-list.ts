import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { isTableScan, relationText, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

const leastValues = 100;

export const sign = defineSign({
  id: 'long-value-list',
  title: 'a very long list of values',
  why: 'The list is parsed, planned and sent with every execution, each value is looked up by itself or held against every row, and the text is another one each time, so that nothing can be prepared.',
  what: `= ANY or IN with ${leastValues} values or more in a step with a good share of the query. Send the values as one array parameter and join to unnest($1), or put them into a temporary table; if another query made the list, join to that query.`,
  references: [
    'https://www.postgresql.org/docs/current/functions-comparisons.html',
    'https://www.postgresql.org/docs/current/functions-array.html',
  ],
  *check(input) {
    for (const placed of input.tree.nodes) {
      const { node } = placed;
      if (!isTableScan(node) && node.kind !== 'Bitmap Index Scan' && node.kind !== 'Values Scan') continue;
      if (placed.neverExecuted || !harms(placed.share, input)) continue;
      const texts = ['Filter', 'Index Cond'].flatMap((name) => textFact(node, name) ?? []);
      const values = node.kind === 'Values Scan' ? node.rows : Math.max(0, ...texts.map(longestList));
      if (values < leastValues) continue;
      yield {
        node: placed.path,
        subject: relationText(node),
        message: `holds ${relationText(node)} against a list of ${figure(values)} values: ${shareText(placed.share, input)}`,
        evidence: [told(input, `${values} values in a condition of the step`)],
        weight: placed.share,
        remedies: [
          {
            kind: 'advice',
            text: 'Pass the values as one array parameter and join to unnest($1::type[]), or to a temporary table with an index and ANALYZE; the statement can then be prepared.',
          },
        ],
      };
    }
  },
});

/** The most values between the braces of an array constant, `'{1,2,3}'`; of an array that is spelled out, between its brackets. */
function longestList(text: string): number {
  const lists = [...text.matchAll(/'\{((?:[^'{}]|'')*)\}'/g), ...text.matchAll(/ARRAY\[([^\]]*)\]/g)].map(
    (one) => one[1] ?? '',
  );
  return Math.max(0, ...lists.map((list) => list.replaceAll(/"(?:[^"\\]|\\.)*"/g, '').split(',').length));
}
