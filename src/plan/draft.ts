import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Intent, RowsIntent } from '../catalog/intent.ts';
import { nameMap } from '../catalog/name-map.ts';
import { compareText, type QualifiedName, qualified, sameName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import { worksOnLater } from '../diff/rank.ts';
import type { DraftStep, Phase, PlanMode, Procedure, RowsRequest, Situation } from '../engines/procedure.ts';
import { phases } from '../engines/procedure.ts';
import { brought, type Ordered } from './joining.ts';
import { mentionsOf } from './mentions.ts';
import { overloadTaken } from './overloads.ts';
import { withOwnRights } from './own-rights.ts';
import type { Placed } from './placed.ts';
import { placed } from './placing.ts';
import {
  type Renaming,
  renamedPart,
  renamedSequence,
  withRenamed,
  withRenamedPart,
  withRenamedSequence,
} from './renamed-catalog.ts';
import { stepId } from './step-id.ts';

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
  // What carries out another's changes does so no more where itself is carried out by a third.
  const parts = new Set(procedures.flatMap((one) => one.includes ?? []));
  const included = new Set(
    changes.flatMap((change, at) => (parts.has(change) ? [] : (procedures[at]?.includes ?? []))),
  );
  const tables = [...input.from.tables, ...input.to.tables];
  const spoken = new Map(changes.map((change) => [change, mentionsOf(change, tables)]));
  const withMentions = (change: Change) => ({ change, mentions: spoken.get(change) ?? mentionsOf(change, tables) });
  const all = changes.map((change, at): Placed => {
    const own = included.has(change) ? undefined : procedures[at];
    const { steps = [], holds = [], includes = [], releases = [] } = own ?? {};
    const takes = overloadTaken(change, changes, input.traits);
    return {
      ...withMentions(change),
      steps,
      holds,
      includes: includes.map(withMentions),
      releases,
      ...(takes === undefined ? {} : { takes }),
    };
  });
  const kept = withOwnRights(all);
  const rows = input.intents.filter((one) => one.kind === 'rows');
  const rowsSteps = (wanted: (one: RowsIntent) => boolean) =>
    rows.filter(wanted).map((one) => rowsStepOf(one, changes, input));
  if (input.mode === 'brief-maintenance') {
    // Values of new columns can only come when these are there.
    const isLate = (one: RowsIntent) => one.phase === 'contract' || setsNewColumns(one, input.from);
    const steps = [...rowsSteps((one) => !isLate(one)), ...kept.flatMap((one) => one.steps), ...rowsSteps(isLate)];
    return steps.map((step): DraftStep => ({ ...step, phase: 'migrate' }));
  }
  const steps = placed(kept, input).flatMap((one): readonly Ordered[] =>
    one.steps.map((step) => ({
      step,
      change: one.change,
      mentions: one.mentions,
      includes: one.includes,
      ...(one.takes === undefined ? {} : { takes: one.takes }),
      whole: one.steps.length === 1,
    })),
  );
  const ordered = inPhases(steps);
  const inPhase = (phase: Phase) => brought(ordered.filter((one) => one.step.phase === phase));
  return withDeploy(phases.flatMap((phase) => [...rowsSteps((one) => one.phase === phase), ...inPhase(phase)]));
}

/** By phase; what works on all that comes after it (default privileges) waits for what is made after the deploy. */
function inPhases(steps: readonly Ordered[]): readonly Ordered[] {
  const isLasting = ({ change }: Ordered) =>
    (change.kind === 'create' || change.kind === 'replace') && worksOnLater(change.object);
  const hasLate = steps.some((one) => one.step.phase === 'contract' && !isLasting(one));
  const placed = steps.map(
    (one): Ordered => (hasLate && isLasting(one) ? { ...one, step: { ...one.step, phase: 'contract' } } : one),
  );
  return phases.flatMap((phase) => placed.filter((one) => one.step.phase === phase));
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

/** What people must have done between the phases stands where the last begins. */
function withDeploy(steps: readonly DraftStep[]): readonly DraftStep[] {
  const at = steps.findIndex((step) => step.phase === 'contract');
  if (at < 0) return steps;
  const needs = [...new Set(steps.slice(at).flatMap((step) => step.needs ?? []))].sort(compareText);
  const wait: DraftStep = {
    title: 'Deploy the application that works with the new schema',
    phase: 'contract',
    work: {
      kind: 'wait',
      until: ['The application that works with the new schema is deployed everywhere.', ...needs, ...notYet(steps, at)],
    },
    undo: { work: [] },
  };
  return [...steps.slice(0, at), wait, ...steps.slice(at)];
}

/**
 * What of the application that is deployed fails until a later step is done: the same that fails when it is taken back.
 * `at`: where the deploy comes in.
 */
function notYet(steps: readonly DraftStep[], at: number): readonly string[] {
  return steps.flatMap(({ undo }, place) =>
    place < at || 'none' in undo || undo.breaks === undefined
      ? []
      : [`Until step ${stepId(place + 1, steps.length + 1)} is done, this fails: ${undo.breaks}.`],
  );
}
