import type { Catalog } from '../src/catalog/catalog.ts';
import type { Change } from '../src/catalog/change.ts';
import { inAnyOrder } from '../src/catalog/extended-statistics.ts';
import { qualified } from '../src/catalog/names.ts';
import type { Table } from '../src/catalog/table.ts';
import { diff, type Side } from '../src/diff/diff.ts';
import type { Connection } from '../src/engines/connection.ts';
import { readDependencies } from '../src/engines/postgres/introspect/dependencies.ts';
import { introspect } from '../src/engines/postgres/introspect/index.ts';
import { loadStatements } from '../src/engines/postgres/load/load.ts';
import { readScript } from '../src/engines/postgres/load/read.ts';
import { quoteIdentifier, quoteName } from '../src/engines/postgres/quote.ts';
import { renderChange } from '../src/engines/postgres/render.ts';
import { postgresTraits } from '../src/engines/postgres/traits.ts';
import { embeddedExtensions, resetDatabase } from './embedded.ts';
import { fill } from './fill.ts';

/** What came of a pair of schemas. */
export type Verdict =
  | {
      readonly kind: 'converged';
      readonly rows: number;
      readonly changes: readonly Change[];
      readonly notes: readonly string[];
    }
  | { readonly kind: 'not loadable'; readonly side: 'from' | 'to'; readonly why: string }
  /** The statement that failed, or what is not as it should be. */
  | { readonly kind: 'missed'; readonly why: string; readonly sql: readonly string[] };

const traits = postgresTraits('18.0');

/** Reads a schema as the product does; gives what did not load instead. */
export async function loadSide(database: Connection, sql: string): Promise<Side | string> {
  const file = {
    name: 'case.sql',
    async *read() {
      yield sql;
    },
  };
  const { statements } = await readScript([file]);
  const { diagnostics, stubbed } = await loadStatements(database, statements, {
    hasExtension: (name) => name === 'plpgsql' || embeddedExtensions.includes(name),
  });
  const failed = diagnostics.find((one) => one.severity === 'error');
  if (failed) return failed.message;
  return stubbed[0] ? `no extension ${stubbed[0].name}` : readSide(database);
}

export async function readSide(database: Connection): Promise<Side> {
  return { catalog: await introspect(database), dependencies: await readDependencies(database) };
}

/**
 * The truth about a pair: `from` is loaded and rows are put in, the changes are carried out in their order, and what is
 * there then is read. It must be `to`, the rows of tables that both have must be as they were in all columns whose type
 * did not change, and there must be nothing left to change. Fewer rows are tried where the new schema does not allow them.
 */
export async function prove(database: Connection, from: string, to: string): Promise<Verdict> {
  await resetDatabase();
  const after = await loadSide(database, to);
  if (typeof after === 'string') return { kind: 'not loadable', side: 'to', why: after };
  await resetDatabase();
  const before = await loadSide(database, from);
  if (typeof before === 'string') return { kind: 'not loadable', side: 'from', why: before };
  const { changes, notes } = diff(before, after, traits);
  const sql = changes.flatMap((change) => renderChange(change, traits).map((statement) => statement.sql));
  let first = true;
  for (const rows of [40, 1, 0]) {
    if (!first) {
      await resetDatabase();
      await loadSide(database, from);
    }
    first = false;
    if (rows > 0) await fill(database, rows);
    const kept = await fingerprints(database, before.catalog, after.catalog);
    const failure = await run(database, sql);
    if (failure && rows > 0 && /^2[23]/.test(failure.code)) continue;
    if (failure) return { kind: 'missed', why: `${failure.message}: ${failure.sql}`, sql };
    const now = await readSide(database);
    const wrong = compared(now.catalog, after.catalog);
    if (wrong !== undefined) return { kind: 'missed', why: wrong, sql };
    const left = diff(now, after, traits).changes;
    if (left.length > 0)
      return { kind: 'missed', why: `a second diff is not empty: ${JSON.stringify(left[0], bigints)}`, sql };
    const lost = await lostRows(database, kept, changes);
    if (lost !== undefined) return { kind: 'missed', why: lost, sql };
    return { kind: 'converged', rows, changes, notes };
  }
  throw new Error('unreachable');
}

