import { expect } from 'vitest';
import { compare } from '../src/app/diff/compare.ts';
import { heavyChanges } from '../src/app/migrate/heavy-changes.ts';
import type { Catalog } from '../src/catalog/catalog.ts';
import type { Change } from '../src/catalog/change.ts';
import { catalogDigests, compareDigests } from '../src/catalog/hash.ts';
import type { Intent } from '../src/catalog/intent.ts';
import { noStatistics } from '../src/catalog/statistics.ts';
import { noWorkload } from '../src/catalog/workload.ts';
import { diff, type Side } from '../src/diff/diff.ts';
import type { Connection, Row } from '../src/engines/connection.ts';
import type { Engine } from '../src/engines/engine.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import { readDependencies } from '../src/engines/postgres/introspect/dependencies.ts';
import type { DraftStep, PlanMode, Precondition, Work } from '../src/engines/procedure.ts';
import { draftSteps } from '../src/plan/draft.ts';

/** A migration, and what must be so when it was carried out. */
export interface OnlineCase {
  readonly from: string;
  readonly to: string;
  /** Rows of `from`. */
  readonly rows: string;
  /** A query whose answer the migration does not change. */
  readonly keeps?: string;
  /** Queries with what they must answer when it was carried out. */
  readonly ends?: readonly (readonly [string, readonly Row[]])[];
  /** A query over the schema before, whose answer the way back restores from any step, values that were dropped too. */
  readonly restores?: string;
  /**
   * Statements of the application as it was: each works after every step, or until one after the deploy that says in
   * `breaks`, by the pattern beside it, that it does no more.
   */
  readonly old?: readonly (readonly [statement: string, breaks?: RegExp])[];
  /** Titles of the steps, as far as they matter, in their order: a pattern each. */
  readonly steps: readonly RegExp[];
  /** What no statement of the plan may say. */
  readonly never?: RegExp;
  readonly mode?: PlanMode;
  readonly quarantineSeconds?: number;
  readonly intents?: readonly Intent[];
  /** What the comparison is told of what is gone: its key, and its new name. */
  readonly renames?: Readonly<Record<string, string>>;
  /** Changes in place of those that the comparison finds. */
  readonly changes?: (from: Side, to: Side) => readonly Change[];
  /** Keys of objects that the undo brings back otherwise, and why. */
  readonly undoDiffers?: readonly string[];
  /** Steps without an undo end the way back. */
  readonly mayHaveNoUndo?: true;
  /** Loads a schema; it is run as it stands when absent. */
  readonly load?: (connection: Connection, sql: string) => Promise<unknown>;
  /** The first version that can do it. */
  readonly since?: number;
}

/** The engine that a case runs on: empty, as a superuser. */
export interface Target {
  readonly connection: Connection;
  readonly version: string;
  reset(): Promise<void>;
}

async function sideOf(connection: Connection): Promise<Side> {
  return { catalog: await postgres.introspect(connection), dependencies: await readDependencies(connection) };
}

/** Lays down the steps of a case on an engine that holds `from` without rows. */
export async function stepsOf(
  one: OnlineCase,
  target: Target,
): Promise<{
  readonly steps: readonly DraftStep[];
  readonly from: Catalog;
  readonly to: Catalog;
  readonly changes: readonly Change[];
  /** The second schema with its dependencies. */
  readonly after: Side;
}> {
  const { connection } = target;
  const traits = postgres.traits(target.version);
  await target.reset();
  const load = one.load ?? ((into: Connection, sql: string) => into.exec(sql));
  await load(connection, one.to);
  const to = await sideOf(connection);
  await target.reset();
  await load(connection, one.from);
  const from = await sideOf(connection);
  const changes = one.changes?.(from, to) ?? (await changesOf(one, from, to, target));
  const heavy = await heavyChanges(
    { engine: postgres, traits, lab: connection, catalog: from.catalog, statistics: noStatistics },
    changes,
  );
  const steps = draftSteps(changes, {
    from: from.catalog,
    to: to.catalog,
    renames: await afterRenames(changes, from.catalog, target),
    traits,
    mode: one.mode ?? 'zero-downtime',
    procedure: (change, situation) => postgres.procedure(change, situation),
    rowsStep: (request) => postgres.rowsStep(request),
    intents: one.intents ?? [],
    heavy,
    batch: { rows: 7, pauseMilliseconds: 0 },
    ...(one.quarantineSeconds === undefined ? {} : { quarantineSeconds: one.quarantineSeconds }),
  });
  return { steps, from: from.catalog, to: to.catalog, changes, after: to };
}

