import type { IndexKey } from '../../../catalog/table.ts';
import { quoteIdentifier } from '../quote.ts';
import { canonicalExpression, columnsNamed, type Scope } from '../sql/expression.ts';
import type { Reader } from '../sql/reader.ts';
import { type DraftIndex, type DraftTable, Refused, same } from './draft.ts';

/** An index as its clause says. */
export interface WrittenIndex {
  readonly kind: DraftIndex['kind'];
  readonly name?: string;
  readonly keys: readonly WrittenKey[];
  readonly method?: string;
  readonly comment?: string;
  readonly options: Readonly<Record<string, string>>;
}

interface WrittenKey {
  readonly column?: string;
  readonly length?: number;
  readonly expression?: string;
  readonly descending: boolean;
}

/** Reads from the name on: `name [USING x] (keys) options`. */
export function readIndex(reader: Reader, kind: DraftIndex['kind'], table: DraftTable, given?: string): WrittenIndex {
  let method: string | undefined;
  let name = given;
  reader.take('IF', 'NOT', 'EXISTS');
  const using = () => {
    if (!reader.take('USING') && !reader.take('TYPE')) return false;
    method = reader.name().toLowerCase();
    return true;
  };
  if (!reader.sees('(') && !using()) {
    const own = reader.name();
    name ??= own;
    using();
  }
  return { kind, ...(name === undefined ? {} : { name }), ...readKeysAndOptions(reader, table, method) };
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
    if (reader.take('USING')) by = reader.name().toLowerCase();
    else if (reader.take('COMMENT')) comment = reader.string();
    else if (reader.take('KEY_BLOCK_SIZE')) {
      reader.take('=');
      options['key_block_size'] = reader.next()?.text ?? '';
    } else if (reader.take('WITH', 'PARSER')) options['parser'] = reader.name();
    else if (reader.take('INVISIBLE') || reader.take('IGNORED')) options['ignored'] = 'true';
    else if (reader.take('VISIBLE') || reader.take('NOT', 'IGNORED')) delete options['ignored'];
    else if (reader.take('ENGINE_ATTRIBUTE') || reader.take('SECONDARY_ENGINE_ATTRIBUTE')) {
      reader.take('=');
      reader.next();
    } else if (reader.take('CLUSTERING')) {
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
  const keys = written.keys.map(({ column, length, expression, descending }): IndexKey => {
    if (column === undefined) return { expression: expression ?? '', descending, nullsFirst: descending };
    const own = table.columns.find((one) => same(one.name, column));
    if (!own) throw new Refused(`${table.name} has no column ${column} for the index ${written.name ?? ''}`);
    const spatial = written.kind === 'spatial' || written.kind === 'fulltext';
    // A prefix as long as the column is the whole of it.
    if (length === undefined || spatial || own.type.length === length) {
      return { column: own.name, descending, nullsFirst: descending };
    }
    return {
      expression: `${quoteIdentifier(own.name)}(${length})`,
      prefix: { column: own.name, length },
      descending,
      nullsFirst: descending,
    };
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
    options: written.options,
    ...(written.comment === undefined ? {} : { comment: written.comment }),
    definition: '',
    ...(implicit ? { implicit } : {}),
  };
  return index;
}

/** The engine calls an index without a name after its first column, and numbers it where that is taken. */
function freeName(keys: readonly IndexKey[], table: DraftTable): string {
  const [first] = keys;
  const base = first?.column ?? first?.prefix?.column ?? 'functional_index';
  const taken = (name: string) => table.indexes.some((one) => same(one.name, name));
  if (!taken(base) && !same(base, 'PRIMARY')) return base;
  for (let number = 2; ; number++) if (!taken(`${base}_${number}`)) return `${base}_${number}`;
}
