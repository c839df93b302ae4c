import { conjuncts } from '../../catalog/conjuncts.ts';
import { displayName, sameName } from '../../catalog/names.ts';
import type { PlanNode } from '../../catalog/query-plan.ts';
import type { Table } from '../../catalog/table.ts';
import { emptyBlock, type QueryBlock, type QueryFacts } from '../../engines/query-facts.ts';
import { type SelectParts, selectText } from '../../engines/select-text.ts';
import { RelvarError } from '../../findings/error.ts';
import type { SupposedIndexes } from '../../lab/supposed-indexes.ts';
import type { AdviceInput, AdviceQuery } from '../advice.ts';

/**
 * What a query asks of the tables that it does not name itself: those of views, and of functions that the engine puts in
 * their place. The planner has expanded both, so it is asked for a plan for any values, and each of its scans becomes a
 * block: what the scan is filtered by, what it is joined by, and the order and the groups that are made of it. Nothing for
 * a query that names all its tables.
 */
export async function expandedBlocks(
  { sql, planned = sql, settings, facts }: AdviceQuery,
  input: AdviceInput,
  supposed: SupposedIndexes,
): Promise<readonly QueryBlock[]> {
  const named = facts.blocks.flatMap((block) => block.relations);
  const isWhole = ({ table, other }: (typeof named)[number]) =>
    table === undefined ? other === undefined : input.lookups.table(table) !== undefined;
  if (named.every(isWhole)) return [];
  const answer = await supposed.plan({ sql: planned, ...(settings ? { settings } : {}) }, []);
  if ('error' in answer) return [];
  const scans = scansOf(answer.plan.root, input);
  const blocks: QueryBlock[] = [];
  for (const scan of scans) {
    // What the query names, its own facts tell.
    const isNamed = named.some(({ alias, table }) => alias === scan.alias && table && sameName(table, scan.table));
    if (!isNamed) blocks.push(await blockOf(scan, scans, input));
  }
  return blocks;
}

/**
 * As people write it: the engine tells the type of a text beside the constant, and converts a column of limited length to
 * text, which changes nothing of its values or of their order.
 */
function plain(text: string, { table, alias }: Scan): string {
  const limited = new Set(table.columns.filter((one) => one.type.family === 'text').map((one) => one.name));
  return text
    .replaceAll(/('(?:[^']|'')*')::(?:text|character varying)(?!\w|\[)/g, '$1')
    .replaceAll(/\((?:("[^"]+"|\w+)\.)?("[^"]+"|\w+)\)::text(?!\w|\[)/g, (whole, of?: string, name = '') => {
      const isOwn = of === undefined || of === displayName(alias);
      return isOwn && limited.has(name.replaceAll('"', '')) ? whole.slice(1, whole.indexOf(')')) : whole;
    });
}

/** A table that a plan reads, with what stands on the way from it to the top. */
interface Scan {
  readonly table: Table;
  readonly alias: string;
  /** Its own conditions, as the plan writes them: without the alias. */
  readonly own: readonly string[];
  /** Conditions of joins above it. */
  readonly joins: readonly string[];
  readonly order: readonly string[];
  readonly group: readonly string[];
  readonly limited: boolean;
}

type Above = Pick<Scan, 'joins' | 'order' | 'group' | 'limited'>;

const ownConditions = ['Filter', 'Index Cond', 'Recheck Cond'];
const joinConditions = ['Hash Cond', 'Merge Cond', 'Join Filter'];

function scansOf(root: PlanNode, { catalog, traits }: AdviceInput): readonly Scan[] {
  const found: Scan[] = [];
  const visit = (node: PlanNode, above: Above, outer: readonly string[]): void => {
    const own = [...outer, ...textsOf(node, ownConditions)];
    const { relation, alias = relation, schema } = node;
    const tables = catalog.tables.filter((one) => one.name === relation && one.schema === (schema ?? one.schema));
    const table = tables.length === 1 ? tables[0] : tables.find((one) => one.schema === traits.defaultSchema);
    if (table && alias !== undefined) found.push({ table, alias, own, ...above });
    const next: Above = {
      joins: [...above.joins, ...textsOf(node, joinConditions)],
      order: above.order.length > 0 ? above.order : textsOf(node, ['Sort Key']),
      group: above.group.length > 0 ? above.group : textsOf(node, ['Group Key']),
      limited: above.limited || node.kind === 'Limit',
    };
    // A bitmap of an index has the conditions of the scan above it, which has them too.
    for (const child of node.children) visit(child, next, []);
  };
  visit(root, { joins: [], order: [], group: [], limited: false }, []);
  return found;
}

function textsOf({ facts }: PlanNode, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const fact = facts[name];
    return typeof fact === 'string' ? [fact] : Array.isArray(fact) ? fact.map(String) : [];
  });
}

/** Each part that the engine's grammar takes back; values that only the plan has (`SubPlan 1`) it does not. */
async function blockOf(scan: Scan, scans: readonly Scan[], input: AdviceInput): Promise<QueryBlock> {
  const others = scans.filter((one) => one.alias !== scan.alias);
  const [alone, together] = [[scan], [scan, ...others]];
  const read = async (parts: SelectParts): Promise<QueryBlock> =>
    (await factsOf(selectText(parts, input.traits), input))?.blocks[0] ?? emptyBlock('main');
  const mentions = (text: string, { alias }: Scan) =>
    [displayName(alias), input.traits.quote(alias)].some((name) => text.includes(`${name}.`));
  const conditions: QueryBlock['conditions'][number][] = [];
  for (const text of scan.own.flatMap(conjuncts)) {
    const from = others.some((other) => mentions(text, other)) ? together : alone;
    conditions.push(...(await read({ from, where: plain(text, scan) })).conditions);
  }
  for (const text of scan.joins.flatMap(conjuncts)) {
    if (mentions(text, scan)) conditions.push(...(await read({ from: together, where: plain(text, scan) })).conditions);
  }
  const ordered = await read({ from: alone, orderBy: scan.order, first: true });
  const grouped = await read({ from: alone, groupBy: scan.group });
  return {
    ...emptyBlock('main'),
    relations: [scan, ...others].map(({ alias, table: { schema, name } }) => ({
      alias,
      table: { schema, name },
      lateral: false,
    })),
    conditions,
    returnsAll: true,
    order: ordered.order,
    ...(scan.limited && ordered.limit ? { limit: ordered.limit } : {}),
    group: grouped.group,
  };
}

async function factsOf(sql: string, { engine, catalog, traits }: AdviceInput): Promise<QueryFacts | undefined> {
  try {
    return await engine.readFacts(sql, catalog, traits, 'a plan');
  } catch (error) {
    if (!(error instanceof RelvarError)) throw error;
    return undefined;
  }
}
