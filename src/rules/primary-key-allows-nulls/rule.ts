import { displayName, qualified } from '../../catalog/names.ts';
import type { Column } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'primary-key-allows-nulls',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A primary key takes NULL, in as many rows as are written with it.',
  headline: (count) => `${count} primary keys take NULL`,
  why: 'The engine lets NULL into a primary key that is not the number of the row, and no NULL is the same as another: rows come in that no key finds, and none is refused.',
  effort: 'minutes',
  tradeOff: 'The table is built anew, and fails to be where a row has no key: give those one first.',
  needs: ['catalog'],
  when: (traits) => traits.rowNumberTables,
  settings: {},
  *check({ lookups }) {
    for (const table of lookups.ownTables) {
      const key = table.primaryKey;
      if (!key || isMigrationRecord(table.name)) continue;
      const columns = key.columns.flatMap((name) => lookups.column(table, name) ?? []);
      const open = columns.filter(({ nullable, identity }) => nullable && !identity);
      if (open.length === 0) continue;
      const [first] = open;
      const number = columns.length === 1 && first && isNumber(first) ? first : undefined;
      const list = open.map(({ name }) => displayName(name)).join(', ');
      yield {
        at: { kind: 'table', object: table },
        message: number
          ? `${qualified(table)}.${displayName(number.name)} is declared ${number.type.text}, so it is not the number of the row, and takes NULL: a row without it gets no number`
          : `the primary key of ${qualified(table)} takes NULL in ${list}`,
        evidence: [
          stated(
            number
              ? 'only INTEGER, to the letter, makes a key the number of the row'
              : `${list} ${open.length === 1 ? 'is' : 'are'} declared without NOT NULL, which a primary key does not imply here`,
          ),
        ],
        changes: number
          ? [{ kind: 'change type', table, column: number.name, type: 'integer', was: number }]
          : open.map(({ name }) => ({ kind: 'set not null' as const, table, column: name })),
      };
    }
  },
});

/** Whether a key is a whole number, which would be the number of the row under its plain name. */
function isNumber({ type }: Column): boolean {
  return type.family === 'integer' && type.name !== 'integer';
}
