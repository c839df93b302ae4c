import fc from 'fast-check';
import type { Side } from '../src/diff/diff.ts';
import type { Connection } from '../src/engines/connection.ts';
import { quoteIdentifier, quoteName } from '../src/engines/postgres/quote.ts';
import { resetDatabase } from './embedded.ts';
import { loadSide } from './truth.ts';

/** One of the list, by a number from 0 to 1. */
function pick<T>(list: readonly T[], at: number): T | undefined {
  return list[Math.floor(at * list.length)];
}

const renameColumn = ofColumn((table, column) => `alter table ${table} rename ${column} to renamed`);
const renameTable = ofTable((table) => `alter table ${table} rename to "Renamed table"`);

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
  renameColumn,
  ofColumn((table, column) => `create view of_a_column as select ${column} from ${table}`),
  ofColumn((table, column) => `grant select (${column}) on ${table} to public`),
  ofTable((table) => `alter table ${table} add column added int default 1`),
  ofTable((table) => `alter table ${table} add column made int generated always as identity`),
  ofTable((table) => `drop table ${table} cascade`),
  renameTable,
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
export async function accepted(
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

const share = fc.integer({ min: 0, max: 9999 }).map((number) => number / 10_000);

/** Edits by numbers from 0 to 1: of which kind, of what. */
export const chosenEdits = fc.array(fc.tuple(share, share, share), { minLength: 4, maxLength: 12 });

/** Whether an edit gives something another name. */
export function isRename([kind]: readonly [number, number, number]): boolean {
  const edit = pick(edits, kind);
  return edit === renameColumn || edit === renameTable;
}
