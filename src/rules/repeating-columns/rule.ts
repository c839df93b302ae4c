import { qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { listed, phrases } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { type NumberedGroup, numberedGroups } from './numbered.ts';

export const rule = defineRule({
  id: 'repeating-columns',
  category: 'shape',
  dimension: 'maintainability',
  severity: 'medium',
  summary: 'Numbered columns hold several values of one kind in one row.',
  headline: (count) => `${count} groups of numbered columns hold lists`,
  why: 'One value more needs a new column; to find a value every column must be asked, with an index on each; no constraint keeps a value from standing twice.',
  effort: 'days',
  tradeOff: 'A table of its own costs a join to read all values of a row together.',
  needs: ['catalog'],
  settings: {
    minimumColumns: 3,
    /** Words before the number that make it a part of a name: lines of an address, versions, algorithms. */
    notNumbered: phrases(`
      address, addr, street, line, v, version, ver, sha, md, crc, iso, ipv, utf, oauth, h, mp, base, saml, http,
      tls, web, int, float, utm, epsg, pm, co, so, no`),
    /** Words before the number that rank instead of repeat: the values are not of one kind. */
    levels: phrases(`
      level, lvl, tier, depth, admin, class, degree, order, rank, quarter, q`),
  },
  *check({ lookups, settings, sizes }) {
    for (const table of lookups.ownTables) {
      for (const group of numberedGroups(table, new Set(settings.notNumbered))) {
        const pair = group.columns.length < settings.minimumColumns;
        if (pair && !isPairOfReferences(table, group)) continue;
        const names = group.columns.map((column) => column.name);
        const ranked = settings.levels.includes(group.word);
        yield {
          at: { kind: 'column', object: table, names },
          message: `${qualified(table)} has ${names.length} columns for one kind of value: ${listed(names)}`,
          evidence: [
            stated(`${listed(names)} are all ${group.columns[0]?.type.text ?? ''}`),
            presumed('their names differ only in a number', pair ? 'weak' : ranked ? 'fair' : 'strong'),
            ...emptiness(group.columns, sizes.statistics(table)?.columns ?? {}),
          ],
          severity: pair || ranked ? 'low' : 'medium',
          changes: [],
          ...(pair
            ? {
                questions: [
                  {
                    question: 'Are the numbered pairs of references two fixed sides, or could there be a third?',
                    changes:
                      'which pairs should become rows of a table of their own: two fixed sides are fine as columns',
                  },
                ],
              }
            : {}),
        };
      }
    }
  },
});

/** Two references to the same table that no key or check binds together as the two sides of one thing. */
function isPairOfReferences(table: Table, group: NumberedGroup): boolean {
  const names = group.columns.map((column) => column.name);
  const together = (columns: readonly string[]) => names.every((name) => columns.includes(name));
  const keys = [table.primaryKey, ...table.uniques].filter((key) => key !== undefined);
  const indexed = table.indexes
    .filter((index) => index.unique)
    .map((index) => index.keys.flatMap((key) => key.column ?? index.expressionColumns));
  if (
    keys.some((key) => together(key.columns)) ||
    indexed.some(together) ||
    table.checks.some((check) => together(check.columns))
  )
    return false;
  const targets = new Set(
    names.map((name) => {
      const key = table.foreignKeys.find((one) => one.columns.length === 1 && one.columns[0] === name);
      return key && qualified(key.references);
    }),
  );
  return targets.size === 1 && (group.reference || !targets.has(undefined));
}

function emptiness(
  columns: readonly Column[],
  statistics: Readonly<Record<string, { readonly nullFraction: number }>>,
): readonly Evidence[] {
  const last = columns.at(-1);
  const share = last && statistics[last.name]?.nullFraction;
  if (last === undefined || share === undefined || share < 0.5) return [];
  return [observed(`${last.name} is NULL in ${percent(share)} of the rows`)];
}
