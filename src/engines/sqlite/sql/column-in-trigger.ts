import { reservedWords } from '../keywords.ts';
import { type Token, tokens } from './tokens.ts';

/** What a query or a statement of a trigger reads or changes, and where it stands within others. */
interface Scope {
  readonly outer: Scope | undefined;
  /** By the name that columns are qualified with: the table; both in small letters. Queries in the place of one are none. */
  readonly relations: { readonly name: string; readonly of: string }[];
  /** The relation whose columns a list in brackets or SET names. */
  target?: string;
}

/** Tells whether a table has a column; both in small letters. */
type HasColumn = (table: string, column: string) => boolean;

/**
 * Where a trigger on `on` names a column of a table, as the engine finds it when the column gets another name
 * (https://sqlite.org/lang_altertable.html#altertabrename): a column of the same name of another table is not one.
 */
export function columnInTrigger(
  sql: string,
  on: string,
  { table, column }: { readonly table: string; readonly column: string },
  has: HasColumn,
): readonly Token[] {
  const [own, wanted, name] = [on.toLowerCase(), table.toLowerCase(), column.toLowerCase()];
  const list = [...tokens(sql)];
  const begin = list.findIndex(({ kind, value }) => kind === 'word' && value === 'BEGIN');
  const places = placesIn(list, begin);
  const isOurs = (at: number): boolean => {
    const before = list[at - 1];
    if (before?.text === '.') {
      const qualifier = nameOf(list[at - 2]);
      if (qualifier === 'new' || qualifier === 'old') return own === wanted;
      return qualifier !== undefined && qualified(places[at]?.scope, qualifier) === wanted;
    }
    if (at < begin) return own === wanted && isWatched(list, at);
    const place = places[at];
    if (place?.target !== undefined) return place.target === wanted;
    if (list[at + 1]?.text === '(' || place?.isRelation || isAlias(list, at)) return false;
    return isFound(place?.scope, name, wanted, has);
  };
  return list.filter((token, at) => nameOf(token) === name && list[at + 1]?.text !== '.' && isOurs(at));
}

/** Whether it stands in the list behind UPDATE OF. */
function isWatched(list: readonly Token[], at: number): boolean {
  const start = list.findIndex(({ value }, place) => value === 'OF' && list[place - 1]?.value === 'UPDATE');
  const end = list.findIndex(({ kind, value }, place) => place > start && kind === 'word' && value === 'ON');
  return start !== -1 && at > start && at < end;
}

/** A name that is given to a value, a type, a collation. */
function isAlias(list: readonly Token[], at: number): boolean {
  const before = list[at - 1];
  if (before === undefined) return false;
  if (before.kind !== 'word') return before.kind !== 'operator' || before.text === ')';
  if (before.value === 'AS' || before.value === 'COLLATE' || before.value === 'END') return true;
  return !reservedWords.has(before.text.toLowerCase()) && !operatorWords.has(before.value);
}

const operatorWords: ReadonlySet<string> = new Set(
  'BY LIKE GLOB REGEXP MATCH OFFSET ALL RECURSIVE OVER PARTITION DO IGNORE'.split(' '),
);

function qualified(scope: Scope | undefined, qualifier: string): string | undefined {
  for (let one = scope; one; one = one.outer) {
    const found = one.relations.find((relation) => relation.name === qualifier);
    if (found) return found.of;
  }
  return undefined;
}

/** The innermost query that reads a table with such a column has it. */
function isFound(scope: Scope | undefined, column: string, table: string, has: HasColumn): boolean {
  for (let one = scope; one; one = one.outer) {
    if (one.relations.some(({ of }) => of === table)) return true;
    if (one.relations.some(({ of }) => has(of, column))) return false;
  }
  return false;
}

interface Place {
  readonly scope: Scope;
  /** The table whose columns alone can stand here. */
  readonly target?: string;
  readonly isRelation?: true;
}

const endsFrom = new Set('WHERE GROUP ORDER HAVING LIMIT WINDOW SET VALUES RETURNING'.split(' '));
const combines = new Set(['UNION', 'INTERSECT', 'EXCEPT']);

