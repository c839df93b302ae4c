import type { Change } from '../../../catalog/change.ts';
import { changeTitle } from '../../../catalog/change-title.ts';
import { inverse } from '../../../catalog/inverse.ts';
import { displayName } from '../../../catalog/names.ts';
import type { Draft } from '../read/draft.ts';
import { same } from '../read/draft.ts';
import { carryOut, statementsOf } from '../render.ts';
import type { Operation } from './operations.ts';
import { programOperations } from './programs.ts';

/**
 * What gives objects other names, on the draft, and the changes that are left for later. A trigger that names a column of
 * its table goes before the column has its other name and comes again at once: in between every write to the table would
 * fail, and on the way back the old one could not be made.
 */
export function renameOperations(
  changes: readonly Change[],
  real: Draft,
): { readonly renamed: readonly Operation[]; readonly left: readonly Change[] } {
  const renamed: Operation[] = [];
  const done = new Map<Change, Change | undefined>();
  const push = (...operations: readonly Operation[]) => {
    for (const one of operations) {
      carryOut(one.sql, real);
      renamed.push(one);
    }
  };
  const triggers = triggersOver(changes);
  for (const { change, drop, place } of triggers) {
    push(
      ...programOperations({ change: drop, place, key: '', name: '', rank: 3 }, 'expand', real).map((one) => ({
        ...one,
        why: 'A trigger that names a column under its old name makes every write fail: until it is made again writes run without it.',
      })),
    );
    done.set(change, undefined);
  }
  changes.forEach((change, place) => {
    if (change.kind !== 'rename') return;
    const [sql] = statementsOf(change, real);
    if (sql === undefined) return;
    const back = inverse(change);
    carryOut(sql, real);
    const undo = 'none' in back ? back : back.flatMap((one) => statementsOf(one, real));
    const why = isNamedInQueries(change) ? { why: nameGone(change) } : {};
    renamed.push({ sql, title: changeTitle(change), phase: 'expand', place, undo, ...why });
  });
  for (const { change, create, place } of triggers) {
    if (!create) continue;
    if (canBeMade(create, real))
      push(...programOperations({ change: create, place, key: '', name: '', rank: 3 }, 'expand', real));
    else done.set(change, create);
  }
  return { renamed, left: changes.flatMap((change) => (done.has(change) ? (done.get(change) ?? []) : [change])) };
}

type Create = Extract<Change, { readonly kind: 'create' }>;

interface Renamed {
  readonly change: Change;
  readonly place: number;
  readonly drop: Change;
  readonly create?: Create;
}

/** Triggers that change, of tables whose columns get other names. */
function triggersOver(changes: readonly Change[]): readonly Renamed[] {
  const tables = new Set(
    changes.flatMap((one) =>
      one.kind === 'rename' && one.object.kind === 'column' ? (one.object.of?.name ?? []) : [],
    ),
  );
  return changes.flatMap((change, place): readonly Renamed[] => {
    if (change.kind !== 'replace' && change.kind !== 'drop') return [];
    const { object } = change;
    if (object.kind !== 'trigger' || !tables.has(object.relation.name)) return [];
    if (change.kind === 'drop') return [{ change, place, drop: change }];
    return [{ change, place, drop: { kind: 'drop', object: change.was }, create: { kind: 'create', object } }];
  });
}

/** Whether its table has all columns that a trigger names: others may be added later. */
function canBeMade({ object }: Create, { tables }: Draft): boolean {
  if (object.kind !== 'trigger') return false;
  const columns = tables.get(object.relation.name)?.columns ?? [];
  const named = [...object.trigger.definition.matchAll(/\b(?:new|old)\s*\.\s*`?([\w$]+)`?/gi)];
  return named.every(([, name = '']) => columns.some((one) => same(one.name, name)));
}

type Rename = Extract<Change, { readonly kind: 'rename' }>;

const isNamedInQueries = ({ object: { kind } }: Rename) => kind === 'column' || kind === 'table' || kind === 'view';

function nameGone({ object: { name }, to }: Rename): string {
  return `From this step on statements fail that still say ${displayName(name)}: the application that says ${displayName(to)} is deployed together with it.`;
}
