import type { IndexKey } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { canonicalExpression, columnsNamed } from '../sql/expression.ts';
import type { Scope } from '../sql/node.ts';
import type { Reader } from '../sql/reader.ts';
import { type DraftIndex, type DraftTable, Refused, same } from './draft.ts';
import { readEngineAttribute } from './engine-attributes.ts';
import { type Period, periodNamed, withoutOverlaps } from './periods.ts';

/** An index as its clause says. */
export interface WrittenIndex {
  readonly kind: DraftIndex['kind'];
  readonly name?: string;
  readonly keys: readonly WrittenKey[];
  readonly method?: string;
  readonly comment?: string;
  readonly options: Readonly<Record<string, string>>;
  /** One of the name that is there already is let be. */
  readonly spares?: true;
}

interface WrittenKey {
  readonly column?: string;
  readonly length?: number;
  readonly expression?: string;
  readonly descending: boolean;
  /** It is a period, of which no two rows may overlap. */
  readonly isPeriod?: true;
}

/** Reads from the name on: `name [USING x] (keys) options`. */
export function readIndex(reader: Reader, kind: DraftIndex['kind'], table: DraftTable, given?: string): WrittenIndex {
  let method: string | undefined;
  let name = given;
  const spares = reader.take('IF', 'NOT', 'EXISTS');
  const using = () => {
    if (!reader.take('USING') && !reader.take('TYPE')) return false;
    method = methodName(reader);
    return true;
  };
  if (!reader.sees('(') && !using()) {
    const own = reader.name();
    name ??= own;
    using();
  }
  return {
    kind,
    ...(name === undefined ? {} : { name }),
    ...(spares ? { spares } : {}),
    ...readKeysAndOptions(reader, table, method),
  };
}

/** `(keys) USING BTREE COMMENT '…' INVISIBLE`. */
function readKeysAndOptions(
  reader: Reader,
  table: DraftTable,
  method?: string,
): Pick<WrittenIndex, 'keys' | 'method' | 'comment' | 'options'> {
  const scope: Scope = { columns: table.columns.map(({ name }) => name) };
  const keys = reader
    .brackets()
    .parts()
    .map((part): WrittenKey => readKey(part, scope));
  let by = method;
  let comment: string | undefined;
  const options: Record<string, string> = {};
  for (;;) {
    if (reader.take('USING')) by = methodName(reader);
    else if (reader.take('COMMENT')) comment = reader.string();
    else if (reader.take('KEY_BLOCK_SIZE')) {
      reader.take('=');
      options['key_block_size'] = reader.next()?.text ?? '';
    } else if (isVectorOption(reader)) {
      const name = reader.name().toLowerCase();
      reader.take('=');
      options[name] = (reader.next()?.value ?? '').toLowerCase();
    } else if (reader.take('WITH', 'PARSER')) options['parser'] = reader.name();
    else if (reader.take('INVISIBLE') || reader.take('IGNORED')) options['ignored'] = 'true';
    else if (reader.take('VISIBLE') || reader.take('NOT', 'IGNORED')) delete options['ignored'];
    else if (readEngineAttribute(reader, options)) continue;
    else if (reader.take('CLUSTERING')) {
      reader.take('=');
      reader.next();
    } else break;
  }
  return {
    keys,
    ...(by === undefined ? {} : { method: by }),
    ...(comment === undefined || comment === '' ? {} : { comment }),
    options,
  };
}

/** `M=8 DISTANCE=cosine` of a vector index. */
function isVectorOption(reader: Reader): boolean {
  const [word, sign] = [reader.peek(), reader.peek(1)];
  return (
    (word?.kind === 'word' || word?.kind === 'name') &&
    /^(?:m|distance)$/i.test(word.text.replaceAll('`', '')) &&
    sign?.text === '='
  );
}

/** Other engines have others: `USING gin`. */
function methodName(reader: Reader): string {
  const method = ['BTREE', 'HASH', 'RTREE'].find((one) => reader.take(one));
  return (method ?? reader.fail('BTREE, HASH or RTREE')).toLowerCase();
}