async function run(
  database: Connection,
  statements: readonly string[],
): Promise<{ readonly sql: string; readonly message: string; readonly code: string } | undefined> {
  for (const sql of statements) {
    const { error } = await database.batch([sql]);
    if (error) return { sql, message: error.message, code: error.code };
  }
  return undefined;
}

export interface Kept {
  readonly table: Table;
  readonly query: string;
  readonly sum: string;
}

/** A sum over the rows of each table of both, over the columns that stay as they are. */
export async function fingerprints(database: Connection, from: Catalog, to: Catalog): Promise<readonly Kept[]> {
  const kept: Kept[] = [];
  for (const table of from.tables) {
    const after = to.tables.find((one) => qualified(one) === qualified(table));
    if (!after || table.kind === 'foreign') continue;
    const columns = table.columns.filter((column) => {
      const other = after.columns.find((one) => one.name === column.name);
      return other && other.type.text === column.type.text && !column.generated && !other.generated;
    });
    const row = `row(${columns.map((column) => quoteIdentifier(column.name)).join(', ')})::text`;
    const query = `select count(*) || ' ' || coalesce(md5(string_agg(${row}, ',' order by ${row} collate "C")), '') as sum from ${table.partitioning ? '' : 'only '}${quoteName(table)}`;
    kept.push({ table, query, sum: await sum(database, query) });
  }
  return kept;
}

async function sum(database: Connection, query: string): Promise<string> {
  return String((await database.query(query))[0]?.['sum']);
}

/** The table that lost rows or values, unless it was told that it would. */
export async function lostRows(
  database: Connection,
  kept: readonly Kept[],
  changes: readonly Change[],
): Promise<string | undefined> {
  for (const { table, query, sum: before } of kept) {
    const dropped = changes.some(
      (change) =>
        change.kind === 'drop' &&
        ((change.object.kind === 'table' && qualified(change.object.table) === qualified(table)) ||
          (change.object.kind === 'column' && qualified(change.object.table) === qualified(table))),
    );
    const now = await sum(database, query);
    if (now !== before && !(dropped && changes.some((one) => one.kind === 'drop' && one.object.kind === 'table'))) {
      return `rows of ${qualified(table)} were ${before} and are ${now}`;
    }
  }
  return undefined;
}

function bigints(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

/**
 * Where one catalog is not the other: what is set aside are owners, the order of columns of tables (new ones can only be
 * added at the end), versions of extensions, and what an index of the same definition is called by its constraint's key.
 */
export function compared(is: Catalog, should: Catalog): string | undefined {
  const plain = (catalog: Catalog) =>
    JSON.parse(
      JSON.stringify(
        { ...catalog, tables: catalog.tables.map(ordered), statistics: catalog.statistics.map(inAnyOrder) },
        (key, value) => (key === 'owner' || key === 'version' ? undefined : bigints(key, value)),
      ),
    ) as unknown;
  return firstDifference(plain(is), plain(should), '');
}

function ordered(table: Table): Table {
  const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
  return { ...table, columns: [...table.columns].sort(byName) };
}

function firstDifference(is: unknown, should: unknown, path: string): string | undefined {
  if (is === should) return undefined;
  if (typeof is === 'object' && typeof should === 'object' && is && should) {
    const keys = new Set([...Object.keys(is), ...Object.keys(should)]);
    for (const key of keys) {
      const [left, right] = [(is as Record<string, unknown>)[key], (should as Record<string, unknown>)[key]];
      const named = right ?? left;
      const name = typeof named === 'object' && named && 'name' in named ? String(named.name) : key;
      const found = firstDifference(left, right, `${path}.${name}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return `${path} is ${JSON.stringify(is)} and should be ${JSON.stringify(should)}`;
}
