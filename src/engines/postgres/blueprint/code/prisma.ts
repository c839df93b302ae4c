import { type Call, camel, givenOf } from './call.ts';

/** Types as the comments of TypedSQL call them. */
const types: Readonly<Record<string, string>> = {
  bigint: 'BigInt',
  integer: 'Int',
  smallint: 'Int',
  boolean: 'Boolean',
  numeric: 'Decimal',
  date: 'DateTime',
  timestamptz: 'DateTime',
  jsonb: 'Json',
};

/**
 * The queries for Prisma, one file each for its TypedSQL: the client's own calls know neither a comparison of rows nor
 * a search, and what was planned is this SQL.
 */
export function prisma(calls: readonly Call[]): ReadonlyMap<string, string> {
  return new Map(
    calls.map((call) => {
      const lines = [
        `-- ${call.query.name.replaceAll('\n', ' ')}`,
        ...givenOf(call).map(
          ({ name, type }, at) => `-- @param {${types[type] ?? 'String'}} $${at + 1}:${camel(name)}`,
        ),
      ];
      return [`prisma/sql/${camel(call.words)}.sql`, `${lines.join('\n')}\n${call.sql};\n`];
    }),
  );
}
