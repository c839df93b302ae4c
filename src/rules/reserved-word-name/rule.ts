import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import { phrases } from '../../catalog/words.ts';
import { stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { type Draft, defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'reserved-word-name',
  category: 'names and habits',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A table or column is named with a reserved word.',
  headline: (count) => `${count} tables and columns are named with reserved words`,
  why: 'Without quotes the name is a syntax error, or worse, something else: in PostgreSQL SELECT * FROM user gives the name of the role.',
  effort: 'hours',
  tradeOff: 'A new name breaks every program that uses the old one; a view with the old name can bridge the time.',
  needs: ['catalog'],
  settings: {
    /** Words that without quotes are no error, but mean something else. */
    misleading: phrases(`
      user, current_user, session_user, system_user, current_date, current_time, current_timestamp,
      localtime, localtimestamp, current_role, current_catalog, current_schema, true, false, null`),
  },
  *check({ catalog, lookups, settings, traits }) {
    const misleading = new Set(settings.misleading);
    const draft = (name: string, at: Draft['at'], what: string): Draft => ({
      at,
      message: `${what} is named with the reserved word ${name}`,
      severity: misleading.has(name) ? 'medium' : 'low',
      ...(misleading.has(name)
        ? {
            why: `Without quotes ${name} is no error: it silently means something else, and a query that forgets the quotes gives wrong rows.`,
          }
        : {}),
      evidence: [stated(`${name} is reserved in ${traits.name}: as a name it must be quoted everywhere`)],
      changes: [],
    });
    for (const table of lookups.ownTables) {
      if (traits.reservedWords.has(table.name))
        yield draft(table.name, { kind: 'table', object: table }, `the table ${qualified(table)}`);
    }
    for (const view of catalog.views) {
      if (traits.reservedWords.has(view.name))
        yield draft(view.name, { kind: 'view', object: view }, `the view ${qualified(view)}`);
    }
    for (const [table, column] of judgedColumns(lookups)) {
      if (!traits.reservedWords.has(column.name)) continue;
      yield draft(
        column.name,
        { kind: 'column', object: table, names: [column.name] },
        `the column ${qualifiedColumn(table, column.name)}`,
      );
    }
  },
});
