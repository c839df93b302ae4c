import type { Catalog } from '../src/catalog/catalog.ts';
import { catalogDigests, compareDigests } from '../src/catalog/hash.ts';
import { objectKey, referenceTo } from '../src/catalog/object.ts';
import { diff } from '../src/diff/diff.ts';
import type { Connection } from '../src/engines/connection.ts';
import { postgres } from '../src/engines/postgres/index.ts';
import { quoteIdentifier, quoteName } from '../src/engines/postgres/quote.ts';
import type { DraftStep, Work } from '../src/engines/procedure.ts';
import { resetDatabase } from './embedded.ts';
import { fill } from './fill.ts';
import { carryOut, type OnlineCase, stepsOf } from './online.ts';
import { compared, fingerprints, loadSide, lostRows, readSide } from './truth.ts';

/** Deletes the rows that a foreign key of the schema would refuse: they were put in past them. */
async function withoutOrphans(connection: Connection, { tables }: Catalog): Promise<void> {
  const statements = tables.flatMap((table) =>
    table.foreignKeys.map(({ columns, references, referencedColumns }) => {
      const same = columns.map(
        (column, at) => `child.${quoteIdentifier(column)} = parent.${quoteIdentifier(referencedColumns[at] ?? '')}`,
      );
      const given = columns.map((column) => `child.${quoteIdentifier(column)} is not null`);
      return `delete from ${quoteName(table)} child where ${given.join(' and ')}
        and not exists (select from ${quoteName(references)} parent where ${same.join(' and ')})`;
    }),
  );
  await connection.exec('set session_replication_role = replica');
  for (let round = 0; round < 10; round++) for (const sql of statements) await connection.exec(sql);
  await connection.exec('reset session_replication_role');
}

/** Rows that stand against a step, as its preconditions count them. */
async function rowsAgainst(connection: Connection, { preconditions = [] }: DraftStep): Promise<number> {
  let against = 0;
  for (const { prepare, count } of preconditions) {
    if (prepare !== undefined) await connection.exec(prepare);
    const [row] = await connection.query(count);
    against += Number(Object.values(row ?? {})[0]);
  }
  return against;
}

/** What the plan with its rows came to: the steps that were carried out, of how many, and what is not as it should be. */
export interface Carried {
  readonly steps: number;
  readonly of: number;
  /** Values go with a step, so that what needed them cannot come back where there are rows. */
  readonly loses: boolean;
  readonly wrong: readonly string[];
}

/** What a plan is told besides the two schemas. */
export interface Told extends Pick<OnlineCase, 'renames' | 'mode'> {
  /** Puts rows into the first schema, in place of made up ones. */
  readonly put?: () => Promise<unknown>;
}

/**
 * The plan from one schema to the other is carried out with rows, as far as its preconditions allow, and taken back.
 * Where it comes to its end, the second schema is there with the rows that both have, and a second comparison is empty.
 * Back again, it is the first one.
 */
export async function proveComposed(
  connection: Connection,
  from: string,
  to: string,
  rows: number,
  { put, ...more }: Told = {},
): Promise<Carried> {
  const target = { connection, version: '18.0', reset: resetDatabase };
  const plan = await stepsOf({ from, to, rows: '', steps: [], load: loadSide, ...more }, target);
  if (put) await put();
  else if (rows > 0) {
    await fill(connection, rows);
    await withoutOrphans(connection, plan.from);
  }
  const kept = await fingerprints(connection, plan.from, plan.to);
  const before = await fingerprints(connection, plan.from, plan.from);
  const done: DraftStep[] = [];
  const wrong: string[] = [];
  const run = async (step: DraftStep, works: readonly Work[], what: string) => {
    for (const work of works) {
      await carryOut(connection, work).catch((cause: unknown) => {
        throw new Error(`${what} ${step.title}: ${String(cause)}`);
      });
    }
  };
  for (const step of plan.steps) {
    if ((await rowsAgainst(connection, step)) > 0) break;
    await run(step, [step.work], 'carrying out');
    done.push(step);
  }
  if (done.length === plan.steps.length) {
    const now = await readSide(connection);
    const [left] = diff(now, plan.after, postgres.traits('18.0')).changes;
    const other = compared(now.catalog, plan.to);
    if (other !== undefined) wrong.push(`at the end ${other}`);
    if (left) wrong.push(`a second comparison is not empty: ${left.kind}`);
    const lost = await lostRows(connection, kept, plan.changes);
    if (lost !== undefined) wrong.push(lost);
  }
  const loses = done.some(
    (step) => step.loses !== undefined || ('loses' in step.undo && step.undo.loses !== undefined),
  );
  if (!done.some(({ undo }) => 'none' in undo) && !(loses && rows > 0)) {
    for (const step of [...done].reverse()) if ('work' in step.undo) await run(step, step.undo.work, 'taking back');
    const again = compareDigests(catalogDigests(plan.from), catalogDigests(await postgres.introspect(connection)));
    // A column that comes back without its values takes null; an attribute comes back as the last.
    const eased = plan.changes.flatMap((one) => {
      if (one.kind === 'drop attribute') return [objectKey({ kind: 'type', ...one.type })];
      return one.kind === 'drop' && one.object.kind === 'column' ? [objectKey(referenceTo(one.object))] : [];
    });
    for (const [how, keys] of Object.entries(again)) {
      const told = keys.filter((key) => how !== 'changed' || !eased.includes(key));
      if (told.length > 0) wrong.push(`back, ${how}: ${told.join(', ')}`);
    }
    const gone = loses ? undefined : await lostRows(connection, before, []);
    if (gone !== undefined) wrong.push(`back, ${gone}`);
  }
  return { steps: done.length, loses, of: plan.steps.length, wrong };
}
