import type { Sequence } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Outcome, Step } from '../outcome.ts';
import { same, sameBut } from '../same.ts';

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

/** Stands for: the sequence does not go with the column that owned it. */
export function freedKey({ schema, name }: QualifiedName): string {
  return `freed ${qualified({ schema, name })}`;
}
