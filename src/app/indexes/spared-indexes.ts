import type { Advice } from '../../advisor/advice.ts';
import type { CheaperForm } from '../../output/indexes/report.ts';

/** A form that costs no more than this many times what an index on an expression makes of the query is as good. */
const asGood = 1.25;

/** Costs that differ by no more than so many pages that are read in sequence are the same. */
const fewPages = 10;

/**
 * The forms of queries, by their places, that make indexes on expressions needless: with the indexes that are there each
 * costs about what the query costs with all of the advice, and nothing else needs such an index of it. Rewriting a query
 * is written once; an index is written with every row.
 */
export function sparingForms(advice: Advice, forms: readonly CheaperForm[]): ReadonlyMap<number, string> {
  const best = new Map<number, string>();
  for (const { query, sql, create, after } of forms) {
    const reached = advice.perQuery[query - 1]?.costAfter ?? 0;
    const isAsGood = after <= Math.max(reached * asGood, reached + fewPages);
    if (create.length === 0 && isAsGood && !best.has(query - 1)) best.set(query - 1, sql);
  }
  const spared = new Set<number>();
  for (const { change, serves, foreignKeys } of advice.create) {
    const isExpression = change.keys.some((key) => key.expression !== undefined);
    if (!isExpression || serves.length === 0 || foreignKeys.length > 0) continue;
    if (serves.every(({ query }) => best.has(query))) for (const { query } of serves) spared.add(query);
  }
  return new Map([...best].filter(([query]) => spared.has(query)));
}
