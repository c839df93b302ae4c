import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Intent, RowsIntent } from '../catalog/intent.ts';
import { nameMap } from '../catalog/name-map.ts';
import { compareText, type QualifiedName, qualified, sameName } from '../catalog/names.ts';
import { type ObjectReference, objectKey, referenceTo } from '../catalog/object.ts';
import type { Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { DraftStep, Hold, Phase, PlanMode, Procedure, RowsRequest, Situation } from '../engines/procedure.ts';
import { phases } from '../engines/procedure.ts';
import { hasWord, isHeld, type Mentions, mentionsOf } from './mentions.ts';
import {
  type Renaming,
  renamedPart,
  renamedSequence,
  withRenamed,
  withRenamedPart,
  withRenamedSequence,
} from './renamed-catalog.ts';

/** What a plan is made from, besides the changes. */
export interface DraftInput {
  readonly from: Catalog;
  readonly to: Catalog;
  /** How many renames stand first among the changes, and the schema before when they are carried out, as the engine reads it. */
  readonly renames: { readonly count: number; readonly after: Catalog };
  readonly traits: Traits;
  readonly mode: PlanMode;
  readonly procedure: (change: Change, situation: Situation) => Procedure;
  readonly rowsStep: (request: RowsRequest) => DraftStep;
  /** What a person said of the migration. */
  readonly intents: readonly Intent[];
  /** Changes whose plain form does work on rows under a lock that blocks. */
  readonly heavy: (change: Change) => boolean;
  readonly quarantineSeconds?: number;
  readonly batch: Situation['batch'];
}

/**
 * The steps of all changes in their order: by phase, and within a phase as the changes come. A change that needs what
 * an earlier one brings about in a later phase waits for it; what is dropped is dropped late unless something of its name
 * comes, or what hangs on it must be changed, before.
 */
export function draftSteps(changes: readonly Change[], input: DraftInput): readonly DraftStep[] {
  const procedures = proceduresOf(changes, input);
  const included = new Set(procedures.flatMap((one) => one.includes ?? []));
  const mentions = changes.map(mentionsOf);
  const kept = changes.map((change, at) => ({
    change,
    mentions: mentions[at] ?? { names: new Set<string>(), text: '' },
    steps: included.has(change) ? [] : (procedures[at]?.steps ?? []),
    holds: included.has(change) ? [] : (procedures[at]?.holds ?? []),
  }));
  const rows = input.intents.filter((one) => one.kind === 'rows');
  const rowsSteps = (wanted: (one: RowsIntent) => boolean) =>
    rows.filter(wanted).map((one) => rowsStepOf(one, changes, input));
  if (input.mode === 'brief-maintenance') {
    // Values of new columns can only come when these are there.
    const isLate = (one: RowsIntent) => one.phase === 'contract' || setsNewColumns(one, input.from);
    const steps = [...rowsSteps((one) => !isLate(one)), ...kept.flatMap((one) => one.steps), ...rowsSteps(isLate)];
    return steps.map((step): DraftStep => ({ ...step, phase: 'migrate' }));
  }
  const placed = pulled(held(kept));
  const steps = placed.flatMap((one): readonly Ordered[] =>
    one.steps.map((step) => ({
      step,
      change: one.change,
      mentions: one.mentions,
      whole: one.steps.length === 1,
    })),
  );
  const ordered = phases.flatMap((phase) => steps.filter((one) => one.step.phase === phase));
  const inPhase = (phase: Phase) => joined(gathered(ordered.filter((one) => one.step.phase === phase)));
  return withDeploy(phases.flatMap((phase) => [...rowsSteps((one) => one.phase === phase), ...inPhase(phase)]));
}

function setsNewColumns({ table, set = {} }: RowsIntent, from: Catalog): boolean {
  const known = from.tables.find((one) => sameName(one, table))?.columns.map(({ name }) => name) ?? [];
  return Object.keys(set).some((column) => !known.includes(column));
}

/** A table that is renamed is so in the first phase: from then on its rows are found by the new name. */
function rowsStepOf(intent: RowsIntent, changes: readonly Change[], input: DraftInput): DraftStep {
  const table = input.from.tables.find((one) => sameName(one, intent.table));
  if (!table) throw new Error(`no table ${qualified(intent.table)}`);
  const early = intent.phase === 'expand' || input.mode === 'brief-maintenance';
  const name = changes
    .map(renameOf)
    .reduce((now, renamed) => (!early && renamed && sameName(renamed.from, now) ? renamed.to : now), intent.table);
  const { mode, batch } = input;
  return input.rowsStep({ intent, table: { ...table, schema: name.schema, name: name.name }, mode, batch });
}

interface Placed {
  readonly change: Change;
  readonly mentions: Mentions;
  readonly steps: readonly DraftStep[];
  readonly holds: readonly Hold[];
}

function proceduresOf(changes: readonly Change[], input: DraftInput): readonly Procedure[] {
  const tables = nameMap<Table>();
  for (const table of input.from.tables) tables.set(table, table);
  const created = new Set<string>();
  const former = new Map<string, QualifiedName>();
  let from = input.from;
  const formerly = (name: QualifiedName) => former.get(qualified(name)) ?? name;
  return changes.map((change, at) => {
    if (at > 0 && at === input.renames.count) {
      from = input.renames.after;
      // By columns, keys and texts as they are now, under the name that they are known by.
      for (const table of from.tables) {
        const { schema, name } = formerly(table);
        tables.set({ schema, name }, { ...table, schema, name });
      }
    }
    const renames: ReadonlyMap<string, QualifiedName> = new Map(former);
    const result = input.procedure(change, {
      traits: input.traits,
      mode: input.mode,
      from,
      to: input.to,
      changes,
      at,
      before: (name) => (created.has(qualified(name)) ? undefined : tables.get(renames.get(qualified(name)) ?? name)),
      isNew: (name) => created.has(qualified(name)) || !tables.get(renames.get(qualified(name)) ?? name),
      heavy: input.heavy(change),
      isHeavy: input.heavy,
      batch: input.batch,
      intents: input.intents,
      ...quarantineOf(change, input, (name) => former.get(qualified(name)) ?? name),
    });
    if (change.kind === 'create' && change.object.kind === 'table') created.add(qualified(change.object.table));
    const renamed = renameOf(change);
    if (renamed) {
      former.set(qualified(renamed.to), formerly(renamed.from));
      from = withRenamed(from, renamed);
    }
    const sequence = renamedSequence(change);
    if (sequence) {
      for (const { schema, name } of input.from.tables) {
        const table = tables.get({ schema, name });
        if (table) tables.set(table, withRenamedSequence(table, sequence));
      }
    }
    const part = renamedPart(change);
    if (part) {
      from = { ...from, tables: from.tables.map((table) => withRenamedPart(table, part)) };
      const own = tables.get(formerly(part.table));
      const known = own && withRenamedPart({ ...own, schema: part.table.schema, name: part.table.name }, part);
      if (own && known) tables.set(own, { ...known, schema: own.schema, name: own.name });
    }
    return result;
  });
}

/** What was said of the dropped thing itself counts for more than what was said of all. */
function quarantineOf(
  change: Change,
  { intents, quarantineSeconds: general }: DraftInput,
  formerly: (table: QualifiedName) => QualifiedName,
): Pick<Situation, 'quarantineSeconds'> {
  const object = change.kind === 'drop' ? change.object : undefined;
  const dropped = object?.kind === 'table' || object?.kind === 'column' ? object : undefined;
  const own = intents.find(
    (one) =>
      one.kind === 'drop' &&
      dropped !== undefined &&
      sameName(one.table, formerly(dropped.table)) &&
      one.column === (dropped.kind === 'column' ? dropped.column.name : undefined),
  );
  const seconds = own?.kind === 'drop' ? own.quarantineSeconds : general;
  return seconds === undefined ? {} : { quarantineSeconds: seconds };
}

/** The table's names, of a change that gives it another one. */
export function renameOf(change: Change): Renaming | undefined {
  if ((change.kind !== 'rename' && change.kind !== 'set schema') || change.object.kind !== 'table') return undefined;
  const from = { schema: change.object.schema ?? '', name: change.object.name };
  return { from, to: change.kind === 'rename' ? { ...from, name: change.to } : { ...from, schema: change.schema } };
}

const rank = (phase: Phase): number => phases.indexOf(phase);

/** No step of a change comes before what it needs: a hold keeps later changes back until its own phase. */
function held(all: readonly Placed[]): readonly Placed[] {
  const holds: { readonly hold: Hold; readonly phase: Phase }[] = [];
  const dropped = new Set<string>();
  return all.map((one) => {
    const key =
      one.change.kind === 'drop' || one.change.kind === 'create'
        ? objectKey(referenceTo(one.change.object))
        : undefined;
    const remade = one.change.kind === 'create' && key !== undefined && dropped.has(key);
    if (one.change.kind === 'drop' && key !== undefined && one.steps.length > 0) dropped.add(key);
    const until = holds
      .filter(({ hold }) => !(remade && hold.sparesRemade) && isHeld(one.change, one.mentions, hold))
      .reduce((latest, { phase }) => Math.max(latest, rank(phase)), 0);
    const steps = one.steps.map((step) =>
      rank(step.phase) < until ? { ...step, phase: phases[until] ?? step.phase } : step,
    );
    const last = steps.reduce((latest, step) => Math.max(latest, rank(step.phase)), 0);
    const phase = phases[last] ?? 'contract';
    for (const hold of one.holds) holds.push({ hold, phase });
    // What it makes is not there before.
    const made = madeBy(one.change);
    if (made !== undefined && last > 0) holds.push({ hold: { word: made }, phase });
    return { ...one, steps };
  });
}

/** The name of what a change makes, by which others speak of it. */
function madeBy(change: Change): string | undefined {
  if (change.kind === 'rename' && change.object.kind !== 'column') return change.to;
  if (change.kind !== 'create') return undefined;
  const { object } = change;
  if (object.kind === 'column') return object.column.name;
  if (object.kind === 'routine') return object.routine.name;
  return referenceTo(object).name;
}

/** Drops that later changes do not let wait come in their place. */
function pulled(all: readonly Placed[]): readonly Placed[] {
  const result: Placed[] = [];
  const inPlace: Placed[] = [];
  for (const one of [...all].reverse()) {
    const late = one.change.kind === 'drop' && one.steps.some((step) => step.phase === 'contract');
    const blocked = late && inPlace.some((other) => standsInTheWay(one, other));
    const placed = blocked
      ? { ...one, steps: one.steps.map((step): DraftStep => ({ ...step, phase: 'expand' })) }
      : one;
    if (placed.steps.some((step) => step.phase !== 'contract')) inPlace.push(placed);
    result.push(placed);
  }
  return result.reverse();
}

/** Whether the dropped thing must be gone before the other, later change. */
function standsInTheWay(dropped: Placed, later: Placed): boolean {
  if (dropped.change.kind !== 'drop') return false;
  const { object } = dropped.change;
  const { change } = later;
  const own = referenceTo(object);
  if (change.kind === 'create') {
    const other = referenceTo(change.object);
    if (objectKey(other) === objectKey(own)) return true;
    return relationName(own) !== undefined && relationName(own) === relationName(other);
  }
  if (change.kind === 'rename') {
    const taken = relationName({ ...change.object, name: change.to });
    if (taken !== undefined && taken === relationName(own)) return true;
    const sameKind = change.object.kind === own.kind || !(change.object.of && own.of);
    const sameOwner = change.object.of && own.of ? sameName(change.object.of, own.of) : true;
    return sameKind && sameOwner && change.to === own.name;
  }
  // A drop that is made in its place needs all that hangs on it gone.
  if (change.kind === 'drop') return hasWord(dropped.mentions, referenceTo(change.object).name);
  if (['grant', 'set comment', 'revoke', 'set options'].includes(change.kind)) return false;
  // A view keeps the columns that it reads as they are; all that it reads is named in it.
  if (object.kind !== 'view' && object.kind !== 'routine') return false;
  return [...later.mentions.names].some((name) => dropped.mentions.names.has(name));
}

/** The name of what shares its name space with tables, or may: constraints have indexes of their name. */
function relationName({ kind, schema, of, name }: ObjectReference): string | undefined {
  return ['table', 'view', 'sequence', 'index', 'constraint'].includes(kind)
    ? `${schema ?? of?.schema}.${name}`
    : undefined;
}

interface Ordered {
  readonly step: DraftStep;
  readonly change: Change;
  readonly mentions: Mentions;
  /** All of the change, in its plain form. */
  readonly whole: boolean;
}

/**
 * Between the drop of a thing and its making stand only the steps that need it gone: the drop comes as late, the making
 * as early as they let it.
 */
function gathered(steps: readonly Ordered[]): readonly Ordered[] {
  let result = [...steps];
  for (const made of steps) {
    if (made.change.kind !== 'create') continue;
    const key = objectKey(referenceTo(made.change.object));
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

/** Kinds that what hangs on a table lets be done to it. */
const harmless: ReadonlySet<Change['kind']> = new Set([
  'create',
  'set not null',
  'drop not null',
  'set default',
  'drop default',
  'grant',
  'revoke',
  'set comment',
  'set options',
]);

function needsGone(one: Ordered, drop: Ordered): boolean {
  if (!one.whole || harmless.has(one.change.kind)) return false;
  return [...one.mentions.names].some((name) => drop.mentions.names.has(name));
}

/** Whether the thing that is made names what the step makes, or what it drops would be in its way. */
function isNeededBy(one: Ordered, made: Ordered): boolean {
  const name = madeBy(one.change) ?? (one.change.kind === 'drop' ? referenceTo(one.change.object).name : undefined);
  return name !== undefined && hasWord(made.mentions, name.replace(/\(.*$/, ''));
}

/** A thing that is dropped and made again in one phase is so in one transaction: nobody sees it missing. */
function joined(ordered: readonly Ordered[]): readonly DraftStep[] {
  const result: DraftStep[] = [];
  for (let at = 0; at < ordered.length; at++) {
    const one = ordered[at];
    if (!one) continue;
    const end = remade(ordered, at);
    const group = ordered.slice(at, end + 1).map((other) => other.step);
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
    if (one.change.kind === 'drop') {
      const key = objectKey(referenceTo(one.change.object));
      const again = ordered.findIndex(
        (other, where) =>
          where > place &&
          other.change.kind === 'create' &&
          other.step.phase === one.step.phase &&
          objectKey(referenceTo(other.change.object)) === key,
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
  // Of columns that are there before whatever is joined.
  const known = change.kind === 'change type' || change.kind === 'replace type';
  return (
    work.kind === 'statements' &&
    work.recover === undefined &&
    work.statements.every((statement) => statement.transactional) &&
    (known || (preconditions ?? []).length === 0) &&
    (builds ?? []).length === 0
  );
}

function together(steps: readonly DraftStep[]): DraftStep {
  const [first] = steps;
  if (!first) throw new Error('no step to put together');
  const dropped = steps
    .filter((step) => step.title.startsWith('Drop '))
    .map((step) => step.title.slice('Drop '.length));
  const others = steps
    .map((step) => step.title)
    .filter((title) => !title.startsWith('Drop ') && !dropped.some((name) => title.endsWith(` ${name}`)));
  const anew = `ake ${dropped.join(', ')} anew`;
  const undos = [...steps].reverse().map((step) => step.undo);
  const none = undos.find((undo) => 'none' in undo);
  const loses = [...new Set(steps.flatMap((step) => step.loses ?? []))];
  const needs = [...new Set(steps.flatMap((step) => step.needs ?? []))];
  const breaks = [...new Set(steps.flatMap((step) => step.breaks ?? []))];
  const preconditions = steps.flatMap((step) => step.preconditions ?? []);
  const undoStatements = undos.flatMap((undo) =>
    'none' in undo ? [] : undo.work.flatMap((work) => (work.kind === 'statements' ? work.statements : [])),
  );
  return {
    title: others.length === 0 ? `M${anew}` : `${others.join('; ')}; m${anew}`,
    phase: first.phase,
    work: {
      kind: 'statements',
      statements: steps.flatMap((step) => (step.work.kind === 'statements' ? step.work.statements : [])),
    },
    why: 'In one transaction, so that nobody finds it missing.',
    undo: none ?? { work: [{ kind: 'statements', statements: undoStatements }] },
    watch: first.watch ?? [],
    ...(loses.length === 0 ? {} : { loses: loses.join(', ') }),
    ...(needs.length === 0 ? {} : { needs }),
    ...(breaks.length === 0 ? {} : { breaks: breaks.join(', ') }),
    ...(preconditions.length === 0 ? {} : { preconditions }),
  };
}

/** What people must have done between the phases stands where the last begins. */
function withDeploy(steps: readonly DraftStep[]): readonly DraftStep[] {
  const at = steps.findIndex((step) => step.phase === 'contract');
  if (at < 0) return steps;
  const needs = [...new Set(steps.slice(at).flatMap((step) => step.needs ?? []))].sort(compareText);
  const wait: DraftStep = {
    title: 'Deploy the application that works with the new schema',
    phase: 'contract',
    work: { kind: 'wait', until: ['The application that works with the new schema is deployed everywhere.', ...needs] },
    undo: { work: [] },
  };
  return [...steps.slice(0, at), wait, ...steps.slice(at)];
}
