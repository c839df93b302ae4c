import type { Change } from '../../../catalog/change.ts';
import { displayName, type QualifiedName, qualified, sameName } from '../../../catalog/names.ts';
import type { Situation } from '../../procedure.ts';
import { canBatch } from './batches.ts';
import { type Bracket, bracketOf } from './bracket.ts';
import { type Carried, carriedOf } from './carried.ts';

type ReplaceType = Extract<Change, { readonly kind: 'replace type' }>;

/** What a type that takes another one's place meets. */
interface Ground {
  /** What hangs on its columns. */
  readonly carried: Carried;
  /** What stands on their tables. */
  readonly around: Bracket;
}

/** Where another enum or domain can take the place of one beside the work of others; or why it cannot. */
export function replacedOnline(change: ReplaceType, situation: Situation): Ground | { readonly refused: string } {
  const { object, was, columns } = change;
  if (object.kind !== was.kind || (object.kind !== 'enum' && object.kind !== 'domain'))
    return { refused: 'values of such a type are not carried over beside others' };
  if (change.with?.length) return { refused: 'other types are made of it' };
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
  if (tables.length < replaced.length || tables.some(({ table }) => situation.isNew(table)))
    return { refused: 'a table that has it has rules, by which no batch changes rows' };
  const carried = carriedOf(tables, situation);
  if ('refused' in carried) return carried;
  const all = carried.now.tables.flatMap((one) => one.columns);
  if (all.some((column) => column.type.text.endsWith(']'))) return { refused: 'a column holds arrays of it' };
  const around = bracketOf(
    [change],
    tables.map((one) => one.table),
    situation,
  );
  const use = otherUse(change, situation, around);
  return use === undefined ? { carried, around } : { refused: `${use} is made of it` };
}

/** A routine, domain or composite that speaks of the type, or a view that is not made anew with it. */
function otherUse({ type }: ReplaceType, { from }: Situation, around: Bracket): string | undefined {
  const anew = (view: QualifiedName) =>
    around.changes.some((one) => one.kind === 'drop' && one.object.kind === 'view' && sameName(one.object.view, view));
  const is = (ref: QualifiedName | undefined) => ref !== undefined && sameName(ref, type);
  const word = new RegExp(`\\b${type.name.replaceAll(/\W/g, '\\$&')}\\b`);
  const routine = from.routines.find((one) => word.test(one.signature) || word.test(one.returns ?? ''));
  if (routine) return `routine ${displayName(routine.schema)}.${routine.signature}`;
  const view = from.views.find(
    (one) => !anew(one) && (one.columns.some((column) => is(column.type.ref)) || word.test(one.definition)),
  );
  if (view) return `view ${qualified(view)}`;
  const other = from.types.find(
    (one) =>
      (one.kind === 'domain' && is(one.base.ref)) ||
      (one.kind === 'composite' && one.attributes.some((attribute) => is(attribute.type.ref))) ||
      (one.kind === 'range' && is(one.subtype.ref)),
  );
  return other && `type ${qualified(other)}`;
}
