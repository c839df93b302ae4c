import { quoteIdentifier } from '../quote.ts';
import { canonicalExpression, type Scope } from '../sql/expression.ts';
import { NotUnderstood, type Reader, readerOf } from '../sql/reader.ts';
import type { Token } from '../sql/tokens.ts';
import type { Draft } from './draft.ts';

/** What is known of a view whose query is brought into one form. */
export interface ViewQuery {
  readonly draft: Pick<Draft, 'dialect' | 'database'>;
  /** What its columns are called, in their order. */
  readonly names: readonly string[];
  /** The columns of a table or view by its name; `*` leaves hidden ones out. */
  readonly columnsOf: (relation: string) => readonly { readonly name: string; readonly hidden?: true }[];
}

/** An expression of a select list, and the name that is written behind it. */
export function splitAlias(list: readonly Token[]): { readonly expression: readonly Token[]; readonly alias?: string } {
  const [before, last] = [list.at(-2), list.at(-1)];
  const isAlias =
    last !== undefined &&
    list.length > 1 &&
    (last.kind === 'name' || last.kind === 'word' || last.kind === 'string') &&
    before?.text !== '.' &&
    (before?.value === 'AS' ||
      before?.text === ')' ||
      ['word', 'name', 'number', 'string'].includes(before?.kind ?? '')) &&
    !/^(?:END|NULL)$/.test(last.kind === 'word' ? last.value : '');
  if (!isAlias) return { expression: list };
  return {
    expression: list.slice(0, before?.value === 'AS' ? -2 : -1),
    alias: last.kind === 'word' ? last.text : last.value,
  };
}

/**
 * The query of a view in the one form that a server writes it back in: each column with its table and its name, `*` as
 * what it stands for. Nothing for what has sub-queries, unions and other parts whose form is not known.
 */
