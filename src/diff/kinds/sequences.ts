import type { Sequence } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Outcome, Step } from '../outcome.ts';
import { same, sameBut } from '../same.ts';
import { grantChanges } from './grants.ts';

/** What the sequence counts by and how far; nothing where both do alike. */
export function compareSequenceOptions(
  from: Sequence,
  to: Sequence,
): Extract<Change, { readonly kind: 'alter sequence' }> | undefined {
  const alike =
    from.type.text === to.type.text &&
    sameBut(from, to, 'schema', 'name', 'type', 'ownedBy', 'identity', 'persistence', 'grants', 'owner', 'comment');
  return alike ? undefined : { kind: 'alter sequence', sequence: to, was: from };
}

export function compareSequences(from: Sequence, to: Sequence): Outcome {
  const change = compareSequenceOptions(from, to);
  const name = { schema: to.schema, name: to.name };
  const steps: Step[] = change ? [{ change }] : [];
  if (from.persistence !== to.persistence) {
    steps.push({ change: { kind: 'set sequence persistence', sequence: name, persistence: to.persistence } });
  }
  if (!same(from.ownedBy, to.ownedBy)) steps.push(ownStep(to, from.ownedBy));
  return steps;
}

/** The sequence becomes a column's own, or nobody's. */
export function ownStep(to: Sequence, was: Sequence['ownedBy']): Step {
  return {
    change: {
      kind: 'own sequence',
      sequence: { schema: to.schema, name: to.name },
      ...(to.ownedBy ? { owner: to.ownedBy } : {}),
      ...(was ? { was } : {}),
    },
    makes: [freedKey(to)],
    ...(to.ownedBy
      ? { finish: true, needs: [objectKey({ kind: 'column', name: to.ownedBy.column, of: to.ownedBy.table })] }
      : { first: true }),
  };
}

/**
 * What is said of the sequence behind an identity, which is part of its column: `usual` is how it lasts without being told,
 * `needs` what must be there.
 */
export function identitySequenceSteps(
  from: Sequence | undefined,
  to: Sequence,
  usual: Sequence['persistence'],
  needs: readonly string[],
): readonly Step[] {
  const object = { kind: 'sequence', schema: to.schema, name: to.name } as const;
  const changes: Change[] = [...grantChanges(object, from?.grants ?? [], to.grants)];
  if (from?.comment !== to.comment) {
    changes.push({
      kind: 'set comment',
      object,
      ...(to.comment === undefined ? {} : { comment: to.comment }),
      ...(from?.comment === undefined ? {} : { was: from.comment }),
    });
  }
  if (to.persistence !== usual) {
    const sequence = { schema: to.schema, name: to.name };
    changes.push({ kind: 'set sequence persistence', sequence, persistence: to.persistence });
  }
  return changes.map((change) => ({ change, finish: true, needs }));
}

/** Stands for: the sequence does not go with the column that owned it. */
export function freedKey({ schema, name }: QualifiedName): string {
  return `freed ${qualified({ schema, name })}`;
}
