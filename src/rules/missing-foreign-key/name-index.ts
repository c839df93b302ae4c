import type { Table } from '../../catalog/table.ts';
import { singular, words } from '../../catalog/words.ts';
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

/** @param partly whether parts of names count too; across schemas only whole names do */
export function nameIndex(targets: readonly TargetTable[], partly: boolean): NameIndex {
  const named = new Map<string, Named[]>();
  const wholly = new Map<string, Table[]>();
  const keyed = new Map<string, Table[]>();
  for (const target of targets) {
    const { table, key } = target;
    const add = (text: string, naming: Naming) => {
      const known = named.get(text);
      // The surest naming of a table comes first.
      if (text === '' || known?.at(-1)?.table === table) return;
      if (known) known.push({ table, naming });
      else named.set(text, [{ table, naming }]);
      if (isWhole(naming)) push(wholly, text, table);
    };
    addWholeNames(target, add);
    if (partly) addParts(target, add);
    if (key !== undefined && !isGenericKey(key)) push(keyed, key, table);
  }
  for (const { table, keyStem } of targets) {
    // The key that is named for another table is shared with that one.
    if (keyStem !== undefined && !wholly.has(keyStem)) push(named, keyStem, { table, naming: 'key' });
  }
  return { named, wholly, keyed };
}

type Add = (text: string, naming: Naming) => void;

function addWholeNames({ table, words: all, core, text }: TargetTable, add: Add): void {
  const written = words(table.name);
  add(all.join(''), 'whole');
  add(written.map(singular).join(''), 'whole');
  add(text, 'without prefix');
  // Plurals of other languages (`autores`), which the English rules leave an e.
  const last = core.at(-1) ?? '';
  if (written.at(-1)?.endsWith('es') && last.length > 4 && last.endsWith('e')) add(text.slice(0, -1), 'without prefix');
}

function addParts({ words: all, core, module, text }: TargetTable, add: Add): void {
  const inModule = module === undefined ? undefined : text.slice(module.length);
  for (let at = 1; at < all.length; at++) {
    const end = all.slice(at).join('');
    if (end.length >= 3 && !isKeyWord(end)) add(end, end === inModule ? 'module' : 'tail');
  }
  if (core.length > 1) add(core.map((word) => word[0]).join(''), 'initials');
  else for (let length = 3; length < Math.min(6, text.length); length++) add(text.slice(0, length), 'abbreviation');
}

export function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
