import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { displayName, qualified, sameName } from '../../../catalog/names.ts';
import type { DraftStep, Procedure, Situation, Undo } from '../../procedure.ts';
import { renderChange } from '../render.ts';
import { countOn } from '../schema/count-on.ts';
import { undoOf } from './plain.ts';
import { nothingToUndo, step, work } from './steps.ts';
import { blockers } from './watch.ts';

type OfColumn = Extract<Change, { readonly column: string }>;
type Add = Extract<Change, { readonly kind: 'add identity' }>;
type Drop = Extract<Change, { readonly kind: 'drop identity' }>;

/**
 * What numbers rows comes, or goes, in one transaction with what else gives the column its value, so that no insert finds
 * it without; and values that are told in its stead are refused when the application tells none any more.
 */
export function identityForm(change: Change, situation: Situation): Procedure | undefined {
  if (change.kind === 'set identity' && change.generation === 'always') return alwaysLater(change, situation);
  if (change.kind === 'add identity' && !situation.isNew(change.table)) return added(change, situation);
  if (change.kind === 'drop identity' && !situation.isNew(change.table)) return dropped(change, situation);
  return undefined;
}

const nameOf = ({ table, column }: OfColumn) => `${qualified(table)}.${displayName(column)}`;

function alwaysLater(change: Extract<Change, { readonly kind: 'set identity' }>, situation: Situation): Procedure {
  return { steps: [onlyNumbered(change, changeTitle(change), situation)] };
}

function onlyNumbered(change: OfColumn, title: string, situation: Situation): DraftStep {
  const always = { table: change.table, column: change.column, generation: 'always', was: 'by default' } as const;
  const alter: Change = { kind: 'set identity', ...always };
  return step(title, 'contract', work(...renderChange(alter, situation.traits)), {
    undo: undoOf(alter, situation),
    needs: [`The application no longer writes ${nameOf(change)} itself.`],
    watch: [blockers],
  });
}

function added(change: Add, situation: Situation): Procedure {
  const name = nameOf(change);
  const first = isRetyped(change, situation)
    ? undefined
    : situation.changes.slice(0, situation.at).find((one) => one.kind === 'drop default' && isSameColumn(one, change));
  const always = change.identity.generation === 'always';
  const byDefault: Add = { ...change, identity: { ...change.identity, generation: 'by default' } };
  const count = countOn(change.table, change.column, change.sequence);
  const known = countsFast(change, situation);
  const statements = [...(first ? [first] : []), byDefault]
    .flatMap((one) => renderChange(one, situation.traits))
    .filter((one) => known || one.sql !== count);
  return {
    steps: [
      step(
        first ? `Give ${name} an identity in the place of its default` : changeTitle(change),
        'expand',
        work(...statements),
        {
          undo: undone(first ? [first, byDefault] : [byDefault], situation),
          watch: [blockers],
        },
      ),
      ...(known
        ? []
        : [
            step(`Let the identity of ${name} count on behind the values that are there`, 'expand', work(count), {
              why: 'No index tells the last of them: the rows are read while reads and writes go on.',
              undo: nothingToUndo,
            }),
          ]),
      ...(always ? [onlyNumbered(change, `Let nothing but the identity number ${name}`, situation)] : []),
    ],
    ...(first ? { includes: [first] } : {}),
  };
}

function dropped(change: Drop, situation: Situation): Procedure {
  const later = situation.changes.slice(situation.at + 1).filter((one) => isSameColumn(one, change));
  const value = isRetyped(change, situation) ? undefined : later.find((one) => one.kind === 'set default');
  const eased = later.find((one) => one.kind === 'drop not null');
  const left: Drop = value ? change : { ...change, was: { ...change.was, generation: 'by default' } };
  const together = [left, ...(value ? [value] : []), ...(eased ? [eased] : [])];
  const { table, column, sequence, was } = change;
  const opened: Change = { kind: 'set identity', table, column, generation: 'by default', was: 'always' };
  const early = step(
    `Let the application number ${nameOf(change)}, too`,
    'expand',
    work(...renderChange(opened, situation.traits)),
    {
      why: 'The application that comes writes the column itself, which the identity as it is would refuse.',
      undo: undoOf(opened, situation),
      watch: [blockers],
    },
  );
  return {
    steps: [
      ...(was.generation === 'always' && !value ? [early] : []),
      step(
        value ? `Give ${nameOf(change)} a default in the place of its identity` : changeTitle(change),
        value ? 'expand' : 'contract',
        work(...together.flatMap((one) => renderChange(one, situation.traits))),
        {
          undo: undone(together, situation),
          ...(value ? {} : { needs: [`The application writes ${nameOf(change)} itself.`] }),
          watch: [blockers],
        },
      ),
    ],
    includes: together.slice(1),
    holds: [{ relation: table, word: column }, ...(sequence ? [{ word: sequence.name }] : [])],
  };
}

function isSameColumn(one: Change, { table, column }: OfColumn): boolean {
  return 'column' in one && one.column === column && 'table' in one && sameName(one.table, table);
}

/** A column that takes another type has its values from what that change leaves it. */
function isRetyped(change: OfColumn, { changes }: Situation): boolean {
  return changes.some((one) => one.kind === 'change type' && isSameColumn(one, change));
}

/** Whether the last value stands at the end of an index. */
function countsFast({ table, column }: Add, situation: Situation): boolean {
  const indexes = situation.before(table)?.indexes ?? [];
  return indexes.some(
    ({ keys: [first], method, predicate }) => first?.column === column && method === 'btree' && predicate === undefined,
  );
}

/** All that was done in a step, the last of it first. */
function undone(changes: readonly Change[], situation: Situation): Undo {
  const undos = changes.toReversed().map((one) => undoOf(one, situation));
  const none = undos.find((one) => 'none' in one);
  if (none) return none;
  const works = undos.flatMap((one) => ('work' in one ? one.work : []));
  return { work: [work(...works.flatMap((one) => (one.kind === 'statements' ? one.statements : [])))] };
}
