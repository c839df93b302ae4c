import type { Change } from '../../../catalog/change.ts';
import { inverse } from '../../../catalog/inverse.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { CatalogObject } from '../../../catalog/object.ts';
import type { Table } from '../../../catalog/table.ts';
import type { DraftStep, Precondition, Procedure, Situation, Undo } from '../../procedure.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { generatesValues } from './generated-values.ts';
import { castBack } from './plain.ts';
import { isForeign, noRows } from './preconditions.ts';
import { preconditionsOf } from './preconditions-of.ts';

/**
 * The steps of a change, with what must hold for taking them back: rows that were written under the rules after it need
 * not fit those before. Steps that loosen nothing have it, too: before that is done, it holds anyhow.
 */
export function withConditionsBack(
  procedure: Procedure,
  change: Change,
  situation: Situation,
  back: Situation,
): Procedure {
  const conditions = conditionsBack(
    [change, ...(procedure.together ?? []), ...(procedure.includes ?? [])],
    situation,
    back,
  );
  if (conditions.length === 0) return procedure;
  return {
    ...procedure,
    steps: procedure.steps.map(
      (one): DraftStep =>
        'none' in one.undo || isMereRemoval(one.undo)
          ? one
          : { ...one, undo: { ...one.undo, preconditions: conditions } },
    ),
  };
}

/** Undos that only take away what stood beside, or give back a name, meet no row. */
function isMereRemoval(undo: Exclude<Undo, { readonly none: string }>): boolean {
  return undo.work.every(
    (work) =>
      work.kind === 'wait' ||
      (work.kind === 'statements' && work.statements.every(({ sql }) => removal.test(sql) && !/\bADD\b/.test(sql))),
  );
}

const removal = /^(?:DROP |CREATE TYPE |COMMENT |GRANT |REVOKE |ALTER (?:INDEX|TYPE) |ALTER TABLE \S+ DROP )/;

/** Rows that stand against taking the changes back. */
function conditionsBack(changes: readonly Change[], situation: Situation, back: Situation): readonly Precondition[] {
  const all = changes.flatMap((change) =>
    takenBack(change, situation).flatMap((one) =>
      isEmptyThere(one, back)
        ? []
        : [...ownersGone(one, back), ...generatedAgain(one, back), ...preconditionsOf(one, back)],
    ),
  );
  return all.filter(({ count }, at) => all.findIndex((other) => other.count === count) === at);
}

function takenBack(change: Change, situation: Situation): readonly Change[] {
  const back = inverse(change);
  return 'none' in back ? [] : back.map((one) => castBack(one, change, situation));
}

/** The migration seen from its end. */
export function turned(situation: Situation): Situation {
  const { from, to, changes } = situation;
  const before = (table: QualifiedName): Table | undefined => to.tables.find((one) => sameName(one, table));
  // Of other changes, what must hold before a change asks only after these.
  const back = changes
    .filter(isOfPartsOrKeys)
    .toReversed()
    .flatMap((one) => takenBack(one, situation));
  return {
    ...situation,
    from: to,
    to: from,
    changes: back,
    at: back.length,
    before,
    // What was made goes with its rows; what was dropped comes back empty.
    isNew: (table) => situation.isNew(table) || before(table) === undefined,
  };
}

function isOfPartsOrKeys(change: Change): boolean {
  if (change.kind !== 'create' && change.kind !== 'drop')
    return change.kind === 'attach partition' || change.kind === 'detach partition';
  return change.object.kind === 'constraint' && change.object.type === 'foreign key';
}

/** Whether it is about columns that come back without values, which no rule of their table minds. */
function isEmptyThere(change: Change, { before }: Situation): boolean {
  if (change.kind !== 'create') return false;
  const { object } = change;
  if (object.kind === 'column') return object.column.generated === undefined;
  const named = columnsOf(object);
  const known = before(object.kind === 'index' ? object.relation : tableOf(object))?.columns.map(({ name }) => name);
  return known !== undefined && named.some((column) => !known.includes(column));
}

/**
 * Rows that refer to those of a dropped table, which comes back without them. Asked while the table is not there: one that
 * was not dropped yet, or that a quarantine keeps, has its rows.
 */
function ownersGone(change: Change, back: Situation): readonly Precondition[] {
  if (change.kind !== 'create' || change.object.kind !== 'constraint' || change.object.type !== 'foreign key')
    return [];
  const { table, constraint } = change.object;
  const { references } = constraint;
  if (back.quarantineSeconds !== undefined || back.isNew(table) || back.before(references) !== undefined) return [];
  const given = constraint.columns.map((column) => `${quoteIdentifier(column)} IS NOT NULL`).join(' AND ');
  const gone = `to_regclass(${quoteLiteral(quoteName(references))}) IS NULL`;
  const holds = `No row of ${qualified(table)} refers to one of ${qualified(references)}, which was dropped with its rows and comes back empty.`;
  return [noRows(table, `${given} AND ${gone}`, holds)];
}

/** Rows for which a generated column that comes back cannot be reckoned. */
function generatedAgain(change: Change, back: Situation): readonly Precondition[] {
  if (change.kind !== 'create' || change.object.kind !== 'column') return [];
  const { table, column } = change.object;
  return back.isNew(table) || isForeign(table, back) ? [] : generatesValues(table, column);
}

const tableOf = (object: CatalogObject): QualifiedName => ('table' in object ? object.table : { schema: '', name: '' });

function columnsOf(object: CatalogObject): readonly string[] {
  if (object.kind === 'constraint') return object.constraint.columns;
  if (object.kind !== 'index') return [];
  const { keys, expressionColumns, predicateColumns } = object.index;
  return [...keys.flatMap(({ column }) => column ?? []), ...expressionColumns, ...predicateColumns];
}
