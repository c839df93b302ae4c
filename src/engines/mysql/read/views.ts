import { bareView } from '../../../catalog/bare.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { type DataType, unknownType } from '../../../catalog/type.ts';
import type { Reader } from '../sql/reader.ts';
import { type Token, tokens } from '../sql/tokens.ts';
import { type Draft, Refused, same, schemaName } from './draft.ts';
import { readName, schemaOf } from './names.ts';
import type { ProgramHead } from './programs.ts';
import { canonicalQuery, splitAlias } from './view-query.ts';

/** Reads from behind `CREATE … VIEW` on. */
export function createView(reader: Reader, draft: Draft, { replaces, owner, options }: ProgramHead): void {
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const { name } = readName(reader, draft);
  if (draft.tables.has(name)) {
    // A dump makes a table in the view's place first, and drops it.
    throw new Refused(`there is a table ${name} already`);
  }
  const known = draft.views.get(name);
  if (known) {
    if (spares) return;
    // One whose query is not read yet only holds its place.
    if (!replaces && known.definition !== '') throw new Refused(`there is a view ${name} already`);
  }
  const named =
    reader.peek()?.text === '('
      ? reader
          .brackets()
          .parts()
          .map((part) => part.name())
      : undefined;
  reader.expect('AS');
  const text = reader.rest().trim();
  const check = /\s+WITH\s+(?:(CASCADED|LOCAL)\s+)?CHECK\s+OPTION\s*$/i.exec(text);
  const query = check ? text.slice(0, check.index) : text;
  const { columns, reads } = readQuery(reader.part(0, reader.sql.length), query, draft);
  const names = named ?? columns.map(({ name }) => name);
  const plain = withoutDatabase(query, draft);
  const canonical = canonicalQuery(plain, {
    draft,
    names,
    columnsOf: (relation) => draft.tables.get(relation)?.columns ?? draft.views.get(relation)?.columns ?? [],
  });
  draft.views.set(
    name,
    bareView({
      schema: schemaName,
      name,
      columns: names.map((own, at) => ({ name: own, type: columns[at]?.type ?? unknownType })),
      definition: canonical ?? plain,
      reads,
      options: {
        ...options,
        ...(named === undefined || canonical !== undefined ? {} : { columns: named.join(', ') }),
        ...(check ? { check_option: (check[1] ?? 'cascaded').toLowerCase() } : {}),
      },
      ...(owner === undefined ? {} : { owner }),
    }),
  );
}

/** A query whose names no longer say the database that it is in: it may be called otherwise elsewhere. */
function withoutDatabase(query: string, { database, dialect }: Draft): string {
  if (database === undefined) return query;
  const list = tokens(query, dialect);
  let text = '';
  let end = 0;
  for (const [at, token] of list.entries()) {
    const isName = token.kind === 'word' || token.kind === 'name';
    const name = token.kind === 'word' ? token.text : token.value;
    const isOwn = isName && same(name, database) && list[at + 1]?.text === '.' && list[at - 1]?.text !== '.';
    if (!isOwn || isAlias(list, at, database)) continue;
    text += query.slice(end, token.start);
    end = list[at + 1]?.end ?? token.end;
  }
  return text + query.slice(end);
}

/** Whether a name that the database has too is that of a table, or of a table's alias, where it stands before a column. */
function isAlias(list: readonly Token[], at: number, database: string): boolean {
  const isQualified = list[at + 3]?.text === '.';
  const behind = list[at - 1]?.value;
  const named = list.some(
    ({ kind, text, value }, place) =>
      (kind === 'word' || kind === 'name') &&
      same(kind === 'word' ? text : value, database) &&
      list[place + 1]?.text !== '.' &&
      place !== at,
  );
  return named && !isQualified && behind !== 'FROM' && behind !== 'JOIN';
}

interface ReadQuery {
  readonly columns: readonly { readonly name: string; readonly type: DataType }[];
  readonly reads: readonly QualifiedName[];
}

/** What a query gives back, as far as it says so: names of its list, and types where they are those of columns. */
function readQuery(whole: Reader, query: string, draft: Draft): ReadQuery {
  const from = whole.sql.indexOf(query);
  const reader = whole.part(from, from + query.length);
  const relations = relationsOf(reader, draft);
  const list = whole.part(from, from + query.length);
  while (list.take('('));
  if (list.sees('WITH')) skipWith(list);
  list.take('SELECT');
  while (
    ['ALL', 'DISTINCT', 'DISTINCTROW', 'STRAIGHT_JOIN', 'SQL_CALC_FOUND_ROWS', 'HIGH_PRIORITY'].some((word) =>
      list.take(word),
    )
  );
  const columns: { name: string; type: DataType }[] = [];
  for (const part of selectList(list)) columns.push(...columnsOf(part, relations, draft));
  const reads = new Map(relations.map(({ name }) => [`${name.schema}.${name.name}`, name]));
  return { columns, reads: [...reads.values()].sort((a, b) => (a.schema + a.name < b.schema + b.name ? -1 : 1)) };
}

function skipWith(list: Reader): void {
  list.take('WITH');
  list.take('RECURSIVE');
  do {
    list.name();
    if (list.peek()?.text === '(') list.brackets();
    list.expect('AS');
    list.brackets();
  } while (list.take(','));
}

