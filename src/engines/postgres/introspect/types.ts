import type { QualifiedName } from '../../../catalog/names.ts';
import type { DataType, TypeFamily } from '../../../catalog/type.ts';
import type { Row } from '../../connection.ts';
import { type Query, since } from './query.ts';
import { flag, number, optional, optionalText, text } from './rows.ts';

/** The families of the engine's own types, by `pg_type.typname`; arrays, enums and the rest follow from `typtype`. */
const families: Readonly<Record<string, TypeFamily>> = {
  bool: 'boolean',
  int2: 'integer',
  int4: 'integer',
  int8: 'integer',
  oid: 'integer',
  numeric: 'decimal',
  float4: 'float',
  float8: 'float',
  money: 'money',
  text: 'text',
  varchar: 'text',
  name: 'text',
  citext: 'text',
  bpchar: 'character',
  bytea: 'binary',
  bit: 'bits',
  varbit: 'bits',
  date: 'date',
  time: 'time',
  timetz: 'time',
  timestamp: 'timestamp',
  timestamptz: 'timestamp-with-zone',
  interval: 'interval',
  uuid: 'uuid',
  json: 'json',
  jsonb: 'json-binary',
  xml: 'xml',
  inet: 'network',
  cidr: 'network',
  macaddr: 'network',
  macaddr8: 'network',
  tsvector: 'full-text',
  tsquery: 'full-text',
  point: 'geometry',
  line: 'geometry',
  lseg: 'geometry',
  box: 'geometry',
  path: 'geometry',
  polygon: 'geometry',
  circle: 'geometry',
  geometry: 'geometry',
  geography: 'geometry',
  vector: 'vector',
  halfvec: 'vector',
  sparsevec: 'vector',
  hstore: 'key-value',
};

const alignments: Readonly<Record<string, 1 | 2 | 4 | 8>> = { c: 1, s: 2, i: 4, d: 8 };

interface TypeRow {
  readonly oid: string;
  readonly name: string;
  readonly schema: string;
  readonly kind: string;
  readonly length: number;
  readonly alignment: 1 | 2 | 4 | 8;
  readonly element: string;
  readonly isArray: boolean;
  readonly base: string;
  readonly modifier: number;
  readonly baseText: string;
  readonly collation: string;
  readonly storage: string;
}

/** Turns a type's oid and modifier into a {@link DataType}. */
export interface TypeReader {
  read(oid: string, modifier: number, displayed: string): DataType;
  /** The oid of the collation that values of the type have by themselves; `0` for none. */
  collation(oid: string): string;
  /** How values of the type are stored by themselves: p, e, x or m. */
  storage(oid: string): string;
}

/** Bases of the domains that information_schema brings along: integer, name, character varying, timestamp with time zone. */
const informationSchemaBases = ['23', '19', '1043', '1184'];

/** The query for the types of these oids, and for the elements of those that are arrays. */
export function typesQuery(oids: Iterable<string>, version: number): Query {
  const wanted = [...new Set([...oids, ...informationSchemaBases])].join(', ');
  const subscripts = since(version, 140000, "typsubscript::oid = 'array_subscript_handler'::regproc", 'true');
  return {
    columns: {
      oid: 'oid',
      name: 'typname',
      namespace: 'typnamespace',
      kind: 'typtype',
      length: 'typlen',
      alignment: 'typalign',
      element: 'typelem',
      // Their storage tells int2vector and oidvector from arrays (format_type_extended in format_type.c).
      is_array: `typelem <> 0 and typlen = -1 and typstorage <> 'p' and ${subscripts}`,
      base: 'typbasetype',
      modifier: 'typtypmod',
      base_text: `case when typtype = 'd' then format_type(typbasetype, typtypmod) end`,
      collation: 'typcollation',
      storage: 'typstorage',
    },
    from: `pg_type where oid in (${wanted}) or typarray in (${wanted})`,
  };
}

