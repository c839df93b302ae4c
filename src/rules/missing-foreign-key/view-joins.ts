import type { Lookups } from '../../catalog/lookups.ts';
import { qualifiedColumn } from '../../catalog/names.ts';
import type { Table, View } from '../../catalog/table.ts';

const name = String.raw`(?:"(?:[^"]|"")+"|[\p{L}_][\p{L}\p{N}_$]*)`;
const notAliases = 'on|join|left|right|inner|outer|full|cross|natural|using|where|group|order|having|limit|union|except|intersect|tablesample|window|fetch|offset|for';
const source = new RegExp(String.raw`\b(?:from|join)\s+[(\s]*(?:only\s+)?((?:${name}\.)?${name})(?:\s+(?:as\s+)?(?!(?:${notAliases})\b)(${name}))?`, 'giu');
const equality = new RegExp(String.raw`(?<![\p{L}\p{N}_."])(${name})\.(${name})\s*=\s*(${name})\.(${name})`, 'giu');

/**
 * Pairs of columns that views compare with `=`, as `schema.table.column` both, in both directions. The definitions are
 * read by their form alone: an alias that means two tables in one view is left out.
 */
export function viewJoins(views: readonly View[], lookups: Lookups): ReadonlyMap<string, ReadonlyMap<string, readonly string[]>> {
  const joins = new Map<string, Map<string, string[]>>();
  const add = (from: string, to: string, view: string) => {
    const pairs = joins.get(from) ?? new Map<string, string[]>();
    joins.set(from, pairs);
    const known = pairs.get(to) ?? [];
    if (!known.includes(view)) pairs.set(to, [...known, view]);
  };
  for (const view of views) {
    const tables = aliases(view, lookups);
    for (const [, leftTable = '', leftColumn = '', rightTable = '', rightColumn = ''] of view.definition.matchAll(equality)) {
      const left = tables.get(unquoted(leftTable));
      const right = tables.get(unquoted(rightTable));
      if (!left || !right || left === right) continue;
      const from = qualifiedColumn(left, unquoted(leftColumn));
      const to = qualifiedColumn(right, unquoted(rightColumn));
      add(from, to, view.name);
      add(to, from, view.name);
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
