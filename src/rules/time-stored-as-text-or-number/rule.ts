import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { implied } from '../implied.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { sampledValues } from '../sampled-values.ts';
import { timeName } from '../time-names.ts';
import { judgeNumber } from './number.ts';
import { judgeText } from './text.ts';

export const rule = defineRule({
  id: 'time-stored-as-text-or-number',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column holds times as text or as numbers.',
  headline: (count) => `${count} columns hold times as text or as numbers`,
  why: 'The engine takes any text or number for a time, every query must convert before it can compare with now() or add an interval, and people cannot read the numbers.',
  effort: 'days',
  tradeOff:
    'The table is rewritten under a lock that shuts out writers (readers too, on some servers), and the programs that write and read the column must change with it.',
  needs: ['catalog'],
  when: (traits) => traits.timeTypes,
  settings: {},
  *check(context) {
    const { lookups, sizes, traits } = context;
    for (const [table, column] of judgedColumns(lookups)) {
      if (!couldHoldTime(column)) continue;
      const name = timeName(column.name);
      if (!name || isReferencing(table, column.name)) continue;
      const judge = isNumber(column) ? judgeNumber : judgeText;
      const judged = judge(column, name, sampledValues(sizes, table, column), traits.quote(column.name));
      if (!judged) continue;
      const retyping = judged.conversion ? retype(context, table, column, judged.conversion) : undefined;
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text}: ${judged.holds}`,
        severity: judged.severity,
        evidence: [
          stated(`the type of the column is ${column.type.text}`),
          presumed(`the name says that it holds a ${name.kind === 'instant' ? 'moment' : name.kind}`, name.strength),
          ...judged.evidence,
          ...(retyping?.evidence ?? []),
        ],
        changes: retyping?.changes ?? [],
        questions: judged.questions,
        implies: implied(at, ['inconsistent-types-for-one-name', 'fixed-length-char']),
      };
    }
  },
});

function isNumber({ type }: Column): boolean {
  return type.family === 'integer' || type.family === 'float' || type.family === 'decimal';
}

/** A text of 8 characters holds a date, one of 5 a time of day; a smallint holds neither. */
function couldHoldTime({ type, identity, ownedSequence }: Column): boolean {
  if (type.domain || identity || ownedSequence) return false;
  if (type.family === 'text' || type.family === 'character') return type.length === undefined || type.length >= 5;
  if (type.family === 'integer') return type.name === 'integer' || type.name === 'bigint';
  return type.name === 'double precision' || type.family === 'decimal';
}
