import type { Catalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import { changeTitle } from '../../catalog/change-title.ts';
import { inverse } from '../../catalog/inverse.ts';
import type { Statement } from '../engine.ts';
import type { DraftStep, Procedure, Situation, Undo } from '../procedure.ts';
import { checkedKeys } from './preconditions/checked-keys.ts';
import { alterations, preconditionsOf } from './preconditions/preconditions.ts';
import { quoteIdentifier } from './quote.ts';
import { inOneTransaction } from './render/rebuild.ts';
import { lostWith, remade, withSameNames } from './render/virtual-table.ts';
import { planned } from './render.ts';

/**
 * All changes of a plan as one step, in one transaction: whoever writes locks the whole database anyway, and so nothing
 * is seen half-done. What the engine cannot do in place it does by rebuilding the table.
 */
export function procedure(_change: Change, { changes: given, from, to, at }: Situation): Procedure {
  // The first change takes all others along.
  if (at > 0) return { steps: [] };
  const changes = droppedFirst(withSameNames(given));
  const all = planned(changes, from, to);
  const rebuilt = all.flatMap(({ rebuilds }) => rebuilds ?? []);
  const statements = all.flatMap((one) => one.statements);
  const lost = lossesOf(changes);
  const step: DraftStep = {
    title: titleOf(changes, rebuilt),
    phase: 'migrate',
    ...(rebuilt.length === 0
      ? {}
      : {
          why: 'ALTER TABLE cannot do it all: the table is built anew beside the old one, filled with its rows and put in its place.',
        }),
    work: { kind: 'statements', statements: [script(statements, changes, from)] },
    undo: undoOf(changes, from, to),
    preconditions: preconditionsOf(changes, from),
    ...(lost.length === 0 ? {} : { loses: lost.join(', ') }),
  };
  return { steps: statements.length === 0 ? [] : [step] };
}

/** Drops stand before what takes their name: case does not count, so both cannot be there. */
function droppedFirst(changes: readonly Change[]): readonly Change[] {
  let result = changes;
  for (const change of changes) {
    const name = change.kind === 'create' ? relationName(change) : undefined;
    const drop = result.find((one) => one.kind === 'drop' && name !== undefined && relationName(one) === name);
    if (!drop || result.indexOf(drop) < result.indexOf(change)) continue;
    const others = result.filter((one) => one !== drop);
    result = others.toSpliced(others.indexOf(change), 0, drop);
  }
  return result;
}

function relationName({ object }: Extract<Change, { readonly kind: 'create' | 'drop' }>): string | undefined {
  if (object.kind === 'table') return object.table.name.toLowerCase();
  return object.kind === 'view' ? object.view.name.toLowerCase() : undefined;
}

/** One text, which any tool can run as it is. */
function script(statements: readonly Statement[], changes: readonly Change[], from: Catalog): Statement {
  return {
    sql: inOneTransaction(statements, checkedKeys(changes, from), alterations(changes, from))
      .map(({ sql }) => sql)
      .join(';\n'),
    transactional: false,
  };
}

function titleOf(changes: readonly Change[], rebuilt: readonly string[]): string {
  const [only] = changes;
  const what = changes.length === 1 && only ? changeTitle(only) : `Make ${changes.length} changes in one transaction`;
  return rebuilt.length === 0 ? what : `${what}, rebuilding ${rebuilt.map(quoteIdentifier).join(', ')}`;
}

function lossesOf(changes: readonly Change[]): readonly string[] {
  return changes.flatMap((change) => {
    if (change.kind === 'drop column') return [`the values of ${change.table.name}.${change.column}`];
    if (change.kind === 'replace' && change.object.kind === 'other' && change.was.kind === 'other')
      return remade(change.was.other, change.object.other, '').lost;
    if (change.kind !== 'drop') return [];
    if (change.object.kind === 'other') return lostWith(change.object.other);
    if (change.object.kind === 'table') return [`the rows of ${change.object.table.name}`];
    if (change.object.kind === 'column' && !change.object.column.generated)
      return [`the values of ${change.object.table.name}.${change.object.column.name}`];
    return [];
  });
}

function undoOf(changes: readonly Change[], from: Situation['from'], to: Situation['to']): Undo {
  const back: Change[] = [];
  for (const change of changes.toReversed()) {
    const inverted = inverse(change);
    if ('none' in inverted) return inverted;
    back.push(...inverted);
  }
  const lost = lossesOf(changes);
  const statements = planned(back, to, from).flatMap((one) => one.statements);
  return {
    work: [{ kind: 'statements', statements: [script(statements, back, to)] }],
    ...(lost.length === 0 ? {} : { loses: lost.join(', ') }),
  };
}
