import type { Lookups } from '../../catalog/lookups.ts';
import { compareText, type QualifiedName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { singular, words } from '../../catalog/words.ts';
import { type Subject, subjectId } from '../../findings/finding.ts';
import { isReferencing } from '../judged-columns.ts';
import { grammaticalNumber } from './grammatical-number.ts';
import { letterCase } from './letter-case.ts';

/** A name and which of several ways it goes. */
export interface SurveyedName {
  readonly at: Subject;
  readonly name: string;
  readonly way: string;
}

/** Names of one kind, sorted by how they were made. */
export interface Survey {
  readonly names: readonly SurveyedName[];
  /** What was counted: `tables`. */
  readonly what: string;
  /** What those do that go the way. */
  readonly verb: (way: string) => string;
  /** What is said of an exception. */
  readonly describe: (way: string, usual: string, share: string) => string;
  readonly isException: (name: SurveyedName, usual: string) => boolean;
}

/** What can be asked of the names of a schema's tables; `odd` tells names that need quotes, of which another rule speaks. */
export function surveys(tables: readonly Table[], lookups: Lookups, odd: (name: string) => boolean): readonly Survey[] {
  return [
    letterCases(
      'tables',
      tables.flatMap((table) => surveyedCase({ kind: 'table', object: table }, table.name) ?? []),
      odd,
    ),
    letterCases(
      'columns',
      tables.flatMap((table) =>
        table.columns.flatMap(({ name }) => surveyedCase({ kind: 'column', object: table, names: [name] }, name) ?? []),
      ),
      odd,
    ),
    tableNumbers(tables),
    keyNames(tables),
    referenceNames(tables, lookups),
  ];
}

/** Nothing for one word in small letters, which every convention allows. */
function surveyedCase(at: Subject, name: string): SurveyedName | undefined {
  const way = letterCase(name);
  return way === 'flat' ? undefined : { at, name, way };
}

/** Where most names need quotes, those that need none are the exceptions; elsewhere another rule speaks of them. */
function letterCases(what: string, names: readonly SurveyedName[], odd: (name: string) => boolean): Survey {
  const oddShare = names.filter(({ name }) => odd(name)).length / names.length;
  return {
    what,
    names,
    verb: (way) => `are in ${way}`,
    describe: (way, usual, share) =>
      `is ${way === 'other' ? 'in no usual form' : `in ${way}`}; ${share} ${what} are in ${usual}`,
    isException: ({ name }) => oddShare > 0.5 || !odd(name),
  };
}

function tableNumbers(tables: readonly Table[]): Survey {
  const names = tables
    .filter((table) => !isJunction(table))
    .flatMap((table): readonly SurveyedName[] => {
      const way = grammaticalNumber(table.name);
      return way ? [{ at: { kind: 'table', object: table }, name: table.name, way }] : [];
    });
  return {
    what: 'tables',
    names,
    verb: (way) => `are in the ${way}`,
    describe: (way, usual, share) => `is in the ${way}; ${share} tables are in the ${usual}`,
    isException: () => true,
  };
}

/** A table whose columns all refer to others, but for its own key, is often named in another way. */
function isJunction(table: Table): boolean {
  const key = table.primaryKey?.columns ?? [];
  const references = table.columns.filter((column) => isReferencing(table, column.name)).length;
  return (
    references >= 2 && table.columns.every((column) => key.includes(column.name) || isReferencing(table, column.name))
  );
}

/** `id` or `order_id` as the key of orders; natural keys and keys that are references are named after what they are. */
function keyNames(tables: readonly Table[]): Survey {
  const names = tables.flatMap((table): readonly SurveyedName[] => {
    const [column, second] = table.primaryKey?.columns ?? [];
    if (column === undefined || second !== undefined || isReferencing(table, column)) return [];
    const way = keyWay(table.name, column);
    return way ? [{ at: { kind: 'column', object: table, names: [column] }, name: column, way }] : [];
  });
  const called = (way: string) => (way === 'id' ? 'called id' : 'called after their table');
  return {
    what: 'keys of one column',
    names,
    verb: (way) => `are ${called(way)}`,
    describe: (_, usual, share) => `is the primary key; ${share} keys are ${called(usual)}`,
    isException: () => true,
  };
}

function keyWay(table: string, column: string): 'id' | 'table id' | undefined {
  const text = words(column).join('');
  if (text === 'id') return 'id';
  const all = words(table);
  const whole = [...all.slice(0, -1), singular(all.at(-1) ?? '')].join('');
  const ending = singular(all.at(-1) ?? '');
  return [whole, all.join(''), ending].some((name) => text === `${name}id` || text === `id${name}`)
    ? 'table id'
    : undefined;
}

/** `user_id`, `id_user` or `user` for a reference to a key that is called id; by whom and natural keys are no part of it. */
function referenceNames(tables: readonly Table[], lookups: Lookups): Survey {
  const names = tables.flatMap((table) =>
    lookups.referencesFrom(table).flatMap(({ key, to }): readonly SurveyedName[] => {
      const [name, second] = key.columns;
      const target = key.referencedColumns[0] ?? '';
      if (name === undefined || second !== undefined || key.inherited || !to || !/id$/i.test(target)) return [];
      const parts = words(name);
      if (parts.length === 1 && parts[0] === 'id') return [];
      if (/by$/i.test(name) || ['to', 'from', 'uuid', 'guid', 'code', 'no', 'ids'].includes(parts.at(-1) ?? ''))
        return [];
      return [{ at: { kind: 'column', object: table, names: [name] }, name, way: referenceWay(name, parts) }];
    }),
  );
  return {
    what: 'foreign keys of one column',
    names: namesOfTheirOwn(names),
    verb: (way) => `are named ${way}`,
    describe: (way, usual, share) => `is a foreign key named ${way}; ${share} are named ${usual}`,
    isException: () => true,
  };
}

function referenceWay(name: string, parts: readonly string[]): string {
  if (/id$/i.test(name) && parts.at(-1)?.endsWith('id')) return 'with id at the end';
  if (parts[0] === 'id') return 'with id at the beginning';
  return parts[0] === 'fk' || parts.at(-1) === 'fk' ? 'with fk' : 'without id';
}

/** A name that several tables give to a reference is a convention of its own. */
const ownConvention = 3;

function namesOfTheirOwn(names: readonly SurveyedName[]): readonly SurveyedName[] {
  const tables = new Map<string, Set<QualifiedName>>();
  for (const { at, name } of names) tables.set(name, (tables.get(name) ?? new Set()).add(at.object));
  const usual = majorityOf(names);
  const seen = new Set<string>();
  return names.filter(({ at, name, way }) => {
    const id = subjectId(at);
    if (seen.has(id) || (way !== usual && (tables.get(name)?.size ?? 0) >= ownConvention)) return false;
    seen.add(id);
    return true;
  });
}

function majorityOf(names: readonly SurveyedName[]): string | undefined {
  const counts = new Map<string, number>();
  for (const { way } of names) counts.set(way, (counts.get(way) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0]?.[0];
}
