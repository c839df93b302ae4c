import type { Lookups } from '../../catalog/lookups.ts';
import { compareNames, displayName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { listed, phrases, singularWords, spoken } from '../../catalog/words.ts';
import { type Evidence, presumed, stated } from '../../findings/evidence.ts';
import { isHousekeeping } from '../housekeeping.ts';
import { keepsCopies } from '../record-tables.ts';
import { defineRule } from '../rule.ts';
import { groupDigits, type Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'rarely-separate-tables',
  category: 'shape',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'Several tables of the same few columns say little that one, or none, would not.',
  headline: (count) => `${count} groups of tables have the same columns`,
  why: 'Every table costs a join, a mapping, a screen and its rights; where shape and use are the same, what differs is a value.',
  effort: 'hours',
  tradeOff: 'Where each kind grows its own columns or references later, separate tables were right.',
  needs: ['catalog'],
  settings: {
    minimumLookups: 4,
    minimumTwins: 3,
    /** A twin needs so many columns of its own: small tables are alike by chance. */
    minimumColumns: 4,
    maximumLookupRows: 100,
    lookupWords: phrases(`
      type, status, kind, category, class, level, priority, severity, reason, method, mode, role, state, stage,
      genre, color, colour, gender, unit, source, channel, code, rating, frequency, scope, phase, outcome, format,
      size, origin`),
  },
  *check({ lookups, sizes, settings }) {
    const tables = lookups.ownTables.filter(
      (table) => !keepsCopies(table.name) && table.inherits.length === 0 && !table.partitioning,
    );
    const lookupTables = tables.filter(
      (table) => isLookup(table, lookups, settings.lookupWords) && isSmall(table, sizes, settings.maximumLookupRows),
    );
    for (const group of grouped(lookupTables, (table) => table.schema)) {
      if (group.length < settings.minimumLookups) continue;
      yield draft(
        group,
        `${group.length} tables hold nothing but a name for a key${atMost(group, sizes)}: ${names(group)}`,
        [
          stated('none of them has a column beyond key, name, code, order and the like, nor a foreign key'),
          presumed('their names say that they list kinds', 'weak'),
        ],
        'A join for one word: a closed list fits an enum or a check, or the word itself as the key, which the referring row then shows without a join.',
      );
    }
    const lookupSet = new Set(lookupTables);
    for (const group of sameColumns(tables, settings.minimumTwins)) {
      if (lookupSet.has(group[0]) || isLink(group[0]) || ownColumns(group[0]).length < settings.minimumColumns)
        continue;
      yield draft(
        group,
        `${group.length} tables have the very same columns: ${names(group)}`,
        [
          stated(
            `each has ${listed(
              ownColumns(group[0]).map((column) => column.name),
              8,
            )}`,
          ),
          presumed('what differs may be only a kind', 'weak'),
        ],
        'What holds for one is written again for each of them; a column that says the kind would hold for all.',
      );
    }
  },
});

function draft(group: readonly [Table, ...Table[]], message: string, evidence: readonly Evidence[], why: string) {
  return { at: { kind: 'table', object: group[0] }, message, why, evidence, changes: [], weighs: group } as const;
}

function names(group: readonly Table[]): string {
  return listed(
    group.map((table) => displayName(table.name)),
    8,
  );
}

const nameParts =
  /^(?:(?:.* )?(?:name|title|label|description|code|slug|key|value|abbreviation|symbol|sort order|sort|position|rank|ordinal|display order|sequence|color|icon|is default|comment)|type|status)$/;

/** A key and a name, and little else that describes it; referred to by others, referring to none. */
function isLookup(table: Table, lookups: Lookups, lookupWords: readonly string[]): boolean {
  const last = singularWords(table.name).at(-1) ?? '';
  if (!lookupWords.includes(last) || table.foreignKeys.length > 0 || table.primaryKey?.columns.length !== 1)
    return false;
  const described = ownColumns(table);
  const named = (text: string) => nameParts.test(text) || text === last || text === spoken(table.name);
  return (
    described.length >= 1 &&
    described.length <= 4 &&
    described.every((column) => named(spoken(column.name))) &&
    lookups.referencesTo(table).length > 0
  );
}

function isSmall(table: Table, sizes: Sizes, maximum: number): boolean {
  const count = sizes.rows(table);
  return count === undefined || count <= maximum;
}

function atMost(group: readonly Table[], sizes: Sizes): string {
  const counts = group.map((table) => sizes.rows(table)).filter((count) => count !== undefined);
  return counts.length === group.length ? `, in at most ${groupDigits(Math.max(...counts))} rows` : '';
}

/** Columns that are neither the key nor the row's bookkeeping. */
function ownColumns(table: Table) {
  return table.columns.filter(
    (column) => !table.primaryKey?.columns.includes(column.name) && !isHousekeeping(column.name),
  );
}

/** A table of references only, or of references and a place, is alike by nature. */
function isLink(table: Table): boolean {
  const keys = new Set(table.foreignKeys.flatMap((key) => key.columns));
  return (
    ownColumns(table).filter(
      (column) => !keys.has(column.name) && !/(?:^| )(?:id|order|position)$/.test(spoken(column.name)),
    ).length < 3
  );
}

/** Groups of at least so many tables whose columns beside the key have the same names and types. */
function sameColumns(tables: readonly Table[], minimum: number): readonly (readonly [Table, ...Table[]])[] {
  // Counting first spares most tables the comparison of all their columns.
  return grouped(tables, (table) => `${table.schema} ${table.columns.length}`)
    .filter((group) => group.length >= minimum)
    .flatMap((group) => grouped(group, signature))
    .filter((group) => group.length >= minimum);
}

function signature(table: Table): string {
  return table.columns
    .filter((column) => !table.primaryKey?.columns.includes(column.name))
    .map((column) => `${column.name} ${column.type.text}`)
    .sort()
    .join('\n');
}

function grouped(tables: readonly Table[], key: (table: Table) => string): readonly (readonly [Table, ...Table[]])[] {
  const groups = new Map<string, [Table, ...Table[]]>();
  for (const table of tables) {
    const of = key(table);
    const group = groups.get(of);
    if (group) group.push(table);
    else groups.set(of, [table]);
  }
  for (const group of groups.values()) group.sort(compareNames);
  return [...groups.values()];
}
