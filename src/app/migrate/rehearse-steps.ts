import type { Catalog } from '../../catalog/catalog.ts';
import { lookups } from '../../catalog/lookups.ts';
import { compareNames, type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Connection } from '../../engines/connection.ts';
import type { Statement } from '../../engines/engine.ts';
import { type LockMode, strongest, waits } from '../../engines/postgres/locks.ts';
import { openStatementReader } from '../../engines/postgres/migration/read.ts';
import type { DraftStep } from '../../engines/procedure.ts';
import type { Effects } from '../../lab/effects.ts';
import { rehearseScript } from '../../lab/rehearse-script.ts';
import { onServer } from '../../lab/versions/server-version.ts';
import { withRows } from '../../lab/versions/with-rows.ts';
import type { StepEffects, StepLock } from '../../plan/plan.ts';
import { unknownEffects } from '../../plan/plan-migration.ts';

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
  lab: Connection,
  drafts: readonly DraftStep[],
  before: Catalog,
  version: string,
): Promise<RehearsedSteps> {
  const read = await openStatementReader();
  const groups = drafts.map((draft) => {
    const statements = statementsOf(draft).map((statement) => ({
      ...statement,
      actions: read(statement.sql).actions,
      alternatives: [],
    }));
    return { transaction: statements.every((one) => one.transactional), statements };
  });
  const rehearsals = await rehearseScript(lab, groups);
  const context = {
    lookups: lookups(before),
    resolve: ({ schema = 'public', name }: { readonly schema?: string; readonly name: string }) => ({ schema, name }),
  };
  const major = Number.parseInt(version, 10);
  const failures: StepFailure[] = [];
  const effects = rehearsals.map((seen, at): StepEffects => {
    const failed = seen.find((one) => one.error ?? one.unwatched);
    const error = failed?.error ?? failed?.unwatched;
    if (error) {
      failures.push({ at, message: error.message, code: error.code });
      return unknownEffects;
    }
    return merged(
      seen.map((one, place) => {
        const actions = groups[at]?.statements[place]?.actions ?? [];
        return onServer(withRows(one, actions, context), actions, major, context);
      }),
    );
  });
  return { effects, failures };
}

/** What a transaction holds at its end, and all that was done in it. */
function merged(all: readonly Effects[]): StepEffects {
  const locks = new Map<string, StepLock & { readonly mode: LockMode }>();
  for (const { relation, kind, mode, known } of all.flatMap((one) => one.locks)) {
    if (kind === 'type') continue;
    const key = `${kind} ${qualified(relation)}`;
    const other = locks.get(key);
    if (other && strongest([other.mode, mode]) === other.mode) continue;
    locks.set(key, { relation, kind, mode, blocks: waits(mode), known });
  }
  const names = (of: (one: Effects) => readonly QualifiedName[]) =>
    [...new Map(all.flatMap(of).map((name) => [qualified(name), name])).values()].sort(compareNames);
  return {
    locks: [...locks.values()].sort((a, b) => compareNames(a.relation, b.relation)),
    rewritten: names((one) => one.rewritten),
    scanned: names((one) => one.scanned),
    indexesBuilt: names((one) => one.built),
    known: 'rehearsed',
  };
}
