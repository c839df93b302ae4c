import { keyAbove } from '../../catalog/merged-keys.ts';
import type { CatalogObject } from '../../catalog/object.ts';
import type { ConstraintState, Index, IndexKey, Table } from '../../catalog/table.ts';
import type { Context, Outcome, Step } from '../outcome.ts';
import { same } from '../same.ts';
import { compareIndexes } from './indexes.ts';
import { keptParents } from './inherited.ts';

type Constraint = Extract<CatalogObject, { readonly kind: 'constraint' }>;

/** State is altered where the engine can; all else makes it another constraint. */
export function compareConstraints(from: Constraint, to: Constraint, context: Context): Outcome {
  if (from.type !== to.type || !same(definition(from), definition(to))) return 'replace';
  if (losesParents(from, to, context)) return 'replace';
  const [before, after] = [from.constraint, to.constraint];
  const { table } = to;
  const { name } = after;
  const steps: Step[] = [];
  const deferral = (one: ConstraintState) => [one.deferrable, one.initiallyDeferred];
  if (!same(deferral(before), deferral(after))) {
    if (to.type !== 'foreign key') return 'replace';
    const { deferrable, initiallyDeferred } = after;
    steps.push({ change: { kind: 'set deferrable', table, name, deferrable, initiallyDeferred } });
  }
  if (before.enforced !== after.enforced) {
    if (to.type !== 'foreign key' || !context.traits.altersEnforced) return 'replace';
    // Enforcing it checks present rows.
    if (after.enforced && !after.validated) return 'replace';
    steps.push({ change: { kind: 'set enforced', table, name, enforced: after.enforced } });
  } else if (before.validated !== after.validated) {
    if (!after.validated) return 'replace';
    steps.push({ change: { kind: 'validate constraint', table, name } });
  }
  if (from.index && to.index) {
    if (!same(from.index.keys.map(orderOf), to.index.keys.map(orderOf))) return 'replace';
    const index = compareIndexes(table, ofConstraint(from.index), ofConstraint(to.index), context);
    if (index === 'replace') return 'replace';
    steps.push(...index);
  }
  return steps;
}

/** It came from a parent that stays without it, and is to be the table's own: it goes with the parent's. */
function losesParents(from: Constraint, to: Constraint, context: Context): boolean {
  if (!isInherited(from) || isInherited(to)) return false;
  if (from.type === 'foreign key') {
    const { constraint } = from;
    return keptParents(to.table, context).some((one) => {
      const above = keyAbove(constraint, context.fromTable(one));
      return above !== undefined && !constraintsOf(context.toTable(one)).includes(above.name);
    });
  }
  const has = (table: Table | undefined) => constraintsOf(table).includes(to.constraint.name);
  return keptParents(to.table, context).some((one) => has(context.fromTable(one)) && !has(context.toTable(one)));
}

const isInherited = ({ constraint }: Constraint) => 'inherited' in constraint && constraint.inherited;

function constraintsOf(table: Table | undefined): readonly string[] {
  return [...(table?.checks ?? []), ...(table?.foreignKeys ?? [])].map((one) => one.name);
}

/** What a constraint says of a column of its key itself, where the engine lets it: how its index is sorted. */
const orderOf = ({ descending, collation }: IndexKey) => ({ descending, collation });

/** What the index of a constraint is else follows from the constraint, but for its options and its place among partitions. */
function ofConstraint(index: Index): Index {
  return { ...index, definition: '', predicate: '' };
}

/** All but the state, which may be altered, and what is told elsewhere. */
function definition({ constraint }: Constraint): unknown {
  const { validated: _v, enforced: _e, deferrable: _d, initiallyDeferred: _i, comment: _c, ...rest } = constraint;
  return { ...rest, inherited: undefined };
}
