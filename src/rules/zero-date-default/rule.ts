import { qualifiedColumn } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'zero-date-default',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A date or time whose default is no day.',
  headline: (count) => `${count} dates are zeros by default`,
  why: 'Zeros are no day: strict servers refuse them, drivers fail on them, and every condition has to remember them.',
  effort: 'hours',
  tradeOff: 'Queries that look for the zeros have to look for NULL instead.',
  needs: ['catalog'],
  when: (traits) => traits.zeroDates,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      for (const column of table.columns) {
        if (column.default === undefined || !/^'?0000-00-00/.test(column.default)) continue;
        yield {
          at: { kind: 'column', object: table, names: [column.name] },
          message: `${qualifiedColumn(table, column.name)} is ${column.default} by default, which is no day`,
          evidence: [stated(`the column says DEFAULT ${column.default}`)],
          changes: [],
        };
      }
    }
  },
});
