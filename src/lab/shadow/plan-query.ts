import type { QueryPlan } from '../../catalog/query-plan.ts';
import { readPlanJson } from '../../engines/postgres/explain/json.ts';
import type { PlannedQuery, PlanRequest } from '../lab.ts';
import { explain } from './explain.ts';
import { type MemorySettings, readMemorySettings } from './memory-settings.ts';
import { memoryUse } from './memory-use.ts';
import type { Shadow } from './shadow.ts';
import { firstWithSkipScan, withoutSkipScans } from './skip-scan.ts';
import { type Attempt, wordSizeCorrected } from './word-size.ts';

/**
 * Plans a query as production would: what the embedded engine answers, corrected for its 32-bit words and, where
 * production is older, for what its planner learnt since.
 * @throws RelvarError `query-refused`
 */
export async function planQuery(shadow: Shadow, request: PlanRequest, inTransaction = false): Promise<PlannedQuery> {
  const planned = await planOnce(shadow, request, inTransaction);
  if (shadow.major >= firstWithSkipScan) return planned;
  return await withoutSkipScans(shadow, planned, inTransaction, () => planOnce(shadow, request, true));
}

async function planOnce(shadow: Shadow, request: PlanRequest, inTransaction: boolean): Promise<PlannedQuery> {
  const attempt = async (settings: Readonly<Record<string, string>>): Promise<Attempt> => {
    const json = await explain(shadow.connection, request, { settings, inTransaction });
    const detailed = () => explain(shadow.connection, request, { settings, inTransaction, verbose: true });
    return { json, plan: parsed(json), detailed: async () => parsed(await detailed()) };
  };
  const first = await attempt({});
  if (!dependsOnMemory(first.plan)) return { plan: first.plan, json: first.json, doubts: [] };
  const memory = await memorySettings(shadow, request);
  return await wordSizeCorrected(first, memory, attempt, (relation) => largest(shadow, relation));
}

function parsed(json: string): QueryPlan {
  return readPlanJson(JSON.parse(json));
}

function dependsOnMemory(plan: QueryPlan): boolean {
  const use = memoryUse(plan, true);
  return use.hashTables.length + use.hashAggregates.length + use.caches.length + use.bitmaps.length > 0;
}

/** Pages of the largest relation of that name: plans name no schema. */
function largest(shadow: Shadow, relation: string): number {
  let pages = 0;
  for (const believed of shadow.believed.values()) {
    if (believed.relation.name === relation) pages = Math.max(pages, believed.size.pages);
  }
  return pages;
}

/** Asked once for each set of settings; forgotten when others are believed. */
async function memorySettings(shadow: Shadow, request: PlanRequest): Promise<MemorySettings> {
  const { work_mem, hash_mem_multiplier, parallel_leader_participation } = request.settings ?? {};
  const key = JSON.stringify([work_mem, hash_mem_multiplier, parallel_leader_participation]);
  let known = shadow.memory.get(key);
  if (!known) {
    known = await readMemorySettings(shadow.connection, {
      ...(work_mem === undefined ? {} : { work_mem }),
      ...(hash_mem_multiplier === undefined ? {} : { hash_mem_multiplier }),
      ...(parallel_leader_participation === undefined ? {} : { parallel_leader_participation }),
    });
    shadow.memory.set(key, known);
  }
  return known;
}
