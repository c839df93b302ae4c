import { compareText, displayName } from '../../../catalog/names.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { ScriptStatement } from '../../script.ts';
import { targetOf } from './head.ts';
import type { Failure, Judge } from './judge.ts';
import type { LoadPlan, LoadStep } from './plan.ts';
import { failureDiagnostic, impliedDiagnostic, standInDiagnostic } from './report.ts';
import type { Stubs } from './stubs.ts';

/** Everything that is worth telling of a load, in the order of the script. */
export function diagnosticsOf(
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
    told.push({
      index: failure.step.index,
      diagnostic: failureDiagnostic(failure, stubs.standIns, (name) => notCreated.get(name)),
    });
  }
  for (const standIn of stubs.standIns.values())
    told.push({ index: place(standIn.at), diagnostic: standInDiagnostic(standIn) });
  for (const implied of stubs.implied) told.push({ index: place(implied.at), diagnostic: impliedDiagnostic(implied) });
  for (const { index, statement, note } of plan.passedOver) {
    told.push({
      index,
      diagnostic: {
        severity: 'note',
        code: 'statement-passed-over',
        message: note,
        file: statement.file,
        line: statement.line,
      },
    });
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
  const [circle] = judge.circles;
  if (circle?.statement) {
    told.push({
      index: circle.index,
      diagnostic: {
        severity: 'warning',
        code: 'references-in-a-circle',
        message: `tables refer to each other in a circle: the foreign keys of ${tablesOf(judge.circles)} were added after them`,
        file: circle.statement.file,
        line: circle.statement.line,
        hint: 'PostgreSQL refuses this script: add such keys by ALTER TABLE, behind the tables',
      },
    });
  }
  const [first, ...more] = judge.needless;
  if (first?.statement) {
    const others =
      more.length === 0
        ? ''
        : `, and ${more.length} more ${more.length === 1 ? 'statement does' : 'statements do'} the like`;
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
    .sort(
      (a, b) =>
        a.index - b.index ||
        compareText(a.diagnostic.code, b.diagnostic.code) ||
        compareText(a.diagnostic.message, b.diagnostic.message),
    )
    .map((one) => one.diagnostic);
}

function tablesOf(steps: readonly LoadStep[]): string {
  const names = steps.map((step) => displayName(targetOf(step.sql)?.name.at(-1) ?? ''));
  return names.length > 3 ? `${names.length} tables` : names.join(', ');
}
