import type { Change } from '../catalog/change.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import { objectKey, referenceTo } from '../catalog/object.ts';
import type { DraftStep, Undo } from '../engines/procedure.ts';
import { hasWord, type Mentions } from './mentions.ts';
import { harmless, isPassedBy, madeKey } from './placed.ts';
import { madeBy } from './placing.ts';

/** A step with the change that it is of. */
export interface Ordered {
  readonly step: DraftStep;
  readonly change: Change;
  readonly mentions: Mentions;
  /** What the change carries out too. */
  readonly includes: readonly { readonly change: Change; readonly mentions: Mentions }[];
  /** The key of a dropped thing whose place it takes. */
  readonly takes?: string;
  /** All of the change, in its plain form. */
  readonly whole: boolean;
}

/** The steps of one phase: what is dropped and made again comes close together, and in one transaction where it can. */
export function brought(steps: readonly Ordered[]): readonly DraftStep[] {
  return joined(gathered(steps));
}

/**
 * Between the drop of a thing and its making stand only the steps that need it gone: the drop comes as late, the making
 * as early as they let it.
 */
function gathered(steps: readonly Ordered[]): readonly Ordered[] {
  let result = [...steps];
  for (const made of steps) {
    // The first of its steps makes it; others only finish it.
    if (made.change.kind !== 'create' || steps.find((one) => one.change === made.change) !== made) continue;
    const key = madeKey(made);
    const drop = result.find((one) => one.change.kind === 'drop' && objectKey(referenceTo(one.change.object)) === key);
    if (!drop || result.indexOf(drop) > result.indexOf(made)) continue;
    const between = result.slice(result.indexOf(drop) + 1, result.indexOf(made));
    const first = between.find((one) => needsGone(one, drop));
    const last = between.findLast((one) => needsGone(one, drop) || isNeededBy(one, made));
    const rest = result.filter((one) => one !== drop && one !== made);
    const start = first ? rest.indexOf(first) : last ? rest.indexOf(last) + 1 : rest.indexOf(between[0] ?? made);
    if (start < 0) continue;
    const withDrop = rest.toSpliced(start, 0, drop);
    const end = last ? withDrop.indexOf(last) + 1 : start + 1;
    result = withDrop.toSpliced(Math.max(end, start + 1), 0, made);
  }
  return result;
}

function needsGone(one: Ordered, drop: Ordered): boolean {
  const dropped = one.includes.filter(
    ({ change }) => change.kind === 'drop' && !(isOfKind(drop.change, ['view']) && isOfKind(change, partsOfTables)),
  );
  if (dropped.some(({ mentions }) => speaksOf(mentions, drop.mentions))) return true;
  if (isPassedBy(drop, one.change)) return false;
  return one.whole && !harmless.has(one.change.kind) && speaksOf(one.mentions, drop.mentions);
}

/** What views do not stand on, or what takes it away takes them away with it. */
const partsOfTables: readonly string[] = ['constraint', 'index', 'statistics'];

function isOfKind(change: Change, kinds: readonly string[]): boolean {
  return change.kind === 'drop' && kinds.includes(change.object.kind);
}

/** Whether a drop speaks of what a change speaks of; the body of a routine is text. */
function speaksOf(change: Mentions, drop: Mentions): boolean {
  return (
    [...change.names].some((name) => drop.names.has(name)) || [...change.bareNames].some((name) => hasWord(drop, name))
  );
}

