import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Lookups } from '../catalog/lookups.ts';
import type { QueryPlan } from '../catalog/query-plan.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { WorkloadQuery } from '../catalog/workload.ts';
import type { Condition, QueryFacts } from '../engines/query-facts.ts';
import type { Evidence } from '../findings/evidence.ts';
import type { PlanTree } from './plan-tree.ts';

/** What a sign looks at. Everything but the plan may be unknown. */
export interface SignInput {
  readonly plan: QueryPlan;
  /** The plan's nodes with their parents, own costs and own times. */
  readonly tree: PlanTree;
  readonly query?: QueryFacts;
  readonly catalog: Catalog;
  readonly lookups: Lookups;
  readonly statistics: Statistics;
  readonly traits: Traits;
  /** What the server counted of this query. */
  readonly workload?: WorkloadQuery;
  /** The conditions in a text of the plan (`Filter`, `Index Cond`), those that AND joins one by one; none when it cannot be read. */
  readonly conditions: (text: string) => readonly Condition[];
}

/** Something that may help. What can be tried is tried before it is told; `advice` is told as advice. */
export type RemedyIdea =
  | { readonly kind: 'change'; readonly title: string; readonly changes: readonly Change[] }
  | { readonly kind: 'rewrite'; readonly rewrite: string }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string; readonly why: string }
  | { readonly kind: 'statistics'; readonly title: string; readonly changes: readonly Change[] }
  | { readonly kind: 'maintenance'; readonly title: string; readonly changes: readonly Change[] }
  | { readonly kind: 'advice'; readonly text: string };

/** A sign that was found at a node. */
export interface Symptom {
  /** The node's path: `0` is the root, `0.1` its second child. */
  readonly node: string;
  /** One sentence with the numbers. */
  readonly message: string;
  readonly evidence: readonly Evidence[];
  /** The share of the query's time (when measured) or cost that it explains, 0 to 1. */
  readonly weight: number;
  /** In the order in which they should be tried. */
  readonly remedies: readonly RemedyIdea[];
  /** What it is about, a table or an index: one sign says one thing of it, however many nodes show it. */
  readonly subject?: string;
}

/** One way in which a query plan shows why a query is slow. */
export interface Sign {
  /** Also the name of its file and of its section in docs/signs.md. */
  readonly id: string;
  /** `sequential scan that discards most rows`. */
  readonly title: string;
  /** Two or three sentences: what it is and why it is slow. */
  readonly why: string;
  /** What to look for in a plan, what to do. */
  readonly what: string;
  /** Manual sections and papers. */
  readonly references: readonly string[];
  /** Less exact signs: where this one speaks of a node, theirs for the same node become part of it. */
  readonly explains?: readonly string[];
  /** Where the engine lacks one of these, the sign says nothing. */
  readonly needs?: readonly (keyof Pick<Traits, 'joinsByHash' | 'parallelQueries' | 'plannerSettings'>)[];
  /** Its trouble is often the planner's answer to a wrong estimate of rows below it; told as such where one was found. */
  readonly followsFromEstimates?: true;
  check(input: SignInput): Iterable<Symptom>;
}

export function defineSign(sign: Sign): Sign {
  return sign;
}
