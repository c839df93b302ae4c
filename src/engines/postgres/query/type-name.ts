import type { TypeName } from 'libpg-query';

/** The grammar's and people's names of types, as the engine's format_type writes them. */
const written: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bpchar: 'character',
  char: 'character',
  decimal: 'numeric',
  float4: 'real',
  float8: 'double precision',
  int: 'integer',
  int2: 'smallint',
  int4: 'integer',
  int8: 'bigint',
  time: 'time without time zone',
  timestamp: 'timestamp without time zone',
  timestamptz: 'timestamp with time zone',
  timetz: 'time with time zone',
  varbit: 'bit varying',
  varchar: 'character varying',
};

/** A type as the catalog writes it, without modifiers: `integer`, `timestamp with time zone`, `text[]`, `shop.status`. */
export function typeText(type: TypeName | undefined): string {
  const names = (type?.names ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
  const own = names.length > 1 && names[0] === 'pg_catalog' ? names.slice(1) : names;
  const [name = ''] = own;
  return `${own.length === 1 ? (written[name] ?? name) : own.join('.')}${(type?.arrayBounds ?? []).length > 0 ? '[]' : ''}`;
}
