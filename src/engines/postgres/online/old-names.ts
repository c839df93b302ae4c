import type { Routine } from '../../../catalog/catalog.ts';
import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import { type ObjectReference, objectKey, referenceTo } from '../../../catalog/object.ts';
import type { View } from '../../../catalog/table.ts';
import type { DraftStep, Procedure, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteName } from '../quote.ts';
import { renderChange } from '../render.ts';
import { grantStatements } from '../schema/grants.ts';
import { withoutDefaultRights } from './default-rights.ts';
import { formerOwner, ownerGiven } from './owners.ts';
import { plainSteps } from './plain.ts';
import { restored } from './restored.ts';
import { standInGone } from './stand-in-gone.ts';
import { step, work } from './steps.ts';
import { blockers } from './watch.ts';

type Renaming = Extract<Change, { readonly kind: 'rename' | 'set schema' }>;

/** Something of the old name that does the same, until the application knows the new one. */
interface StandIn {
  /** What it is, in a word: `view`. */
  readonly what: string;
  readonly create: readonly string[];
  readonly drop: string;
  /** What it does not do. */
  readonly breaks?: string;
}

/**
 * A view, a routine or a type gets its new name at once, and something of the old name stands in for it. Where nothing
 * can, and for sequences, which exist once, it gets the name when the application knows both. Nothing for other kinds.
 */
export function renameNamed(change: Renaming, situation: Situation): Procedure | undefined {
  const { object } = change;
  if (!['view', 'routine', 'type', 'sequence'].includes(object.kind)) return undefined;
  const old = { schema: object.schema ?? '', name: bareName(object) };
  const now = change.kind === 'rename' ? { ...old, name: change.to } : { ...old, schema: change.schema };
  if (object.kind === 'sequence') {
    const owned = situation.from.sequences.find((one) => sameName(one, old) || sameName(one, now))?.ownedBy;
    return owned ? undefined : whenBothAreKnown(change, now, situation);
  }
  if (object.kind === 'routine' && firesOnly(object, old, situation)) return undefined;
  const standIn = standInOf(object, old, now, situation);
  if (!standIn) return whenBothAreKnown(change, now, situation);
  const [plain] = plainSteps(change, situation);
  if (plain?.work.kind !== 'statements' || 'none' in plain.undo) return undefined;
  const gone = standInGone({ ...standIn, old, for: `${object.kind} ${qualified(now)}`, now }, object, situation);
  return {
    steps: [
      step(
        `${plain.title}, with ${standIn.what === 'aggregate' ? 'an' : 'a'} ${standIn.what} of the old name`,
        'expand',
        work(...plain.work.statements.map(({ sql }) => sql), ...standIn.create),
        {
          why: 'Both names work until the application is deployed.',
          undo: { work: [work(standIn.drop), ...plain.undo.work] },
          watch: [blockers],
          ...(standIn.breaks === undefined ? {} : { breaks: standIn.breaks }),
        },
      ),
      gone.step,
    ],
    includes: gone.includes,
  };
}

/** A routine is referred to by its signature. */
function bareName({ kind, name }: ObjectReference): string {
  return kind === 'routine' ? name.slice(0, name.indexOf('(')) : name;
}

/** It has one name at a time: whoever says the other one fails. */
function whenBothAreKnown(change: Renaming, now: QualifiedName, situation: Situation): Procedure {
  const { kind, schema = '' } = change.object;
  const old = qualified({ schema, name: bareName(change.object) });
  const steps = plainSteps(change, situation).map(
    (one): DraftStep => ({
      ...one,
      phase: 'contract',
      watch: [blockers],
      breaks: `whatever still says ${old}`,
      needs: [
        `The application takes ${kind} ${qualified(now)} where ${old} is gone: it has one name at a time, and nothing can stand in for it.`,
      ],
    }),
  );
  return { steps, holds: [{ word: now.name }] };
}

/** Nobody calls by its name what only triggers fire. */
function firesOnly(object: ObjectReference, { schema }: QualifiedName, { from }: Situation): boolean {
  const routine = from.routines.find((one) => one.schema === schema && one.signature === object.name);
  return /^(event_)?trigger$/.test(routine?.returns ?? '');
}

function standInOf(
  object: ObjectReference,
  old: QualifiedName,
  now: QualifiedName,
  situation: Situation,
): StandIn | undefined {
  const { from } = situation;
  // What is made anew, or in the way of what is, could not be with something standing on it.
  if (isTouched(object, now, situation)) return undefined;
  switch (object.kind) {
    case 'view': {
      const view = from.views.find((one) => sameName(one, old) || sameName(one, now));
      return view && viewOf(view, old, now, situation);
    }
    case 'type':
      return {
        what: 'domain',
        create: [`CREATE DOMAIN ${quoteName(old)} AS ${quoteName(now)}`],
        drop: `DROP DOMAIN IF EXISTS ${quoteName(old)}`,
      };
    default: {
      const routine = from.routines.find((one) => one.schema === old.schema && one.signature === object.name);
      return routine && copyOf(routine, situation);
    }
  }
}

/** Whether another change takes it away, replaces it or makes it anew. */
function isTouched(object: ObjectReference, now: QualifiedName, { changes }: Situation): boolean {
  const name = object.kind === 'routine' ? `${now.name}${object.name.slice(object.name.indexOf('('))}` : now.name;
  const key = objectKey({ kind: object.kind, schema: now.schema, name });
  return changes.some((one) => {
    if (one.kind === 'drop' || one.kind === 'create' || one.kind === 'replace')
      return objectKey(referenceTo(one.object)) === key;
    if (object.kind !== 'type') return false;
    if (one.kind === 'replace type') return [one, ...(one.with ?? [])].some((type) => sameName(type.object, now));
    return 'type' in one && typeof one.type === 'object' && 'schema' in one.type && sameName(one.type, now);
  });
}

function viewOf(view: View, old: QualifiedName, now: QualifiedName, situation: Situation): StandIn {
  const asCaller = situation.traits.invokerViews ? ' WITH (security_invoker = true)' : '';
  const columns = view.columns.map(({ name }) => quoteIdentifier(name)).join(', ');
  return {
    what: 'view',
    create: [
      `CREATE VIEW ${quoteName(old)}${asCaller} AS SELECT ${columns} FROM ${quoteName(now)}`,
      ...grantStatements(`TABLE ${quoteName(old)}`, view.grants),
      ...withoutDefaultRights({ kind: 'view', ...old }, view.grants, situation),
      ...ownerGiven({ kind: 'view', ...old }, formerOwner(situation)({ kind: 'view', view }), view.grants, situation),
    ],
    drop: `DROP VIEW IF EXISTS ${quoteName(old)}`,
    ...(view.materialized ? { breaks: `REFRESH MATERIALIZED VIEW ${qualified(old)}` } : {}),
  };
}

/** As it is; not what runs with the rights of its owner, and not where its text names what gets another name, too. */
function copyOf(routine: Routine, situation: Situation): StandIn | undefined {
  if (routine.securityDefiner) return undefined;
  const names = situation.changes.flatMap((one) =>
    one.kind === 'rename' || one.kind === 'set schema' ? [bareName(one.object)] : [],
  );
  const words = new Set(routine.definition.match(/[\p{L}\p{N}_$]+/gu));
  if (names.some((name) => name !== routine.name && words.has(name))) return undefined;
  const change = { kind: 'drop', object: { kind: 'routine', routine } } as const;
  const drop = renderChange(change, situation.traits)
    .map(({ sql }) => sql)
    .join('; ');
  return { what: routine.kind, create: restored(change, situation), drop };
}
