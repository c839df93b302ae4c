import type { Table } from '../catalog/table.ts';
import type { OrderKey, QueryBlock } from '../engines/query-facts.ts';
import type { SignInput } from './sign.ts';

/** The part of the query in which the alias stands; nothing where there are several or the query is not known. */
function blockOf(alias: string | undefined, { query }: SignInput): QueryBlock | undefined {
  const blocks = query?.blocks.filter((block) => block.relations.some((one) => one.alias === alias)) ?? [];
  return blocks.length === 1 ? blocks[0] : undefined;
}

/** The order that a LIMIT takes the first rows of, where all of it is the relation's. */
export function limitedOrder(alias: string | undefined, table: Table, input: SignInput): readonly OrderKey[] {
  const block = blockOf(alias, input);
  if (!block?.limit || block.distinct !== 'none' || block.group.length > 0) return [];
  const own = block.order.every(
    ({ operand }) =>
      operand.column !== undefined &&
      (operand.column.relation ?? alias) === alias &&
      table.columns.some((one) => one.name === operand.column?.column),
  );
  return own ? block.order : [];
}

/** Sort keys of a plan (`o.created_at DESC NULLS LAST`) as far as they are columns of the relation; empty when one is not. */
export function sortOrder(keys: readonly string[], alias: string | undefined, table: Table): readonly OrderKey[] {
  const order: OrderKey[] = [];
  for (const key of keys) {
    const match = /^(.*?)( COLLATE \S+)?( USING \S+)?( DESC)?( NULLS (?:FIRST|LAST))?$/.exec(key);
    const text = match?.[1] ?? key;
    const descending = match?.[4] !== undefined;
    const nulls = match?.[5]?.trim();
    const words: readonly string[] = text.replaceAll(/'[^']*'/g, '').match(/"[^"]+"|[\w$]+/g) ?? [];
    const foreign = [...text.matchAll(/("[^"]+"|\w+)\./g)].some((one) => one[1] !== alias);
    const column = table.columns.find((one) => words.includes(one.name) || words.includes(`"${one.name}"`));
    if (!column || foreign || match?.[2] !== undefined || match?.[3] !== undefined) return [];
    order.push({
      operand: {
        text,
        column: { ...(alias === undefined ? {} : { relation: alias }), column: column.name },
        functions: /^\(*(?:\w+\.)?"?[\w$ ]+"?\)*(?:::\w+)?$/.test(text) ? [] : ['expression'],
      },
      descending,
      nullsFirst: nulls === undefined ? descending : nulls === 'NULLS FIRST',
    });
  }
  return order;
}
