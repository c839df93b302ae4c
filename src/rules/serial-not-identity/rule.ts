import type { Sequence } from '../../catalog/catalog.ts';
import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'serial-not-identity',
  category: 'types',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A column draws its numbers from a sequence by its default (serial) instead of being an identity column.',
  headline: (count) => `${count} columns are serial, not identity`,
  why: 'The sequence needs grants of its own, a table made LIKE this one draws from the same sequence, and any change of the default cuts the tie. An identity column, the standard’s form, has none of that.',
  effort: 'minutes',
  tradeOff: 'A brief exclusive lock on each table. The sequence keeps its name and goes on where it was.',
  needs: ['catalog'],
  when: (traits) => traits.identityColumns,
  settings: {},
  *check({ catalog, lookups }) {
    const sequences = new Map(catalog.sequences.map((sequence) => [qualified(sequence), sequence]));
    const users = usersBySequence(catalog.tables);
    const parents = new Set(catalog.tables.flatMap((table) => table.inherits.map(qualified)));
    for (const [table, column] of judgedColumns(lookups)) {
      const sequence = column.ownedSequence && sequences.get(qualified(column.ownedSequence));
      const drawn = drawnSequence(column);
      if (!sequence || drawn === undefined || !isSerial(column, drawn, sequence) || (users.get(drawn) ?? 0) > 1)
        continue;
      // Identity is not inherited: the other tables would be left without numbers.
      if (table.partitioning || table.inherits.length > 0 || parents.has(qualified(table))) continue;
      const special = peculiarity(sequence, column);
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${qualifiedColumn(table, column.name)} is serial: its default draws from ${qualified(sequence)}`,
        evidence: [
          stated(`its default is ${column.default}, and the column owns that sequence`),
          ...(special ? [stated(`the sequence must be set up by hand again: ${special}`)] : []),
        ],
        changes: special
          ? []
          : [
              {
                kind: 'serial to identity',
                table,
                column: column.name,
                sequence: { schema: sequence.schema, name: sequence.name },
                ...(sequence.increment === 1n ? {} : { increment: Number(sequence.increment) }),
                ...(sequence.grants.length === 0 ? {} : { grants: sequence.grants }),
              },
            ],
      };
    }
  },
});

/** The sequence that a default draws from, as the engine writes it: `public.orders_id_seq`. */
function drawnSequence(column: Column): string | undefined {
  return /^nextval\('((?:[^']|'')+)'::regclass\)$/.exec(column.default ?? '')?.[1];
}

function isSerial(column: Column, drawn: string, sequence: Sequence): boolean {
  const name = drawn
    .replace(/^.*\.(?=[^.]+$|"[^"]+"$)/, '')
    .replaceAll(/^"|"$/g, '')
    .replaceAll('""', '"');
  const integer = ['smallint', 'integer', 'bigint'].includes(column.type.name) && !column.type.domain;
  return integer && !column.nullable && name === sequence.name.replaceAll("'", "''");
}

/** How many columns draw from each sequence, partitions not counted: these copy their parent's default. */
function usersBySequence(tables: readonly Table[]): ReadonlyMap<string, number> {
  const users = new Map<string, number>();
  for (const table of tables) {
    for (const column of table.columns) {
      const drawn = column.default?.includes('nextval') ? drawnSequence(column) : undefined;
      if (drawn !== undefined && column.local) users.set(drawn, (users.get(drawn) ?? 0) + 1);
    }
  }
  return users;
}

const greatest: Readonly<Record<string, bigint>> = {
  smallint: 32_767n,
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
};

/** What the sequence has that the identity's own would not. */
function peculiarity(sequence: Sequence, column: Column): string | undefined {
  if (sequence.cycle) return 'it starts again at its end';
  if (sequence.cache !== 1n) return `it keeps ${sequence.cache} numbers ahead`;
  if (sequence.minimum !== 1n || sequence.increment < 1n)
    return `it goes from ${sequence.minimum} by ${sequence.increment}`;
  const limit = greatest[column.type.name] ?? 0n;
  return sequence.maximum < limit ? `it ends at ${sequence.maximum}` : undefined;
}