/** The parts of the list, up to FROM outside brackets. */
export function selectList(list: Reader): readonly Reader[] {
  const start = list.at();
  let end = start;
  let depth = 0;
  for (let token = list.peek(); token; token = list.peek()) {
    if (token.kind === 'operator' && token.text === '(') depth++;
    else if (token.kind === 'operator' && token.text === ')') depth--;
    else if (
      depth === 0 &&
      token.kind === 'word' &&
      /^(?:FROM|UNION|WHERE|ORDER|LIMIT|EXCEPT|INTERSECT)$/.test(token.value)
    )
      break;
    end = token.end;
    list.next();
  }
  return list.part(start, end).parts();
}

export interface Named {
  readonly alias: string;
  readonly name: QualifiedName;
}

/** Tables and views behind FROM and JOIN, wherever they stand. */
export function relationsOf(reader: Reader, draft: Draft): readonly Named[] {
  const found: Named[] = [];
  const local = new Set<string>();
  for (let token = reader.next(); token; token = reader.next()) {
    if (token.kind !== 'word') continue;
    if (token.value === 'WITH' || token.value === 'RECURSIVE') {
      if (reader.peek(1)?.value === 'AS' || reader.peek(1)?.text === '(')
        local.add((reader.peek()?.value ?? '').toLowerCase());
      continue;
    }
    if (token.value !== 'FROM' && token.value !== 'JOIN') continue;
    do {
      while (reader.take('('));
      const first = reader.peek();
      if (first?.kind !== 'word' && first?.kind !== 'name') break;
      if (first.kind === 'word' && /^(?:SELECT|LATERAL|JSON_TABLE|DUAL|VALUES)$/.test(first.value)) break;
      // `extract(year from d)`, `trim(both ' ' from s)`, `substr(s from 1)`: what follows is no relation's name alone.
      const written = reader.name();
      const name = reader.take('.')
        ? { schema: schemaOf(written, draft), name: reader.name() }
        : { schema: schemaName, name: written };
      reader.take('AS');
      const next = reader.peek();
      const isAlias =
        next?.kind === 'name' ||
        (next?.kind === 'word' &&
          !/^(?:ON|USING|WHERE|GROUP|ORDER|HAVING|LIMIT|UNION|LEFT|RIGHT|INNER|OUTER|CROSS|JOIN|NATURAL|STRAIGHT_JOIN|FOR|PARTITION|USE|FORCE|IGNORE|SET|WINDOW|EXCEPT|INTERSECT)$/.test(
            next.value,
          ));
      const alias = isAlias ? reader.name() : name.name;
      if (local.has(name.name.toLowerCase())) continue;
      const isRelation = name.schema !== schemaName || draft.tables.has(name.name) || draft.views.has(name.name);
      if (isRelation) found.push({ alias, name });
    } while (reader.take(','));
  }
  return found;
}

function columnsOf(part: Reader, relations: readonly Named[], draft: Draft): ReadQuery['columns'] {
  const list: Token[] = [];
  const start = part.at();
  for (let token = part.next(); token; token = part.next()) list.push(token);
  const plain = (at: number) => {
    const token = list[at];
    return token?.kind === 'name' ? token.value : (token?.text ?? '');
  };
  if (list.at(-1)?.text === '*') {
    const own = list.length > 1 ? relations.filter(({ alias }) => same(alias, plain(list.length - 3))) : relations;
    return own.flatMap(({ name }) => columnsOfRelation(name, draft));
  }
  const { expression, alias: name } = splitAlias(list);
  const type = typeOf(expression, relations, draft);
  return [{ name: name ?? nameOf(expression) ?? part.sql.slice(start, list.at(-1)?.end ?? start), type }];
}

/** What the engine calls a column of a query by itself: a text by what it says; nothing where it is called as it is written. */
function nameOf(expression: readonly Token[]): string | undefined {
  const column = expression.at(-1);
  if (column && expression.every(({ kind }) => kind === 'string'))
    return expression
      .map(({ value }) => value)
      .join('')
      .trimStart();
  const isColumn = expression.every(({ text, kind }, at) =>
    at % 2 === 1 ? text === '.' : kind === 'word' || kind === 'name',
  );
  if (!isColumn || !column) return undefined;
  if (column.kind === 'name') return column.value;
  return column.value === 'NULL' ? column.value : column.text;
}

function columnsOfRelation(name: QualifiedName, draft: Draft): ReadQuery['columns'] {
  const columns = draft.tables.get(name.name)?.columns.filter(({ hidden }) => !hidden);
  return columns ?? draft.views.get(name.name)?.columns ?? [];
}

/** Of a plain column, its table's. */
function typeOf(
  expression: readonly { readonly text: string; readonly value: string; readonly kind: string }[],
  relations: readonly Named[],
  draft: Draft,
): DataType {
  const plain = (at: number) => {
    const token = expression.at(at);
    return token?.kind === 'name' ? token.value : (token?.text ?? '');
  };
  const column = plain(-1);
  // `orders.id`, and `shop.orders.id` with its database.
  const owner = [3, 5].includes(expression.length) && plain(-2) === '.' ? plain(-3) : undefined;
  if (expression.length !== 1 && owner === undefined) return unknownType;
  for (const { alias, name } of relations) {
    if (owner !== undefined && !same(alias, owner)) continue;
    const found = columnsOfRelation(name, draft).find((one) => same(one.name, column));
    if (found) return found.type;
  }
  return unknownType;
}
