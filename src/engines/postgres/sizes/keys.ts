import type { ColumnStatistics } from '../../../catalog/statistics.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { ColumnsByName, IndexInput, StoredColumn, StoredTable } from '../../sizes.ts';
import { carriedOver, oneToOne } from './carried-over.ts';
import { columnsOf, type Parsed, parseExpression } from './expression.ts';
import { fromSample } from './from-sample.ts';
import { typicalWidth } from './layout.ts';

/** A key of an index: what it stores and what is known of its values. */
export interface KeyValues {
  /** The index's own name of the column. */
  readonly name: string;
  readonly column: Pick<StoredColumn, 'type' | 'storage' | 'collation'>;
  readonly known: ColumnStatistics;
  readonly expression: boolean;
  /** An expression of whose values nothing is known, not even by those of a column: what is said of them is a guess. */
  readonly guessed?: boolean;
  readonly operatorClass?: string;
  /** Of the text whose words are the values. */
  readonly text?: ColumnStatistics;
  /** Statistics of values that occur as often as these do, where those of the column are drawn from its rows. */
  readonly occursLike?: ColumnStatistics;
  /** The table's column that the values are made from. */
  readonly of?: string;
}

/** The keys of an index, then nothing of what it includes. */
export function keyValues({ index, table, columns, keyColumns, rows }: IndexInput): readonly KeyValues[] {
  const taken = new Set<string>();
  return index.keys.map((key) => {
    const plain = key.column === undefined ? undefined : table.columns.find((column) => column.name === key.column);
    const parsed = plain ? undefined : parseExpression(key.expression ?? '');
    const name = unusedName(plain ? plain.name : columnName(parsed ?? { kind: 'other' }), taken);
    const operatorClass = key.operatorClass === undefined ? {} : { operatorClass: key.operatorClass };
    const of = plain && columns[plain.name];
    if (plain)
      return {
        name,
        column: plain,
        known: of ?? unknown(plain.type),
        expression: false,
        of: plain.name,
        ...operatorClass,
        ...(of ? { occursLike: of } : {}),
      };
    const expression = parsed ?? { kind: 'other' };
    const own = keyColumns?.[name];
    const source = { table, columns, rows, ...(index.predicate === undefined ? {} : { predicate: index.predicate }) };
    const made = expressionValues(expression, table, columns, own);
    const known = own ?? carried(expression, made, source) ?? fromSample(expression, made, source);
    const guessed = known === undefined && made.occursLike === undefined;
    return { name, ...made, ...(known ? { known } : {}), ...operatorClass, expression: true, guessed };
  });
}

/** By the values of the one column that an expression keeps apart, or cuts into days, months… */
function carried(
  parsed: Parsed,
  { column, known }: Pick<KeyValues, 'column' | 'known'>,
  source: Pick<IndexInput, 'columns' | 'rows'> & { readonly predicate?: string },
): ColumnStatistics | undefined {
  const [name, ...others] = columnsOf(parsed);
  const of = name === undefined || others.length > 0 ? undefined : source.columns[name];
  const { predicate } = source;
  if (!of || name === undefined) return undefined;
  if (predicate !== undefined && columnsOf(parseExpression(predicate)).includes(name)) return undefined;
  const width = column.type.bytes ?? known.averageWidth;
  const order = oneToOne(parsed);
  if (order) return carriedOver(parsed, name, of, { type: column.type, order, width });
  if (!cutsTime(parsed)) return undefined;
  const sampled = fromSample(parsed, { column, known }, source);
  if (sampled?.commonValues) return sampled;
  const made = carriedOver(parsed, name, of, { type: column.type, order: 'kept', width });
  return { ...made, distinct: known.distinct };
}

/** A time cut to its day, its month… */
function cutsTime(parsed: Parsed): boolean {
  if (parsed.kind === 'cast') return parsed.type === 'date';
  return parsed.kind === 'call' && (parsed.name === 'date_trunc' || parsed.name === 'date');
}

/** What nobody knows anything of: unique, not null, as wide as its type usually is. */
export function unknown(type: DataType): ColumnStatistics {
  return { nullFraction: 0, averageWidth: typicalWidth(type), distinct: -1 };
}

/** Names as ChooseIndexColumnNames makes them unique (src/backend/commands/indexcmds.c). */
function unusedName(name: string, taken: Set<string>): string {
  let unused = name;
  for (let number = 1; taken.has(unused); number++) unused = name.slice(0, 63 - `${number}`.length) + number;
  taken.add(unused);
  return unused;
}

