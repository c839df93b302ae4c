import type { Table } from '../catalog/table.ts';
import type { Condition, Operand, QueryBlock, QueryFacts } from '../engines/query-facts.ts';
import type { SignInput } from './sign.ts';

/**
 * The columns of a relation that the query reads anywhere, in the table's order. Nothing where that cannot be told:
 * without the query, with `*`, or where the alias stands for several relations.
 */
export function neededColumns(alias: string, table: Table, input: SignInput): readonly string[] | undefined {
  const { query } = input;
  if (query?.kind !== 'select') return undefined;
  const holders = query.blocks.flatMap((block, at) => (block.relations.some((one) => one.alias === alias) ? [at] : []));
  const [holder] = holders;
  const own = holder === undefined ? undefined : query.blocks[holder];
  if (holder === undefined || !own || holders.length > 1 || own.locking) return undefined;
  // What EXISTS selects is not read.
  if (own.returnsAll && own.role !== 'exists') return undefined;
  const needed = new Set<string>();
  query.blocks.forEach((block, at) => {
    if (!isWithin(at, holder, query)) return;
    const others = block.relations.flatMap((one) => {
      const known = one.alias === alias || !one.table ? undefined : input.lookups.table(one.table);
      return known?.columns.map((column) => column.name) ?? [];
    });
    // A name without a qualifier is the nearest block's that has such a column.
    const foreign = new Set(others);
    for (const { qualifier, name } of operandsOf(block).flatMap(namesIn)) {
      if (qualifier === undefined ? !foreign.has(name) : qualifier === alias) needed.add(name);
    }
  });
  return table.columns.map((one) => one.name).filter((name) => needed.has(name));
}

/** Whether a block is the other or stands in it. */
function isWithin(inner: number, outer: number, { blocks }: QueryFacts): boolean {
  for (let at: number | undefined = inner; at !== undefined; at = blocks[at]?.parent) if (at === outer) return true;
  return false;
}

type Expression = Pick<Operand, 'text' | 'column' | 'block'>;

/** Every expression of a block but its sub-queries, which are blocks of their own. */
function operandsOf(block: QueryBlock): readonly Expression[] {
  const all: readonly Expression[] = [
    ...(block.role === 'exists' ? [] : block.returned),
    ...block.conditions.flatMap(ofCondition),
    ...block.group,
    ...block.aggregates,
    ...block.order.map((one) => one.operand),
  ];
  return all.filter((one) => one.block === undefined);
}

function ofCondition({ text, kind, branches, left, right, list }: Condition): readonly Expression[] {
  if (branches) return branches.flat().flatMap(ofCondition);
  if (kind === 'exists') return [];
  const sides = [left, right, ...(list ?? [])].filter((one) => one !== undefined);
  return sides.length === 0 ? [{ text }] : sides;
}

interface Name {
  readonly qualifier?: string;
  readonly name: string;
}

/** Names in an expression that may be columns: no texts, types of casts or functions. */
function namesIn({ text, column }: Expression): readonly Name[] {
  if (column) {
    const { relation } = column;
    return [{ name: column.column, ...(relation === undefined ? {} : { qualifier: relation }) }];
  }
  const plain = text
    .replaceAll(/'(?:[^']|'')*'/g, "''")
    .replaceAll(/::\s*(?:"[^"]+"|\w+)|\bAS\s+\w+/gi, ' ')
    .replaceAll(/\b\w+\s*\((?!\s*SELECT\b)/gi, '(');
  const names = plain.matchAll(/(?:("[^"]+"|[\w$]+)\s*\.\s*)?("[^"]+"|[A-Za-z_][\w$]*)/g);
  return [...names].flatMap(([, qualifier, name]) =>
    name === undefined
      ? []
      : [{ name: unquoted(name), ...(qualifier === undefined ? {} : { qualifier: unquoted(qualifier) }) }],
  );
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name.toLowerCase();
}
