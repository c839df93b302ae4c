import { qualifiedColumn } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'needless-autoincrement',
  category: 'keys and relations',
  dimension: 'performance',
  severity: 'low',
  summary: 'A key is AUTOINCREMENT, which costs a write of its own and is seldom needed.',
  headline: (count) => `${count} keys are AUTOINCREMENT`,
  why: 'An INTEGER PRIMARY KEY counts up by itself. AUTOINCREMENT only keeps the number of a deleted last row from being used again, and writes to a table of its own with every insert.',
  effort: 'minutes',
  tradeOff:
    'Numbers of deleted last rows are given again: keep it where they must never be, in logs or for others who remember them.',
  needs: ['catalog'],
  when: (traits) => traits.rowNumberTables,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      for (const column of table.columns) {
        if (!column.identity) continue;
        yield {
          at: { kind: 'column', object: table, names: [column.name] },
          message: `${qualifiedColumn(table, column.name)} is AUTOINCREMENT`,
          evidence: [
            stated('the column is the number of the row, which the engine gives by itself'),
            stated('every insert also writes the row of the table in sqlite_sequence'),
          ],
          changes: [{ kind: 'drop identity', table, column: column.name, was: column.identity }],
          questions: [
            {
              question: 'Do others remember the numbers of deleted rows?',
              changes: 'whether AUTOINCREMENT is needed (needless-autoincrement)',
            },
          ],
        };
      }
    }
  },
});