/** As the product compares, renames first. */
async function changesOf(
  { renames }: OnlineCase,
  from: Side,
  to: Side,
  { connection, version }: Target,
): Promise<readonly Change[]> {
  const traits = postgres.traits(version);
  if (!renames) return diff(from, to, traits).changes;
  // The schema after is there no more.
  const away: Connection = { ...connection };
  const engine: Engine = {
    ...postgres,
    readDependencies: async (lab) => (lab === away ? to.dependencies : await postgres.readDependencies(lab)),
  };
  const opened = { engine, traits, statistics: noStatistics, workload: noWorkload, diagnostics: [], suppressions: [] };
  const rest = { version, locate: () => undefined, close: async () => undefined };
  const side = (name: string, { catalog }: Side, lab: Connection) => ({
    ...opened,
    ...rest,
    source: { kind: 'file' as const, name, engine: traits.name },
    catalog,
    lab,
  });
  const compared = await compare(side('from', from, connection), side('to', to, away), {
    answers: new Map(Object.entries(renames)),
    filter: (catalog) => catalog,
  });
  return compared.changes;
}

/** The renames that stand first, and the schema that they leave. */
async function afterRenames(
  changes: readonly Change[],
  from: Catalog,
  { connection, version }: Target,
): Promise<{ readonly count: number; readonly after: Catalog }> {
  const other = changes.findIndex((one) => one.kind !== 'rename' && one.kind !== 'rename enum value');
  const count = other < 0 ? changes.length : other;
  if (count === 0) return { count, after: from };
  await connection.exec('BEGIN');
  try {
    for (const change of changes.slice(0, count)) {
      for (const { sql } of postgres.render(change, postgres.traits(version))) await connection.exec(sql);
    }
    return { count, after: await postgres.introspect(connection) };
  } finally {
    await connection.exec('ROLLBACK');
  }
}

/** No row stands against what must hold. */
async function prove(connection: Connection, preconditions: readonly Precondition[]): Promise<void> {
  for (const condition of preconditions) {
    if (condition.prepare !== undefined) await connection.exec(condition.prepare);
    const [row] = await connection.query(condition.count);
    expect(Number(Object.values(row ?? {})[0]), condition.holds).toBe(0);
    await connection.query(condition.list);
    if (condition.guard !== undefined) await connection.exec(condition.guard);
  }
}

/** Carries a work out as `relvar migrate apply` does, without its journal. */
export async function carryOut(connection: Connection, work: Work): Promise<void> {
  if (work.kind === 'wait') return;
  if (work.kind === 'batches') {
    let last: readonly string[] | null = null;
    for (let round = 0; ; round++) {
      if (round > 10_000) throw new Error(`batches do not end: ${work.sql}`);
      const [row]: readonly Row[] = await connection.query(work.sql, [last]);
      const next = row?.['last'];
      if (next === null || next === undefined) return;
      last = next as readonly string[];
    }
  }
  const alone = work.statements.some((statement) => !statement.transactional);
  const run = async (sql: string) => {
    const { error } = await connection.batch([sql]);
    if (error) {
      await connection.batch(['ROLLBACK']);
      throw new Error(`${error.message}: ${sql}`);
    }
  };
  if (!alone) await run('BEGIN');
  for (const statement of work.statements) await run(statement.sql);
  if (!alone) await run('COMMIT');
}

