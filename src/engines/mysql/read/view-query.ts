import { quoteIdentifier } from '../quote.ts';
import { canonicalTokens } from '../sql/canonical.ts';
import { canonicalExpression } from '../sql/expression.ts';
import type { Scope } from '../sql/node.ts';
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
    // Texts beside each other are one.
    !(last.kind === 'string' && before?.kind === 'string') &&
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
 * what it stands for. Nothing for what has derived tables, window functions and other parts whose form is not known.
 */
export function canonicalQuery(query: string, view: ViewQuery): string | undefined {
  try {
    return unionOf(query, view);
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

/** What a query inside another one sees of that. */
interface Outer {
  readonly columns: readonly string[];
  readonly owners: ReadonlyMap<string, string | undefined>;
}

/** Names that a query gives its columns: none where nobody asks for them, and of EXISTS not even columns. */
type Names = readonly string[] | 'none' | 'rows';

type Asked = Omit<ViewQuery, 'names'> & { readonly names: Names; readonly outer?: Outer };

/** One SELECT, or several of which UNION makes one list: its columns have the names of the first. */
function unionOf(query: string, asked: Asked): string | undefined {
  const reader = readerOf(query, asked.draft.dialect);
  const terms: { readonly start: number; end: number; readonly word: string }[] = [];
  let open = { start: reader.at(), end: reader.at(), word: '' };
  let tail: number | undefined;
  for (let depth = 0, token = reader.peek(); token; token = reader.peek()) {
    if (token.text === '(') depth++;
    else if (token.text === ')') depth--;
    const isWord = depth === 0 && token.kind === 'word';
    if (isWord && (token.value === 'ORDER' || token.value === 'LIMIT')) tail ??= token.start;
    reader.next();
    if (isWord && token.value === 'UNION') {
      // Only the last one's order and limit are those of all.
      if (tail !== undefined) return undefined;
      terms.push(open);
      const all = reader.take('ALL');
      if (!all) reader.take('DISTINCT');
      open = { start: reader.at(), end: reader.at(), word: all ? ' union all ' : ' union ' };
    } else open.end = token.end;
  }
  terms.push(open);
  if (terms.length === 1) return selectOf(reader.part(0, query.length), asked);
  const end = tail ?? query.length;
  const written = terms.map(({ start, end: last }, at) =>
    selectOf(reader.part(start, Math.min(last, end)), at === 0 ? asked : { ...asked, names: 'none' }),
  );
  if (written.some((one) => one === undefined)) return undefined;
  const rest = tail === undefined ? '' : ` ${canonicalTokens(query.slice(tail), asked.draft.dialect)}`;
  return terms.map(({ word }, at) => word + written[at]).join('') + rest;
}

function selectOf(reader: Reader, asked: Asked): string | undefined {
  const clauses = clausesOf(reader);
  return clauses && written(clauses, asked);
}

/** What stands at the head of each clause, in their order. */
const heads = ['FROM', 'WHERE', 'GROUP', 'HAVING', 'ORDER', 'LIMIT'];

/** Words of queries whose form nobody knows. */
const unknown =
  /^(?:SELECT|UNION|EXCEPT|INTERSECT|WINDOW|OVER|WITH|FOR|INTO|LOCK|PROCEDURE|USING|NATURAL|RIGHT|STRAIGHT_JOIN|SQL_\w+|HIGH_PRIORITY|ALL|DISTINCTROW|ROLLUP|PARTITION|USE|FORCE|IGNORE|LATERAL|JSON_TABLE)$/;

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
    if (token.text === '(' && /^(?:SELECT|WITH)$/.test(reader.peek(1)?.value ?? '')) {
      // A query of its own, which is read where it stands.
      reader.brackets();
      open.end = token.start + reader.since(token.start).length;
      continue;
    }
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
  return list && (by.has('FROM') || by.size === 1) ? { distinct, list, by } : undefined;
}

interface Joined {
  readonly word: 'join' | 'left join' | '';
  readonly relation: string;
  readonly alias: string;
  readonly on?: string;
}

function written({ distinct, list, by }: Clauses, asked: Asked): string | undefined {
  const { columnsOf } = asked;
  const from = by.get('FROM');
  const joins = from ? joinsOf(from) : [];
  if (!joins) return undefined;
  const columns = joins.flatMap(({ relation, alias }) =>
    columnsOf(relation).map((one) => ({ alias, column: one.name, hidden: one.hidden === true })),
  );
  const expression = expressionsOver(columns, asked);
  const items = list.parts().flatMap((part) => itemsOf(part, columns, expression));
  const names = typeof asked.names === 'string' ? undefined : asked.names;
  if (names && items.length !== names.length) return undefined;
  // Whoever asks for rows alone gets one where values are put together, whatever is in the table.
  const asksForRows = asked.names === 'rows' && !items.some((item) => /\(/.test(item)) && !by.has('GROUP');
  const relations = joins.map(({ word, relation, alias, on }) => {
    const called = alias === relation ? '' : ` ${quoteIdentifier(alias)}`;
    const condition = on === undefined ? '' : ` on ${expression(on)}`;
    return `${word === '' ? '' : ` ${word} `}${quoteIdentifier(relation)}${called}${condition}`;
  });
  /** A name of the list stands for its expression. */
  const key = (part: Reader) => {
    const text = part.rest();
    const [, plain = '', direction = ''] = /^(.*?)(\s+(?:asc|desc))?$/is.exec(text) ?? [];
    const at = (names ?? []).findIndex((name) => name.toLowerCase() === plain.replace(/^`(.*)`$/, '$1').toLowerCase());
    return `${(at < 0 ? undefined : items[at]) ?? expression(plain)}${/desc/i.test(direction) ? ' desc' : ''}`;
  };
  const keys = (name: string, word: string) => {
    const part = by.get(name);
    return part ? ` ${word} by ${part.parts().map(key).join(', ')}` : '';
  };
  const where = by.get('WHERE')?.rest();
  const having = by.get('HAVING')?.rest();
  const limited = by
    .get('LIMIT')
    ?.rest()
    .replace(/^(\d+)\s+offset\s+(\d+)$/i, '$2,$1');
  // One row is as good as many where somebody asks whether there is any.
  const limit = asked.names === 'rows' && /^[1-9]\d*$/.test(limited ?? '') ? undefined : limited;
  return [
    `select ${distinct ? 'distinct ' : ''}`,
    asksForRows
      ? '1'
      : items.map((item, at) => (names ? `${item} as ${quoteIdentifier(names[at] ?? '')}` : item)).join(', '),
    relations.length === 0 ? '' : ` from ${relations.join('')}`,
    where === undefined ? '' : ` where ${expression(where)}`,
    keys('GROUP', 'group'),
    having === undefined ? '' : ` having ${expression(having)}`,
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
function expressionsOver(columns: readonly OwnColumn[], asked: Asked) {
  const { dialect, database } = asked.draft;
  const own = new Map<string, string | undefined>();
  for (const { alias, column } of columns) {
    const name = column.toLowerCase();
    own.set(name, own.has(name) ? undefined : `${quoteIdentifier(alias)}.${quoteIdentifier(column)}`);
  }
  const outer: Outer = {
    columns: [...columns.map(({ column }) => column), ...(asked.outer?.columns ?? [])],
    owners: new Map([...(asked.outer?.owners ?? []), ...own]),
  };
  const query = (text: string, exists: boolean): string => {
    const inner = unionOf(text, { ...asked, names: exists ? 'rows' : 'none', outer });
    if (inner === undefined) throw new NotUnderstood('a query whose form is known', 0);
    return inner;
  };
  const scope: Scope = { ...outer, database, query };
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
    if (/^(?:SELECT|WITH)$/.test(from.peek(1)?.value ?? '')) return undefined;
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
