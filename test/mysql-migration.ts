import { type Comparison, compare } from '../src/app/diff/compare.ts';
import type { OpenedSource } from '../src/app/opened-source.ts';
import type { Catalog } from '../src/catalog/catalog.ts';
import { catalogDigests, compareDigests } from '../src/catalog/hash.ts';
import { noStatistics } from '../src/catalog/statistics.ts';
import type { Table } from '../src/catalog/table.ts';
import { noWorkload } from '../src/catalog/workload.ts';
import type { Connection } from '../src/engines/connection.ts';
import { mysql } from '../src/engines/mysql/index.ts';
import { quoteIdentifier } from '../src/engines/mysql/quote.ts';
import type { DraftStep, Work } from '../src/engines/procedure.ts';
import { mysqlLab } from '../src/lab/mysql/mysql-lab.ts';
import { draftSteps } from '../src/plan/draft.ts';
import type { MariaDb } from './mariadb.ts';
import { readMysql } from './mysql.ts';

/** The steps from one schema to another, as a plan has them before it is rehearsed. */
async function stepsBetween(
  from: Catalog,
  to: Catalog,
  version: string,
): Promise<{ readonly steps: readonly DraftStep[]; readonly comparison: Comparison }> {
  const [before, after] = [await opened('before', from, version), await opened('after', to, version)];
  const comparison = await compare(before, after, {
    answers: new Map(),
    ask: async ({ candidates }) => candidates[0]?.name,
    filter: (catalog) => catalog,
  });
  const steps = draftSteps(comparison.changes, {
    from,
    to,
    renames: { count: comparison.renamed.length, after: comparison.afterRenames },
    traits: before.traits,
    mode: 'zero-downtime',
    procedure: (change, situation) => mysql.procedure(change, situation),
    heavy: () => false,
    intents: [],
    rowsStep: mysql.rowsStep,
    batch: { rows: 1, pauseMilliseconds: 0 },
  });
  return { steps, comparison };
}

async function opened(name: string, catalog: Catalog, version: string): Promise<OpenedSource> {
  const traits = mysql.traits(version);
  const { lab } = await mysqlLab.build(catalog, name, { version });
  return {
    source: { name, kind: 'file', engine: traits.name },
    engine: mysql,
    traits,
    version,
    catalog,
    statistics: noStatistics,
    workload: noWorkload,
    diagnostics: [],
    suppressions: [],
    locate: () => undefined,
    lab,
    close: async () => {},
  };
}

/** What differs when a migration between two scripts was carried out on what was read of the first, without a server. */
export async function differencesByCatalog(from: string, to: string, version: string): Promise<readonly string[]> {
  const [before, after] = [await readMysql(from, version), await readMysql(to, version)];
  const { steps } = await stepsBetween(before.catalog, after.catalog, version);
  const error = await run(
    before.lab,
    steps.map(({ work }) => work),
  );
  return error === undefined ? differences(await mysql.introspect(before.lab), after.catalog) : [error];
}

/** Why a migration did not do what it should: an error, what differs from the wanted schema, tables that lost rows. */
export async function migrated(
  server: MariaDb,
  wanted: Catalog,
  options: { readonly back?: boolean; readonly rows?: number } = {},
): Promise<readonly string[]> {
  const { back = false, rows = 3 } = options;
  const from = await server.read();
  const { steps } = await stepsBetween(from, wanted, server.version);
  await fill(server.writer, from, rows);
  const before = await rowsOf(server.writer, from);
  let error = await run(
    server.writer,
    steps.map(({ work }) => work),
  );
  if (back && error === undefined)
    error = await run(
      server.writer,
      steps.toReversed().flatMap(({ undo }) => ('none' in undo ? [] : undo.work)),
    );
  if (error !== undefined) return [error];
  const goal = back ? from : wanted;
  const found = await server.read();
  const left = back ? [] : (await stepsBetween(found, wanted, server.version)).steps;
  const after = await rowsOf(server.writer, found);
  const stays = wanted.tables.map(({ name }) => name).filter((name) => before.has(name));
  return [
    ...differences(found, goal),
    ...left.map(({ title }) => `then still to do: ${title}`),
    ...stays.filter((name) => before.get(name) !== after.get(name)).map((name) => `rows of ${name} are lost`),
  ];
}

async function run(connection: Connection, works: readonly Work[]): Promise<string | undefined> {
  for (const work of works) {
    if (work.kind !== 'statements') continue;
    const statements = work.statements.map((one) => one.sql);
    const { completed, error } = await connection.batch(statements);
    if (error) return `${error.message}: ${statements[completed]}`;
  }
  return undefined;
}

/** What differs; the order in which a server tells objects does not count. */
function differences(found: Catalog, wanted: Catalog): readonly string[] {
  const { missing, unexpected, changed } = compareDigests(catalogDigests(wanted), catalogDigests(found));
  return [
    ...missing.map((key) => `${key} is missing`),
    ...unexpected.map((key) => `${key} is left over`),
    ...changed.map((key) => `${key} is otherwise`),
  ];
}

async function rowsOf(connection: Connection, { tables }: Catalog): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await connection.query(`SELECT count(*) AS n FROM ${quoteIdentifier(name)}`).catch(() => []);
    counts.set(name, Number(row?.['n'] ?? 0));
  }
  return counts;
}

/** Puts rows into every table that takes them; what refers to others comes after these. */
async function fill(connection: Connection, { tables }: Catalog, rows: number): Promise<void> {
  await connection.exec('SET foreign_key_checks = 0');
  for (const table of tables) {
    const columns = table.columns.filter(({ generated }) => !generated);
    for (let row = 1; row <= rows; row++) {
      const values = columns.map((column) => valueFor(column, row));
      await connection.batch([
        `INSERT INTO ${quoteIdentifier(table.name)} (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')}) VALUES (${values.join(', ')})`,
      ]);
    }
  }
  await connection.exec('SET foreign_key_checks = 1');
}

function valueFor({ type }: Table['columns'][number], row: number): string {
  const [, members] = /^(?:enum|set)\((.*)\)$/s.exec(type.text) ?? [];
  if (members !== undefined) return /^'(?:[^']|'')*'/.exec(members)?.[0] ?? "''";
  switch (type.family) {
    case 'integer':
    case 'decimal':
    case 'float':
      return String(row);
    case 'boolean':
      return String(row % 2);
    case 'json':
      return "'{}'";
    case 'date':
      return `'2024-01-0${row}'`;
    case 'time':
      return `'10:00:0${row}'`;
    case 'uuid':
      return `'00000000-0000-0000-0000-00000000000${row}'`;
    default:
      if (/^(?:datetime|timestamp)/.test(type.text)) return `'2024-01-0${row} 00:00:00'`;
      if (type.name === 'year') return `200${row}`;
      if (/^(?:point|geometry)/.test(type.text)) return `point(${row}, ${row})`;
      return `'${row}'`;
  }
}
