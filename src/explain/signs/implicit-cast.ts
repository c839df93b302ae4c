import { isRelabelled } from '../../engines/index-keys.ts';
import type { Condition } from '../../engines/query-facts.ts';
import { wastefulScans, wasteText } from '../discards.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable } from '../scan.ts';
import { defineSign } from '../sign.ts';
import { told } from '../told.ts';
import { isWrittenCast } from '../written.ts';

export const sign = defineSign({
  id: 'implicit-cast',
  title: 'a condition casts its column to another type',
  why: 'The other side is of another type, so the engine converts the column to it, row by row; an index on the column holds values of the column’s own type and cannot be used.',
  what: 'A Filter such as (id)::numeric = 5.0 or (id)::text = … where the column has another type. Give the parameter the column’s type: in the query by a cast of the parameter, or in the driver.',
  references: ['https://www.postgresql.org/docs/current/typeconv-oper.html'],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input)) {
      const { placed, table, filter, subject } = scan;
      for (const condition of filter) {
        const { left } = condition;
        const column = table?.columns.find((one) => one.name === left?.column?.column);
        if (!table || !left || !column || left.cast === undefined || left.functions.length > 0) continue;
        if (isRelabelled(column, left.cast) || left.cast === 'date' || condition.negated) continue;
        if (condition.kind !== 'comparison' && condition.kind !== 'in list') continue;
        // One that is written is meant, and a computation like others.
        if (isWrittenCast(condition, input)) continue;
        const others = filter.filter((one) => one !== condition);
        yield {
          node: placed.path,
          subject,
          message: `${column.name} is ${column.type.text}, but ${readable(condition.text, 'with casts')} compares it as ${left.cast}, which no index on it serves: ${wasteText(scan)}`,
          evidence: [told(input, `the plan casts the column: ${condition.text}`)],
          weight: placed.share,
          remedies: [
            { kind: 'rewrite', rewrite: 'implicit-cast-removed' },
            {
              kind: 'advice',
              text: `Give the other side in the type of the column: a constant or a parameter of type ${column.type.text}${isWholeNumber(condition) ? `, ${Number(condition.right?.constant)} instead of ${condition.right?.constant}` : ''}. An index on ${column.name} can serve that.`,
            },
            // An index on the cast would only serve the mistake.
            ...indexIdeas({ table, conditions: others }, input),
          ],
        };
      }
    }
  },
});

/** `3.0`: a whole number, written with decimals. */
function isWholeNumber({ right }: Condition): boolean {
  return typeof right?.constant === 'string' && /^-?\d+\.0*$/.test(right.constant);
}
