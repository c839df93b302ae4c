import { compare } from '../src/app/diff/compare.ts';
import type { OpenedSource } from '../src/app/opened-source.ts';
import type { Catalog } from '../src/catalog/catalog.ts';
import { catalogDigests, compareDigests } from '../src/catalog/hash.ts';
import { noStatistics } from '../src/catalog/statistics.ts';
import type { Table } from '../src/catalog/table.ts';
import { noWorkload } from '../src/catalog/workload.ts';
import type { Answers } from '../src/diff/renames/find.ts';
import type { Connection } from '../src/engines/connection.ts';
import { sqlite } from '../src/engines/sqlite/index.ts';
import { quoteIdentifier } from '../src/engines/sqlite/quote.ts';
import { draftSteps } from '../src/plan/draft.ts';

/** What came of a migration: why and on which way it failed, what differs from the wanted schema, and tables that lost rows. */
export interface Migrated {
  readonly error?: string;
  readonly failed?: 'there' | 'back';
  readonly differences: readonly string[];
  readonly lost: readonly string[];
  readonly sql: string;
  /** What must hold before it, and did not. */
  readonly against: readonly string[];
}

/** Plans the way to a schema and carries it out, in a database with rows; `back`: the undo after it, to the schema before. */
export async function migrate(
  database: Connection,
  to: Connection,
  back = false,
  answers: Answers = new Map(),
): Promise<Migrated> {
  const [from, wanted] = await Promise.all([sideOf(database), sideOf(to)]);
  const traits = sqlite.traits('3.53');
  const { changes, renamed, afterRenames } = await compare(
    await opened('before', database),
    await opened('after', to),
    {
      answers,
      ask: async ({ candidates }) => candidates[0]?.name,
      filter: (catalog) => catalog,
    },
  );
  const steps = draftSteps(changes, {
    from: from.catalog,
    to: wanted.catalog,
    renames: { count: renamed.length, after: afterRenames },
    traits,
    mode: 'zero-downtime',
    procedure: (change, situation) => sqlite.procedure(change, situation),
    heavy: () => false,
    intents: [],
    rowsStep: sqlite.rowsStep,
    batch: { rows: 1, pauseMilliseconds: 0 },
  });
  const against: string[] = [];
  for (const { holds, count } of steps.flatMap(({ preconditions = [] }) => preconditions)) {
    const [row] = await database.query(count);
    if (Number(Object.values(row ?? {})[0]) > 0) against.push(holds);
  }
  const before = await rowsOf(database, from.catalog);
  const run = async (works: readonly (typeof steps)[number]['work'][]) => {
    for (const work of works) {
      if (work.kind !== 'statements') continue;
      const { error } = await database.batch(work.statements.map((statement) => statement.sql));
      if (error) return error.message;
    }
    return undefined;
  };
  const there = await run(steps.map(({ work }) => work));
  const undone =
    back && there === undefined
      ? await run(steps.toReversed().flatMap(({ undo }) => ('none' in undo ? [] : undo.work)))
      : undefined;
  const sql = steps
    .map(({ work }) => (work.kind === 'statements' ? work.statements.map((one) => one.sql).join('\n') : ''))
    .join('\n');
  const after = await rowsOf(database, from.catalog);
  const kept = (back ? from : wanted).catalog.tables.map(({ name }) => name);
  return {
    ...(there === undefined ? {} : { error: there, failed: 'there' }),
    ...(undone === undefined ? {} : { error: undone, failed: 'back' }),
    differences: differences(await sqlite.introspect(database), (back ? from : wanted).catalog),
    lost: kept.filter(
      (name) =>
        before.has(name) &&
        wanted.catalog.tables.some((one) => one.name === name) &&
        before.get(name) !== after.get(name),
    ),
    sql,
    against,
  };
}

function differences(found: Catalog, wanted: Catalog): readonly string[] {
  const { missing, unexpected, changed } = compareDigests(catalogDigests(wanted), catalogDigests(found));
  return [
    ...missing.map((key) => `${key} is missing`),
    ...unexpected.map((key) => `${key} is left over`),
    ...changed.map((key) => `${key} is otherwise`),
  ];
}

async function opened(name: string, connection: Connection): Promise<OpenedSource> {
  const traits = sqlite.traits('3.53');
  return {
    source: { name, kind: 'file', engine: traits.name },
    engine: sqlite,
    traits,
    version: '3.53',
    catalog: await sqlite.introspect(connection),
    statistics: noStatistics,
    workload: noWorkload,
    diagnostics: [],
    suppressions: [],
    locate: () => undefined,
    lab: connection,
    close: async () => {},
  };
}

async function sideOf(connection: Connection) {
  return { catalog: await sqlite.introspect(connection), dependencies: await sqlite.readDependencies(connection) };
}

async function rowsOf(connection: Connection, { tables }: Catalog): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const { name } of tables) {
    const [row] = await connection.query(`SELECT count(*) AS rows FROM ${quoteIdentifier(name)}`).catch(() => []);
    counts.set(name, Number(row?.['rows'] ?? 0));
  }
  return counts;
}

/** Puts rows into every table; what a constraint refuses is tried with other values, and left out when none goes in. */
export async function fill(connection: Connection, rows = 3): Promise<void> {
  const { tables } = await sqlite.introspect(connection);
  for (const table of tables) {
    const columns = table.columns.filter(({ generated }) => !generated);
    for (let row = 1; row <= rows; row++) {
      for (const made of [fitting, numbered]) {
        const values = columns.map((column) => made(column, row));
        const sql = `INSERT INTO ${quoteIdentifier(table.name)} (${columns.map(({ name }) => quoteIdentifier(name)).join(', ')}) VALUES (${values.join(', ')})`;
        if (!(await connection.batch([sql])).error) break;
      }
    }
  }
}

type Column = Table['columns'][number];

function fitting({ type }: Column, row: number): string {
  switch (type.family) {
    case 'integer':
    case 'decimal':
    case 'boolean':
      return String(row);
    case 'float':
      return `${row}.5`;
    case 'binary':
      return `x'0${row % 10}'`;
    case 'timestamp':
    case 'date':
      return `'2024-01-0${row}'`;
    default:
      return `'v${row}'`;
  }
}

function numbered(_column: Column, row: number): string {
  return String(row);
}
