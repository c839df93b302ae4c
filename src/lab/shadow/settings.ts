import type { Connection } from '../../engines/connection.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';

/**
 * The settings that change which plan the planner takes or what it costs (chapter "Query Planning" and section
 * "Resource Consumption" of the manual), with what holds where the statistics do not tell: the defaults, where the
 * embedded engine starts with another value.
 */
const plannerSettings: Readonly<Record<string, string | undefined>> = {
  constraint_exclusion: undefined,
  cpu_index_tuple_cost: undefined,
  cpu_operator_cost: undefined,
  cpu_tuple_cost: undefined,
  cursor_tuple_fraction: undefined,
  default_statistics_target: undefined,
  effective_cache_size: undefined,
  effective_io_concurrency: undefined,
  enable_async_append: undefined,
  enable_bitmapscan: undefined,
  enable_distinct_reordering: undefined,
  enable_gathermerge: undefined,
  enable_group_by_reordering: undefined,
  enable_hashagg: undefined,
  enable_hashjoin: undefined,
  enable_incremental_sort: undefined,
  enable_indexonlyscan: undefined,
  enable_indexscan: undefined,
  enable_material: undefined,
  enable_memoize: undefined,
  enable_mergejoin: undefined,
  enable_nestloop: undefined,
  enable_parallel_append: undefined,
  enable_parallel_hash: undefined,
  enable_partition_pruning: undefined,
  enable_partitionwise_aggregate: undefined,
  enable_partitionwise_join: undefined,
  enable_presorted_aggregate: undefined,
  enable_self_join_elimination: undefined,
  enable_seqscan: undefined,
  enable_sort: undefined,
  enable_tidscan: undefined,
  from_collapse_limit: undefined,
  geqo: undefined,
  geqo_effort: undefined,
  geqo_generations: undefined,
  geqo_pool_size: undefined,
  geqo_seed: undefined,
  geqo_selection_bias: undefined,
  geqo_threshold: undefined,
  hash_mem_multiplier: undefined,
  jit: undefined,
  jit_above_cost: undefined,
  jit_inline_above_cost: undefined,
  jit_optimize_above_cost: undefined,
  join_collapse_limit: undefined,
  max_parallel_workers: '8',
  max_parallel_workers_per_gather: '2',
  min_parallel_index_scan_size: undefined,
  min_parallel_table_scan_size: undefined,
  parallel_leader_participation: undefined,
  parallel_setup_cost: undefined,
  parallel_tuple_cost: undefined,
  plan_cache_mode: undefined,
  random_page_cost: undefined,
  recursive_worktable_factor: undefined,
  seq_page_cost: undefined,
  work_mem: undefined,
};

/**
 * Makes the session plan with these settings, and forgets the ones before. A value that the engine refuses is left
 * out and told, a sentence each.
 */
export async function applySettings(
  connection: Connection,
  settings: Readonly<Record<string, string>>,
): Promise<readonly string[]> {
  const names = Object.keys(plannerSettings);
  const wanted = names.flatMap((name) => {
    const value = settings[name] ?? plannerSettings[name];
    return value === undefined ? [] : [setting(name, value)];
  });
  const reset = names.map((name) => `RESET ${name}`);
  const { error } = await connection.batch([...reset, ...wanted]);
  if (!error) return [];
  const told: string[] = [];
  await connection.batch(reset);
  for (const statement of wanted) {
    const { error: refusal } = await connection.batch([statement]);
    if (refusal) told.push(`a setting of production's was left out: ${refusal.message}`);
  }
  return told;
}

/** The statement that sets a planner setting for the session, or for the transaction. */
export function setting(name: string, value: string, local = false): string {
  return `SET ${local ? 'LOCAL ' : ''}${name} = ${quoteLiteral(value)}`;
}