/**
 * `schemas` are names of namespaces by oid. `standIns` are oids of the loader's stand-ins: a domain among them stands
 * for a type with its modifiers, which are in its name (`"geometry(Point,4326)"`).
 */
export function typeReader(
  rows: readonly Row[],
  schemas: ReadonlyMap<string, string>,
  standIns: ReadonlySet<string>,
): TypeReader {
  const types = new Map(rows.map((row) => [text(row, 'oid'), typeRow(row, schemas)]));
  const cache = new Map<string, DataType>();

  function read(oid: string, modifier: number, displayed: string): DataType {
    const key = `${oid} ${modifier} ${displayed}`;
    const known = cache.get(key);
    if (known) return known;
    const made = make(oid, modifier, displayed);
    cache.set(key, made);
    return made;
  }

  function make(oid: string, modifier: number, displayed: string): DataType {
    const type = types.get(oid);
    if (!type) return { text: displayed, family: 'other', name: displayed, alignment: 4 };
    const ref: QualifiedName | undefined =
      type.schema === 'pg_catalog' ? undefined : { schema: type.schema, name: type.name };
    const common = {
      text: displayed,
      alignment: type.alignment,
      ...optional('ref', type.isArray ? undefined : ref),
      ...(type.length > 0 ? { bytes: type.length } : {}),
    };
    if (type.isArray) {
      const element = read(type.element, modifier, displayed.replace(/\[\]$/, ''));
      return { ...common, family: 'array', name: element.name, element };
    }
    if (type.kind === 'd') {
      const base = read(type.base, type.modifier, type.baseText);
      if (standIns.has(oid)) return { ...base, text: displayed.replace(`"${type.name}"`, type.name) };
      return { ...base, ...common, name: type.name, domain: true };
    }
    const name = ref ? type.name : displayed.replace(/\(.*?\)/, '');
    return { ...common, family: familyOf(type), name, ...modifiers(type.name, modifier) };
  }
  return {
    read,
    collation: (oid) => types.get(oid)?.collation ?? '0',
    storage: (oid) => types.get(oid)?.storage ?? '',
  };
}

function typeRow(row: Row, schemas: ReadonlyMap<string, string>): TypeRow {
  return {
    oid: text(row, 'oid'),
    name: text(row, 'name'),
    schema: schemas.get(text(row, 'namespace')) ?? '',
    kind: text(row, 'kind'),
    length: number(row, 'length'),
    alignment: alignments[text(row, 'alignment')] ?? 4,
    element: text(row, 'element'),
    isArray: flag(row, 'is_array'),
    base: text(row, 'base'),
    modifier: number(row, 'modifier'),
    baseText: optionalText(row, 'base_text') ?? '',
    collation: text(row, 'collation'),
    storage: text(row, 'storage'),
  };
}

function familyOf(type: TypeRow): TypeFamily {
  switch (type.kind) {
    case 'e':
      return 'enum';
    case 'r':
    case 'm':
      return 'range';
    case 'c':
      return 'composite';
    default:
      return (Object.hasOwn(families, type.name) ? families[type.name] : undefined) ?? 'other';
  }
}

/** `atttypmod` as the types' own functions pack it (varchar: length + 4; numeric: precision << 16 | scale, + 4). */
function modifiers(name: string, modifier: number): Pick<DataType, 'length' | 'precision' | 'scale'> {
  if (modifier < 0) return {};
  switch (name) {
    case 'varchar':
    case 'bpchar':
      return { length: modifier - 4 };
    case 'bit':
    case 'varbit':
      return { length: modifier };
    case 'numeric': {
      const packed = modifier - 4;
      // The scale is an 11-bit signed number since PostgreSQL 15, when scales may be negative.
      return { precision: (packed >> 16) & 0xffff, scale: ((packed & 0x7ff) ^ 1024) - 1024 };
    }
    default:
      return {};
  }
}