export function canonicalQuery(query: string, view: ViewQuery): string | undefined {
  try {
    const clauses = clausesOf(readerOf(query, view.draft.dialect));
    return clauses && written(clauses, view);
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** What stands at the head of each clause, in their order. */
const heads = ['FROM', 'WHERE', 'GROUP', 'ORDER', 'LIMIT'];

/** Words of queries whose form nobody knows. */
const unknown =
  /^(?:SELECT|UNION|EXCEPT|INTERSECT|HAVING|WINDOW|OVER|WITH|FOR|INTO|LOCK|PROCEDURE|USING|NATURAL|RIGHT|STRAIGHT_JOIN|SQL_\w+|HIGH_PRIORITY|ALL|DISTINCTROW|ROLLUP|PARTITION|USE|FORCE|IGNORE|LATERAL|JSON_TABLE)$/;

interface Clauses {
  readonly distinct: boolean;
  readonly list: Reader;
  readonly by: ReadonlyMap<string, Reader>;
}

function clausesOf(reader: Reader): Clauses | undefined {
  if (!reader.take('SELECT')) return undefined;
  const distinct = reader.take('DISTINCT');
  const parts = new Map<string, { readonly start: number; end: number }>();
  let open = { start: reader.at(), end: reader.at() };
  parts.set('', open);
  let depth = 0;
  for (let token = reader.peek(); token; token = reader.peek()) {
    if (token.kind === 'word' && unknown.test(token.value)) return undefined;
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    const isHead = depth === 0 && token.kind === 'word' && heads.includes(token.value);
    reader.next();
    if (isHead) {
      if (token.value === 'GROUP' || token.value === 'ORDER') reader.expect('BY');
      open = { start: reader.at(), end: reader.at() };
      parts.set(token.value, open);
    } else open.end = token.end;
  }
  const by = new Map([...parts].map(([name, { start, end }]) => [name, reader.part(start, end)]));
  const list = by.get('');
  return list && by.has('FROM') ? { distinct, list, by } : undefined;
}

interface Joined {
  readonly word: 'join' | 'left join' | '';
  readonly relation: string;
  readonly alias: string;
  readonly on?: string;
}

function written({ distinct, list, by }: Clauses, { draft, names, columnsOf }: ViewQuery): string | undefined {
  const from = by.get('FROM');
  const joins = from && joinsOf(from);
  if (!joins) return undefined;
  const columns = joins.flatMap(({ relation, alias }) =>
    columnsOf(relation).map((one) => ({ alias, column: one.name, hidden: one.hidden === true })),
  );
  const expression = expressionsOver(columns, draft);
  const items = list.parts().flatMap((part) => itemsOf(part, columns, expression));
  if (items.length !== names.length) return undefined;
  const relations = joins.map(({ word, relation, alias, on }) => {
    const called = alias === relation ? '' : ` ${quoteIdentifier(alias)}`;
    const condition = on === undefined ? '' : ` on ${expression(on)}`;
    return `${word === '' ? '' : ` ${word} `}${quoteIdentifier(relation)}${called}${condition}`;
  });
  /** A name of the list stands for its expression. */
  const key = (part: Reader) => {
    const text = part.rest();
    const [, plain = '', direction = ''] = /^(.*?)(\s+(?:asc|desc))?$/is.exec(text) ?? [];
    const at = names.findIndex((name) => name.toLowerCase() === plain.replace(/^`(.*)`$/, '$1').toLowerCase());
    return `${(at < 0 ? undefined : items[at]) ?? expression(plain)}${/desc/i.test(direction) ? ' desc' : ''}`;
  };
  const keys = (name: string, word: string) => {
    const part = by.get(name);
    return part ? ` ${word} by ${part.parts().map(key).join(', ')}` : '';
  };
  const where = by.get('WHERE')?.rest();
  const limit = by
    .get('LIMIT')
    ?.rest()
    .replace(/^(\d+)\s+offset\s+(\d+)$/i, '$2,$1');
  return [
    `select ${distinct ? 'distinct ' : ''}`,
    items.map((item, at) => `${item} as ${quoteIdentifier(names[at] ?? '')}`).join(', '),
    ` from ${relations.join('')}`,
    where === undefined ? '' : ` where ${expression(where)}`,
    keys('GROUP', 'group'),
    keys('ORDER', 'order'),
    limit === undefined ? '' : ` limit ${limit.replace(/\s*,\s*/, ',')}`,
  ].join('');
}

interface OwnColumn {
  readonly alias: string;
  readonly column: string;
  readonly hidden: boolean;
}

/** Brings expressions over the columns of relations into one form; a name that several have says whose it is. */
function expressionsOver(columns: readonly OwnColumn[], { dialect, database }: ViewQuery['draft']) {
  const owners = new Map<string, string | undefined>();
  for (const { alias, column } of columns) {
    const name = column.toLowerCase();
    owners.set(name, owners.has(name) ? undefined : `${quoteIdentifier(alias)}.${quoteIdentifier(column)}`);
  }
  const scope: Scope = { columns: columns.map(({ column }) => column), database, owners };
  return (text: string) => canonicalExpression(text.replace(/\bcount\s*\(\s*\*\s*\)/gi, 'count(0)'), dialect, scope);
}

/** The expressions that a part of the list stands for. */
function itemsOf(part: Reader, columns: readonly OwnColumn[], expression: (text: string) => string): readonly string[] {
  const list: Token[] = [];
  const start = part.at();
  for (let token = part.next(); token; token = part.next()) list.push(token);
  if (list.at(-1)?.text === '*') {
    const owner = list.length > 1 ? list.at(-3) : undefined;
    const alias = owner?.kind === 'name' ? owner.value : owner?.text;
    return columns
      .filter(({ hidden }) => !hidden)
      .filter((one) => alias === undefined || one.alias.toLowerCase() === alias.toLowerCase())
      .map((one) => `${quoteIdentifier(one.alias)}.${quoteIdentifier(one.column)}`);
  }
  const { expression: own } = splitAlias(list);
  return [expression(part.sql.slice(start, own.at(-1)?.end ?? start))];
}

/** Relations that are joined one after the other, in brackets or not; nothing for other trees. */
function joinsOf(from: Reader): readonly Joined[] | undefined {
  const joins: Joined[] = [];
  if (from.peek()?.text === '(') {
    const inner = joinsOf(from.brackets());
    if (!inner) return undefined;
    joins.push(...inner);
  } else joins.push({ word: '', ...relationOf(from) });
  while (!from.done()) {
    const isLeft = from.take('LEFT');
    if (isLeft) from.take('OUTER');
    else if (!from.take('INNER')) from.take('CROSS');
    if (!from.take('JOIN') && !from.take(',')) return undefined;
    if (from.peek()?.text === '(') return undefined;
    const relation = relationOf(from);
    const on = from.take('ON') ? conditionOf(from) : undefined;
    joins.push({ word: isLeft ? 'left join' : 'join', ...relation, ...(on === undefined ? {} : { on }) });
  }
  return joins;
}

function relationOf(from: Reader): Pick<Joined, 'relation' | 'alias'> {
  const relation = from.name();
  if (from.peek()?.text === '.') from.fail('a relation of the same database');
  const next = from.peek();
  const isAlias =
    from.take('AS') ||
    next?.kind === 'name' ||
    (next?.kind === 'word' && !/^(?:ON|LEFT|INNER|CROSS|JOIN)$/.test(next.value));
  return { relation, alias: isAlias ? from.name() : relation };
}

/** Up to the next relation that is joined. */
function conditionOf(from: Reader): string {
  const start = from.at();
  let end = start;
  let depth = 0;
  for (let token = from.peek(); token; token = from.peek()) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    else if (
      depth === 0 &&
      (token.text === ',' || (token.kind === 'word' && /^(?:LEFT|INNER|CROSS|JOIN)$/.test(token.value)))
    )
      break;
    end = token.end;
    from.next();
  }
  return from.sql.slice(start, end);
}
