import type { Lookups, Reference } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { phrases, singularWords, words } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { isHousekeeping } from '../housekeeping.ts';
import { personalColumns } from '../personal-names.ts';
import { defineRule } from '../rule.ts';
import { secretKind } from '../secret-names.ts';
import { groupDigits, type Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'one-to-one-split',
  category: 'shape',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A table shares its key with another and seems to hold a part of the same rows.',
  headline: (count) => `${count} tables split a row in two`,
  why: 'Every read of the whole takes a join, every insert two statements, and nothing makes sure that the second part is there.',
  effort: 'hours',
  tradeOff: 'One table again means wider rows; keep the split where the part is rare, large, hot or guarded.',
  needs: ['catalog', 'statistics'],
  settings: {
    maximumColumns: 12,
    /** The share of the other table's rows that must have a part for it to be always there. */
    alwaysThere: 0.95,
    partWords: phrases(`
      profile, detail, info, information, extra, extension, additional, data, attribute, ext, property, addition,
      more, part, basic, general`),
  },
  *check({ lookups, sizes, settings }) {
    for (const table of lookups.ownTables) {
      const reference = sharedKey(table, lookups);
      const parent = reference?.to;
      if (!reference || !parent || !isPart(table, parent, reference, lookups, settings.maximumColumns)) continue;
      const known = presence(table, parent, sizes, settings.alwaysThere);
      if (known === 'optional') continue;
      const named = singularWords(table.name).some((word) => settings.partWords.includes(word));
      if (known.length === 0 && !named) continue;
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} holds a part of each row of ${qualified(parent)} under the same key`,
        evidence: [
          stated(
            `the primary key of ${qualified(table)} is the foreign key ${reference.key.name} to the primary key of ${qualified(parent)}`,
          ),
          ...known,
          ...(named ? [presumed(`the name ${table.name} promises no thing of its own`, 'weak')] : []),
        ],
        changes: [],
        weighs: [table, parent],
        questions:
          known.length > 0
            ? []
            : [
                {
                  question: 'Which tables that share their key with another have a row for each of its rows?',
                  changes: 'which pairs of tables are one: a part that is often missing is rightly apart',
                },
              ],
      };
    }
  },
});

/** The foreign key whose columns are the whole primary key and refer to the other's whole primary key. */
function sharedKey(table: Table, lookups: Lookups): Reference | undefined {
  const own = table.primaryKey?.columns;
  if (!own) return undefined;
  return lookups.referencesFrom(table).find(({ key, to }) => {
    const theirs = to?.primaryKey?.columns;
    return to !== table && theirs !== undefined && same(key.columns, own) && same(key.referencedColumns, theirs);
  });
}

/** Whether nothing speaks for a table of its own: a subtype, something referred to, a large, hot, secret or guarded part. */
function isPart(table: Table, parent: Table, reference: Reference, lookups: Lookups, maximumColumns: number): boolean {
  const sisters = lookups
    .referencesTo(parent)
    .filter(({ from }) => from !== table && sharedKey(from, lookups)?.to === parent);
  if (sisters.length > 0 || lookups.referencesTo(table).some(({ from }) => from !== parent)) return false;
  if (parent.kind !== 'table' || parent.partitioning || table.partitioning) return false;
  if (table.columns.length > maximumColumns || table.rowSecurity !== parent.rowSecurity || table.owner !== parent.owner)
    return false;
  if (JSON.stringify(table.grants) !== JSON.stringify(parent.grants)) return false;
  const key = new Set(reference.key.columns);
  const payload = table.columns.filter((column) => !key.has(column.name) && !isHousekeeping(column.name));
  if (payload.length === 0 || payload.every((column) => isCounter(column.name, column.type.family))) return false;
  if (
    payload.some((column) =>
      ['json', 'json-binary', 'binary', 'xml', 'full-text', 'vector'].includes(column.type.family),
    )
  )
    return false;
  return !payload.some((column) => secretKind(column.name)) && personalColumns(table).length === 0;
}

/** Numbers and times that change often are rightly kept out of a wide row, which each update would copy whole. */
function isCounter(name: string, family: string): boolean {
  if (family.startsWith('timestamp')) return true;
  return (family === 'integer' || family === 'decimal') && words(name).at(-1) !== 'id';
}

function presence(table: Table, parent: Table, sizes: Sizes, alwaysThere: number): readonly Evidence[] | 'optional' {
  const [part, whole] = [sizes.rows(table), sizes.rows(parent)];
  if (part === undefined || whole === undefined || whole === 0) return [];
  if (part < whole * alwaysThere) return 'optional';
  const text = `${qualified(table)} has ${groupDigits(part)} rows, ${qualified(parent)} ${groupDigits(whole)}`;
  return [sizes.statistics(table)?.origin === 'declared' ? stated(`${text} (declared)`) : observed(text)];
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}
