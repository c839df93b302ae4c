import { isHashed } from '../effective-costs.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { readable, textFact } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';

/** `(NOT (hashed SubPlan 1))`, `(NOT (ANY (id = (SubPlan 1).col1)))`, `(id <> ALL …)`. */
const negated =
  /NOT \((?:ANY\b.*)?\(*(?:hashed )?SubPlan \d|NOT \((?:hashed )?SubPlan|<> ALL \(.*SubPlan|NOT \(ANY \(.*SubPlan/;

export const sign = defineSign({
  id: 'not-in-subquery',
  title: 'NOT IN with a sub-query',
  why: 'NOT IN must know whether the sub-query gives a null, which makes it unknown for every row. So it cannot be planned as a join: the sub-query becomes a list that is searched for each row, and one that outgrows work_mem is read again for each row.',
  what: 'A Filter with NOT … SubPlan. NOT EXISTS is planned as an anti join, which can hash, merge or use an index; where the column may be null it also says what is mostly meant.',
  references: [
    'https://www.postgresql.org/docs/current/functions-subquery.html#FUNCTIONS-SUBQUERY-NOTIN',
    'https://wiki.postgresql.org/wiki/Don%27t_Do_This#Don.27t_use_NOT_IN',
  ],
  explains: ['correlated-sub-plan', 'sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const placed of input.tree.nodes) {
      const text = textFact(placed.node, 'Filter') ?? textFact(placed.node, 'Join Filter') ?? '';
      if (placed.neverExecuted || !negated.test(text)) continue;
      const subPlan = input.tree
        .childrenOf(placed)
        .find((one) => one.node.relationship === 'SubPlan' && text.includes(one.node.subplanName ?? '\n'));
      // EXISTS has no list to search: it names the bare sub-plan.
      if (!subPlan || (!isHashed(placed.node, subPlan.node) && !/ANY|ALL/.test(text) && isExists(text))) continue;
      const weight = Math.min(1, placed.share + subPlan.wholeShare);
      if (!harms(weight, input)) continue;
      const hashed = isHashed(placed.node, subPlan.node);
      const rows = subPlan.node.measured ? subPlan.node.measured.rows : subPlan.node.rows;
      yield {
        node: placed.path,
        message: hashed
          ? `holds each row against a hashed list of ${figure(rows)} values for ${readable(text)}: ${shareText(weight, input)}; were the list larger than work_mem, it would be searched from end to end for each row`
          : `searches a list of ${figure(rows)} values from end to end for each row (${readable(text)}): ${shareText(weight, input)}`,
        evidence: [
          told(
            input,
            `${subPlan.node.subplanName ?? 'the sub-plan'} is ${hashed ? 'hashed' : 'not hashed'}, ${shareText(weight, input)}`,
          ),
        ],
        weight,
        remedies: [{ kind: 'rewrite', rewrite: 'not-in-to-not-exists' }],
      };
    }
  },
});

/** Before PostgreSQL 17 both look alike, `NOT (SubPlan 1)`; EXISTS is then nearly always an `EXISTS(SubPlan 1)`. */
function isExists(text: string): boolean {
  return /EXISTS\(/.test(text);
}
