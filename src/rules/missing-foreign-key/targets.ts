import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { singular, words } from '../words.ts';
import { isKeyWord } from './names.ts';
import { describeTables, type TargetTable } from './target-table.ts';

/**
 * How a text names a table, surest first: by its whole name; without the prefix that the whole schema or a module of
 * it shares; by the name of its primary key (`dept_no` of department); by the last words of its name; by its words
 * cut short; by its first letters; by the initials of its words.
 */
export type Naming =
  | 'whole'
  | 'without prefix'
  | 'key'
  | 'module'
  | 'tail'
  | 'short words'
  | 'abbreviation'
  | 'initials';

export interface Named {
  readonly table: Table;
  readonly naming: Naming;
}

/** The tables of a catalog that have keys, by the texts that may name them. */
export interface Targets {
  named(text: string): readonly Named[];
  /** The tables that the text names by their whole name. */
  wholly(text: string): readonly Table[];
  /** Tables whose name, one word without separators, ends in the text. */
  endingIn(text: string): readonly Table[];
  /** Tables whose primary key is one column of this name. */
  keyed(column: string): readonly Table[];
  /** The tables that the longest proper end of a text names by their whole name: at least four letters. */
  longestEnd(text: string): readonly Table[];
  /** The one table whose name, one word, has the longest common end with the text, at least eight letters. */
  sharedEnd(text: string): Table | undefined;
  /** Tables whose name has the same words, written out or cut short: `vuln_record` for vulnerability_records. */
  shortened(stem: readonly string[]): readonly Named[];
  of(table: Table): TargetTable;
}

export function isWhole(naming: Naming): boolean {
  return naming === 'whole' || naming === 'without prefix';
}

export function makeTargets(tables: readonly Table[], lookups: Lookups): Targets {
  const described = describeTables(tables);
  const targets = [...described.values()].filter(({ table }) => lookups.uniqueKeys(table).length > 0);
  const byText = new Map<string, Named[]>();
  const byEnd = new Map<string, Table[]>();
  const byBeginnings = new Map<string, TargetTable[]>();
  const byKey = new Map<string, Table[]>();
  for (const target of targets) {
    const { table, core, key } = target;
    for (const [text, naming] of namesOf(target)) push(byText, text, { table, naming });
    if (core.length > 1) push(byBeginnings, beginnings(core), target);
    if (key === undefined) continue;
    push(byKey, key, table);
    for (const end of endsOf(target)) push(byEnd, end, table);
  }
  const wholes = new Map<string, readonly Table[]>();
  for (const [text, named] of byText) {
    const found = named.filter((one) => isWhole(one.naming)).map((one) => one.table);
    if (found.length > 0) wholes.set(text, found);
  }
  for (const { table, keyStem } of targets) {
    // The key that is named for another table is shared with that one.
    if (keyStem !== undefined && !wholes.has(keyStem)) push(byText, keyStem, { table, naming: 'key' });
  }
  return {
    named: (text) => byText.get(text) ?? [],
    wholly: (text) => wholes.get(text) ?? [],
    endingIn: (text) => byEnd.get(text) ?? [],
    keyed: (column) => byKey.get(column) ?? [],
    longestEnd(text) {
      for (let at = 1; text.length - at >= 4; at++) {
        const found = wholes.get(text.slice(at));
        if (found) return found;
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
    shortened(stem) {
      if (stem.length < 2) return [];
      const alike = (byBeginnings.get(beginnings(stem)) ?? []).filter(({ core }) => isShort(stem, core));
      return alike.map(({ table }) => ({ table, naming: 'short words' }));
    },
    of(table) {
      const found = described.get(table);
      if (!found) throw new Error(`not a table of this catalog: ${table.name}`);
      return found;
    },
  };
}

function namesOf({ table, words: all, core, module }: TargetTable): ReadonlyMap<string, Naming> {
  const names = new Map<string, Naming>();
  const add = (text: string, naming: Naming) => {
    if (text !== '' && !names.has(text)) names.set(text, naming);
  };
  const written = words(table.name);
  add(all.join(''), 'whole');
  add(written.map(singular).join(''), 'whole');
  add(core.join(''), 'without prefix');
  // Plurals of other languages (`autores`), which the English rules leave an e.
  const last = core.at(-1) ?? '';
  if (written.at(-1)?.endsWith('es') && last.length > 4 && last.endsWith('e')) {
    add([...core.slice(0, -1), last.slice(0, -1)].join(''), 'without prefix');
  }
  for (let at = 1; at < all.length; at++) {
    const text = all.slice(at).join('');
    if (text.length < 3 || isKeyWord(text)) continue;
    add(text, module !== undefined && text === core.slice(1).join('') ? 'module' : 'tail');
  }
  if (core.length > 1) add(core.map((word) => word[0]).join(''), 'initials');
  else for (let length = 3; length < Math.min(6, last.length); length++) add(last.slice(0, length), 'abbreviation');
  return names;
}

/** Proper ends of a name of one word, from four letters, where two are left before. */
function endsOf({ core }: TargetTable): readonly string[] {
  const [only, second] = core;
  if (only === undefined || second !== undefined) return [];
  const ends: string[] = [];
  for (let at = 2; only.length - at >= 4; at++) ends.push(only.slice(at));
  return ends;
}

/** The first three letters of every word. */
function beginnings(all: readonly string[]): string {
  return all.map((word) => word.slice(0, 3)).join(' ');
}

function isShort(stem: readonly string[], core: readonly string[]): boolean {
  const same = (word: string, other: string) => word.length >= 3 && (other.startsWith(word) || word.startsWith(other));
  return stem.every((word, at) => same(word, core[at] ?? '\n')) && stem.some((word, at) => word !== core[at]);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
