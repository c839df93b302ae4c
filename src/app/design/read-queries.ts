import type { Blueprint } from '../../catalog/blueprint.ts';
import type { DesignedQuery } from '../../design/structure/queries.ts';
import type { DesignWriting } from '../../engines/blueprints.ts';
import type { QueryFacts } from '../../engines/query-facts.ts';
import type { OpenedSource } from '../opened-source.ts';

/** A designed query as the engine writes and reads it. */
export interface ReadQuery {
  readonly designed: DesignedQuery;
  readonly sql: string;
  readonly facts: QueryFacts;
}

/** Has the engine write the queries, and read them back against the schema. The same query twice is one. */
export async function readDesigned(
  queries: readonly DesignedQuery[],
  blueprint: Blueprint,
  writing: Pick<DesignWriting, 'query'>,
  { engine, catalog, traits }: OpenedSource,
): Promise<readonly ReadQuery[]> {
  const found = new Map<string, ReadQuery>();
  for (const designed of queries) {
    const sql = writing.query(designed.query, blueprint);
    if (found.has(sql)) continue;
    found.set(sql, { designed, sql, facts: await engine.readFacts(sql, catalog, traits, designed.query.name) });
  }
  return [...found.values()];
}
