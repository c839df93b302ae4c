import type { Lookups } from '../../catalog/lookups.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { View } from '../../catalog/table.ts';
import { type Reading, readings } from './names.ts';
import { columnPrefix, plainText, type Targets } from './targets.ts';
import { viewJoins } from './view-joins.ts';

/** What the schema itself shows of how it names references. */
export interface Habits {
  /** Tables that columns of this name have declared foreign keys to, most often first. */
  declared(column: string): readonly { readonly to: Table; readonly count: number }[];
  /** Tables whose keys views compare the column with. */
  joined(table: Table, column: string): readonly { readonly to: Table; readonly key: string; readonly views: readonly string[] }[];
  /** The table that the column's comment names as what it refers to. */
  commented(table: Table, column: Column): Table | undefined;
  columnPrefix(table: Table): string | undefined;
  /** The table whose earlier rows the table keeps: posts for post_versions. */
  historyOf(table: Table): Table | undefined;
  /** The table whose rows the table links with one another: artifact for artifact_reference. */
  linkedBy(table: Table): Table | undefined;
  /** The column that is the other end of a link, by pairs of words. */
  otherEnd(table: Table, column: Column, reading: Reading, ends: readonly (readonly [string, string])[]): string | undefined;
  hasKey(table: Table): boolean;
}

const historyWords = new Set(['version', 'history', 'audit', 'revision', 'archive', 'log', 'snapshot', 'hist', 'aud', 'deleted', 'trash', 'draft']);
const linkWords = new Set(['reference', 'relation', 'relationship', 'link', 'edge', 'hierarchy', 'closure', 'dependency', 'tree', 'path', 'path', 'map', 'mapping', 'rel', 'connection', 'follow', 'association', 'merge', 'redirect', 'structure', 'component', 'part', 'nesting', 'parent', 'child', 'self']);

export function makeHabits(tables: readonly Table[], views: readonly View[], targets: Targets, lookups: Lookups): Habits {
  const declared = declaredNames(tables, lookups);
  const joins = viewJoins(views, lookups);
  const prefixes = new Map<Table, string | undefined>();
  const byName = new Map(tables.map((table) => [qualified(table), table]));
  const named = (words: readonly string[], schema: string) =>
    targets.named(words.join('')).find((one) => one.table.schema === schema && (one.naming === 'whole' || one.naming === 'without prefix'))?.table;
  return {
    declared: (column) => declared.get(plainText(column)) ?? [],
    joined(table, column) {
      const pairs = joins.get(qualifiedColumn(table, column));
      if (!pairs) return [];
      return [...pairs].flatMap(([to, where]) => {
        const at = to.lastIndexOf('.');
        const parent = byName.get(to.slice(0, at));
        const key = parent?.columns.find((one) => qualifiedColumn(parent, one.name) === to)?.name;
        if (!parent || key === undefined || !isKeyOf(parent, key, lookups) || isKeyOf(table, column, lookups)) return [];
        return [{ to: parent, key, views: where }];
      });
    },
    commented(table, column) {
      const text = column.comment;
      if (text === undefined) return undefined;
      if (/\b(?:either|or|depending)\b/i.test(text)) return undefined;
      const said = /(?:references?|refers? to|foreign key(?: to| of| on)?|fk(?: to)?|points? (?:to|at)|→|->)[\s:(]*(?:the\s+)?["`]?((?:[\p{L}\p{N}_]+\.)?[\p{L}\p{N}_]+)/iu.exec(text)?.[1];
      if (said === undefined) return undefined;
      const parts = said.split('.');
      const mentioned = new Set(text.match(/[\p{L}\p{N}_]+/gu));
      if (tables.filter((one) => mentioned.has(one.name)).length > 1) return undefined;
      return [parts.at(-1) ?? '', parts[0] ?? ''].map((part) => byName.get(qualified({ schema: table.schema, name: part }))).find((one) => one !== undefined);
    },
    columnPrefix(table) {
      if (!prefixes.has(table)) prefixes.set(table, columnPrefix(table));
      return prefixes.get(table);
    },
    historyOf(table) {
      const { core } = targets.of(table);
      if (core.length < 2 || !historyWords.has(core.at(-1) ?? '')) return undefined;
      return named(core.slice(0, -1), table.schema);
    },
    linkedBy(table) {
      const { core } = targets.of(table);
      const half = core.length / 2;
      if (core.length % 2 === 0 && core.slice(0, half).join('') === core.slice(half).join('')) return named(core.slice(0, half), table.schema);
      for (let end = core.length - 1; end > 0; end--) {
        if (!linkWords.has(core[end] ?? '')) continue;
        const found = named(core.slice(0, end), table.schema);
        if (found) return found;
      }
      return undefined;
    },
    otherEnd(table, column, reading, ends) {
      const text = reading.stem.join('');
      for (const [one, other] of ends) {
        const wanted = text === one ? other : text === other ? one : undefined;
        if (wanted === undefined) continue;
        const found = table.columns.find((each) => each !== column && each.type.text === column.type.text && readings(each.name).some((its) => its.key === reading.key && its.stem.join('') === wanted));
        if (found) return found.name;
      }
      return undefined;
    },
    hasKey: (table) => lookups.uniqueKeys(table).length > 0,
  };
}

function isKeyOf(table: Table, column: string, lookups: Lookups): boolean {
  return lookups.uniqueKeys(table).some((key) => key.length === 1 && key[0] === column);
}

function declaredNames(tables: readonly Table[], lookups: Lookups): ReadonlyMap<string, readonly { to: Table; count: number }[]> {
  const counts = new Map<string, Map<Table, number>>();
  for (const table of tables) {
    for (const key of table.foreignKeys) {
      const [column] = key.columns;
      const to = lookups.table(key.references);
      // A name that says nothing (`parent_id`) means another table in each.
      if (column === undefined || key.columns.length > 1 || !to || to === table) continue;
      const text = plainText(column);
      const known = counts.get(text) ?? new Map<Table, number>();
      counts.set(text, known.set(to, (known.get(to) ?? 0) + 1));
    }
  }
  return new Map([...counts].map(([text, known]) => [text, [...known].map(([to, count]) => ({ to, count })).sort((a, b) => b.count - a.count)]));
}