/** The scope of each token behind BEGIN, by its place in the list. */
function placesIn(list: readonly Token[], begin: number): readonly (Place | undefined)[] {
  const places: (Place | undefined)[] = list.map(() => undefined);
  const newScope = (outer?: Scope): Scope => ({ outer, relations: [] });
  /** One for each open bracket, and what is around it. */
  let level = { scope: newScope(), inFrom: false, list: undefined as string | undefined, inSet: false };
  let statement = level.scope;
  const around: (typeof level)[] = [];
  let expected = false;
  for (let at = begin + 1; begin !== -1 && at < list.length; at++) {
    const token = list[at] as Token;
    const word = token.kind === 'word' ? token.value : '';
    const [before, after] = [list[at - 1], list[at + 1]];
    if (token.text === ';') {
      statement = newScope();
      level = { scope: statement, inFrom: false, list: undefined, inSet: false };
      around.length = 0;
      expected = false;
    } else if (token.text === '(') {
      around.push(level);
      const isQuery = after?.kind === 'word' && /^(?:SELECT|VALUES|WITH)$/.test(after.value);
      const scope = isQuery ? newScope(level.scope) : level.scope;
      level = {
        scope,
        inFrom: expected && !isQuery,
        list: isQuery ? undefined : listOf(list, at, level),
        inSet: false,
      };
      expected &&= !isQuery;
    } else if (token.text === ')') {
      level = around.pop() ?? level;
      expected = false;
    } else if (token.text === ',') expected = level.inFrom;
    else if (word === 'SELECT' && level.scope === statement && statement.target !== undefined) {
      // Of INSERT … SELECT: the query does not see what is filled.
      level = { ...level, scope: newScope(), inFrom: false, list: undefined };
    } else if (combines.has(word)) level = { ...level, scope: newScope(level.scope.outer), inFrom: false };
    else if (word === 'CONFLICT' || (word === 'DO' && around.length === 0))
      level = { ...level, scope: statement, inFrom: false };
    else if ((word === 'FROM' && before?.value !== 'DISTINCT') || word === 'JOIN' || word === 'INTO') {
      level.inFrom = word !== 'INTO';
      expected = true;
    } else if (word === 'UPDATE' && after?.value !== 'SET') expected = true;
    else if (expected && word !== 'OR' && list[at - 1]?.value !== 'OR' && nameOf(token) !== undefined) {
      places[at] = { scope: level.scope, isRelation: true };
      if (after?.text === '.') continue;
      const name = nameOf(token) ?? '';
      const isChanged = level.scope === statement && level.scope.target === undefined && !level.inFrom;
      if (isChanged) level.scope.target = name;
      level.scope.relations.push({ name: aliasAt(list, at + 1) ?? name, of: name });
      if (isChanged) level.scope.relations.push({ name: 'excluded', of: name });
      expected = false;
      continue;
    } else if (endsFrom.has(word)) {
      level.inFrom = false;
      level.inSet = word === 'SET';
      expected = false;
    }
    const target = targetAt(list, at, level);
    places[at] = { scope: level.scope, ...(target === undefined ? {} : { target }) };
  }
  return places;
}

/** The table of the list behind INSERT INTO, or of the one behind SET. */
function listOf(list: readonly Token[], at: number, level: { scope: Scope; inSet: boolean }): string | undefined {
  const before = list[at - 1];
  if (level.inSet && (before?.value === 'SET' || before?.text === ',')) return level.scope.target;
  let start = at - 1;
  if (list[start - 1]?.value === 'AS') start -= 2;
  if (list[start - 1]?.text === '.') start -= 2;
  return list[start - 1]?.value === 'INTO' ? level.scope.target : undefined;
}

/** The table whose column gets a value here. */
function targetAt(
  list: readonly Token[],
  at: number,
  level: { scope: Scope; list: string | undefined; inSet: boolean },
): string | undefined {
  if (level.list !== undefined) return level.list;
  const before = list[at - 1];
  const isSet = level.inSet && (before?.value === 'SET' || before?.text === ',') && list[at + 1]?.text === '=';
  return isSet ? level.scope.target : undefined;
}

/** The other name that is given to what stands before a place. */
function aliasAt(list: readonly Token[], at: number): string | undefined {
  const token = list[list[at]?.value === 'AS' ? at + 1 : at];
  return token?.kind === 'word' && (reservedWords.has(token.text.toLowerCase()) || joinWords.has(token.value))
    ? undefined
    : nameOf(token);
}

const joinWords = new Set('LEFT RIGHT FULL INNER CROSS NATURAL OUTER WINDOW INDEXED'.split(' '));

function nameOf(token: Token | undefined): string | undefined {
  return token?.kind === 'word'
    ? token.text.toLowerCase()
    : token?.kind === 'name'
      ? token.value.toLowerCase()
      : undefined;
}
