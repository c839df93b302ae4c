import { displayName } from '../../catalog/names.ts';
import type { Statistics } from '../../catalog/statistics.ts';
import { isBareColumn, keyText } from '../../engines/index-keys.ts';
import type { Condition } from '../../engines/query-facts.ts';
import { type Access, withoutAlias } from './access.ts';
import type { Draft } from './candidate.ts';
import { columnOf, distinctOf, shareOf } from './values.ts';

/** A constant names a kind of row where its column has no more than so many values. */
const fewKinds = 50;

/** A partial index pays where its predicate keeps no more than this share of the rows; `IS NULL` of a soft delete, always. */
const partialShare = 0.5;

/** And no more than this share where there is nothing else to order the index by. */
const fewRows = 0.1;

/** Columns whose constants are kinds of rows by their meaning, where nobody told how many values they have. */
const kindNames = /(?:^|_)(?:state|status|stage|phase|kind|type|category|level|role|outcome|result)$/i;

/** So many ordered indexes are drafted over the same rows, those of most keys first. */
const mostOverSame = 8;

/** Methods that look for parts of values, or for what is near. */
const looksInside = new Set(['gin', 'gist', 'spgist']);

/** What the drafts over some of the rows are made of. */
export interface PartialMaking {
  /** The ordered indexes that an access may use. */
  readonly ordered: (access: Access) => readonly Draft[];
  /** Those of other methods that this one may. */
  readonly special: readonly Draft[];
  readonly statistics: Statistics;
  /** Whether nobody told how many values a column has. */
  readonly isGuessed: (column: string) => boolean;
}

/**
 * What an access may use over only the rows that its constants keep: `IS NULL` and `IS NOT NULL`, a boolean, values of a
 * column that has few, or all but those; by each of these conditions, and by all of them together.
 */
export function partialDrafts(access: Access, making: PartialMaking): readonly Draft[] {
  const { statistics, isGuessed } = making;
  const kinds = access.conditions.flatMap((condition): readonly Kind[] => {
    const column = condition.left?.column?.column;
    if (column === undefined || !isKind(condition, access, column, statistics, isGuessed)) return [];
    const share = shareOf(condition, column, access.table, statistics);
    if (share === undefined || share > (condition.kind === 'null test' ? 1 : partialShare)) return [];
    return [{ condition, column, share, predicate: predicateOf(condition, column, access.alias) }];
  });
  const sets = [
    ...kinds.map((one) => [one]),
    ...(kinds.length > 1 ? [kinds] : []),
    ...filledIn(access, statistics).map((one) => [one]),
  ];
  return sets.flatMap((set) => draftsOver(set, access, making));
}

/** Where most values are missing, a range of a column is one of those that are there: the engine knows that it excludes nulls. */
function filledIn({ table, ranges, conditions }: Access, statistics: Statistics): readonly Kind[] {
  return ranges.flatMap(({ condition, column }) => {
    const filled = 1 - (columnOf(statistics, table, column)?.nullFraction ?? 0);
    const isTold = conditions.some(({ kind, left }) => kind === 'null test' && left?.column?.column === column);
    if (filled > partialShare || isTold || !condition.left || !isBareColumn(condition.left, column)) return [];
    return [{ column, share: filled, predicate: `${displayName(column)} IS NOT NULL` }];
  });
}

interface Kind {
  /** Absent where the predicate follows from a condition that is still to be checked. */
  readonly condition?: Condition;
  readonly column: string;
  /** Of the rows, that it keeps. */
  readonly share: number;
  readonly predicate: string;
}

function draftsOver(kinds: readonly Kind[], access: Access, { ordered, special }: PartialMaking): readonly Draft[] {
  const { table, equal, neededBeside } = access;
  const predicate = kinds.map((one) => one.predicate).join(' AND ');
  const columns = new Set(kinds.map((one) => one.column));
  const own = new Set(equal.filter((one) => columns.has(one.column)).map((one) => keyText(one.key)));
  const left = (keys: Draft['keys']) => keys.filter((key) => !own.has(keyText(key)));
  const { needed: _, ...bare } = access;
  const beside = kinds.map(({ condition }) => (condition ? neededBeside(condition) : access.needed));
  const needed = beside[0]?.filter((name) => beside.every((names) => names?.includes(name)));
  // What is the same in all of these rows is no key: its place is free for the order behind it.
  const rest = { ...bare, equal: equal.filter((one) => !own.has(keyText(one.key))), ...(needed ? { needed } : {}) };
  // The parts of a value are looked for among these rows alone.
  const parts = special
    .filter((draft) => draft.method !== undefined && looksInside.has(draft.method))
    .map((draft) => ({ ...draft, keys: left(draft.keys) }));
  const found = ordered(rest)
    .filter((draft) => draft.keys.length > 0)
    .toSorted((a, b) => b.keys.length - a.keys.length)
    .slice(0, mostOverSame);
  const primary = table.primaryKey?.columns ?? [];
  const share = kinds.reduce((product, one) => product * one.share, 1);
  const isCovered = found.some((draft) => draft.include !== undefined);
  const read = needed === undefined || isCovered ? [] : covering(rest, needed, ordered);
  const listed = found.length === 0 && read.length === 0 && primary.length > 0 && share <= fewRows;
  return [
    ...parts.filter((draft) => draft.keys.length > 0),
    ...found,
    ...read,
    ...(listed ? [{ table, keys: primary.map((name) => ({ column: name })) }] : []),
  ].map((draft) => ({ ...draft, predicate }));
}

/** So many of the columns that are read are tried in front where no condition asks for a key. */
const mostLeading = 3;

/** What holds all that is read of these rows, where no condition asks for a key: another query may ask for one of the columns. */
function covering(access: Access, needed: readonly string[], ordered: PartialMaking['ordered']): readonly Draft[] {
  const bare = { ...access, needed, equal: [], ranges: [], joins: [], group: [], windows: [] };
  return needed
    .slice(0, mostLeading)
    .flatMap((column) => ordered({ ...bare, order: [{ column }] }))
    .filter(({ include }) => include !== undefined || needed.length === 1);
}

function isKind(
  condition: Condition,
  access: Access,
  column: string,
  statistics: Statistics,
  isGuessed: (column: string) => boolean,
): boolean {
  if (condition.left && !isBareColumn(condition.left, column)) return false;
  if (condition.kind === 'null test' || condition.kind === 'boolean') return true;
  const constants = condition.kind === 'in list' ? (condition.list ?? []) : [condition.right];
  if (constants.length === 0 || !constants.every((one) => typeof one?.constant === 'string')) return false;
  // The engine converts the column for a constant of a wider type: the condition is not about its kinds.
  const family = access.table.columns.find((one) => one.name === column)?.type.family;
  if (family === 'integer' && !constants.every((one) => /^-?\d+$/.test(one?.constant ?? ''))) return false;
  return distinctOf(statistics, access.table, column) <= fewKinds || (kindNames.test(column) && isGuessed(column));
}

/** The condition in the plainest words: a boolean held against a constant is the boolean itself, which more queries write. */
function predicateOf({ text, kind, operator, right, negated }: Condition, column: string, alias: string): string {
  const isTruth = kind === 'comparison' && operator === '=' && !negated;
  if (isTruth && /^(?:t|true)$/i.test(right?.constant ?? '') && /=\s*true$/i.test(text)) return displayName(column);
  return withoutAlias(text, alias);
}
