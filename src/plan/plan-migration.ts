import type { Catalog } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { DraftStep, PlanMode, Undo } from '../engines/procedure.ts';
import { stepDigest } from './digest.ts';
import { durationOf, type Sizing } from './duration.ts';
import type { MigrationPlan, PlanEnd, Precautions, Step, StepClass, StepEffects } from './plan.ts';
import { stepId } from './step-id.ts';

/** What a plan tells besides its steps. */
export interface PlanFrame {
  readonly from: PlanEnd;
  readonly to: PlanEnd;
  readonly engine: MigrationPlan['engine'];
  readonly mode: PlanMode;
  readonly planned?: string;
  readonly leftOut: readonly string[];
  readonly notes: readonly string[];
  readonly broken?: readonly string[];
}

/** The drafts with what was seen of each, as the plan: classes by observation, durations by size, precautions by class. */
export function planMigration(
  drafts: readonly DraftStep[],
  effects: readonly StepEffects[],
  frame: PlanFrame,
  context: Sizing & { readonly before: Catalog },
): MigrationPlan {
  const known = new Set([...context.before.tables, ...context.before.views].map(qualified));
  const steps = drafts.map((draft, at): Step => {
    const seen = effects[at] ?? unknownEffects;
    const isOld = (name: QualifiedName) => known.has(qualified(context.formerly(name)));
    const weight = classOf(draft, seen, isOld, (name) => isSmall(name, context));
    return {
      id: stepId(at, drafts.length),
      title: draft.title,
      phase: draft.phase,
      class: weight,
      ...(draft.why === undefined ? {} : { why: draft.why }),
      ...(draft.breaks === undefined ? {} : { breaks: draft.breaks }),
      work: draft.work,
      effects: seen,
      duration: durationOf(draft, seen, context),
      precautions: precautionsOf(draft, weight, seen),
      preconditions: draft.preconditions ?? [],
      watch: draft.work.kind === 'wait' ? [] : (draft.watch ?? []),
      undo: undoOf(draft),
      ...(draft.otherWays === undefined ? {} : { otherWays: draft.otherWays }),
    };
  });
  return {
    format: 'relvar-plan',
    version: 1,
    ...frame,
    steps,
    digests: Object.fromEntries(steps.map((step) => [step.id, stepDigest(step)])),
  };
}

/** What a step loses its undo does not bring back. */
function undoOf({ undo, loses }: DraftStep): Undo {
  return 'none' in undo || loses === undefined || undo.loses !== undefined ? undo : { ...undo, loses };
}

/** Of a step that could not be watched. */
export const unknownEffects: StepEffects = {
  locks: [],
  rewritten: [],
  scanned: [],
  indexesBuilt: [],
  known: 'unknown',
};

/** So few rows are worked on in less time than a lock takes. */
export const fewRows = 10_000;

/** Known to be small, not only presumed to be. */
function isSmall(table: QualifiedName, { statistics, formerly }: Sizing): boolean {
  const known = statistics.tables[qualified(formerly(table))];
  return known !== undefined && known.origin !== 'derived' && known.rows <= fewRows;
}

/**
 * By what was seen: a loss is a loss; then how much is done while others wait. Work under a lock that lets rows be read
 * and written is online; work on a table that is known to be small is over at once.
 */
function classOf(
  draft: DraftStep,
  effects: StepEffects,
  isOld: (relation: QualifiedName) => boolean,
  isSmall: (table: QualifiedName) => boolean,
): StepClass {
  if (draft.loses !== undefined) return 'data loss';
  if (draft.work.kind === 'wait') return 'online';
  // What could not be watched is feared, whatever its form.
  if (effects.known === 'unknown') return 'long lock';
  if (draft.work.kind === 'batches') return 'online';
  const blocking = effects.locks.filter(
    (lock) =>
      (lock.kind === 'table' || lock.kind === 'view') &&
      (lock.blocks === 'writes' || lock.blocks === 'reads and writes') &&
      isOld(lock.relation),
  );
  if (blocking.length === 0) return 'online';
  const large = (table: QualifiedName) => isOld(table) && !isSmall(table);
  if (effects.rewritten.some(large)) return 'rewrite';
  const concurrently = !effects.underLock && draft.work.statements.every((statement) => !statement.transactional);
  const worked = [...effects.scanned, ...effects.rewritten].filter(isOld);
  const builds = effects.indexesBuilt.length > 0 && (worked.length === 0 || worked.some(large));
  if (!concurrently && (effects.scanned.some(large) || builds)) return 'long lock';
  return 'brief lock';
}

/** Who wants a lock that blocks gives way soon and tries again: whoever comes after it waits as long as it does. */
function precautionsOf(draft: DraftStep, weight: StepClass, effects: StepEffects): Precautions {
  const { work } = draft;
  if (work.kind === 'wait') return { retries: 0 };
  if (work.kind === 'batches') return { lockTimeoutMilliseconds: 2000, retries: 20 };
  if (draft.lockTimeoutMilliseconds !== undefined)
    return { lockTimeoutMilliseconds: draft.lockTimeoutMilliseconds, retries: 20 };
  // A lock timeout would end a concurrent build that waits for old transactions, and leave its index invalid.
  if (work.statements.some((statement) => !statement.transactional)) return { retries: 3 };
  const working = effects.scanned.length + effects.rewritten.length + effects.indexesBuilt.length > 0;
  return {
    lockTimeoutMilliseconds: 2000,
    ...(weight === 'brief lock' && !working ? { statementTimeoutMilliseconds: 30_000 } : {}),
    retries: 20,
  };
}
