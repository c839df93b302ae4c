import type { Lookups } from '../../catalog/lookups.ts';
import type { Table, View } from '../../catalog/table.ts';

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const notAliases =
  'on|join|left|right|inner|outer|full|cross|natural|using|where|group|order|having|limit|union|except|intersect|tablesample|window|fetch|offset|for';
const source = new RegExp(
  String.raw`\b(?:from|join)\s+[(\s]*(?:only\s+)?((?:${name}\.)?${name})(?:\s+(?:as\s+)?(?!(?:${notAliases})\b)(${name}))?`,
  'giu',
);
const equality = new RegExp(String.raw`(?<![\p{L}\p{N}_."])(${name})\.(${name})\s*=\s*(${name})\.(${name})`, 'giu');

/** A column that views compare with another. */
export interface Joined {
  readonly to: Table;
  readonly column: string;
  readonly views: readonly string[];
}

/**
 * The columns that views compare with `=`, by table and column, in both directions. The definitions are read by
 * their form alone: an alias that means two tables in one view is left out.
 */
export function viewJoins(
  views: readonly View[],
  lookups: Lookups,
): ReadonlyMap<Table, ReadonlyMap<string, readonly Joined[]>> {
  const joins = new Map<Table, Map<string, readonly Joined[]>>();
  const add = (from: Table, fromColumn: string, to: Table, column: string, view: string) => {
    const byColumn = joins.get(from) ?? new Map<string, readonly Joined[]>();
    joins.set(from, byColumn);
    const known = byColumn.get(fromColumn) ?? [];
    const same = known.find((one) => one.to === to && one.column === column);
    const named = [...new Set([...(same?.views ?? []), view])].sort();
    byColumn.set(fromColumn, [...known.filter((one) => one !== same), { to, column, views: named }]);
  };
  for (const view of views) {
    const tables = aliases(view, lookups);
    for (const [, leftTable = '', leftColumn = '', rightTable = '', rightColumn = ''] of view.definition.matchAll(
      equality,
    )) {
      const left = tables.get(unquoted(leftTable));
      const right = tables.get(unquoted(rightTable));
      if (!left || !right || left === right) continue;
      add(left, unquoted(leftColumn), right, unquoted(rightColumn), view.name);
      add(right, unquoted(rightColumn), left, unquoted(leftColumn), view.name);
    }
  }
  return joins;
}

function aliases(view: View, lookups: Lookups): ReadonlyMap<string, Table> {
  const read = new Map(view.reads.map((one) => [one.name, lookups.table(one)]));
  const found = new Map<string, Table | undefined>();
  for (const [, reference = '', alias] of view.definition.matchAll(source)) {
    const parts = reference.match(new RegExp(name, 'gu')) ?? [];
    const table = read.get(unquoted(parts.at(-1) ?? ''));
    if (!table) continue;
    const as = alias === undefined ? table.name : unquoted(alias);
    // Two sub-queries may use one alias for different tables: then nothing can be said of it.
    found.set(as, found.has(as) && found.get(as) !== table ? undefined : table);
  }
  const known = new Map<string, Table>();
  for (const [as, table] of found) if (table) known.set(as, table);
  return known;
}

function unquoted(text: string): string {
  return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
}
