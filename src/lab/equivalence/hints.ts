import type { Catalog } from '../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Condition, Operand, QueryBlock, QueryFacts } from '../../engines/query-facts.ts';

/** A value that a query holds a column against, and whether rows with that very value satisfy it. */
interface Hint {
  /** A constant's text, or an expression to be computed. */
  readonly value: { readonly text: string } | { readonly expression: string } | null;
  readonly exact: boolean;
}

/** Hints by column: `schema.table`, then the column's name. */
export type Hints = ReadonlyMap<string, ReadonlyMap<string, readonly Hint[]>>;

/** The columns that a parameter is held against, by its number. */
export type ParameterColumns = ReadonlyMap<number, { readonly table: string; readonly column: string }>;

/** What queries hold the columns of tables against. */
export function hintsOf(
  queries: readonly QueryFacts[],
  catalog: Catalog,
): { readonly hints: Hints; readonly parameters: ParameterColumns } {
  const hints = new Map<string, Map<string, Hint[]>>();
  const parameters = new Map<number, { readonly table: string; readonly column: string }>();
  const take = (table: QualifiedName, column: string, hint: Hint) => {
    const columns = hints.get(qualified(table)) ?? new Map<string, Hint[]>();
    hints.set(qualified(table), columns);
    columns.set(column, [...(columns.get(column) ?? []), hint]);
  };
  const see = (condition: Condition, block: QueryBlock, blocks: readonly QueryBlock[]): void => {
    for (const branch of condition.branches ?? []) for (const one of branch) see(one, block, blocks);
    for (const [side, other] of [
      [condition.left, condition.right],
      [condition.right, condition.left],
    ] as const) {
      const table = side?.column && tableOf(side, block, blocks, catalog);
      if (!side?.column || !table) continue;
      const { column } = side.column;
      for (const hint of hintsIn(condition, side, other)) take(table, column, hint);
      for (const operand of [other, ...(condition.list ?? [])]) {
        if (operand?.parameter !== undefined && !parameters.has(operand.parameter)) {
          parameters.set(operand.parameter, { table: qualified(table), column });
        }
      }
    }
  };
  for (const { blocks } of queries) {
    for (const block of blocks) for (const condition of block.conditions) see(condition, block, blocks);
  }
  return { hints, parameters };
}

function hintsIn(condition: Condition, side: Operand, other: Operand | undefined): readonly Hint[] {
  if (condition.kind === 'null test') return condition.negated ? [] : [{ value: null, exact: true }];
  if (condition.kind === 'boolean') return [{ value: { text: condition.negated ? 'false' : 'true' }, exact: true }];
  const bare = side.functions.length === 0 && side.cast === undefined;
  const exact = (condition.operator === '=' || condition.kind === 'like') && !condition.negated;
  return [...(condition.list ?? []), ...(other ? [other] : [])].flatMap((operand): readonly Hint[] => {
    if (typeof operand.constant === 'string') return [{ value: { text: operand.constant }, exact }];
    const computed = !operand.column && operand.parameter === undefined && operand.block === undefined;
    // A list stands there with its members.
    if (!computed || operand.constant === null || condition.list) return [];
    return [{ value: { expression: operand.text }, exact: exact && bare }];
  });
}

/** The table of an operand's column, looked for in the block and in those around it. */
function tableOf(
  operand: Operand,
  block: QueryBlock,
  blocks: readonly QueryBlock[],
  catalog: Catalog,
): QualifiedName | undefined {
  const { relation, column } = operand.column ?? { column: '' };
  for (
    let here: QueryBlock | undefined = block;
    here;
    here = here.parent === undefined ? undefined : blocks[here.parent]
  ) {
    const found = here.relations.find((one) =>
      relation === undefined
        ? one.table !== undefined && hasColumn(one.table, column, catalog)
        : one.alias === relation,
    );
    if (found?.table) return found.table;
    // What a derived table or CTE hands on under the same name.
    const inner: QueryBlock | undefined = found?.block === undefined ? undefined : blocks[found.block];
    const source = inner?.relations.find((one) => one.table && hasColumn(one.table, column, catalog));
    if (source?.table) return source.table;
    if (found) return undefined;
  }
  return undefined;
}

function hasColumn(table: QualifiedName, column: string, catalog: Catalog): boolean {
  const found = [...catalog.tables, ...catalog.views].find((one) => qualified(one) === qualified(table));
  return found?.columns.some((one) => one.name === column) ?? false;
}
