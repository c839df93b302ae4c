import type { Change } from '../catalog/change.ts';
import { qualified, sameName } from '../catalog/names.ts';
import { type CatalogObject, type ObjectReference, objectKey, referenceTo } from '../catalog/object.ts';
import type { Column } from '../catalog/table.ts';
import type { DraftStep, Hold, Phase } from '../engines/procedure.ts';
import { phases } from '../engines/procedure.ts';
import { afterDeploy } from './late-forms.ts';
import { hasWord, isHeld, type Mentions } from './mentions.ts';
import {
  bareName,
  boundTo,
  comesAgainLate,
  harmless,
  isEarly,
  isMadeLate,
  isPassedBy,
  madeAgain,
  madeKey,
  type Placed,
} from './placed.ts';
import type { Surroundings } from './taken-away.ts';

/**
 * The changes in their places: each after what it needs, and no sooner than it has to go; after the deploy what takes
 * away something that the application reads until then.
 */
export function placed(
  all: readonly Placed[],
  { from, traits }: Pick<Surroundings, 'from' | 'traits'>,
): readonly Placed[] {
  const around: Surroundings = { from, traits, changes: all.map((one) => one.change) };
  return afterDeploy(all, around, (given) => settled(held(released(given))));
}

/** Kinds of changes that may come after the deploy, with what they change. */
function worked(change: Change): Hold | undefined {
  if (change.kind === 'change type') return { relation: change.table, word: change.column };
  return change.kind === 'replace type' ? { word: change.type.name } : undefined;
}

/**
 * What must be gone for a change before the deploy, and can be made again only after it, would be missing meanwhile: so
 * that change waits, too, unless the application that is deployed needs what stands on it. Else the drop tells.
 */
function settled(given: readonly Placed[]): readonly Placed[] {
  let all = given;
  for (;;) {
    const result = pulled(all);
    const missing = result.filter((one) => isEarly(one) && isMadeLate(one, result));
    const waiting = missing.flatMap((drop) =>
      result.filter((one) => isEarly(one) && mayWait(one, result) && standsInTheWay(drop, one)),
    );
    const next = waiting.length > 0 && postponed(all, waiting);
    if (!next) return result.map((one) => (missing.includes(one) ? withBreak(one) : one));
    all = next;
  }
}

function mayWait({ change, steps }: Placed, all: readonly Placed[]): boolean {
  // Each round moves something, so that there is a last one.
  const again = change.kind === 'drop' ? madeAgain(change, all) : undefined;
  if (change.kind === 'drop') return again !== undefined && isEarly(again);
  return worked(change) !== undefined && steps.length === 1;
}

/** The changes with some of them after the deploy; nothing where tables or columns would have to follow. */
function postponed(all: readonly Placed[], waiting: readonly Placed[]): readonly Placed[] | undefined {
  const changes = new Set(
    waiting.flatMap(({ change }) => [change, ...(change.kind === 'drop' ? [madeAgain(change, all)?.change] : [])]),
  );
  const late = (one: Placed): Placed => ({
    ...one,
    steps: one.steps.map((step): DraftStep => ({ ...step, phase: 'contract' })),
    holds: [...one.holds, ...[worked(one.change) ?? []].flat()],
  });
  const next = held(all.map((one) => (changes.has(one.change) ? late(one) : one)));
  const dropped = new Set(
    all.flatMap(({ change }) => (change.kind === 'drop' ? [objectKey(referenceTo(change.object))] : [])),
  );
  const isDemanded = (one: Placed, at: number) => {
    const { change } = one;
    const before = all[at];
    if (change.kind !== 'create' || (change.object.kind !== 'table' && change.object.kind !== 'column')) return false;
    // What is made anew is there until then.
    if (dropped.has(objectKey(referenceTo(change.object)))) return false;
    return before !== undefined && isEarly(before) && !isEarly(one);
  };
  return next.some(isDemanded) ? undefined : next;
}

function withBreak(one: Placed): Placed {
  if (one.change.kind !== 'drop') return one;
  const breaks = `whatever uses ${qualifiedName(one.change.object)}, until it is made again after the deploy`;
  return { ...one, steps: one.steps.map((step): DraftStep => ({ ...step, breaks })) };
}

function qualifiedName(object: CatalogObject): string {
  const { schema, name } = referenceTo(object);
  return qualified({ schema: schema ?? '', name });
}

const rank = (phase: Phase): number => phases.indexOf(phase);

/**
 * A change that carries out earlier ones comes later than these: so does what needs what they make, and the drop of what
 * stands under the things that they take away.
 */
