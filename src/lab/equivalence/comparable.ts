import type { Node, ResTarget, SelectStmt, SortBy } from 'libpg-query';
import { resultName } from '../../engines/postgres/query/names.ts';
import { columnName } from '../../engines/postgres/query/nodes.ts';
import { sameTree } from '../../engines/postgres/query/same-tree.ts';

/** Two queries in forms whose answers can be compared as unordered rows; why there are none. */
export type Comparable =
  | { readonly original: Node; readonly rewritten: Node; readonly ordered: boolean }
  | { readonly difference: string };

/**
 * Two answers in the same order, cut off at the same place, are the same (up to rows that the order leaves open) when
 * all rows are the same together with what they are ordered by: so LIMIT is left out, and the keys are added.
 */
export function comparable(original: Node, rewritten: Node): Comparable {
  if (!('SelectStmt' in original && 'SelectStmt' in rewritten))
    return { difference: 'only queries that read are compared' };
  const [one, other] = [original.SelectStmt, rewritten.SelectStmt];
  const [ours, theirs] = [one.sortClause ?? [], other.sortClause ?? []];
  if (ours.length !== theirs.length || !ours.every((node, at) => sameDirection(node, theirs[at]))) {
    return { difference: 'the rows come in another order' };
  }
  // Keys of other names are compared by their values.
  const renamed = !sameTree(ours, theirs);
  if (renamed && [one, other].some((select) => select.distinctClause || isSet(select))) {
    return { difference: 'the rows come in another order' };
  }
  for (const part of ['limitCount', 'limitOffset'] as const) {
    if (!sameTree(one[part] ?? null, other[part] ?? null)) return { difference: 'another number of rows is returned' };
  }
  if ((one.limitOption === 'LIMIT_OPTION_WITH_TIES') !== (other.limitOption === 'LIMIT_OPTION_WITH_TIES')) {
    return { difference: 'another number of rows is returned' };
  }
  return {
    original: { SelectStmt: unlimited(one, renamed) },
    rewritten: { SelectStmt: unlimited(other, renamed) },
    ordered: (one.sortClause ?? []).length > 0,
  };
}

function isSet(select: SelectStmt): boolean {
  return (select.op ?? 'SETOP_NONE') !== 'SETOP_NONE';
}

function sameDirection(one: Node | undefined, other: Node | undefined): boolean {
  if (!one || !other || !('SortBy' in one && 'SortBy' in other)) return false;
  return sameTree({ ...one.SortBy, node: undefined }, { ...other.SortBy, node: undefined });
}

function unlimited(select: SelectStmt, allKeys: boolean): SelectStmt {
  const { limitCount: _count, limitOffset: _offset, sortClause = [], ...rest } = select;
  const keys = keysToAdd(select, sortClause, allKeys);
  return {
    ...rest,
    limitOption: 'LIMIT_OPTION_DEFAULT',
    ...(keys.length > 0 ? { targetList: [...(rest.targetList ?? []), ...keys] } : {}),
    // DISTINCT ON takes the first row of each group in this order.
    ...(select.distinctClause && sortClause.length > 0 ? { sortClause } : {}),
  };
}

/** Sort keys as further results; where not all are asked for, those that stand among the results anyway are left out. */
function keysToAdd(select: SelectStmt, sortClause: readonly Node[], all: boolean): readonly Node[] {
  if (isSet(select) || select.distinctClause || select.valuesLists) return [];
  const targets = (select.targetList ?? []).flatMap((node) => ('ResTarget' in node ? [node.ResTarget] : []));
  return sortClause.flatMap((node, at): readonly Node[] => {
    const key: SortBy | undefined = 'SortBy' in node ? node.SortBy : undefined;
    if (!key?.node || (!all && isResult(key.node, targets))) return [];
    return [{ ResTarget: { name: `relvar_key_${at + 1}`, val: meant(key.node, targets) } }];
  });
}

/** The expression behind a key that is the number or the name of a result. */
function meant(key: Node, targets: readonly ResTarget[]): Node {
  if ('A_Const' in key) return targets[(key.A_Const.ival?.ival ?? 0) - 1]?.val ?? key;
  const name = columnName(key);
  const found = name?.length === 1 ? targets.find((target) => target.name === name[0]) : undefined;
  return found?.val ?? key;
}

/** A number or a name that means a result, or an expression that is one. */
function isResult(node: Node, targets: readonly ResTarget[]): boolean {
  if ('A_Const' in node || targets.some(({ val }) => sameTree(val, node))) return true;
  const name = columnName(node);
  return name?.length === 1 && targets.some((target) => (target.name ?? resultName(target.val)) === name[0]);
}
