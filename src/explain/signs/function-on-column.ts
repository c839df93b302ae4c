import { hasIndex, keyOf, serviceOf } from '../../engines/index-keys.ts';
import type { Operand } from '../../engines/query-facts.ts';
import { guessedKept, wastefulScans, wasteText } from '../discards.ts';
import { indexIdeas } from '../index-ideas.ts';
import { readable } from '../scan.ts';
import { defineSign, type RemedyIdea } from '../sign.ts';
import { told } from '../told.ts';
import { isWrittenCast } from '../written.ts';

export const sign = defineSign({
  id: 'function-on-column',
  title: 'a condition wraps its column in a function or a calculation',
  why: 'An index holds the values of the column, not those of the expression: it cannot find rows by what is computed from them, and every row has to be computed.',
  what: 'A Filter such as lower(email) = …, date(created_at) = … or price * 2 > … that discards most rows. Turn the calculation to the other side (a range of times instead of date(…)), or index the expression as it is written.',
  references: ['https://www.postgresql.org/docs/current/indexes-expressional.html'],
  explains: ['sequential-scan-discards-rows', 'index-scan-discards-rows'],
  *check(input) {
    for (const scan of wastefulScans(input, 'tables', guessedKept)) {
      const { placed, table, filter, subject } = scan;
      if (!table) continue;
      for (const condition of filter) {
        const key = condition.left && keyOf(condition.left, table);
        const service = serviceOf(condition, table);
        if (!condition.left || key?.expression === undefined || !service) continue;
        if (service.kind === 'contains' || service.kind === 'similar' || hasIndex(table, [service.key])) continue;
        // A cast alone that nobody wrote is another sign's, but for those that take a part of a time.
        const { functions, cast } = condition.left;
        const castAlone = functions.length === 0 && cast !== undefined && cast !== 'date';
        if (castAlone && !isWrittenCast(condition, input)) continue;
        const coalesces = functions.includes('coalesce') || /^\(*COALESCE\b/i.test(condition.left.text);
        const rewrite: RemedyIdea = {
          kind: 'rewrite',
          rewrite: castAlone
            ? 'implicit-cast-removed'
            : coalesces
              ? 'coalesce-comparison-to-null-test'
              : functions.some((one) => /^(?:left|substr|substring)$/.test(one))
                ? 'text-beginning-to-like'
                : functions.length === 0 && cast === undefined
                  ? 'calculation-moved-to-value'
                  : 'function-on-column-to-range',
        };
        yield {
          node: placed.path,
          subject,
          message: `no index can serve ${readable(condition.text, 'with casts')}, which computes ${readable(condition.left.text, 'with casts')} for every row: ${wasteText(scan)}`,
          evidence: [told(input, `the condition stands in the Filter, not in an Index Cond: ${condition.text}`)],
          weight: placed.share,
          remedies: [
            rewrite,
            ...indexIdeas({ table, conditions: filter }, input),
            ...(input.traits.expressionIndexes ? [] : [withoutExpression(condition.left)]),
          ],
        };
      }
    }
  },
});

/** Functions that take the leading part of a time: what is equal in it is a range of times. */
const leadingPart = /^(?:year|date|date_format|to_days)$/;

/** What serves where no index holds an expression. */
function withoutExpression({ text, column, functions }: Operand): RemedyIdea {
  const name = column?.column ?? 'the column';
  const range = functions.some((one) => leadingPart.test(one))
    ? `Hold ${name} itself against a range, ${name} >= its beginning AND ${name} < its end: an index on ${name} finds that. Or add`
    : 'Add';
  return {
    kind: 'advice',
    text: `${range} a generated column for ${readable(text)} with an index on it, and ask for that column: indexes hold no expressions here.`,
  };
}
