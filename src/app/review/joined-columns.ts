import { compareText, qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { NamedColumn, QueryFacts } from '../../engines/query-facts.ts';
import { RelvarError } from '../../findings/error.ts';
import type { JoinedColumn, JoinedColumns } from '../../rules/joined-columns.ts';
import type { WorkloadEntry } from '../indexes/workload-queries.ts';
import type { OpenedSource } from '../opened-source.ts';

/** The columns that the views of a schema and its queries compare with each other, each pair of columns once. */
export async function joinedColumns(
  opened: OpenedSource,
  queries: readonly Pick<WorkloadEntry, 'sql' | 'name' | 'facts'>[],
): Promise<readonly JoinedColumns[]> {
  const { catalog, engine, traits } = opened;
  const found = new Map<string, JoinedColumns>();
  const put = (by: string, facts: QueryFacts) => {
    for (const sides of pairsOf(facts)) {
      const key = sides
        .map(({ table, column }) => qualifiedColumn(table, column))
        .sort(compareText)
        .join('\n');
      if (!found.has(key)) found.set(key, { sides, by });
    }
  };
  for (const view of catalog.views) {
    const by = `the view ${qualified(view)}`;
    const facts = await engine.readFacts(view.definition, catalog, traits, by).catch((error: unknown) => {
      // What cannot be read of one says nothing of the others.
      if (error instanceof RelvarError) return undefined;
      throw error;
    });
    if (facts) put(by, facts);
  }
  for (const { sql, name, facts } of queries) put(`the query ${JSON.stringify(name ?? beginning(sql))}`, facts);
  return [...found.values()];
}

function beginning(sql: string): string {
  const line = sql.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

function pairsOf({ blocks }: QueryFacts): readonly (readonly [JoinedColumn, JoinedColumn])[] {
  return blocks.flatMap((block, at) =>
    block.conditions.flatMap(({ kind, left, right }) => {
      if (kind !== 'comparison' || !left?.column || !right?.column) return [];
      const sides = [left.column, right.column].map((one) => columnOf(one, at, blocks));
      const [one, other] = sides;
      return one && other ? [[one, other] as const] : [];
    }),
  );
}

/** A column by the alias of its relation, in the block or one around it. */
export function columnOf(
  { relation, column }: NamedColumn,
  at: number | undefined,
  blocks: QueryFacts['blocks'],
): JoinedColumn | undefined {
  const block = at === undefined ? undefined : blocks[at];
  if (!block || relation === undefined) return undefined;
  const own = block.relations.find(({ alias }) => alias.toLowerCase() === relation.toLowerCase());
  if (!own) return columnOf({ relation, column }, block.parent, blocks);
  return own.table && { table: own.table, column };
}
