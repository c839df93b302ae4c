import type { Catalog } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import { confidence, type Evidence, stated } from '../findings/evidence.ts';
import { type FindingItem, subjectId } from '../findings/finding.ts';
import { priority, tableImportance } from '../findings/priority.ts';
import type { CheckContext, SaferForm } from './checked.ts';
import type { Hazard, HazardCase } from './hazard.ts';

/** What one hazard found. */
export interface HazardResult {
  readonly hazard: Hazard;
  readonly items: readonly FindingItem[];
}

/** Runs hazards over a migration. Same input, same output. */
export function runHazards(
  hazards: readonly Hazard[],
  context: CheckContext,
  catalog: Catalog,
): readonly HazardResult[] {
  const importance = tableImportance(catalog, context.lookups, context.rows);
  return hazards
    .filter(({ when }) => when?.(context.traits) ?? true)
    .map((hazard) => {
      const seen = new Map<string, number>();
      const items = [...hazard.check(context)]
        .filter((one) => hazard.ofFailures || !one.statement.error)
        // What is undone loses and breaks nothing; it locks all the same.
        .filter((one) => !one.statement.transaction?.undone || hazard.dimension === 'performance' || hazard.ofFailures)
        .map((one) => {
          const id = `${hazard.id}:${subjectId(one.at)}`;
          const count = (seen.get(id) ?? 0) + 1;
          seen.set(id, count);
          return item(hazard, one, count === 1 ? id : `${id}#${count}`, importance, context);
        });
      return { hazard, items };
    });
}

function item(
  hazard: Hazard,
  one: HazardCase,
  id: string,
  importance: ReadonlyMap<string, number>,
  context: CheckContext,
): FindingItem {
  const severity = one.severity ?? hazard.severity;
  const safer = one.saferForm ? one.statement.safer : undefined;
  const evidence: readonly Evidence[] = [...one.evidence, ...(safer ? saferEvidence(safer, context) : [])];
  const sure = confidence(evidence);
  const tables: readonly QualifiedName[] = one.weighs ?? [one.at.object];
  const weight = Math.max(0, ...tables.map((table) => importance.get(qualified(table)) ?? 0));
  return {
    id,
    priority: priority(severity, sure, weight),
    severity,
    confidence: sure,
    importance: weight,
    at: one.at,
    file: one.place ?? one.statement.at,
    message: one.message,
    evidence,
    changes: [],
    sql: safer && saferHolds(safer) ? safer.statements.map((statement) => statement.sql) : (one.instead ?? []),
    ...(one.commands ? { commands: one.commands } : {}),
  };
}

/** A form that failed in the lab is no advice. */
function saferHolds({ rehearsals }: SaferForm): boolean {
  return rehearsals.length > 0 && rehearsals.every((one) => one.error === undefined);
}

function saferEvidence(safer: SaferForm, { traits }: CheckContext): readonly Evidence[] {
  if (!saferHolds(safer)) return [];
  if (safer.rehearsals.every(({ form }) => form === 'not run'))
    return [stated('the form that is advised was read against this schema without a fault')];
  // Whatever writes keeps all others from writing.
  if (traits.oneWriter) return [{ kind: 'rehearsed', text: 'the form that is advised runs in the lab' }];
  const blocking = safer.rehearsals.some(
    (one) =>
      one.scanned.length + one.rewritten.length + one.built.length > 0 &&
      one.locks.some(
        (lock) =>
          lock.kind === 'table' &&
          /^(?:SHARE|SHARE ROW EXCLUSIVE|EXCLUSIVE|ACCESS EXCLUSIVE)$/.test(lock.mode) &&
          lock.known === 'seen',
      ),
  );
  const how = blocking ? '' : ', and none of it works through a table under a lock for which writes wait';
  return [{ kind: 'rehearsed', text: `the form that is advised runs in the lab${how}` }];
}
