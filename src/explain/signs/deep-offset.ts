import { measuredOf } from '../estimates.ts';
import { figure } from '../figures.ts';
import { harms, nodesOf, shareText } from '../harm.ts';
import type { PlacedNode } from '../plan-tree.ts';
import { defineSign, type RemedyIdea, type SignInput } from '../sign.ts';
import { told } from '../told.ts';

const leastSkipped = 1000;

export const sign = defineSign({
  id: 'deep-offset',
  title: 'OFFSET reads many rows only to skip them',
  why: 'Rows before the OFFSET are found, joined and sorted like all others, and then thrown away. Each further page takes longer than the one before.',
  what: `A Limit whose child gives ${leastSkipped} rows or more beyond those that are returned. Ask for the rows after the last one seen (WHERE (created_at, id) < (…) ORDER BY … LIMIT), served by an index on the order.`,
  references: [
    'https://www.postgresql.org/docs/current/queries-limit.html',
    'https://use-the-index-luke.com/no-offset',
  ],
  *check(input) {
    for (const placed of nodesOf(input, ['Limit'])) {
      const child = input.tree.childrenOf(placed).find((one) => one.node.relationship !== 'InitPlan');
      const rows = child && skippedRows(placed, child, input);
      if (!child || rows === undefined || rows.skipped < leastSkipped || rows.skipped < rows.returned) continue;
      const weight = child.wholeShare * (rows.skipped / (rows.skipped + rows.returned));
      if (!harms(weight, input)) continue;
      yield {
        node: placed.path,
        message: `finds ${figure(rows.skipped)} rows and skips them to return ${figure(rows.returned)}: ${shareText(weight, input)}`,
        evidence: [
          told(
            input,
            `${figure(rows.skipped + rows.returned)} rows below the LIMIT, ${figure(rows.returned)} above it`,
          ),
        ],
        weight,
        remedies: [{ kind: 'rewrite', rewrite: 'offset-to-keyset' }, ...keysetAdvice(input)],
      };
    }
  },
});

/** Measured: what came and was not handed on. Else the constant of the query, or what the costs tell of it. */
function skippedRows(
  limit: PlacedNode,
  child: PlacedNode,
  { query }: SignInput,
): { readonly skipped: number; readonly returned: number } | undefined {
  if (limit.node.measured && child.node.measured) {
    const returned = measuredOf(limit.node) ?? 0;
    return { skipped: (measuredOf(child.node) ?? 0) - returned, returned };
  }
  const offsets = query?.blocks.flatMap((block) => block.offset?.constant ?? []) ?? [];
  const returned = limit.node.rows;
  if (query && offsets.length === 0) return undefined;
  const [only] = offsets;
  if (offsets.length === 1 && only !== undefined && limit.path === '0') return { skipped: Number(only), returned };
  const range = child.node.totalCost - child.node.startupCost;
  if (range <= 0) return undefined;
  return { skipped: ((limit.node.startupCost - child.node.startupCost) / range) * child.node.rows, returned };
}

/** What the next page is asked by: the order's keys of the last row seen, with a key that makes them unique. */
function keysetAdvice({ query, lookups }: SignInput): readonly RemedyIdea[] {
  const block = query?.blocks.find((one) => one.offset !== undefined && one.order.length > 0);
  const [first] = block?.order ?? [];
  if (!block || !first) return [];
  const [relation, ...others] = block.relations;
  const table = relation?.table && lookups.table(relation.table);
  const primary = others.length === 0 ? (table?.primaryKey?.columns ?? []) : [];
  const asked = new Set(block.order.map((one) => one.operand.column?.column));
  const ties = primary.filter((column) => !asked.has(column));
  const keys = [...block.order.map((one) => one.operand.text), ...ties];
  const direction = first.descending ? ' DESC' : '';
  const values = keys.map((_, at) => `$${at + 1}`).join(', ');
  const oneWay = block.order.every((one) => one.descending === first.descending);
  const condition = `WHERE ${listed(keys)} ${first.descending ? '<' : '>'} ${keys.length > 1 ? `(${values})` : values}`;
  const unique =
    ties.length > 0
      ? ` ${ties.join(', ')} makes the order one that no two rows share, so no row is lost or shown twice.`
      : '';
  const text = oneWay
    ? `Ask for the rows after the last one seen: ${condition} ORDER BY ${keys.map((key) => key + direction).join(', ')} LIMIT …, with the values of that row, served by an index on (${keys.join(', ')}).${unique}`
    : `Ask for the rows after the last one seen. The keys go in different directions, so the condition needs an OR: rows beyond it by ${first.operand.text}, or equal in that and beyond it by ${keys.slice(1).join(', ')}.`;
  return [{ kind: 'advice', text }];
}

function listed(keys: readonly string[]): string {
  return keys.length > 1 ? `(${keys.join(', ')})` : keys.join('');
}
