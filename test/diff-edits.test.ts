import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { qualified } from '../src/catalog/names.ts';
import type { Side } from '../src/diff/diff.ts';
import { diff } from '../src/diff/diff.ts';
import type { Connection } from '../src/engines/connection.ts';
import { quoteIdentifier, quoteName } from '../src/engines/postgres/quote.ts';
import { postgresTraits } from '../src/engines/postgres/traits.ts';
import { embedded, resetDatabase } from './embedded.ts';
import { featureSql } from './features.ts';
import { loadSide, prove } from './truth.ts';

const corpus = (name: string) => readFileSync(new URL(`corpus/postgres/${name}.sql`, import.meta.url), 'utf8');
const schemas: Readonly<Record<string, () => string>> = {
  employee: () => corpus('employee'),
  chinook: () => corpus('chinook'),
  azimutt: () => corpus('azimutt'),
  partitions: () => featureSql('partitions'),
  inheritance: () => featureSql('inheritance'),
  types: () => featureSql('types'),
  views: () => featureSql('views'),
  triggers: () => featureSql('triggers'),
  routines: () => featureSql('routines'),
  security: () => featureSql('security'),
  sequences: () => featureSql('sequences'),
};

/** One of the list, by a number from 0 to 1. */
function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[Math.floor(at * list.length)];
}

/** Edits of a schema by kind; the numbers say of what. Many are refused: those are left out. */
const edits: readonly ((side: Side, a: number, b: number) => string | undefined)[] = [
  ofColumn((table, column) => `alter table ${table} drop column ${column} cascade`),
  ofColumn((table, column) => `alter table ${table} alter ${column} type text`),
  ofColumn((table, column) => `alter table ${table} alter ${column} type bigint`),
  ofColumn((table, column) => `alter table ${table} alter ${column} set not null`),
  ofColumn((table, column) => `alter table ${table} alter ${column} drop not null`),
  ofColumn((table, column) => `alter table ${table} alter ${column} drop default`),
  ofColumn((table, column) => `alter table ${table} alter ${column} set default null`),
  ofColumn((table, column) => `create index on ${table} (${column})`),
  ofColumn((table, column) => `alter table ${table} add check (${column} is not null)`),
  ofColumn((table, column) => `alter table ${table} add unique (${column})`),
  ofColumn((table, column) => `comment on column ${table}.${column} is 'edited'`),
  ofColumn((table, column) => `alter table ${table} rename ${column} to renamed`),
  ofColumn((table, column) => `create view of_a_column as select ${column} from ${table}`),
  ofColumn((table, column) => `grant select (${column}) on ${table} to public`),
  ofTable((table) => `alter table ${table} add column added int default 1`),
  ofTable((table) => `alter table ${table} add column made int generated always as identity`),
  ofTable((table) => `drop table ${table} cascade`),
  ofTable((table) => `alter table ${table} rename to "Renamed table"`),
  ofTable((table) => `alter table ${table} set (fillfactor = 50)`),
  ofTable((table) => `alter table ${table} enable row level security`),
  ofTable((table) => `create policy edited on ${table} using (true)`),
  ofTable((table) => `create table child_of_one (more int) inherits (${table})`),
  ofTable((table) => `create table like_one (like ${table} including all)`),
  ofTable((table) => `create materialized view of_a_table as select * from ${table}`),
  ofTable((table) => `create function of_a_row(row ${table}) returns int language sql immutable as 'select 1'`),
  ({ catalog }, a) =>
    dropped(
      'view',
      pick(
        catalog.views.filter((one) => !one.materialized),
        a,
      ),
    ),
  ({ catalog }, a) =>
    dropped(
      'type',
      pick(
        catalog.types.filter((one) => one.kind !== 'domain'),
        a,
      ),
    ),
  ({ catalog }, a) =>
    dropped(
      'domain',
      pick(
        catalog.types.filter((one) => one.kind === 'domain'),
        a,
      ),
    ),
  ({ catalog }, a) => dropped('sequence', pick(catalog.sequences, a)),
  ({ catalog }, a) => {
    const routine = pick(catalog.routines, a);
    return routine && `drop routine ${quoteName(routine)} cascade`;
  },
  ({ catalog }, a) => {
    const type = pick(
      catalog.types.filter((one) => one.kind === 'enum'),
      a,
    );
    return type && `alter type ${quoteName(type)} add value 'edited'`;
  },
  ({ catalog }, a, b) => {
    const table = pick(catalog.tables, a);
    const constraints = table ? [table.primaryKey, ...table.uniques, ...table.foreignKeys, ...table.checks] : [];
    const name = pick(constraints, b)?.name;
    return table && name && `alter table ${quoteName(table)} drop constraint ${quoteIdentifier(name)} cascade`;
  },
  ({ catalog }, a, b) => {
    const [from, to] = [pick(catalog.tables, a), pick(catalog.tables, b)];
    const key = to?.primaryKey?.columns;
    const column = from?.columns.find(
      (one) => one.type.text === to?.columns.find((own) => own.name === key?.[0])?.type.text,
    );
    if (!from || !to || key?.length !== 1 || !column) return undefined;
    return `alter table ${quoteName(from)} add foreign key (${quoteIdentifier(column.name)}) references ${quoteName(to)}`;
  },
];

