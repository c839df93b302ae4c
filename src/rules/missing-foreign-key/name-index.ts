import type { Table } from '../../catalog/table.ts';
import { singular, words } from '../words.ts';
import { isKeyWord } from './names.ts';
import { isGenericKey, type TargetTable } from './target-table.ts';

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

/** Tables by the texts that name them. */
export interface NameIndex {
  readonly named: ReadonlyMap<string, readonly Named[]>;
  /** By their whole name only. */
  readonly wholly: ReadonlyMap<string, readonly Table[]>;
  /** By the name of the column that is the primary key, where it says something. */
  readonly keyed: ReadonlyMap<string, readonly Table[]>;
}

export function isWhole(naming: Naming): boolean {
  return naming === 'whole' || naming === 'without prefix';
}

export function nameIndex(targets: readonly TargetTable[]): NameIndex {
  const named = new Map<string, Named[]>();
  const keyed = new Map<string, Table[]>();
  for (const target of targets) {
    const { table, key } = target;
    for (const [text, naming] of namesOf(target)) push(named, text, { table, naming });
    if (key !== undefined && !isGenericKey(key)) push(keyed, key, table);
  }
  const wholly = new Map<string, readonly Table[]>();
  for (const [text, found] of named) {
    const whole = found.filter((one) => isWhole(one.naming));
    if (whole.length > 0)
      wholly.set(
        text,
        whole.map((one) => one.table),
      );
  }
  for (const { table, keyStem } of targets) {
    // The key that is named for another table is shared with that one.
    if (keyStem !== undefined && !wholly.has(keyStem)) push(named, keyStem, { table, naming: 'key' });
  }
  return { named, wholly, keyed };
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

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
