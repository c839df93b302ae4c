import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { singular, words } from '../words.ts';
import { isKeyWord, plainWords, readings } from './names.ts';

/**
 * How a text names a table, surest first: by its whole name; without the prefix that the whole schema or a module of
 * it shares; by the name of its primary key (`dept_no` of department); by the last words of its name; by its first
 * letters; by the initials of its words.
 */
export type Naming = 'whole' | 'without prefix' | 'key' | 'module' | 'tail' | 'abbreviation' | 'initials';

export interface Named {
  readonly table: Table;
  readonly naming: Naming;
}

/** A table that may be referred to, with what names need to know of it. */
export interface TargetTable {
  readonly table: Table;
  /** Its name's words, as compared. */
  readonly words: readonly string[];
  /** The same without the schema's prefix. */
  readonly core: readonly string[];
  /** The words of its name that it shares with other tables as a module. */
  readonly module: string | undefined;
  /** The column of its primary key, when it is one. */
  readonly key: string | undefined;
}

/** The tables of a catalog that have keys, by the texts that may name them. */
export interface Targets {
  named(text: string): readonly Named[];
  /** Tables whose name, one word without separators, ends in the text. */
  endingIn(text: string): readonly Table[];
  /** Tables whose primary key is one column of this name, or that have a unique one. */
  keyed(column: string): readonly { readonly table: Table; readonly primary: boolean }[];
  /** The tables that the longest proper end of a text names by their whole name: at least four letters. */
  longestEnd(text: string): readonly Table[];
  /** The one table whose name, one word, has the longest common end with the text, at least eight letters. */
  sharedEnd(text: string): Table | undefined;
  of(table: Table): TargetTable;
}

/** Prefixes and suffixes that say `table` or what kind of table. */
const kindPrefixes = new Set(['tb', 'tbl', 't', 'tab', 'table', 'dim', 'fact', 'fct', 'stg', 'lkp', 'lu', 'lookup', 'mst', 'm', 'tm', 'tt', 'ref', 'rel', 'xref', 'vw']);
const kindSuffixes = new Set(['tb', 'tbl', 'table', 'dim', 'dimension', 'master', 'mst', 'entity', 'model']);
/** Names of keys that say nothing of the table. */
const genericKeys = new Set(['id', 'uuid', 'guid', 'oid', 'key', 'code', 'name', 'type', 'version', 'number', 'no', 'nr', 'num', 'value', 'pk', 'sk', 'uid', 'slug', 'hash', 'token', 'date', 'day', 'row', 'seq', 'sequence', 'identifier', 'ref']);

export function isGenericKey(column: string): boolean {
  const all = words(column);
  return all.length === 1 ? genericKeys.has(all[0] ?? '') : all.every(isKeyWord);
}

export function makeTargets(tables: readonly Table[], lookups: Lookups): Targets {
  const prefixes = schemaPrefixes(tables);
  const described = new Map(tables.map((table) => [table, describe(table, prefixes)]));
  const modules = sharedModules([...described.values()]);
  const all: readonly TargetTable[] = [...described.values()].map((target) => {
    const first = target.core[0] ?? '';
    const module = target.core.length > 1 && modules.has(`${target.table.schema}.${first}`) ? first : undefined;
    return { ...target, module };
  });
  for (const target of all) described.set(target.table, target);

  const byText = new Map<string, Named[]>();
  const byEnd = new Map<string, Table[]>();
  const byKey = new Map<string, { table: Table; primary: boolean }[]>();
  const targets = all.filter((target) => lookups.uniqueKeys(target.table).length > 0);
  for (const target of targets) {
    for (const [text, naming] of namesOf(target)) push(byText, text, { table: target.table, naming });
    for (const end of endsOf(target)) push(byEnd, end, target.table);
  }
  const wholes = new Set([...byText].flatMap(([text, named]) => (named.some(isByName) ? [text] : [])));
  for (const target of targets) {
    const stem = keyStem(target);
    if (stem !== undefined && !wholes.has(stem)) push(byText, stem, { table: target.table, naming: 'key' });
    for (const columns of lookups.uniqueKeys(target.table)) {
      const [only] = columns;
      if (only === undefined || columns.length > 1) continue;
      const known = byKey.get(only)?.find((one) => one.table === target.table);
      if (!known) push(byKey, only, { table: target.table, primary: only === target.key });
    }
  }
  return {
    named: (text) => byText.get(text) ?? [],
    endingIn: (text) => byEnd.get(text) ?? [],
    keyed: (column) => byKey.get(column) ?? [],
    longestEnd(text) {
      for (let at = 1; text.length - at >= 4; at++) {
        const end = text.slice(at);
        if (wholes.has(end)) return (byText.get(end) ?? []).filter(isByName).map((one) => one.table);
      }
      return [];
    },
    sharedEnd(text) {
      for (let at = 1; text.length - at >= 8; at++) {
        const found = byEnd.get(text.slice(at));
        if (found) return found.length === 1 ? found[0] : undefined;
      }
      return undefined;
    },
    of: (table) => described.get(table) ?? describe(table, prefixes),
  };
}

