import { compareText } from '../../../catalog/names.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { Connection } from '../../connection.ts';
import type { OfServer, ScriptStatement } from '../../script.ts';
import { namesMade, notOvertaken, onceMore } from './again.ts';
import { diagnosticsOf } from './diagnostics.ts';
import { scriptFacts } from './facts.ts';
import { newJudge } from './judge.ts';
import { planLoad } from './plan.ts';
import { runSteps } from './runner.ts';
import { endSession, startSession } from './session.ts';
import { newStubs } from './stubs.ts';
import { markValidated, unvalidated } from './unvalidated.ts';

export interface LoadOptions {
  /** True when the engine that is loaded into has the extension. */
  readonly hasExtension: (name: string) => boolean;
  /** True for an engine of our own that is empty, holds no rows afterwards, and whose system catalogs may be written. */
  readonly ownEngine?: boolean;
  /** Statements that will run on the schema: stand-ins for extensions have what these use of them, too. */
  readonly alsoWanted?: readonly ScriptStatement[];
}

export interface LoadResult {
  /** In the order of the script. */
  readonly diagnostics: readonly Diagnostic[];
  /** Extensions that are not there and where their stand-ins are. By name. */
  readonly stubbed: readonly { readonly name: string; readonly schema: string }[];
  /** Roles that were made because grants, owners or policies name them. By name. */
  readonly roles: readonly string[];
  /** The statements that took effect, in the order of the script. */
  readonly loaded: readonly ScriptStatement[];
  /** Statements about the server beside the schema. */
  readonly ofServer: readonly OfServer[];
}

/**
 * Loads a script into an open database: every statement that can be carried out is, whatever the fate of the others,
 * and what could not be is told. Data are left out. Roles that are missing are made, extensions that are missing are
 * stood in for, references to what comes later are tried again, the script's transactions count for nothing. It all
 * happens in few transactions, since that is several times faster than one for each; the last is committed at the end.
 */
export async function loadStatements(
  connection: Connection,
  statements: readonly ScriptStatement[],
  options: LoadOptions,
): Promise<LoadResult> {
  const reset = await startSession(connection);
  const plan = planLoad(statements, reset, !options.hasExtension('postgis'));
  const stubs = newStubs(
    connection,
    scriptFacts([...statements, ...(options.alsoWanted ?? [])], plan),
    options.hasExtension,
  );
  const judge = newJudge(connection, stubs);
  const steps = options.ownEngine ? unvalidated(plan.steps) : plan.steps;
  await connection.exec('BEGIN');
  await runSteps(connection, steps, judge.judge);
  let open = notOvertaken(judge.take(), plan.steps);
  for (const stage of ['later', 'guess', 'circle'] as const) {
    judge.stage(stage, namesMade(open));
    // As long as something comes of it.
    for (let progress = open.length > 0; progress; ) {
      const before = open.length;
      const circles = judge.circles.length;
      await runSteps(connection, onceMore(open), judge.judge);
      open = judge.take();
      progress = open.length > 0 && (open.length < before || judge.circles.length > circles);
    }
  }
  if (steps !== plan.steps) await connection.exec(markValidated);
  await connection.exec('COMMIT');
  await endSession(connection);

  const failures = [...open, ...judge.failures];
  const failed = new Set(failures.map((failure) => failure.step.index));
  for (const table of judge.circles) failed.delete(table.index);
  return {
    diagnostics: diagnosticsOf(plan, judge, stubs, failures, statements),
    stubbed: [...stubs.standIns.values()]
      .map(({ name, schema }) => ({ name, schema }))
      .sort((a, b) => compareText(a.name, b.name)),
    roles: [...judge.roles].sort(compareText),
    loaded: plan.steps.flatMap((step) => (step.statement && !failed.has(step.index) ? [step.statement] : [])),
    ofServer: plan.ofServer,
  };
}