function ofTable(edit: (table: string) => string): (side: Side, a: number) => string | undefined {
  return ({ catalog }, a) => {
    const table = pick(catalog.tables, a);
    return table && edit(quoteName(table));
  };
}

function ofColumn(
  edit: (table: string, column: string) => string,
): (side: Side, a: number, b: number) => string | undefined {
  return ({ catalog }, a, b) => {
    const table = pick(catalog.tables, a);
    const column = table && pick(table.columns, b);
    return table && column && edit(quoteName(table), quoteIdentifier(column.name));
  };
}

function dropped(
  kind: string,
  object: { readonly schema: string; readonly name: string } | undefined,
): string | undefined {
  return object && `drop ${kind} ${quoteName(object)} cascade`;
}

/** The edits that the engine takes, in their order. */
async function accepted(
  database: Connection,
  sql: string,
  chosen: readonly (readonly [number, number, number])[],
): Promise<readonly string[]> {
  await resetDatabase();
  const side = await loadSide(database, sql);
  if (typeof side === 'string') throw new Error(side);
  const taken: string[] = [];
  for (const [kind, a, b] of chosen) {
    const statement = pick(edits, kind)?.(side, a, b);
    if (statement === undefined) continue;
    const { error } = await database.batch([statement]);
    if (!error) taken.push(statement);
  }
  return taken;
}

const runs = Number(process.env['RELVAR_TEST_EDITS'] ?? 2);
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

test.each(Object.keys(schemas))(
  '%s: random edits are carried out and taken back',
  { timeout: 1_800_000 },
  async (name) => {
    const sql = schemas[name]?.() ?? '';
    const database = await embedded();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(share, share, share), { minLength: 4, maxLength: 12 }), async (chosen) => {
        const statements = await accepted(database, sql, chosen);
        const edited = `${sql}\n;\n${statements.join(';\n')}`;
        for (const [from, to] of [
          [sql, edited],
          [edited, sql],
        ] as const) {
          const verdict = await prove(database, from, to);
          const told = verdict.kind === 'converged' ? '' : JSON.stringify(verdict, undefined, 1);
          expect(verdict.kind, `${statements.join(';\n')}\n${told}`).toBe('converged');
        }
      }),
      { seed: Number(process.env['RELVAR_TEST_SEED'] ?? 7), numRuns: runs, endOnFailure: true },
    );
  },
);

test('the order of what is read does not matter', async () => {
  const database = await embedded();
  const sides: Side[] = [];
  for (const sql of [schemas['employee']?.() ?? '', schemas['security']?.() ?? '']) {
    await resetDatabase();
    const side = await loadSide(database, sql);
    if (typeof side === 'string') throw new Error(side);
    sides.push(side);
  }
  const [from, to] = sides;
  if (!from || !to) throw new Error('two sides');
  const expected = diff(from, to, postgresTraits('18'));
  expect(expected.changes.length).toBeGreaterThan(20);
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
      const mixed = <T>(list: readonly T[]): readonly T[] =>
        list
          .map((one) => [numbers.next().value ?? 0, one] as const)
          .sort((a, b) => a[0] - b[0])
          .map(([, one]) => one);
      const shuffled = ({ catalog, dependencies }: Side): Side => ({
        dependencies: mixed(dependencies),
        catalog: {
          ...catalog,
          tables: mixed(catalog.tables).map((table) => ({
            ...table,
            checks: mixed(table.checks),
            indexes: mixed(table.indexes),
            foreignKeys: mixed(table.foreignKeys),
            triggers: mixed(table.triggers),
          })),
          views: mixed(catalog.views),
          routines: mixed(catalog.routines),
          types: mixed(catalog.types),
          sequences: mixed(catalog.sequences),
        },
      });
      const told = (changes: typeof expected.changes) =>
        changes.map((change) =>
          'object' in change && change.kind === 'create' && change.object.kind === 'table'
            ? qualified(change.object.table)
            : change.kind,
        );
      expect(told(diff(shuffled(from), shuffled(to), postgresTraits('18')).changes)).toEqual(told(expected.changes));
    }),
    { seed: 7, numRuns: 20 },
  );
});