function isByName(named: Named): boolean {
  return named.naming === 'whole' || named.naming === 'without prefix';
}

function describe(table: Table, prefixes: ReadonlySet<string>): TargetTable {
  const all = plainWords(table.name);
  // `uom_uom`: the module's main table.
  let core = all.length === 2 && all[0] === all[1] ? all.slice(1) : all;
  while (core.length > 1 && (kindPrefixes.has(core[0] ?? '') || prefixes.has(`${table.schema}.${core[0]}`))) core = core.slice(1);
  while (core.length > 1 && kindSuffixes.has(core.at(-1) ?? '')) core = core.slice(0, -1);
  const columns = table.primaryKey?.columns ?? [];
  return { table, words: all, core, module: undefined, key: columns.length === 1 ? columns[0] : undefined };
}

/** First words that more than half of a schema's tables begin with: they tell nothing. */
function schemaPrefixes(tables: readonly Table[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const table of tables) {
    const all = plainWords(table.name);
    sizes.set(table.schema, (sizes.get(table.schema) ?? 0) + 1);
    if (all.length < 2) continue;
    const key = `${table.schema}.${all[0]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const shared = [...counts].filter(([key, count]) => count >= 3 && count > (sizes.get(key.slice(0, key.lastIndexOf('.'))) ?? 0) / 2);
  return new Set(shared.map(([key]) => key));
}

/** First words of at least two tables that are no table's whole name: `auth` of auth_user, auth_group. */
function sharedModules(targets: readonly TargetTable[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const wholes = new Set(targets.map((target) => `${target.table.schema}.${target.core.join('')}`));
  for (const target of targets) {
    if (target.core.length < 2) continue;
    const key = `${target.table.schema}.${target.core[0]}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([key, count]) => (count >= 2 && !wholes.has(key) ? [key] : [])));
}

function namesOf(target: TargetTable): readonly (readonly [string, Naming])[] {
  const names = new Map<string, Naming>();
  const add = (text: string, naming: Naming) => {
    if (text !== '' && !names.has(text)) names.set(text, naming);
  };
  add(target.words.join(''), 'whole');
  add(words(target.table.name).map(singular).join(''), 'whole');
  add(target.core.join(''), 'without prefix');
  // Plurals of other languages (`autores`), which the English rules leave an e.
  const last = target.core.at(-1) ?? '';
  if (words(target.table.name).at(-1)?.endsWith('es') && last.length > 4 && last.endsWith('e')) {
    add([...target.core.slice(0, -1), last.slice(0, -1)].join(''), 'without prefix');
  }
  for (let at = 1; at < target.words.length; at++) {
    const text = target.words.slice(at).join('');
    if (text.length < 3 || isKeyWord(text)) continue;
    const inModule = target.module !== undefined && text === target.core.slice(1).join('');
    add(text, inModule ? 'module' : 'tail');
  }
  if (target.core.length > 1) add(target.core.map((word) => word[0]).join(''), 'initials');
  const [only] = target.core;
  if (target.core.length === 1 && only !== undefined) {
    for (let length = 3; length < Math.min(6, only.length); length++) add(only.slice(0, length), 'abbreviation');
  }
  return [...names];
}

/** Proper ends of a name of one word, from four letters, where two are left before. */
function endsOf(target: TargetTable): readonly string[] {
  const [only] = target.core;
  if (target.core.length !== 1 || only === undefined) return [];
  const ends: string[] = [];
  for (let at = 2; only.length - at >= 4; at++) ends.push(only.slice(at));
  return ends;
}

/** What the name of the primary key calls the table: `dept` of `dept_no`. */
function keyStem(target: TargetTable): string | undefined {
  if (target.key === undefined || isGenericKey(target.key)) return undefined;
  const all = readings(target.key, columnPrefix(target.table));
  // The reading without the table's own prefix comes last: `cust` of `c_custkey`.
  const stripped = columnPrefix(target.table) === undefined ? all[0] : (all.filter((one) => one.key !== undefined).at(-1) ?? all[0]);
  return stripped?.stem.join('');
}

/** The word that begins at least four of five columns of a table (`c_custkey`, `c_name`), where there are three or more. */
export function columnPrefix(table: Table): string | undefined {
  if (table.columns.length < 3) return undefined;
  const counts = new Map<string, number>();
  for (const column of table.columns) {
    const all = words(column.name);
    const first = all[0];
    if (all.length > 1 && first !== undefined) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  for (const [word, count] of counts) if (count >= table.columns.length * 0.8) return word;
  return undefined;
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