function readKey(reader: Reader, scope: Scope): WrittenKey {
  const direction = () => {
    const descending = reader.take('DESC');
    if (!descending) reader.take('ASC');
    if (!reader.done()) reader.fail('the end of the key');
    return descending;
  };
  if (reader.peek()?.text === '(') {
    const expression = canonicalExpression(reader.brackets().rest(), reader.dialect, scope);
    return { expression, descending: direction() };
  }
  const column = reader.name();
  if (reader.take('WITHOUT', 'OVERLAPS')) return { column, descending: false, isPeriod: true };
  const length = reader.peek()?.text === '(' ? Number(reader.brackets().rest()) : undefined;
  return { column, ...(length === undefined ? {} : { length }), descending: direction() };
}

/** Expressions are in one form by then: no comment is left in them. */
const plainDialect = { flavour: 'mysql', number: 0 } as const;

const methods: Readonly<Record<DraftIndex['kind'], string>> = {
  primary: 'btree',
  unique: 'btree',
  index: 'btree',
  fulltext: 'fulltext',
  spatial: 'rtree',
  vector: 'vector',
};

/** The index of a table that a clause makes. */
export function indexOf(written: WrittenIndex, table: DraftTable, implicit?: true): DraftIndex {
  const period = periodOf(written, table);
  const keys = written.keys.flatMap(({ column, length, expression, descending, isPeriod }): readonly IndexKey[] => {
    if (column === undefined) return [{ expression: expression ?? '', descending, nullsFirst: descending }];
    // The engine keeps both ends of the period, the later one first.
    if (isPeriod)
      return [period?.to, period?.from].map((one) => ({ column: one ?? '', descending, nullsFirst: false }));
    const own = table.columns.find((one) => same(one.name, column));
    if (!own) throw new Refused(`${table.name} has no column ${column} for the index ${written.name ?? ''}`);
    const spatial = written.kind === 'spatial' || written.kind === 'fulltext';
    if (length !== undefined && /char|binary/.test(own.type.name) && length > (own.type.length ?? length))
      throw new Refused(`${table.name}.${own.name} holds ${own.type.length}: its first ${length} cannot be a key`);
    // A prefix as long as the column is the whole of it.
    if (length === undefined || spatial || own.type.length === length) {
      return [{ column: own.name, descending, nullsFirst: descending }];
    }
    return [
      {
        expression: `${quoteIdentifier(own.name)}(${length})`,
        prefix: { column: own.name, length },
        descending,
        nullsFirst: descending,
      },
    ];
  });
  const hashed = written.method === 'hash' && /^(?:memory|heap|ndb)$/i.test(table.engine);
  const names = table.columns.map(({ name }) => name);
  const expressions = keys.flatMap(({ expression }) => expression ?? []);
  const name = written.kind === 'primary' ? 'PRIMARY' : (written.name ?? freeName(keys, table));
  const index: DraftIndex = {
    kind: written.kind,
    name,
    method: hashed ? 'hash' : methods[written.kind],
    unique: written.kind === 'primary' || written.kind === 'unique',
    nullsNotDistinct: false,
    keys,
    include: [],
    expressionColumns: expressions.length === 0 ? [] : columnsNamed(expressions.join(' , '), plainDialect, names),
    predicateColumns: [],
    valid: true,
    replicaIdentity: false,
    clustered: false,
    options: { ...written.options, ...(period ? { [withoutOverlaps]: period.name } : {}) },
    ...(written.comment === undefined ? {} : { comment: written.comment }),
    definition: '',
    ...(implicit ? { implicit } : {}),
  };
  return index;
}

/** The period whose overlaps a key refuses: the last of what it lists. */
function periodOf({ keys, name = '' }: WrittenIndex, table: DraftTable): Period | undefined {
  const listed = keys.find(({ isPeriod }) => isPeriod);
  if (!listed) return undefined;
  const period = periodNamed(table, listed.column ?? '');
  if (!period) throw new Refused(`${table.name} has no period ${listed.column} for the index ${name}`);
  if (keys.length < 2 || keys.at(-1) !== listed)
    throw new Refused(
      `WITHOUT OVERLAPS stands behind other columns of a key, and last: ${table.name}.${listed.column}`,
    );
  return period;
}

/** The engine calls an index without a name after its first column, and numbers it where that is taken. */
function freeName(keys: readonly IndexKey[], table: DraftTable): string {
  const [first] = keys;
  const base = first?.column ?? first?.prefix?.column ?? 'functional_index';
  const taken = (name: string) => table.indexes.some((one) => same(one.name, name));
  if (!taken(base) && !same(base, 'PRIMARY')) return base;
  for (let number = 2; ; number++) if (!taken(`${base}_${number}`)) return `${base}_${number}`;
}
