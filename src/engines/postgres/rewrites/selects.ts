import type { Node, SelectStmt } from 'libpg-query';
import type { SelectPlace } from './rewrite.ts';

interface Found {
  readonly select: SelectStmt;
  readonly place: SelectPlace;
}

/**
 * The statement with its SELECTs changed: first all that can be, then, where they are several, each alone. `change` gets
 * copies, and says whether it changed one.
 */
export function changedSelects(
  statement: Node,
  change: (select: SelectStmt, place: SelectPlace) => boolean,
): readonly Node[] {
  const all = structuredClone(statement);
  const changed: number[] = [];
  for (const [at, { select, place }] of selectsOf(all).entries()) if (change(select, place)) changed.push(at);
  if (changed.length === 0) return [];
  if (changed.length === 1) return [all];
  const each = changed.flatMap((number) => {
    const copy = structuredClone(statement);
    const found = selectsOf(copy)[number];
    return found && change(found.select, found.place) ? [copy] : [];
  });
  return [all, ...each];
}

/** Every SELECT of a statement, those inside before the ones around them. */
function selectsOf(statement: Node): readonly Found[] {
  const found: Found[] = [];
  const enter = (select: SelectStmt, place: SelectPlace): void => {
    for (const [key, value] of Object.entries(select)) {
      if (key === 'larg' || key === 'rarg') {
        enter(value as SelectStmt, { top: false, outer: select, as: 'operand' });
      } else descend(value, select, 'expression');
    }
    found.push({ select, place });
  };
  const descend = (node: unknown, outer: SelectStmt | undefined, as: SelectPlace['as']): void => {
    if (Array.isArray(node)) {
      for (const one of node) descend(one, outer, as);
      return;
    }
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === 'SelectStmt')
        enter(value as SelectStmt, { top: outer === undefined, outer, as: outer ? as : 'statement' });
      else descend(value, outer, key === 'RangeSubselect' ? 'derived table' : key === 'CommonTableExpr' ? 'cte' : as);
    }
  };
  descend(statement, undefined, 'statement');
  return found;
}
