import type { Catalog, Routine } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import { displayName, type QualifiedName, qualified, qualifiedColumn, sameName } from '../catalog/names.ts';
import { type CatalogObject, referenceTo } from '../catalog/object.ts';
import type { Policy, View } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import { type DataType, unknownType } from '../catalog/type.ts';
import { listed } from '../catalog/words.ts';

/** What the application that runs must be ready for before a change, in a sentence; and what fails where it is not. */
export interface TakenAway {
  readonly needs: string;
  readonly breaks: string;
}

/** The plan of which a change is. */
export interface Surroundings {
  readonly from: Catalog;
  readonly changes: readonly Change[];
  readonly traits: Pick<Traits, 'routineCall'>;
}

/**
 * What the application that runs reads, and finds no more after the object took its other form; nothing where all that it
 * reads is still there: columns that come at the end of a view are none of its business.
 */
export function takenByForm(was: CatalogObject, now: CatalogObject, around: Surroundings): TakenAway | undefined {
  if (was.kind === 'view' && now.kind === 'view') return takenFromView(was.view, now.view, around);
  if (was.kind === 'routine' && now.kind === 'routine') return takenFromRoutine(was.routine, now.routine, around);
  if (was.kind === 'policy' && now.kind === 'policy' && isNarrowed(was.policy, now.policy))
    return underPolicy(was.table, now.policy.name);
  if (was.kind === 'column' && now.kind === 'column' && !was.column.generated && now.column.generated) {
    const column = qualifiedColumn(now.table, now.column.name);
    return {
      needs: `The application no longer writes ${column}, which is computed from then on.`,
      breaks: `whatever writes ${column}`,
    };
  }
  return undefined;
}

/** The same of a change that stands for itself: policies that show fewer rows, or may. */
export function takenByChange(change: Change, around: Surroundings): TakenAway | undefined {
  const isThere = (table: QualifiedName) => around.from.tables.some((one) => sameName(one, table));
  switch (change.kind) {
    case 'alter policy':
    case 'set policy roles':
      return isThere(change.table) ? underPolicy(change.table, change.name) : undefined;
    case 'replace type':
      return valuesGone(change);
    case 'set row security':
      return change.enabled && isThere(change.table)
        ? {
            needs: `The application works under the policies of ${qualified(change.table)}, which show it no other rows.`,
            breaks: `whatever reads or writes rows of ${qualified(change.table)} that its policies do not show`,
          }
        : undefined;
    case 'create':
    case 'drop': {
      const { object } = change;
      if (change.kind === 'drop' && (object.kind === 'view' || object.kind === 'routine'))
        return noLonger(object, around);
      if (object.kind !== 'policy' || !isThere(object.table)) return undefined;
      // Of permissive policies one is enough for a row, of restrictive ones each must let it pass.
      const isFewer = object.policy.permissive === (change.kind === 'drop');
      return isFewer ? underPolicy(object.table, object.policy.name) : undefined;
    }
    default:
      return undefined;
  }
}

/** Of an enum without some of its values. */
function valuesGone({ type, was, object }: Extract<Change, { readonly kind: 'replace type' }>): TakenAway | undefined {
  if (was.kind !== 'enum' || object.kind !== 'enum') return undefined;
  const gone = was.values.filter((value) => !object.values.includes(value)).map((value) => `'${value}'`);
  if (gone.length === 0) return undefined;
  return {
    needs: `The application writes ${gone.join(', ')} no more into columns of type ${qualified(type)}.`,
    breaks: `whatever still says ${gone.join(', ')} of ${qualified(type)}`,
  };
}

function noLonger(
  object: Extract<CatalogObject, { readonly kind: 'view' | 'routine' }>,
  { traits }: Surroundings,
): TakenAway | undefined {
  if (object.kind === 'routine' && !traits.routineCall?.(object.routine)) return undefined;
  const { schema = '', name } = referenceTo(object);
  const shown = object.kind === 'view' ? qualified({ schema, name }) : `${displayName(schema)}.${name}`;
  return { needs: `The application no longer uses ${shown}.`, breaks: `whatever uses ${shown}` };
}

