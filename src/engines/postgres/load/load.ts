import { compareText } from '../../../catalog/names.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { Connection } from '../../connection.ts';
import { scriptFacts } from './facts.ts';
import { targetOf, type Target } from './head.ts';
import { newJudge, type Failure, type Judge } from './judge.ts';
import { planLoad, type LoadPlan, type LoadStep } from './plan.ts';
import { failureDiagnostic, impliedDiagnostic, standInDiagnostic } from './report.ts';
import { runSteps } from './runner.ts';
import type { ScriptStatement } from './script.ts';
import { endSession, setSearchPath, startSession } from './session.ts';
import { newStubs, type Stubs } from './stubs.ts';

export interface LoadOptions {
  /** True when the engine that is loaded into has the extension. */
  readonly hasExtension: (name: string) => boolean;
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
}

/**
 * Loads a script into an open database: every statement that can be carried out is, whatever the fate of the others,
 * and what could not be is told. Data are left out. Roles that are missing are made, extensions that are missing are
 * stood in for, references to what comes later are tried again, the script's transactions count for nothing. It all
 * happens in one transaction, since that is several times faster; it is committed at the end.
 */
export async function loadStatements(connection: Connection, statements: readonly ScriptStatement[], options: LoadOptions): Promise<LoadResult> {
  const reset = await startSession(connection);
  const plan = planLoad(statements, reset, !options.hasExtension('postgis'));
  const stubs = newStubs(connection, scriptFacts(statements, plan), options.hasExtension);
  const judge = newJudge(connection, stubs);
  await connection.exec('BEGIN');
  await runSteps(connection, plan.steps, judge.judge);
  let open = notOvertaken(judge.take(), plan.steps);
  for (const stage of ['later', 'guess'] as const) {
    judge.stage(stage);
    for (let before = open.length + 1; open.length > 0 && open.length < before; ) {
      before = open.length;
      await runSteps(connection, onceMore(open), judge.judge);
      open = judge.take();
    }
  }
  await connection.exec('COMMIT');
  await endSession(connection);

  const failures = [...open, ...judge.failures];
  const failed = new Set(failures.map((failure) => failure.step.index));
  return {
    diagnostics: diagnosticsOf(plan, judge, stubs, failures, statements),
    stubbed: [...stubs.standIns.values()].map(({ name, schema }) => ({ name, schema })).sort((a, b) => compareText(a.name, b.name)),
    roles: [...judge.roles].sort(compareText),
    loaded: plan.steps.flatMap((step) => (step.statement && !failed.has(step.index) ? [step.statement] : [])),
  };
}

/** The steps once more, each with the search path that it had. */
function onceMore(failures: readonly Failure[]): readonly LoadStep[] {
  return failures.flatMap(({ step, path }, i) => (path === failures[i - 1]?.path ? [step] : [{ sql: setSearchPath(path), index: step.index }, step]));
}

/** Leaves out what a later statement of the script has made anew or dropped: to make it now would undo that. */
function notOvertaken(failures: readonly Failure[], steps: readonly LoadStep[]): readonly Failure[] {
  if (failures.length === 0) return failures;
  const open = new Set(failures.map((failure) => failure.step.index));
  const key = (target: Target): string => `${target.kind} ${target.name.at(-1)}`;
  const last = new Map<string, number>();
  for (const step of steps) {
    if (!step.statement || open.has(step.index) || !/^(?:CREATE|DROP)\b/i.test(step.sql)) continue;
    const target = targetOf(step.sql);
    // Names of functions are shared: another may have other arguments.
    if (target && !(target.verb === 'CREATE' && /FUNCTION|PROCEDURE|AGGREGATE|OPERATOR|INDEX|TRIGGER|POLICY|RULE/.test(target.kind))) {
      last.set(key(target), step.index);
    }
  }
  return failures.filter(({ step }) => {
    const target = targetOf(step.sql);
    return target?.verb !== 'CREATE' || (last.get(key(target)) ?? -1) < step.index;
  });
}

function diagnosticsOf(
  plan: LoadPlan,
  judge: Judge,
  stubs: Stubs,
  failures: readonly Failure[],
  statements: readonly ScriptStatement[],
): readonly Diagnostic[] {
  const told: { readonly index: number; readonly diagnostic: Diagnostic }[] = [...judge.notes];
  const place = ({ file, line }: { readonly file: string; readonly line: number }): number =>
    statements.findIndex((statement) => statement.file === file && statement.line === line);
  const notCreated = new Map<string, number>();
  for (const { statement } of failures) {
    const target = targetOf(statement.sql);
    const name = target?.name.at(-1);
    if (target?.verb === 'CREATE' && name !== undefined) notCreated.set(name, statement.line);
  }
  for (const failure of failures) {
    // Owners say nothing about the shape of a schema, and what they are given to is reported when it is not there.
    if (/^ALTER\s[^;']*\bOWNER\s+TO\b/i.test(failure.statement.sql)) continue;
    told.push({ index: failure.step.index, diagnostic: failureDiagnostic(failure, stubs.standIns, (name) => notCreated.get(name)) });
  }
  for (const standIn of stubs.standIns.values()) told.push({ index: place(standIn.at), diagnostic: standInDiagnostic(standIn) });
  for (const implied of stubs.implied) told.push({ index: place(implied.at), diagnostic: impliedDiagnostic(implied) });
  for (const { index, statement, note } of plan.passedOver) {
    told.push({ index, diagnostic: { severity: 'note', code: 'statement-passed-over', message: note, file: statement.file, line: statement.line } });
  }
  for (const statement of plan.rollbacks) {
    told.push({
      index: place(statement),
      diagnostic: {
        severity: 'warning',
        code: 'rollback-passed-over',
        message: 'the script takes its transaction back here: the statements before it were kept all the same',
        file: statement.file,
        line: statement.line,
      },
    });
  }
  const [first, ...more] = judge.needless;
  if (first?.statement) {
    const others = more.length === 0 ? '' : `, and ${more.length} more ${more.length === 1 ? 'statement does' : 'statements do'} the like`;
    told.push({
      index: first.index,
      diagnostic: {
        severity: 'note',
        code: 'nothing-to-drop',
        message: `something is dropped here that is not there${others}`,
        file: first.statement.file,
        line: first.statement.line,
      },
    });
  }
  return told
    .sort((a, b) => a.index - b.index || compareText(a.diagnostic.code, b.diagnostic.code) || compareText(a.diagnostic.message, b.diagnostic.message))
    .map((one) => one.diagnostic);
}
