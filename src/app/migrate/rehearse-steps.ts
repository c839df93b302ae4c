import type { Catalog } from '../../catalog/catalog.ts';
import type { Statement } from '../../engines/engine.ts';
import type { DraftStep } from '../../engines/procedure.ts';
import { labOf } from '../../lab/labs.ts';
import type { StepEffects } from '../../plan/plan.ts';
import { unknownEffects } from '../../plan/plan-migration.ts';
import type { OpenedSource } from '../opened-source.ts';

export interface RehearsedSteps {
  readonly effects: readonly StepEffects[];
  /** Steps that failed in the lab, in their order. */
  readonly failures: readonly StepFailure[];
}

export interface StepFailure {
  /** The step's place among the drafts. */
  readonly at: number;
  /** The engine's words, and its code for them. */
  readonly message: string;
  readonly code: string;
}

/** What is run of a step: its statements; of batches the first piece, which finds no rows in the lab. */
function statementsOf({ work }: DraftStep): readonly Statement[] {
  if (work.kind === 'statements') return work.statements;
  return work.kind === 'wait' ? [] : [{ sql: work.sql.replaceAll('$1', 'NULL'), transactional: true }];
}

/**
 * Runs all steps in order in the lab, which holds the schema before them without rows, and leaves them there; tells what
 * each does on a server of the version and where there are rows.
 */
export async function rehearseSteps(
  { engine, lab, traits }: Pick<OpenedSource, 'engine' | 'lab' | 'traits'>,
  drafts: readonly DraftStep[],
  before: Catalog,
  version: string,
): Promise<RehearsedSteps> {
  const { runSteps } = await labOf(engine);
  const failures: StepFailure[] = [];
  const seen = await runSteps(lab, drafts.map(statementsOf), before, traits, version);
  const effects = seen.map((one, at): StepEffects => {
    if (!('error' in one)) {
      const { byFacts, ...effects } = one;
      return { ...effects, known: byFacts ? 'facts' : 'rehearsed' };
    }
    failures.push({ at, message: one.error.message, code: one.error.code });
    return unknownEffects;
  });
  return { effects, failures };
}
