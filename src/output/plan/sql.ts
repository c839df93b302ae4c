import { engineOf } from '../../engines/engines.ts';
import { listingOf } from '../../plan/listing.ts';
import type { MigrationPlan, Phase, Precautions, Step, Work } from '../../plan/plan.ts';
import { phases } from '../../plan/plan.ts';
import { precautionsBack } from '../../plan/precautions-back.ts';
import { durationText } from './words.ts';

/** Files of SQL by name: one for each phase that has steps, and the way back. For reading and for running by hand. */
export function planSql(plan: MigrationPlan): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const [at, phase] of phases.entries()) {
    const steps = plan.steps.filter((step) => step.phase === phase);
    const name = `${at + 1}-${phase}.sql`;
    if (steps.length > 0)
      files.set(name, `${head(plan, name, phase)}${steps.map((step) => stepSql(step, plan)).join('\n')}`);
  }
  files.set(
    'rollback.sql',
    `${head(plan, 'rollback.sql')}${[...plan.steps]
      .reverse()
      .map((step) => undoSql(step, plan))
      .join('\n')}`,
  );
  return files;
}

function head(plan: MigrationPlan, name: string, phase?: Phase): string {
  const what = phase === undefined ? 'The way back, last step first' : `Phase ${phase}`;
  const engine = engineOf(plan.engine.id);
  const byHand = engine?.byHand?.(name);
  const use =
    'relvar migrate apply carries the plan out; this is for reading, and for running by hand, stopping at the first error.';
  const broken = plan.broken?.length ? `${comment('This plan does not work: see plan.md.')}\n` : '';
  return `${broken}${comment(`${what}: ${plan.from.name} to ${plan.to.name}.`)}
${comment(use)}${byHand === undefined ? '' : `\n${comment(`By hand: ${byHand}`)}`}

`;
}

function stepSql(step: Step, plan: MigrationPlan): string {
  const lines = [
    comment(`${step.id} ${step.title}`),
    comment(`${step.class}; ${durationText(step.duration)}`),
    ...(step.why === undefined ? [] : [comment(step.why)]),
    ...step.preconditions.map((one) => comment(`before: ${one.holds}`)),
    ...guardsOf(step.preconditions),
    ...workSql(step.work, step.precautions, plan),
  ];
  return `${lines.join('\n')}\n`;
}

function undoSql(step: Step, plan: MigrationPlan): string {
  const lines = [comment(`${step.id} ${step.title}`)];
  if ('none' in step.undo) lines.push(comment(`no way back: ${step.undo.none}`));
  else {
    if (step.undo.loses !== undefined) lines.push(comment(`does not bring back: ${step.undo.loses}`));
    if (step.undo.breaks !== undefined) lines.push(comment(`breaks: ${step.undo.breaks}`));
    if (step.undo.work.length === 0) lines.push(comment('nothing to take back'));
    const { preconditions = [] } = step.undo;
    lines.push(
      ...preconditions.flatMap((one) => [
        comment(`before: ${one.holds}`),
        comment(`rows against it: ${listingOf(one)};`),
      ]),
      ...guardsOf(preconditions),
    );
    for (const work of step.undo.work) lines.push(...workSql(work, precautionsBack(step, work), plan));
  }
  return `${lines.join('\n')}\n`;
}

/** So that a line of a comment is one, whatever a name holds. */
function comment(text: string): string {
  return text
    .split(/\r?\n|\r/)
    .map((line) => `-- ${line}`)
    .join('\n');
}

function guardsOf(preconditions: Step['preconditions']): readonly string[] {
  return preconditions.flatMap(({ guard }) => (guard === undefined ? [] : [`${guard};`]));
}

function workSql(work: Work, precautions: Precautions, plan: MigrationPlan): readonly string[] {
  switch (work.kind) {
    case 'wait':
      return work.until.map((sentence) => comment(`wait: ${sentence}`));
    case 'batches': {
      const seen = engineOf(plan.engine.id)?.applying?.migrations.everyRow?.set(false);
      return [
        ...(seen === undefined ? [] : [comment(`first, so that no policy hides rows: ${seen};`)]),
        comment(
          `in batches of ${work.rowsPerBatch}, each its own transaction, until "last" is null; $1 is the "last" before`,
        ),
        ...work.sql.split('\n').map((line) => `-- ${line}`),
      ];
    }
    case 'statements': {
      const words = engineOf(plan.engine.id)?.inScripts;
      const limit = precautions.lockTimeoutMilliseconds;
      const alone = work.statements.some((statement) => !statement.transactional);
      const timeouts = [
        ...(limit === undefined
          ? []
          : [words?.lockTimeout(limit) ?? `SET ${alone ? '' : 'LOCAL '}lock_timeout = '${limit}ms';`]),
        ...(precautions.statementTimeoutMilliseconds === undefined || alone
          ? []
          : [`SET LOCAL statement_timeout = '${precautions.statementTimeoutMilliseconds}ms';`]),
      ];
      const statements = work.statements.map(({ sql }) => words?.ended(sql) ?? `${sql};`);
      return alone ? [...timeouts, ...statements] : ['BEGIN;', ...timeouts, ...statements, 'COMMIT;'];
    }
  }
}
