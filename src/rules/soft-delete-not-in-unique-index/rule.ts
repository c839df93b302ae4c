import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Column, Index, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { newIndex } from '../index-change.ts';
import { covers } from '../index-cover.ts';
import { dependent, dropIndex, indexSubject } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';
import { softDelete, softDeleteNames } from '../soft-delete.ts';

export const rule = defineRule({
  id: 'soft-delete-not-in-unique-index',
  category: 'indexes',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A unique index of a table with soft delete also counts the deleted rows.',
  headline: (count) => `${count} unique indexes also count rows that are deleted softly`,
  why: 'A value of a deleted row cannot be used again: the user who deletes an account cannot come back with the same address, a slug stays taken by what nobody sees.',
  effort: 'minutes',
  tradeOff:
    'ON CONFLICT must repeat the predicate, no foreign key can refer to it, and a deleted row may not come back to life while another has its value.',
  needs: ['catalog'],
  when: (traits) => traits.partialIndexes,
  settings: {
    /** Names of soft-delete columns, as words. */
    columns: softDeleteNames,
    /** Words of names of values that are made at random and never come again. */
    random: [
      ...['token', 'uuid', 'guid', 'uid', 'ulid', 'nanoid', 'secret', 'nonce'],
      ...['hash', 'digest', 'checksum', 'fingerprint', 'signature', 'md5', 'sha', 'etag'],
    ] as readonly string[],
  },
  *check({ lookups, settings, traits }) {
    const random = new Set(settings.random);
    for (const table of lookups.ownTables) {
      if (!table.indexes.some((index) => index.unique && index.name !== table.primaryKey?.index)) continue;
      const deleted = softDelete(table, traits, settings.columns);
      if (!deleted) continue;
      const { column, live } = deleted;
      for (const index of table.indexes) {
        const reads = [...index.keys.map((key) => key.column), ...index.expressionColumns, ...index.predicateColumns];
        if (!index.unique || !index.valid || reads.includes(column.name) || dependent(table, index, lookups)) continue;
        if (neverComesAgain(table, index, lookups, random)) continue;
        const name = displayName(column.name);
        yield {
          at: indexSubject(table, index),
          message: `${qualified(table)} has ${name}, and ${index.constraint === undefined ? 'index' : 'constraint'} ${displayName(index.name)}, ${indexText(index)}, counts deleted rows too`,
          evidence: [
            stated(`neither the keys nor the predicate of ${displayName(index.name)} name ${name}`),
            presumed(`a row with ${name} set counts as deleted, and its values may be used again`, 'fair'),
          ],
          changes: replace(table, index, live, { lookups, traits }),
          questions: [
            {
              question: 'May a value that must be unique be used again once its row is softly deleted?',
              changes: 'whether unique indexes of tables with soft delete should leave out deleted rows',
            },
          ],
        };
      }
    }
  },
});

/** Keys whose values are drawn, or contain the primary key, are not given twice anyway. */
function neverComesAgain(table: Table, index: Index, lookups: Lookups, random: ReadonlySet<string>): boolean {
  const keys = index.keys.flatMap((key) => (key.column === undefined ? [] : [key.column]));
  if (table.primaryKey?.columns.every((column) => keys.includes(column))) return true;
  return keys.some((name) => drawn(lookups.column(table, name), random));
}

function drawn(column: Column | undefined, random: ReadonlySet<string>): boolean {
  if (!column) return false;
  if (column.identity || column.ownedSequence || /nextval|random|uuid|ulid/i.test(column.default ?? '')) return true;
  return words(column.name).some((word) => random.has(word));
}

function replace(
  table: Table,
  index: Index,
  live: string,
  context: { readonly lookups: Lookups; readonly traits: Traits },
): readonly Change[] {
  const predicate = index.predicate === undefined ? live : `${index.predicate} AND (${live})`;
  const served = table.indexes.some((other) => covers(table, other, { ...index, predicate: `(${live})` }));
  return [
    ...(served && index.predicate === undefined ? [] : [newIndex(table, index, predicate, context)]),
    dropIndex(table, index),
  ];
}