/** The name that the engine gives an expression (FigureColnameInternal, src/backend/parser/parse_target.c). */
function columnName(parsed: Parsed): string {
  switch (parsed.kind) {
    case 'call':
      return parsed.name;
    case 'column':
      return parsed.name;
    case 'cast': {
      const inner = parsed.of.kind === 'constant' ? 'expr' : columnName(parsed.of);
      return inner === 'expr'
        ? (internalNames[parsed.type] ?? parsed.type.replace(/^.*\./, '').replace('[]', ''))
        : inner;
    }
    default:
      return 'expr';
  }
}

/** What the parser calls types whose names are written otherwise. */
const internalNames: Readonly<Record<string, string>> = {
  'character varying': 'varchar',
  character: 'bpchar',
  integer: 'int4',
  bigint: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  real: 'float4',
  'double precision': 'float8',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  'time without time zone': 'time',
};

const text: DataType = { text: 'text', family: 'text', name: 'text', alignment: 4 };
const fixed = (name: string, family: DataType['family'], bytes: number, alignment: 1 | 2 | 4 | 8): DataType => ({
  text: name,
  name,
  family,
  bytes,
  alignment,
});
const types: Readonly<Record<string, DataType>> = {
  date: fixed('date', 'date', 4, 4),
  integer: fixed('integer', 'integer', 4, 4),
  bigint: fixed('bigint', 'integer', 8, 8),
  boolean: fixed('boolean', 'boolean', 1, 1),
  uuid: fixed('uuid', 'uuid', 16, 1),
  numeric: { text: 'numeric', family: 'decimal', name: 'numeric', alignment: 4 },
  'timestamp with time zone': fixed('timestamp with time zone', 'timestamp-with-zone', 8, 8),
  'timestamp without time zone': fixed('timestamp without time zone', 'timestamp', 8, 8),
  tsvector: { text: 'tsvector', family: 'full-text', name: 'tsvector', alignment: 4 },
};

/** Functions that keep a value's length and, nearly, its distinctness. */
const keeping = new Set([
  'lower',
  'upper',
  'btrim',
  'trim',
  'ltrim',
  'rtrim',
  'unaccent',
  'immutable_unaccent',
  'normalize',
  'reverse',
]);
const range = (name: string, width: number, alignment: 4 | 8): readonly [string, Constructed] => [
  name,
  { type: { text: name, name, family: 'range', alignment }, width },
];
const shape = (name: string, bytes: number): readonly [string, Constructed] => [
  name,
  { type: fixed(name, 'geometry', bytes, 8), width: bytes },
];

/** What a constructor makes of several values, with its mean width: of ranges two bounds, the type's number, flags and a header. */
interface Constructed {
  readonly type: DataType;
  readonly width: number;
}
const constructors: ReadonlyMap<string, Constructed> = new Map([
  range('int4range', 14, 4),
  range('daterange', 14, 4),
  range('int8range', 22, 8),
  range('tsrange', 22, 8),
  range('tstzrange', 22, 8),
  range('numrange', 24, 4),
  shape('point', 16),
  shape('circle', 24),
  shape('box', 32),
  shape('lseg', 32),
]);
const results: Readonly<Record<string, DataType>> = {
  md5: text,
  to_tsvector: types['tsvector'] ?? text,
  date: types['date'] ?? text,
  date_trunc: types['timestamp without time zone'] ?? text,
  timezone: types['timestamp without time zone'] ?? text,
  extract: types['numeric'] ?? text,
  length: types['integer'] ?? text,
  char_length: types['integer'] ?? text,
  jsonb_extract_path_text: text,
  digest: { text: 'bytea', family: 'binary', name: 'bytea', alignment: 4 },
};

