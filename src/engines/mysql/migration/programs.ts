import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { inverse } from '../../../catalog/inverse.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Phase } from '../../procedure.ts';
import type { Draft } from '../read/draft.ts';
import { statementsOf } from '../render.ts';
import type { Operation } from './operations.ts';

/** A view, routine, trigger, event or sequence that is made, replaced or dropped. */
export interface Program {
  readonly change: Change;
  readonly place: number;
  readonly key: string;
  readonly name: string;
  /** In this order they are made: sequences, routines, views, triggers, events. */
  readonly rank: number;
}

/** Those of the changes, in the orders in which they are made and dropped. */
export function programsOf(changes: readonly Change[]): {
  readonly made: readonly Program[];
  readonly dropped: readonly Program[];
} {
  const found = changes.flatMap((change, place): readonly Program[] => {
    if (change.kind === 'alter sequence')
      return [{ change, place, key: `sequence ${change.sequence.name}`, name: change.sequence.name, rank: 0 }];
    if (change.kind === 'set options' && change.object.kind === 'view')
      return [{ change, place, key: `view ${change.object.name}`, name: change.object.name, rank: 2 }];
    if (change.kind === 'analyze' || change.kind === 'vacuum')
      return [{ change, place, key: `${change.kind} ${change.table.name}`, name: change.table.name, rank: 5 }];
    if (change.kind !== 'create' && change.kind !== 'drop' && change.kind !== 'replace') return [];
    const { object } = change;
    const ranks = ['sequence', 'routine', 'view', 'trigger', 'other'];
    const rank = ranks.indexOf(object.kind);
    if (rank < 0) return [];
    const name = nameOf(object);
    return [{ change, place, key: `${object.kind} ${name}`, name, rank }];
  });
  const made = found
    .filter(({ change }) => change.kind !== 'drop')
    .sort((a, b) => a.rank - b.rank || a.place - b.place);
  const dropped = found
    .filter(({ change }) => change.kind === 'drop')
    .sort((a, b) => b.rank - a.rank || a.place - b.place);
  return { made, dropped };
}

function nameOf(object: Extract<Change, { readonly kind: 'create' }>['object']): string {
  switch (object.kind) {
    case 'sequence':
      return object.sequence.name;
    case 'routine':
      return `${object.routine.kind} ${object.routine.name}`;
    case 'view':
      return object.view.name;
    case 'trigger':
      return object.trigger.name;
    case 'other':
      return `${object.other.kind} ${object.other.name}`;
    default:
      return '';
  }
}

/** One that is dropped and made again is replaced: nobody finds it missing, where the engine can. */
export function replacing(made: Program, dropped: Program | undefined): Program {
  const [create, drop] = [made.change, dropped?.change];
  return create.kind === 'create' && drop?.kind === 'drop'
    ? { ...made, change: { kind: 'replace', object: create.object, was: drop.object } }
    : made;
}

/** What makes, replaces or drops one; what cannot be replaced in place is dropped and made again. */
export function programOperations({ change, place }: Program, phase: Phase, real: Draft): readonly Operation[] {
  const both: readonly Change[] =
    change.kind === 'replace' && statementsOf(change, real).length > 1
      ? [
          { kind: 'drop', object: change.was },
          { kind: 'create', object: change.object },
        ]
      : [change];
  return both.flatMap((one) =>
    statementsOf(one, real).map((sql): Operation => {
      const back = inverse(one);
      return {
        sql,
        title: changeTitle(one),
        phase,
        place,
        undo: 'none' in back ? back : back.flatMap((other) => statementsOf(other, real)),
        ...(one.kind === 'drop' && one.object.kind === 'sequence'
          ? { loses: `the place of ${one.object.sequence.name}` }
          : {}),
        ...modeNeeded(one),
      };
    }),
  );
}

/** A program keeps the mode of the session that makes it, and means something else under another. */
function modeNeeded(change: Change): Pick<Operation, 'why'> {
  if (change.kind !== 'create' && change.kind !== 'replace') return {};
  const mode = modeOf(change.object);
  if (mode === undefined) return {};
  return { why: `Its text means what it says under sql_mode ${mode}: the session is in it while it is made.` };
}

function modeOf(object: CatalogObject): string | undefined {
  if (object.kind === 'routine') return object.routine.settings['sql_mode'];
  if (object.kind === 'trigger') return object.trigger.mode;
  return object.kind === 'other' ? object.other.mode : undefined;
}