/**
 * From, rows, all works, to; then all undos backwards, and from again. `upTo` steps are carried out, all when absent.
 */
export async function proveOnline(one: OnlineCase, target: Target, upTo?: number): Promise<number> {
  const { connection } = target;
  const { steps, from, to } = await stepsOf(one, target);
  const titles = steps.map((step) => step.title);
  let place = 0;
  for (const pattern of one.steps) {
    const found = titles.findIndex((title, at) => at >= place && pattern.test(title));
    expect(found, `${pattern} in ${titles.slice(place).join('\n')}`).toBeGreaterThanOrEqual(0);
    place = found + 1;
  }
  if (one.never) {
    const all = steps.flatMap((step) =>
      step.work.kind === 'statements' ? step.work.statements.map(({ sql }) => sql) : [],
    );
    for (const sql of all) expect(sql).not.toMatch(one.never);
  }
  await connection.exec(one.rows);
  const before = one.keeps === undefined ? [] : await connection.query(one.keeps);
  const restored = one.restores === undefined ? [] : await connection.query(one.restores);
  const carried = steps.slice(0, upTo);
  for (const [at, step] of carried.entries()) {
    await prove(connection, step.preconditions ?? []);
    await carryOut(connection, step.work);
    await stillWorks(connection, one.old ?? [], carried.slice(0, at + 1));
  }
  if (upTo === undefined) {
    same(to, await postgres.introspect(connection), []);
    if (one.keeps !== undefined) expect(await connection.query(one.keeps)).toEqual(before);
    for (const [query, answer] of one.ends ?? []) expect(await connection.query(query), query).toEqual(answer);
  }
  if (one.mayHaveNoUndo && carried.some((step) => 'none' in step.undo)) return steps.length;
  for (const step of [...carried].reverse()) {
    if ('none' in step.undo) throw new Error(`${step.title}: ${step.undo.none}`);
    for (const work of step.undo.work) {
      await carryOut(connection, work).catch((cause: unknown) => {
        throw new Error(`undo of ${step.title}: ${String(cause)}`);
      });
    }
  }
  same(from, await postgres.introspect(connection), one.undoDiffers ?? []);
  if (one.restores !== undefined) expect(await connection.query(one.restores)).toEqual(restored);
  const lossless = carried.every((step) => !('none' in step.undo) && step.undo.loses === undefined && !step.loses);
  if (one.keeps !== undefined && lossless) expect(await connection.query(one.keeps)).toEqual(before);
  return steps.length;
}

async function stillWorks(
  connection: Connection,
  old: NonNullable<OnlineCase['old']>,
  done: readonly DraftStep[],
): Promise<void> {
  const said = done.filter(({ phase }) => phase === 'contract').map(({ breaks = '' }) => breaks);
  for (const [statement, breaks] of old) {
    await connection.exec('BEGIN');
    const { error } = await connection.batch([statement]);
    await connection.exec('ROLLBACK');
    if (error && !said.some((text) => breaks?.test(text)))
      throw new Error(`${error.message}: ${statement}\nafter ${done.map(({ title }) => title).join('\n')}`);
  }
}

function same(expected: Catalog, found: Catalog, differs: readonly string[]): void {
  const [wanted, there] = [catalogDigests(expected), catalogDigests(found)];
  const { missing, unexpected, changed } = compareDigests(wanted, there);
  const shown = changed.filter((key) => !differs.includes(key));
  const all = { missing: missing.filter((key) => !differs.includes(key)), unexpected, changed: shown };
  if (all.missing.length + all.unexpected.length + all.changed.length > 0) {
    const tables = (catalog: Catalog) =>
      JSON.stringify(
        catalog.tables.filter((table) => shown.some((key) => key.includes(table.name))),
        (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
        1,
      );
    expect(tables(found), JSON.stringify(all)).toBe(tables(expected));
  }
  expect(all).toEqual({ missing: [], unexpected: [], changed: [] });
}
