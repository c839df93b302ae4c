import type { Lookups } from '../../catalog/lookups.ts';
import type { Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import { kindOf } from './compatible.ts';
import { isKeyWord, readings } from './names.ts';
import { plainWords } from './spelling.ts';

/** A table with what is needed of its names to find who refers to it. */
export interface TargetTable {
  readonly table: Table;
  /** Its name's words, as compared. */
  readonly words: readonly string[];
  /** The same without what says nothing: the schema's prefix, `tbl`, `dim`. */
  readonly core: readonly string[];
  /** The core joined. */
  readonly text: string;
  /** The first word of the core, where other tables share it and none is called so: `auth` of auth_user. */
  readonly module: string | undefined;
  /** The column of its primary key, when it is one. */
  readonly key: string | undefined;
  /** What the name of that column calls the table: `dept` of `dept_no`. */
  readonly keyStem: string | undefined;
  /** The kinds of values that its unique keys hold. */
  readonly keyKinds: readonly string[];
  /** The last words of the columns that are unique by themselves: `code` of iso_code. */
  readonly keyWords: readonly string[];
  /** The word that begins the names of nearly all its columns: `c` of `c_custkey`, `c_name`. */
  readonly columnPrefix: string | undefined;
}

/** Prefixes and suffixes that say `table` or what kind of table. */
const kindPrefixes = new Set('tb tbl t tab table dim fact fct stg lkp lu lookup mst m tm tt ref rel xref'.split(' '));
const kindSuffixes = new Set('tb tbl table dim dimension master mst entity model'.split(' '));

/** Names of keys that say nothing of the table. */
const genericKeys = new Set(
  [
    'id uuid guid oid key code name type version number no nr num value pk sk uid slug hash token date day row seq',
    'sequence identifier ref path url uri email digest checksum md5 sha filename file title label status state kind',
    'level position timestamp time locale domain host ip address phone data text content',
  ].flatMap((line) => line.split(' ')),
);

/** Whether a key of this name could be that of any table. */
export function isGenericKey(column: string): boolean {
  const all = words(column);
  return all.length === 1 ? genericKeys.has(all[0] ?? '') : all.every(isKeyWord);
}

export function describeTables(tables: readonly Table[], lookups: Lookups): ReadonlyMap<Table, TargetTable> {
  const prefixes = schemaPrefixes(tables);
  const described = tables.map((table) => describe(table, prefixes, lookups));
  const modules = sharedModules(described);
  return new Map(
    described.map((target) => {
      const first = target.core[0] ?? '';
      const module = target.core.length > 1 && modules.has(inSchema(target.table, first)) ? first : undefined;
      return [target.table, { ...target, module }];
    }),
  );
}

function describe(table: Table, prefixes: ReadonlySet<string>, lookups: Lookups): TargetTable {
  const all = plainWords(table.name);
  // `account_account` is the main table of the module account.
  let core = all.length === 2 && all[0] === all[1] ? all.slice(1) : all;
  const saysNothing = (first: string) => kindPrefixes.has(first) || prefixes.has(inSchema(table, first));
  while (core.length > 1 && saysNothing(core[0] ?? '')) core = core.slice(1);
  while (core.length > 1 && kindSuffixes.has(core.at(-1) ?? '')) core = core.slice(0, -1);
  const columns = table.primaryKey?.columns ?? [];
  const key = columns.length === 1 ? columns[0] : undefined;
  const columnPrefix = columnPrefixOf(table);
  const keyKinds: string[] = [];
  const keyWords: string[] = [];
  for (const unique of lookups.uniqueKeys(table)) {
    for (const name of unique) {
      const column = lookups.column(table, name);
      const kind = column && kindOf(column.type);
      if (kind !== undefined && !keyKinds.includes(kind)) keyKinds.push(kind);
      if (unique.length === 1) keyWords.push(words(name).at(-1) ?? '');
    }
  }
  return {
    ...{ table, words: all, core, text: core.join(''), module: undefined },
    ...{ key, keyStem: keyStem(key, columnPrefix), columnPrefix, keyKinds, keyWords },
  };
}

function keyStem(key: string | undefined, columnPrefix: string | undefined): string | undefined {
  if (key === undefined || isGenericKey(key)) return undefined;
  const all = readings(key, columnPrefix);
  // The reading without the table's own prefix comes last.
  const stripped = columnPrefix === undefined ? undefined : all.filter((one) => one.key !== undefined).at(-1);
  return (stripped ?? all[0])?.stem.join('');
}

function columnPrefixOf({ columns }: Table): string | undefined {
  const first = (at: number) => {
    const all = words(columns[at]?.name ?? '');
    return all.length > 1 ? all[0] : undefined;
  };
  const prefix = first(1);
  if (columns.length < 3 || prefix === undefined || (first(0) !== prefix && first(2) !== prefix)) return undefined;
  const count = columns.filter((_, at) => first(at) === prefix).length;
  return count >= columns.length * 0.8 ? prefix : undefined;
}

/** First words that more than half of a schema's tables begin with, at least three: they tell nothing. */
function schemaPrefixes(tables: readonly Table[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const sizes = new Map<string, number>();
  for (const table of tables) {
    sizes.set(table.schema, (sizes.get(table.schema) ?? 0) + 1);
    const [first, second] = plainWords(table.name);
    if (first === undefined || second === undefined) continue;
    counts.set(inSchema(table, first), (counts.get(inSchema(table, first)) ?? 0) + 1);
  }
  const shared = tables.flatMap((table) => {
    const first = inSchema(table, plainWords(table.name)[0] ?? '');
    const count = counts.get(first) ?? 0;
    return count >= 3 && count > (sizes.get(table.schema) ?? 0) / 2 ? [first] : [];
  });
  return new Set(shared);
}

/** First words of at least two tables that are no table's whole name: `auth` of auth_user, auth_group. */
function sharedModules(targets: readonly TargetTable[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  const whole = ({ words: all, core }: TargetTable) => (all[0] === all[1] ? all : core).join('');
  const wholes = new Set(targets.map((target) => inSchema(target.table, whole(target))));
  for (const { table, core } of targets) {
    const first = inSchema(table, core[0] ?? '');
    if (core.length > 1) counts.set(first, (counts.get(first) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([first, count]) => (count >= 2 && !wholes.has(first) ? [first] : [])));
}

function inSchema(table: Table, word: string): string {
  return `${table.schema}\n${word}`;
}
