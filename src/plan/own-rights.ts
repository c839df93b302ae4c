import type { Change } from '../catalog/change.ts';
import { type CatalogObject, objectKey, referenceTo } from '../catalog/object.ts';
import type { DraftStep } from '../engines/procedure.ts';
import type { Placed } from './placed.ts';

/**
 * What is made has its owner and its rights from the first moment: they come in the transaction that makes it. By itself
 * it would belong to whoever runs the plan, and be open to those that the engine lets use what is new: a function to all.
 */
export function withOwnRights(all: readonly Placed[]): readonly Placed[] {
  const makers = new Map<string, Placed>();
  const given = new Map<Placed, readonly Placed[]>();
  for (const one of all) {
    const object = madeWhole(one);
    if (object) for (const key of keysOf(object)) makers.set(key, one);
    const maker = isTransaction(one) && isRight(one.change) ? makers.get(objectKey(one.change.object)) : undefined;
    if (maker) given.set(maker, [...(given.get(maker) ?? []), one]);
  }
  if (given.size === 0) return all;
  const taken = new Set([...given.values()].flat());
  return all.map((one) => {
    const rights = given.get(one);
    if (rights) return together(one, rights);
    return taken.has(one) ? { ...one, steps: [], holds: [], includes: [], releases: [] } : one;
  });
}

type Right = Extract<Change, { readonly kind: 'grant' | 'revoke' | 'set owner' }>;

function isRight(change: Change): change is Right {
  return change.kind === 'grant' || change.kind === 'revoke' || change.kind === 'set owner';
}

/** What a change makes in one transaction; of what is on tables, none has rights of its own when it is made. */
function madeWhole(one: Placed): CatalogObject | undefined {
  const { change, steps } = one;
  return change.kind === 'create' && steps.length === 1 && isTransaction(one) ? change.object : undefined;
}

/** All that comes with an object and has rights of its own. */
function keysOf(object: CatalogObject): readonly string[] {
  const own = objectKey(referenceTo(object));
  if (object.kind !== 'table') return [own];
  const counters = object.table.columns.flatMap(({ identity }) => identity?.sequence ?? []);
  return [own, ...counters.map(({ schema, name }) => objectKey({ kind: 'sequence', schema, name }))];
}

function isTransaction({ steps }: Placed): boolean {
  return steps.every(({ work }) => work.kind === 'statements' && work.statements.every((one) => one.transactional));
}

const statementsOf = ({ work }: DraftStep) => (work.kind === 'statements' ? work.statements : []);

/** The undo needs nothing more: the rights go with what has them. */
function together(one: Placed, rights: readonly Placed[]): Placed {
  const added = rights.flatMap(({ steps }) => steps.flatMap(statementsOf));
  const why = 'It has its owner and rights from the first moment: else others could use it meanwhile.';
  return {
    ...one,
    steps: one.steps.map((step) => ({
      ...step,
      why: step.why === undefined ? why : `${step.why} ${why}`,
      work: { kind: 'statements', statements: [...statementsOf(step), ...added] },
    })),
    includes: [
      ...one.includes,
      ...rights.flatMap(({ change, mentions, includes }) => [{ change, mentions }, ...includes]),
    ],
  };
}