function expressionValues(
  parsed: Parsed,
  table: StoredTable,
  columns: ColumnsByName,
  own: ColumnStatistics | undefined,
): Pick<KeyValues, 'column' | 'known' | 'of' | 'occursLike' | 'text'> {
  const base = baseColumn(parsed, table);
  const of = base && (columns[base.name] ?? unknown(base.type));
  const source = base ? { of: base.name } : {};
  const made = (column: DataType, known: Partial<ColumnStatistics> = {}) => ({
    column: { type: column },
    known: own ?? {
      nullFraction: of?.nullFraction ?? 0,
      averageWidth: typicalWidth(column),
      distinct: of?.distinct ?? -1,
      ...known,
    },
    ...source,
  });
  if (parsed.kind === 'call') {
    if (keeping.has(parsed.name) && base && of) {
      return { column: base, known: own ?? withoutValues(of), occursLike: own ?? of, ...source };
    }
    if (parsed.name === 'md5') return made(text, { averageWidth: 33 });
    if (parsed.name === 'to_tsvector')
      return {
        ...made(results['to_tsvector'] ?? text, { averageWidth: Math.max(20, (of?.averageWidth ?? 200) * 0.8) }),
        ...(of ? { text: of } : {}),
      };
    if (parsed.name === 'date_trunc' || parsed.name === 'date') {
      const [unit] = parsed.arguments;
      return made(results[parsed.name] ?? text, {
        distinct: periods(of, parsed.name === 'date_trunc' && unit?.kind === 'constant' ? unit.value : 'day'),
      });
    }
    if (parsed.name === 'extract') return made(results['extract'] ?? text, { distinct: 30, averageWidth: 5 });
    const result = results[parsed.name];
    if (result) return made(result);
    const constructed = constructors.get(parsed.name);
    if (constructed) return made(constructed.type, { averageWidth: constructed.width, distinct: -1 });
  }
  if (parsed.kind === 'cast') {
    const type = types[parsed.type];
    if (type) return made(type, parsed.type === 'date' ? { distinct: periods(of, 'day') } : {});
    return expressionValues(parsed.of, table, columns, own);
  }
  // What a key of a document or of pairs holds: texts as short as those of columns usually are, ten rows each.
  if (parsed.kind === 'operator' && (givesText.has(parsed.operator) || isPick(parsed, base))) {
    return made(text, { nullFraction: 0.1, averageWidth: 12, distinct: -0.1 });
  }
  if (parsed.kind === 'column' && base && of) return { column: base, known: own ?? of, ...source };
  if (base && parsed.kind === 'operator') {
    const most = mostResults(parsed.operator, parsed.right);
    if (most !== undefined) return made(base.type, { distinct: most });
  }
  if (parsed.kind === 'operator' && /^[<>=]/.test(parsed.operator))
    return made(types['boolean'] ?? text, { distinct: 2 });
  return made(base && parsed.kind !== 'other' ? base.type : text);
}

/** Of a number's bits that a constant picks, or of its rests by one: no more values than those can have. */
function mostResults(operator: string, right: Parsed): number | undefined {
  const value = right.kind === 'constant' && /^\d+$/.test(right.value ?? '') ? BigInt(right.value ?? 0) : undefined;
  if (value === undefined) return undefined;
  if (operator === '%') return Math.max(1, Math.min(Number(value), 1e9));
  return operator === '&' ? 2 ** Math.min(30, value.toString(2).replaceAll('0', '').length) : undefined;
}

const days: Readonly<Record<string, number>> = {
  second: 1 / 86_400,
  minute: 1 / 1440,
  hour: 1 / 24,
  day: 1,
  week: 7,
  month: 30.44,
  quarter: 91.3,
  year: 365.25,
};

/** Hours, days, months… between the first and the last time that is known of a column. */
function periods(of: ColumnStatistics | undefined, unit: string | null): number {
  const times = [...(of?.histogram ?? []), ...(of?.commonValues ?? []).map(({ value }) => value)]
    .map((text) => Date.parse(text.slice(0, 10)))
    .filter((time) => !Number.isNaN(time));
  if (times.length < 2) return 1000;
  const span = (Math.max(...times) - Math.min(...times)) / 86_400_000;
  return 1 + Math.round(span / (days[unit ?? 'day'] ?? 1));
}

function withoutValues({ commonValues, histogram, ...rest }: ColumnStatistics): ColumnStatistics {
  return rest;
}

const givesText = new Set(['->>', '#>>']);

/** `attrs -> 'color'` of pairs of texts gives a text, where that of a document gives a document. */
function isPick(parsed: Parsed, base: StoredColumn | undefined): boolean {
  return parsed.kind === 'operator' && parsed.operator === '->' && base?.type.family === 'key-value';
}

/** The first column that an expression reads. */
function baseColumn(parsed: Parsed, table: StoredTable): StoredColumn | undefined {
  switch (parsed.kind) {
    case 'column':
      return table.columns.find((column) => column.name === parsed.name);
    case 'cast':
      return baseColumn(parsed.of, table);
    case 'call':
      return firstOf(parsed.arguments, table);
    case 'operator':
      return firstOf(parsed.left ? [parsed.left, parsed.right] : [parsed.right], table);
    default:
      return undefined;
  }
}

function firstOf(all: readonly Parsed[], table: StoredTable): StoredColumn | undefined {
  for (const one of all) {
    const found = baseColumn(one, table);
    if (found) return found;
  }
  return undefined;
}