function underPolicy(table: QualifiedName, name: string): TakenAway {
  const policy = `policy ${displayName(name)} of ${qualified(table)}`;
  return {
    needs: `The application works with the rows that it sees before and after the change of ${policy}.`,
    breaks: `whatever needs rows that only ${policy} as it was shows`,
  };
}

/** Whether some row may be hidden that was shown: conditions are not compared, only told apart. */
function isNarrowed(was: Policy, now: Policy): boolean {
  const isWider = now.command === was.command || now.command === 'all';
  const forAll = now.roles.length === 0 || was.roles.every((role) => now.roles.includes(role));
  const isSame = now.using === was.using && now.withCheck === was.withCheck && now.permissive === was.permissive;
  return !(isWider && forAll && isSame && (was.roles.length > 0 || now.roles.length === 0));
}

function takenFromView(was: View, now: View, around: Surroundings): TakenAway | undefined {
  const name = qualified(now);
  const gone = was.columns.filter((column) => !now.columns.some((one) => one.name === column.name));
  const retyped = was.columns.flatMap((column) => {
    const next = now.columns.find((one) => one.name === column.name);
    if (!next || isAlike(column.type, next.type) || follows(column.type, next.type, was, around)) return [];
    return [`${displayName(column.name)} of ${name} as ${column.type.text} and as ${next.type.text}`];
  });
  if (gone.length + retyped.length === 0) return undefined;
  const added = now.columns.filter((column) => !was.columns.some((one) => one.name === column.name));
  const names = (columns: View['columns']) => listed(columns.map((one) => displayName(one.name)));
  const sentences = [
    ...(gone.length === 0 ? [] : [`The application no longer reads ${names(gone)} of ${name}.`]),
    ...retyped.map((column) => `The application reads ${column}.`),
    ...(added.length === 0 ? [] : [`It does without ${names(added)} of ${name} until the view is made anew.`]),
  ];
  const uses = [
    ...(gone.length === 0 ? [] : [`whatever reads ${names(gone)} of ${name}`]),
    ...(retyped.length === 0 ? [] : [`whatever does not read ${listed(retyped)}`]),
  ];
  return { needs: sentences.join(' '), breaks: uses.join(', and ') };
}

function isAlike(was: DataType, now: DataType): boolean {
  return was.text === now.text || [was.text, now.text].includes(unknownType.text);
}

/** Whether a column of a view has another type because a column under it gets it. */
function follows(was: DataType, now: DataType, view: View, { from, changes }: Surroundings): boolean {
  const under: QualifiedName[] = [...view.reads];
  for (const one of under) {
    const reads = from.views.find((other) => sameName(other, one))?.reads ?? [];
    under.push(...reads.filter((name) => !under.some((other) => sameName(other, name))));
  }
  return changes.some(
    (change) =>
      (change.kind === 'replace type' && was.ref !== undefined && sameName(change.type, was.ref)) ||
      (change.kind === 'change type' &&
        change.was?.type.text === was.text &&
        change.type === now.text &&
        under.some((name) => sameName(name, change.table))),
  );
}

function takenFromRoutine(was: Routine, now: Routine, { traits }: Surroundings): TakenAway | undefined {
  const name = qualified(now);
  const [before, after] = [traits.routineCall?.(was), traits.routineCall?.(now)];
  if (!before) return undefined;
  const isCalledAlike = before.given.join() === after?.given.join() && after.defaults >= before.defaults;
  if (was.kind !== now.kind || !isCalledAlike) {
    return {
      needs: `The application calls ${name} in a way that its form before and the one after take alike.`,
      breaks: `whoever calls ${name} by what its parameters were`,
    };
  }
  const columns = before.columns && after.columns?.slice(0, before.columns.length);
  const isLonger = columns !== undefined && columns.join() === before.columns?.join() && before.set === after.set;
  if (isLonger || was.returns === now.returns) return undefined;
  return {
    needs: `The application takes what ${name} gives as ${shown(was)} and as ${shown(now)}.`,
    breaks: `whoever takes what ${name} gives as ${shown(was)}`,
  };
}

const shown = ({ returns = 'nothing' }: Routine): string => returns;