/** Whether the thing that is made names what the step makes, or what it drops would be in its way. */
function isNeededBy(one: Ordered, made: Ordered): boolean {
  return [one, ...one.includes].some(({ change }) => {
    const name = madeBy(change) ?? (change.kind === 'drop' ? referenceTo(change.object).name : undefined);
    return name !== undefined && hasWord(made.mentions, name.replace(/\(.*$/, ''));
  });
}

/** What goes, by key: an object, or a partition from its parent. */
function goneBy(change: Change): string | undefined {
  if (change.kind === 'drop') return objectKey(referenceTo(change.object));
  return change.kind === 'detach partition' ? partitionKey(change) : undefined;
}

/** What comes, by the same key. */
function comesBy(one: Pick<Ordered, 'change' | 'takes'>): string | undefined {
  const { change } = one;
  if (change.kind === 'create') return madeKey(one);
  return change.kind === 'attach partition' ? partitionKey(change) : undefined;
}

const partitionKey = ({ table, partition }: { readonly table: QualifiedName; readonly partition: QualifiedName }) =>
  `partition ${qualified(partition)} of ${qualified(table)}`;

/** A thing that is dropped and made again in one phase is so in one transaction: nobody sees it missing. */
function joined(ordered: readonly Ordered[]): readonly DraftStep[] {
  const result: DraftStep[] = [];
  for (let at = 0; at < ordered.length; at++) {
    const one = ordered[at];
    if (!one) continue;
    const end = remade(ordered, at);
    const group = ordered.slice(at, end + 1);
    result.push(group.length > 1 ? together(group) : one.step);
    at = Math.max(at, end);
  }
  return result;
}

/** The last step that belongs to what begins with a drop: where all that was dropped is there again. */
function remade(ordered: readonly Ordered[], at: number): number {
  const open = new Set<string>();
  let end = at;
  for (let place = at; place < ordered.length; place++) {
    const one = ordered[place];
    if (!one || one.step.phase !== ordered[at]?.step.phase || !canJoin(one)) break;
    const key = goneBy(one.change);
    if (key !== undefined) {
      const again = ordered.findIndex(
        (other, where) => where > place && other.step.phase === one.step.phase && comesBy(other) === key,
      );
      const between = ordered.slice(place, again + 1);
      if (again >= 0 && between.every(canJoin)) {
        open.add(key);
        end = Math.max(end, again);
      }
    }
    if (place >= end) break;
  }
  return open.size === 0 ? at : end;
}

function canJoin({ step: { work, preconditions, builds }, change }: Ordered): boolean {
  // Of columns that are there before whatever is joined, as are those of which it is proved that nothing is lost.
  const known = ['change type', 'replace type', 'attach partition'].includes(change.kind);
  return (
    work.kind === 'statements' &&
    work.recover === undefined &&
    work.statements.every((statement) => statement.transactional) &&
    (known || (preconditions ?? []).every(({ guard }) => guard !== undefined)) &&
    (builds ?? []).length === 0
  );
}

function together(group: readonly Ordered[]): DraftStep {
  const steps = group.map((one) => one.step);
  const [first] = steps;
  if (!first) throw new Error('no step to put together');
  const loses = [...new Set(steps.flatMap((step) => step.loses ?? []))];
  const needs = [...new Set(steps.flatMap((step) => step.needs ?? []))];
  const whys = [...new Set(steps.flatMap((step) => step.why ?? []))];
  const breaks = [...new Set(steps.flatMap((step) => step.breaks ?? []))];
  const preconditions = steps.flatMap((step) => step.preconditions ?? []);
  return {
    title: titleOf(group),
    phase: first.phase,
    work: {
      kind: 'statements',
      statements: steps.flatMap((step) => (step.work.kind === 'statements' ? step.work.statements : [])),
    },
    why: ['In one transaction, so that nobody finds it missing.', ...whys].join(' '),
    undo: undoneTogether(steps.toReversed().map((step) => step.undo)),
    watch: first.watch ?? [],
    ...(loses.length === 0 ? {} : { loses: loses.join(', ') }),
    ...(needs.length === 0 ? {} : { needs }),
    ...(breaks.length === 0 ? {} : { breaks: breaks.join(', ') }),
    ...(preconditions.length === 0 ? {} : { preconditions }),
  };
}

function undoneTogether(undos: readonly Undo[]): Undo {
  const none = undos.find((undo) => 'none' in undo);
  if (none) return none;
  const known = undos.filter((undo) => 'work' in undo);
  const lost = [...new Set(known.flatMap(({ loses }) => loses ?? []))];
  const breaks = [...new Set(known.flatMap((undo) => undo.breaks ?? []))];
  const all = known.flatMap(({ preconditions = [] }) => preconditions);
  const preconditions = all.filter(({ count }, at) => all.findIndex((one) => one.count === count) === at);
  const statements = known.flatMap(({ work }) =>
    work.flatMap((one) => (one.kind === 'statements' ? one.statements : [])),
  );
  return {
    work: [{ kind: 'statements', statements }],
    ...(lost.length === 0 ? {} : { loses: lost.join(', ') }),
    ...(breaks.length === 0 ? {} : { breaks: breaks.join(', ') }),
    ...(preconditions.length === 0 ? {} : { preconditions }),
  };
}

/** What is done besides, and then what is there again at the end. */
function titleOf(group: readonly Ordered[]): string {
  const isThereAgain = ({ change }: Ordered) => {
    const key = goneBy(change);
    return group.some((one) => key !== undefined && comesBy({ change: one.change }) === key);
  };
  const again = group
    .filter((one) => one.step.title.startsWith('Drop ') && isThereAgain(one))
    .map(({ step }) => step.title.slice('Drop '.length));
  const others = group
    .map(({ step }) => step.title)
    .filter((title) => !again.some((name) => title.endsWith(` ${name}`)));
  const titles = [...new Set(others), ...(again.length === 0 ? [] : [`Make ${again.join(', ')} anew`])];
  return titles.map((title, at) => (at === 0 ? title : title.charAt(0).toLowerCase() + title.slice(1))).join('; ');
}
