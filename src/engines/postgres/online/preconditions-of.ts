import type { Change } from '../../../catalog/change.ts';
import { displayName, qualified } from '../../../catalog/names.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { becomesDomain, convertsTo, keepsValues } from './converts.ts';
import { valuesNotNull, valuesSatisfy } from './domain-values.ts';
import { noConflicts, noOverlaps } from './exclusion-pairs.ts';
import {
  checkHolds,
  guarded,
  isForeign,
  noDuplicates,
  noNulls,
  noOrphans,
  noRowsAtAll,
  staysInRange,
} from './preconditions.ts';
import { allWithin, defaultHasNone, leavesAndJoins, notReferenced } from './references.ts';
import { noRemovedValues } from './removed-values.ts';
import { demandsValue } from './restored.ts';

/** Rows that would make it fail. */
export function preconditionsOf(change: Change, situation: Situation): readonly Precondition[] {
  if ('table' in change && situation.isNew(change.table)) return [];
  switch (change.kind) {
    case 'create': {
      const { object } = change;
      if (object.kind === 'constraint') {
        if (situation.isNew(object.table)) return [];
        if (object.type === 'foreign key' && object.constraint.validated)
          return [noOrphans(object.table, object.constraint, situation)];
        if (object.type === 'check' && object.constraint.validated && object.constraint.enforced)
          return isForeign(object.table, situation)
            ? []
            : [checkHolds(object.table, object.constraint.name, object.constraint.expression)];
        if ((object.type === 'unique' || object.type === 'primary key') && object.index)
          return [
            object.constraint.withoutOverlaps
              ? noOverlaps(object.table, object.constraint.name, object.index, situation)
              : noDuplicates(object.table, object.index),
          ];
        if (object.type === 'exclusion' && object.index)
          return noConflicts(object.table, object.constraint, object.index, situation);
        return [];
      }
      if (object.kind === 'index' && object.index.unique && !situation.isNew(object.relation))
        return [noDuplicates(object.relation, object.index)];
      if (object.kind === 'column' && !situation.isNew(object.table) && demandsValue(object.column))
        return [
          noRowsAtAll(
            object.table,
            `${qualified(object.table)} has no rows: ${displayName(object.column.name)} must have a value in each, and no default gives one.`,
          ),
        ];
      return [];
    }
    case 'attach partition':
      return [...allWithin(change, situation), ...defaultHasNone(change, situation)];
    case 'detach partition':
      return leavesAndJoins(change, situation.changes) ? [] : notReferenced(change.partition, change.table, situation);
    case 'change type':
      return [...convertsTo(change, situation), ...keepsValues(change, situation).map(guarded)];
    case 'add check to domain':
      return change.check.validated ? valuesSatisfy(change.type, change.check, situation) : [];
    case 'set domain nullable':
      return change.nullable ? [] : valuesNotNull(change.type, situation);
    case 'set not null':
      return change.constraint?.validated === false || isForeign(change.table, situation)
        ? []
        : [noNulls(change.table, change.column)];
    case 'alter sequence':
      return staysInRange(change);
    case 'replace type':
      return [...noRemovedValues(change, situation), ...becomesDomain(change, situation)];
    default:
      return [];
  }
}
