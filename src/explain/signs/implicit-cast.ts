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
  what: 'A Filter such as (id)::numeric = 5.0 or (id)::text = … where the column has another type, or code = 12345 where the column is a text (MySQL, MariaDB). Give the parameter the column’s type: in the query by a cast of the parameter, or in the driver.',
  references: [
    'https://www.postgresql.org/docs/current/typeconv-oper.html',
    'https://dev.mysql.com/doc/refman/8.4/en/type-conversion.html',
  ],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input, 'tables and indexes')) {
      const { placed, table, filter, subject } = scan;
      for (const condition of filter) {
        const { left } = condition;
        const column = table?.columns.find((one) => one.name === left?.column?.column);
        if (!table || !left || !column || left.functions.length > 0 || condition.negated) continue;
        if (condition.kind !== 'comparison' && condition.kind !== 'in list') continue;
        const asNumber = input.traits.numbersFromTexts && column.type.family === 'text' && isWithNumber(condition);
        const cast = left.cast ?? (asNumber ? 'a number' : undefined);
        if (cast === undefined || isRelabelled(column, cast) || cast === 'date') continue;
        // One that is written is meant, and a computation like others.
        if (left.cast !== undefined && isWrittenCast(condition, input)) continue;
        const others = filter.filter((one) => one !== condition);
        yield {
          node: placed.path,
          subject,
          message: `${column.name} is ${column.type.text}, but ${readable(condition.text, 'with casts')} compares it as ${cast}, which no index on it serves: ${wasteText(scan)}`,
          evidence: [
            told(
              input,
              asNumber
                ? `the condition stands behind the reading of rows: ${condition.text}`
                : `the plan casts the column: ${condition.text}`,
            ),
          ],
          weight: placed.share,
          remedies: [
            ...(asNumber ? [] : [{ kind: 'rewrite' as const, rewrite: 'implicit-cast-removed' as const }]),
            {
              kind: 'advice',
              text: `Give the other side in the type of the column: a constant or a parameter of type ${column.type.text}${insteadOf(condition, asNumber)}. An index on ${column.name} can serve that.`,
            },
            // An index on the cast would only serve the mistake.
            ...indexIdeas({ table, conditions: others }, input),
          ],
        };
      }
    }
  },
});

/** A number that is written without quotes, alone or in a list. */
function isWithNumber({ kind, right, text }: Condition): boolean {
  return kind === 'in list' ? /\(\s*-?\d[\d.]*\s*[,)]/.test(text) : /^\(*-?\d+(?:\.\d+)?\)*$/.test(right?.text ?? '');
}

function insteadOf(condition: Condition, asNumber: boolean): string {
  const constant = condition.right?.constant;
  if (typeof constant !== 'string') return '';
  if (asNumber) return `, '${constant}' instead of ${constant}`;
  return isWholeNumber(condition) ? `, ${Number(constant)} instead of ${constant}` : '';
}

/** `3.0`: a whole number, written with decimals. */
function isWholeNumber({ right }: Condition): boolean {
  return typeof right?.constant === 'string' && /^-?\d+\.0*$/.test(right.constant);
}
