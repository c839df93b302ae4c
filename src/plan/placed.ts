import type { Change } from '../catalog/change.ts';
import { type CatalogObject, objectKey, referenceTo } from '../catalog/object.ts';
import type { DraftStep, Hold } from '../engines/procedure.ts';
import { hasWord, type Mentions } from './mentions.ts';

/** A change with the steps that carry it out. */
export interface Placed {
  readonly change: Change;
  readonly mentions: Mentions;
  readonly steps: readonly DraftStep[];
  readonly holds: readonly Hold[];
  /** Changes that the steps carry out too, with what these speak of; they stand among all without steps of their own. */
  readonly includes: readonly { readonly change: Change; readonly mentions: Mentions }[];
  readonly releases: readonly Hold[];
  /** The key of a dropped thing in whose place this comes under another key: the two cannot stand side by side. */
  readonly takes?: string;
}

/** The key of what is dropped for what a change makes, where something is: its own, or that of the thing whose place it takes. */
export function madeKey({ change, takes }: Pick<Placed, 'change' | 'takes'>): string | undefined {
  return change.kind === 'create' ? (takes ?? objectKey(referenceTo(change.object))) : undefined;
}

/** Whether some of it is done before the deploy. */
export const isEarly = ({ steps }: Placed): boolean => steps.some((step) => step.phase !== 'contract');

/** What is made in the place of what is dropped. */
export function madeAgain(
  drop: Extract<Change, { readonly kind: 'drop' }>,
  all: readonly Placed[],
): Placed | undefined {
  const key = objectKey(referenceTo(drop.object));
  return all.find((one) => madeKey(one) === key);
}

/** Whether a view or a routine that is dropped is made again, and only in the last phase. */
export function isMadeLate({ change }: Placed, all: readonly Placed[]): boolean {
  return (
    change.kind === 'drop' &&
    (change.object.kind === 'view' || change.object.kind === 'routine') &&
    comesAgainLate(change, all)
  );
}

/** Whether something is made in the place of what is dropped, all of it in the last phase. */
export function comesAgainLate(drop: Extract<Change, { readonly kind: 'drop' }>, all: readonly Placed[]): boolean {
  const again = madeAgain(drop, all);
  return again !== undefined && again.steps.length > 0 && !isEarly(again);
}

/** The name by which others speak of an object: of a routine without its arguments. */
export function bareName(object: CatalogObject): string {
  return object.kind === 'routine' ? object.routine.name : referenceTo(object).name;
}

/** Kinds that what hangs on a table lets be done to it. */
export const harmless: ReadonlySet<Change['kind']> = new Set([
  'create',
  'set not null',
  'drop not null',
  'set default',
  'drop default',
  'grant',
  'revoke',
  'set comment',
  'set owner',
  'set options',
]);

/** Whether a view that goes reads a table of which only a column that it does not name gets another type. */
export function isPassedBy(dropped: Pick<Placed, 'change' | 'mentions'>, change: Change): boolean {
  if (dropped.change.kind !== 'drop' || dropped.change.object.kind !== 'view') return false;
  return change.kind === 'change type' && !hasWord(dropped.mentions, change.column);
}

/** All that a dropped thing is bound to: a routine's body that is text is bound to nothing. */
export function boundTo({ change, mentions }: Pick<Placed, 'change' | 'mentions'>): Pick<Mentions, 'text'> {
  if (change.kind !== 'drop' || change.object.kind !== 'routine' || change.object.routine.body === '') return mentions;
  const { definition, body, signature } = change.object.routine;
  return { text: `${signature}\n${definition.replace(body, () => '')}` };
}