function released(all: readonly Placed[]): readonly Placed[] {
  let result = [...all];
  for (const one of all) {
    if (one.includes.length === 0) continue;
    const included = one.includes.map(({ change }) => change);
    const first = result.findIndex(({ change }) => included.includes(change));
    const place = result.indexOf(one);
    const waiting: Hold[] = [...one.releases];
    const moved: Placed[] = [];
    const taken: Mentions[] = [];
    for (const other of result.slice(Math.max(0, first), place)) {
      const { change } = other;
      if (included.includes(change)) {
        waiting.push(...wordsMade(change), ...nullsFreed(change));
        if (change.kind === 'drop') taken.push(other.mentions);
      } else if (
        other.steps.length > 0 &&
        (waiting.some((hold) => isHeld(change, other.mentions, hold)) ||
          (change.kind === 'drop' && taken.some((one) => hasWord(one, bareName(change.object)))))
      ) {
        moved.push(other);
        waiting.push(...wordsMade(other.change));
      }
    }
    if (moved.length === 0) continue;
    const rest = result.filter((other) => !moved.includes(other));
    result = rest.toSpliced(rest.indexOf(one) + 1, 0, ...moved);
  }
  return result;
}

function wordsMade(change: Change): readonly Hold[] {
  const word = madeBy(change);
  return word === undefined ? [] : [{ word }];
}

/** The columns of a primary key take no null as long as it is there. */
function nullsFreed(change: Change): readonly Hold[] {
  if (change.kind !== 'drop' || change.object.kind !== 'constraint' || change.object.type !== 'primary key') return [];
  const { table, constraint } = change.object;
  return constraint.columns.map((word) => ({ relation: table, word, kinds: ['drop not null'] }));
}

/**
 * What joins its parent has its checks, keys and indexes: else it is refused, or gets others, made under the lock. A column
 * that the parent is to lose would be asked of it, too.
 */
function holdsAfter(change: Change, all: readonly Placed[]): readonly Hold[] {
  const kinds = ['attach partition' as const, 'inherit' as const];
  if (change.kind === 'drop') {
    const { object } = change;
    if (object.kind === 'column') return [{ relation: object.table, kinds }];
    const key = objectKey(referenceTo(object));
    const isAnew = all.some((one) => one.change.kind === 'create' && objectKey(referenceTo(one.change.object)) === key);
    // Its bounds are free when it is gone.
    const parent = object.kind === 'table' && !isAnew ? object.table.partitionOf?.parent : undefined;
    return [
      ...nullsFreed(change),
      ...(parent ? [{ relation: parent, kinds: ['attach partition' as const, 'detach partition' as const] }] : []),
    ];
  }
  const object = change.kind === 'create' ? change.object : undefined;
  const owned = object?.kind === 'index' ? object.relation : object?.kind === 'constraint' ? object.table : undefined;
  const partitioned = object !== undefined && 'partitioned' in object && object.partitioned === true;
  return [...wordsMade(change), ...(owned && !partitioned ? [{ relation: owned, kinds }] : [])];
}

/** No step of a change comes before what it needs: a hold keeps later changes back until its own phase. */
function held(all: readonly Placed[]): readonly Placed[] {
  const holds: { readonly hold: Hold; readonly phase: Phase }[] = [];
  return all.map((one) => {
    const parts = [one, ...one.includes];
    const until = holds
      .filter(({ hold }) => hold.spares?.includes(one.change) !== true)
      .filter(({ hold }) => parts.some(({ change, mentions }) => isHeld(change, mentions, hold)))
      .reduce((latest, { phase }) => Math.max(latest, rank(phase)), 0);
    const steps = one.steps.map((step) =>
      rank(step.phase) < until ? { ...step, phase: phases[until] ?? step.phase } : step,
    );
    const phase = phases[steps.reduce((latest, step) => Math.max(latest, rank(step.phase)), 0)] ?? 'contract';
    for (const hold of [...one.holds, ...one.releases]) holds.push({ hold, phase });
    // What it makes is not there before; a table has its new name from the first step on.
    for (const { change } of parts) {
      const there = isNewName(change) ? steps[0]?.phase : phase;
      if (there === undefined || rank(there) === 0) continue;
      for (const hold of holdsAfter(change, all)) holds.push({ hold, phase: there });
    }
    return { ...one, steps };
  });
}

function isNewName(change: Change): boolean {
  return change.kind === 'rename' && change.object.kind === 'table';
}

/** The name of what a change makes, by which others speak of it. */
export function madeBy(change: Change): string | undefined {
  if (change.kind === 'identity to serial' || change.kind === 'serial to identity') return change.sequence.name;
  if (change.kind === 'rename' && change.object.kind !== 'column') return change.to;
  if (change.kind !== 'create') return undefined;
  const { object } = change;
  return object.kind === 'column' ? object.column.name : bareName(object);
}

/** Parts of tables that go for what is made again in the last phase: they are there until then. */
const parts: readonly string[] = ['constraint', 'trigger', 'policy', 'rule'];

