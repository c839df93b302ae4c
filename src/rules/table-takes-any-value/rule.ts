import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';

/** The types that a strict table can have. */
const strictTypes = new Set(['int', 'integer', 'real', 'text', 'blob', 'any']);

export const rule = defineRule({
  id: 'table-takes-any-value',
  category: 'types',
  dimension: 'integrity',
  severity: 'low',
  summary: 'A table takes values of any type in any column.',
  headline: (count) => `${count} tables take values of any type in any column`,
  why: 'A text in a column of numbers is stored as it is: it compares greater than every number, and adds as 0.',
  effort: 'minutes',
  tradeOff:
    'The table is built anew, and fails to be where a value does not fit; types other than INTEGER, REAL, TEXT, BLOB and ANY are refused.',
  needs: ['catalog'],
  when: (traits) => !traits.enforcesTypes,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      if (table.options['strict'] === 'true' || isMigrationRecord(table.name)) continue;
      const loose = table.columns.filter(({ type }) => type.affinity !== undefined && type.affinity !== 'blob');
      if (loose.length === 0) continue;
      const others = table.columns.filter(({ type }) => !strictTypes.has(type.text));
      const names = [...new Set(others.map(({ type }) => type.text))].sort();
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} is not STRICT: its ${table.columns.length} columns take values of any type`,
        evidence: [
          stated('the table is declared without STRICT'),
          ...(names.length === 0
            ? []
            : [
                stated(
                  `STRICT has no type ${names.slice(0, 5).join(', ')}: columns of these must be declared otherwise first`,
                ),
              ]),
        ],
        changes: names.length === 0 ? [{ kind: 'set table option', table, option: 'strict', value: 'true' }] : [],
      };
    }
  },
});
