import type { Change } from '../../../catalog/change.ts';
import { type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { Situation } from '../../procedure.ts';
import { canBatch } from './batches.ts';
import { type Bracket, bracketOf } from './bracket.ts';
import { type Carried, carriedOf } from './carried.ts';

type ReplaceType = Extract<Change, { readonly kind: 'replace type' }>;

/**
 * What hangs on the columns of an enum and stands on their tables, where another type can take its place beside the work
 * of others; nothing where something other than columns has the type, or a column cannot be replaced while its table is
 * in use.
 */
export function replacedOnline(
  change: ReplaceType,
  situation: Situation,
): { readonly carried: Carried; readonly around: Bracket } | undefined {
  const { object, was, columns } = change;
  if (object.kind !== 'enum' || was.kind !== 'enum' || columns.length === 0 || change.with?.length) return undefined;
  const replaced = [...new Map(columns.map((one) => [qualified(one.table), one.table])).values()].map((name) => {
    const table = situation.before(name);
    return {
      table: table && { ...table, schema: name.schema, name: name.name },
      columns: columns.filter((one) => sameName(one.table, name)).map((one) => one.column),
    };
  });
  const tables = replaced.flatMap(({ table, columns: names }) =>
    table && canBatch(table) ? [{ table, columns: names }] : [],
  );
  if (tables.length < replaced.length || tables.some(({ table }) => situation.isNew(table))) return undefined;
  const carried = carriedOf(tables, situation);
  if ('refused' in carried || carried.now.foreignKeys.length > 0) return undefined;
  if (carried.now.tables.some((one) => one.columns.some((column) => column.type.text.endsWith(']')))) return undefined;
  const around = bracketOf(
    [change],
    tables.map((one) => one.table),
    situation,
  );
  return hasOtherUses(change, situation, around) ? undefined : { carried, around };
}

/** Routines, domains and composites that speak of the type, and views that are not made anew with it. */
function hasOtherUses({ type }: ReplaceType, { from }: Situation, around: Bracket): boolean {
  const anew = (view: QualifiedName) =>
    around.changes.some((one) => one.kind === 'drop' && one.object.kind === 'view' && sameName(one.object.view, view));
  const is = (ref: QualifiedName | undefined) => ref !== undefined && sameName(ref, type);
  const word = new RegExp(`\\b${type.name.replaceAll(/\W/g, '\\$&')}\\b`);
  return (
    from.routines.some((routine) => word.test(routine.signature) || word.test(routine.returns ?? '')) ||
    from.views.some(
      (view) => !anew(view) && (view.columns.some((column) => is(column.type.ref)) || word.test(view.definition)),
    ) ||
    from.types.some(
      (one) =>
        (one.kind === 'domain' && is(one.base.ref)) ||
        (one.kind === 'composite' && one.attributes.some((attribute) => is(attribute.type.ref))) ||
        (one.kind === 'range' && is(one.subtype.ref)),
    )
  );
}