function isPartMadeLate({ change }: Placed, all: readonly Placed[]): boolean {
  return change.kind === 'drop' && parts.includes(change.object.kind) && comesAgainLate(change, all);
}

/** Drops that later changes do not let wait come in their place. */
function pulled(all: readonly Placed[]): readonly Placed[] {
  const result: Placed[] = [];
  const inPlace: Placed[] = [];
  for (const one of [...all].reverse()) {
    const goes = one.change.kind === 'drop' || one.change.kind === 'drop default';
    const waits = goes && isPartMadeLate(one, all);
    const late = waits || (goes && one.steps.some((step) => step.phase === 'contract'));
    const blocked = late && inPlace.some((other) => standsInTheWay(one, other));
    const phase: Phase | undefined = blocked ? 'expand' : waits ? 'contract' : undefined;
    const placed = phase ? { ...one, steps: one.steps.map((step): DraftStep => ({ ...step, phase })) } : one;
    if (placed.steps.some((step) => step.phase !== 'contract')) inPlace.push(placed);
    result.push(placed);
  }
  return result.reverse();
}

/** Whether the dropped thing must be gone before the other, later change. */
function standsInTheWay(dropped: Placed, later: Placed): boolean {
  // A drop that is made in its place needs all that hangs on it gone; what goes with its last step, after the deploy, does not.
  if (later.change.kind === 'drop')
    return later.steps.at(-1)?.phase !== 'contract' && hasWord(boundTo(dropped), bareName(later.change.object));
  if (dropped.change.kind !== 'drop') return false;
  const { object } = dropped.change;
  const { change } = later;
  const own = referenceTo(object);
  if (change.kind === 'create') {
    if (madeKey(later) === objectKey(own)) return true;
    const taken = relationNames(change.object);
    return relationNames(object).some((name) => taken.includes(name));
  }
  if (change.kind === 'rename') {
    const taken = relationName({ ...change.object, name: change.to });
    if (taken !== undefined && relationNames(object).includes(taken)) return true;
    const sameKind = change.object.kind === own.kind || !(change.object.of && own.of);
    const sameOwner = change.object.of && own.of ? sameName(change.object.of, own.of) : true;
    return sameKind && sameOwner && change.to === own.name;
  }
  // What joins its parent brings an index for each of the parent's: one that is to go would be taken for it.
  if (change.kind === 'attach partition') return object.kind === 'index' && sameName(object.relation, change.partition);
  if (['grant', 'set comment', 'set owner', 'revoke', 'set options'].includes(change.kind)) return false;
  // A generated column keeps the columns that it reads of their types.
  if (object.kind === 'column' && object.column.generated && change.kind === 'change type')
    return sameName(object.table, change.table) && hasWord(dropped.mentions, change.column);
  // A table that is split by the column cannot take its new type.
  if (object.kind === 'table' && object.table.partitioning && change.kind === 'change type')
    return later.mentions.names.has(qualified(object.table));
  const isShared = [...later.mentions.names].some((name) => dropped.mentions.names.has(name));
  if (parts.includes(object.kind)) {
    if (!isKey(object)) return isShared && !harmless.has(change.kind);
    // A key keeps nothing back but what is done to its own columns, and tables that would have to have it when they join.
    if (change.kind === 'change type') return isShared && hasWord(dropped.mentions, change.column);
    return (
      isShared &&
      ['replace type', 'attach partition', 'detach partition', 'inherit', 'set persistence'].includes(change.kind)
    );
  }
  // A view keeps the columns that it reads as they are; all that it reads is named in it.
  if (object.kind !== 'view' && object.kind !== 'routine') return false;
  return isShared && !isPassedBy(dropped, change);
}

const isKey = (object: CatalogObject): boolean =>
  object.kind === 'constraint' && object.type !== 'check' && object.type !== 'exclusion';

/** The name of what shares its name space with tables, or may: constraints have indexes of their name. */
function relationName({ kind, schema, of, name }: ObjectReference): string | undefined {
  return ['table', 'view', 'sequence', 'index', 'constraint'].includes(kind)
    ? `${schema ?? of?.schema}.${name}`
    : undefined;
}

/** All such names that come and go with an object: a table's indexes and sequences have some too. */
function relationNames(object: CatalogObject): readonly string[] {
  const own = relationName(referenceTo(object));
  const named = own === undefined ? [] : [own];
  if (object.kind === 'column') return counters(object.column);
  if (object.kind !== 'table') return named;
  const { table } = object;
  const indexes = table.indexes.map(({ name }) => `${table.schema}.${name}`);
  return [...named, ...indexes, ...table.columns.flatMap(counters)];
}

function counters({ identity, ownedSequence }: Column): readonly string[] {
  return [identity?.sequence, ownedSequence].flatMap((one) => (one ? [`${one.schema}.${one.name}`] : []));
}
