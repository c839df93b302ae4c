import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { phrases, spoken } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { isKeyAlone, isReferencing } from '../judged-columns.ts';
import { keySequences } from '../key-sequence.ts';
import { isLogName, isMigrationRecord, keepsCopies } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import type { Sizes } from '../sizes.ts';
import { type Candidate, candidate } from './candidate.ts';

export const rule = defineRule({
  id: 'surrogate-key-only',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'low',
  summary: 'The only unique key of a table is a made one, and its columns look like a key of their own.',
  headline: (count) => `${count} tables have no unique key but a made one`,
  why: 'A made key is always new, so nothing keeps the same thing from being stored twice, under two ids to which others then refer.',
  effort: 'hours',
  tradeOff: 'Rows that are there twice must be merged first, and each insert is checked in one more index.',
  needs: ['catalog'],
  settings: {
    /** Columns that identify a row alone: another rule speaks of them. */
    aloneNames: phrases(`
      email, e mail, email address, slug, sku, code, username, user name, login, token, number, uuid, guid, external id,
      isbn, ean, iso, iso code, serial number, handle`),
    /** A list of names has no more rows. */
    listRows: 10_000,
  },
  *check({ catalog, lookups, settings, sizes, traits }) {
    const sequenceOf = keySequences(catalog);
    for (const table of lookups.ownTables) {
      const [only, ...more] = table.primaryKey?.columns ?? [];
      const key = only === undefined || more.length > 0 ? undefined : lookups.column(table, only);
      if (!key || isReferencing(table, key.name) || table.inherits.length > 0 || table.partitioning) continue;
      const made = sequenceOf(key) !== undefined || key.type.family === 'uuid' || key.type.family === 'integer';
      if (!made || hasOtherKey(table, lookups)) continue;
      if (isLogName(table.name) || isMigrationRecord(table.name) || keepsCopies(table.name)) continue;
      if (table.columns.some((column) => column !== key && settings.aloneNames.includes(spoken(column.name)))) continue;
      const found = candidate(table, lookups);
      if (!found) continue;
      const facts = counted(table, found, sizes, settings.listRows);
      if (facts === 'disproved') continue;
      const columns = found.columns.map((column) => column.name);
      const text = `(${columns.map(displayName).join(', ')})`;
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} is unique by ${displayName(key.name)} alone; nothing keeps the same ${text} from being stored twice`,
        evidence: [
          stated(`its only unique key is the primary key (${displayName(key.name)})`),
          presumed(found.sign, found.strength),
          ...facts,
        ],
        changes: found.reordered
          ? []
          : [
              {
                kind: 'add unique',
                table,
                name: lookups.freeConstraintName(table, columns, 'key', traits.identifierBytes),
                columns,
              },
            ],
        questions: [
          {
            question: 'Which columns identify a row to people, in tables whose only key is a made id?',
            changes: 'which unique constraints are missing beside made keys',
          },
        ],
      };
    }
  },
});

/** A partial or expression index counts too: somebody thought of it. */
function hasOtherKey(table: Table, lookups: Lookups): boolean {
  const own = table.primaryKey?.index;
  return (
    table.uniques.length > 0 ||
    table.exclusions.length > 0 ||
    table.indexes.some((index) => index.unique && index.name !== own) ||
    table.columns.some(
      (column) => !table.primaryKey?.columns.includes(column.name) && isKeyAlone(lookups, table, column.name),
    )
  );
}

/** What the statistics say: that a name alone stands once, or that it does not. */
function counted(
  table: Table,
  { columns }: Candidate,
  sizes: Sizes,
  listRows: number,
): readonly Evidence[] | 'disproved' {
  const [column, ...more] = columns;
  const rows = sizes.rows(table);
  if (!column || more.length > 0 || rows === undefined) return [];
  if (rows > listRows) return 'disproved';
  const distinct = sizes.statistics(table)?.columns[column.name]?.distinct;
  if (distinct === undefined || rows < 2) return [];
  const values = distinct < 0 ? -distinct * rows : distinct;
  if (values < rows * 0.8) return 'disproved';
  return values >= rows * 0.999 ? [observed(`all values of ${displayName(column.name)} differ in the statistics`)] : [];
}
