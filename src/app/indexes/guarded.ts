import { displayName, qualified } from '../../catalog/names.ts';
import type { GuardedQuery } from '../../engines/engine.ts';
import type { Condition, QueryFacts } from '../../engines/query-facts.ts';
import { joined } from '../../output/words.ts';
import type { OpenedSource } from '../opened-source.ts';

/** A query as a role that policies bind has it planned. */
export interface Guarded {
  readonly query: GuardedQuery;
  /** With the conditions of the policies, each told to be one. */
  readonly facts: QueryFacts;
}

/** The query with what row security adds to it; nothing where no table of it is guarded. */
export async function guardedQuery(
  sql: string,
  facts: QueryFacts,
  { engine, catalog, traits }: Pick<OpenedSource, 'engine' | 'catalog' | 'traits'>,
): Promise<Guarded | undefined> {
  const query = await engine.underPolicies?.(sql, catalog, traits);
  if (!query) return undefined;
  const written = new Set(facts.blocks.flatMap((block) => block.conditions.flatMap(textsOf)));
  const all = await engine.readFacts(query.sql, catalog, traits, 'a query under policies');
  const blocks = all.blocks.map((block) => ({
    ...block,
    conditions: block.conditions.map((one) => (written.has(one.text) ? one : { ...one, byPolicy: true as const })),
  }));
  return { query, facts: { ...facts, blocks } };
}

function textsOf({ text, branches = [] }: Condition): readonly string[] {
  return [text, ...branches.flat().flatMap(textsOf)];
}

/** What was taken for granted of who runs the queries, a sentence. */
export function guardedText(all: readonly Guarded[]): readonly string[] {
  const tables = new Set(all.flatMap(({ query }) => query.tables.map(qualified)));
  if (tables.size === 0) return [];
  const role = all.find(({ query }) => query.role !== undefined)?.query.role;
  const whose = role === undefined ? 'a role that they bind' : `the role ${displayName(role)}`;
  return [
    `the policies of ${joined([...tables].sort())} bind whoever runs the queries, but superusers, roles with BYPASSRLS and owners where row security is not forced: they were planned with the conditions that the policies add for ${whose}`,
  ];
}
