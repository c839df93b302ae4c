import { qualifiedColumn } from '../../catalog/names.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';
import { timeName } from '../time-names.ts';

export const rule = defineRule({
  id: 'time-without-form',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column holds dates or times in whatever form they are written.',
  headline: (count) => `${count} columns hold dates or times in any form`,
  why: 'The engine has no type for them: 2024-1-5, 05.01.2024 and 1704412800 all go in side by side, and sort, compare and count as different days.',
  effort: 'hours',
  tradeOff:
    'The table is built anew, which fails where a value has no form that the engine knows; each write evaluates the check.',
  needs: ['catalog'],
  when: (traits) => !traits.timeTypes,
  settings: {},
  *check({ lookups, traits }) {
    const { timeFormCheck } = traits;
    for (const [table, column] of judgedColumns(lookups)) {
      const { family, affinity, text } = column.type;
      const declared = family === 'date' || family === 'timestamp' || family === 'timestamp-with-zone';
      const named = timeName(column.name) !== undefined;
      if (!declared && !(named && (family === 'text' || affinity === 'numeric'))) continue;
      if (column.identity || table.checks.some(({ columns }) => columns.includes(column.name))) continue;
      const name = lookups.freeConstraintName(table, [column.name], 'check', traits.identifierBytes);
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} holds ${declared ? `what is declared a ${text}` : 'a time, by its name'}, in any form`,
        severity: declared ? 'medium' : 'low',
        evidence: [
          stated('no check constraint says anything of the column'),
          ...(declared ? [stated(`${text} is no type of the engine`)] : [presumed('the name says that it is a time')]),
        ],
        changes: timeFormCheck
          ? [{ kind: 'add check', table, name, expression: timeFormCheck(traits.quote(column.name)) }]
          : [],
      };
    }
  },
});
