import type { PlanNode } from '../../catalog/query-plan.ts';
import { comparison } from '../../engines/comparison.ts';
import type { Condition } from '../../engines/query-facts.ts';
import { isHashed } from '../effective-costs.ts';
import { figure } from '../figures.ts';
import { harms, shareText } from '../harm.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable, statisticsOf, textFact } from '../scan.ts';
import { defineSign, type SignInput, type Symptom } from '../sign.ts';
import { told } from '../told.ts';

/** `(NOT (hashed SubPlan 1))`, `(NOT (ANY (id = (SubPlan 1).col1)))`, `(id <> ALL …)`. */
const negated =
  /NOT \((?:ANY\b.*)?\(*(?:hashed )?SubPlan \d|NOT \((?:hashed )?SubPlan|<> ALL \(.*SubPlan|NOT \(ANY \(.*SubPlan/;

export const sign = defineSign({
  id: 'not-in-subquery',
  title: 'NOT IN with a sub-query',
  why: 'NOT IN must know whether the sub-query gives a null, which makes it unknown for every row. So it cannot be planned as a join: the sub-query becomes a list that is searched for each row, and one that outgrows the memory for it is read again for each row.',
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
    yield* askedByQuery(input);
  },
});

/** Where the plan shows the condition as it is written, the query tells what the list is of. */
function* askedByQuery(input: SignInput): Iterable<Symptom> {
  const { query, tree } = input;
  for (const condition of query?.blocks.flatMap((block) => block.conditions) ?? []) {
    if (condition.kind !== 'in subquery' || !condition.negated) continue;
    const placed = tree.nodes.find(({ node }) => textFact(node, 'Filter')?.includes(condition.text));
    const [list] = placed ? tree.childrenOf(placed).filter((one) => isSubPlan(one.node)) : [];
    if (!placed || !list) continue;
    const weight = Math.min(1, placed.share + list.wholeShare);
    if (!harms(weight, input)) continue;
    const listed = listedColumn(condition, input);
    const size = Math.max(list.node.rows, listed?.rows ?? 0);
    const nullable = listed?.column.nullable ?? false;
    const name = listed && `${listed.table.name}.${listed.column.name}`;
    yield {
      node: placed.path,
      message: `holds each row against a list of ${figure(size)} values: ${shareText(weight, input)}${nullable ? `; ${name} may be NULL, and one NULL in the list leaves no row at all` : ''}`,
      evidence: [told(input, `the list is of ${figure(size)} rows, ${shareText(weight, input)}`)],
      weight,
      remedies: [
        ...(listed && condition.left
          ? indexIdeas(
              { table: listed.table, conditions: [comparison('=', listed.operand, condition.left, 'where')] },
              input,
            )
          : []),
        {
          kind: 'advice',
          text: `Write NOT EXISTS with ${name ?? 'the column of the list'} = ${condition.left?.text ?? 'the value'} among its conditions: with an index on that column it looks each row up and ends at the first match${nullable ? ', and a NULL in the list takes nothing away' : ''}.`,
        },
      ],
    };
  }
}

function isSubPlan({ relationship }: PlanNode): boolean {
  return relationship === 'SubPlan' || relationship === 'InitPlan';
}

/** The column of a table that a list is made of, and the table's rows where all of them are in it. */
function listedColumn({ right }: Condition, input: SignInput) {
  const { query, lookups } = input;
  const block = right?.block === undefined ? undefined : query?.blocks[right.block];
  const operand = block?.returned[0];
  const relation = block?.relations.find(({ alias }) => alias === operand?.column?.relation);
  const table = relation?.table && lookups.table(relation.table);
  const column = table?.columns.find(({ name }) => name === operand?.column?.column);
  if (!operand || !table || !column) return undefined;
  const rows = block?.conditions.length === 0 ? statisticsOf(table, input)?.rows : undefined;
  return { operand, table, column, rows };
}

/** Before PostgreSQL 17 both look alike, `NOT (SubPlan 1)`; EXISTS is then nearly always an `EXISTS(SubPlan 1)`. */
function isExists(text: string): boolean {
  return /EXISTS\(/.test(text);
}
