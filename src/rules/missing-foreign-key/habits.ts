import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Column, Table, View } from '../../catalog/table.ts';
import { isIdentifier } from './compatible.ts';
import { readings } from './names.ts';
import { historyWords, linkWords } from './roles.ts';
import { plainText } from './spelling.ts';
import type { Targets } from './targets.ts';
import { viewJoins } from './view-joins.ts';

/** What the schema itself shows of how it names references. */
export interface Habits {
  /** Tables that columns of this name have declared foreign keys to, most often first. */
  declared(column: string): readonly { readonly to: Table; readonly count: number }[];
  /** Tables that the column has a foreign key to on some of the table's partitions. */
  onPartitions(
    table: Table,
    column: string,
  ): readonly { readonly to: Table; readonly count: number; readonly of: number }[];
  /** Tables whose keys views compare the column with. */
  joined(table: Table, column: string): readonly { readonly to: Table; readonly views: readonly string[] }[];
  /** Whether any view compares columns of the table with others'. */
  hasJoins(table: Table): boolean;
  /** The table that the column's comment names as what it refers to. */
  commented(table: Table, column: Column): Table | undefined;
  /** The table whose earlier rows the table keeps: posts for post_versions. */
  historyOf(table: Table): Table | undefined;
  /** The table whose rows the table links with one another: artifact for artifact_reference. */
  linkedBy(table: Table): Table | undefined;
  /** Whether the table does little else than link others: two references or more, hardly anything beside. */
  linksTables(table: Table): boolean;
  /** Whether references bear the bare names of tables (`artist`) at least a quarter as often as with a key word. */
  readonly bareNames: boolean;
}

export function makeHabits(
  tables: readonly Table[],
  views: readonly View[],
  targets: (schema: string) => Targets,
  lookups: Lookups,
): Habits {
  const declared = declaredNames(tables, lookups);
  const joins = viewJoins(views, lookups);
  const byName = new Map(tables.map((table) => [qualified(table), table]));
  const linking = new Map<Table, boolean>();
  let bareNames: boolean | undefined;
  const simpleNames = new Set(tables.map((table) => table.name));
  const named = (words: readonly string[], schema: string) =>
    targets(schema)
      .wholly(words.join(''))
      .find((table) => table.schema === schema);
  return {
    declared: (column) => declared.get(plainText(column)) ?? [],
    onPartitions(table, column) {
      if (!table.partitioning) return [];
      const parts = lookups.partitions(table);
      const to = parts.flatMap((part) =>
        part.foreignKeys.flatMap((key) =>
          key.columns.length === 1 && key.columns[0] === column ? [lookups.table(key.references)] : [],
        ),
      );
      return [...new Set(to)].flatMap((one) =>
        one ? [{ to: one, count: to.filter((other) => other === one).length, of: parts.length }] : [],
      );
    },
    joined(table, column) {
      const pairs = joins.get(table)?.get(column);
      if (!pairs || isKeyOf(table, column, lookups)) return [];
      return pairs.flatMap(({ to, column: key, views: where }) =>
        isKeyOf(to, key, lookups) ? [{ to, views: where }] : [],
      );
    },
    hasJoins: (table) => joins.has(table),
    commented(table, column) {
      const text = column.comment;
      if (text === undefined || /\b(?:either|or|depending)\b/i.test(text)) return undefined;
      const said = reference.exec(text)?.[1];
      if (said === undefined) return undefined;
      const mentioned = new Set((text.match(/[\p{L}\p{N}_]+/gu) ?? []).filter((word) => simpleNames.has(word)));
      if (mentioned.size > 1) return undefined;
      const [first = '', second] = said.split('.');
      const schema = byName.has(qualified({ schema: first, name: second ?? '' })) ? first : table.schema;
      return byName.get(qualified({ schema, name: schema === first && second !== undefined ? second : first }));
    },
    historyOf(table) {
      const { core } = targets(table.schema).of(table);
      return core.length > 1 && historyWords.has(core.at(-1) ?? '')
        ? named(core.slice(0, -1), table.schema)
        : undefined;
    },
    linkedBy(table) {
      const { core } = targets(table.schema).of(table);
      const half = core.length / 2;
      if (core.length % 2 === 0 && core.slice(0, half).join('') === core.slice(half).join(''))
        return named(core.slice(0, half), table.schema);
      for (let end = core.length - 1; end > 0; end--) {
        const found = linkWords.has(core[end] ?? '') ? named(core.slice(0, end), table.schema) : undefined;
        if (found) return found;
      }
      return undefined;
    },
    linksTables(table) {
      let known = linking.get(table);
      if (known === undefined) {
        known = linksTables(table);
        linking.set(table, known);
      }
      return known;
    },
    get bareNames() {
      bareNames ??= usesBareNames(tables, targets);
      return bareNames;
    },
  };
}

const reference =
  /(?:references?|refers? to|foreign key(?: to| of| on)?|fk(?: to)?|points? (?:to|at)|→|->)[\s:(]*(?:the\s+)?["`]?((?:[\p{L}\p{N}_]+\.)?[\p{L}\p{N}_]+)/iu;

function linksTables(table: Table): boolean {
  const keyed = table.columns.filter((column) => column.name !== 'id' && readings(column.name)[0]?.key !== undefined);
  return keyed.length >= 2 && table.columns.length - keyed.length <= 4;
}

function isKeyOf(table: Table, column: string, lookups: Lookups): boolean {
  return lookups.uniqueKeys(table).some((key) => key.length === 1 && key[0] === column);
}

/** Names that say nothing of the table (`parent_id`) mean their own: references to the same table do not count. */
function declaredNames(
  tables: readonly Table[],
  lookups: Lookups,
): ReadonlyMap<string, readonly { to: Table; count: number }[]> {
  const counts = new Map<string, Map<Table, number>>();
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      const [column] = key.columns;
      const to = lookups.table(key.references);
      if (column === undefined || key.columns.length > 1 || !to || to === table) continue;
      const known = counts.get(plainText(column)) ?? new Map<Table, number>();
      counts.set(plainText(column), known.set(to, (known.get(to) ?? 0) + 1));
    }
  }
  return new Map(
    [...counts].map(([text, known]) => [
      text,
      [...known].map(([to, count]) => ({ to, count })).sort((a, b) => b.count - a.count),
    ]),
  );
}

function usesBareNames(tables: readonly Table[], targets: (schema: string) => Targets): boolean {
  let bare = 0;
  let keyed = 0;
  for (const table of tables) {
    const known = targets(table.schema);
    for (const column of table.columns) {
      if (!isIdentifier(column.type)) continue;
      const [reading] = readings(column.name);
      if (!reading || reading.plural) continue;
      if (!known.wholly(reading.ends[0]?.text ?? '').some((one) => one !== table)) continue;
      if (reading.key === undefined) bare++;
      else keyed++;
    }
  }
  return bare >= 3 && bare * 4 >= keyed;
}
