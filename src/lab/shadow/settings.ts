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

/** What servers did not do, or did otherwise, before a version (its release notes), for the settings that decide it. */
const learnt: readonly { readonly major: number; readonly before: Readonly<Record<string, string>> }[] = [
  { major: 14, before: { enable_memoize: 'off' } },
  { major: 15, before: { hash_mem_multiplier: '1' } },
  { major: 16, before: { enable_presorted_aggregate: 'off' } },
  { major: 17, before: { enable_group_by_reordering: 'off' } },
  { major: 18, before: { enable_distinct_reordering: 'off', enable_self_join_elimination: 'off' } },
];

function settingsOf(version: number): Readonly<Record<string, string | undefined>> {
  const older = learnt.filter(({ major }) => version < major).map(({ before }) => before);
  return Object.assign({ ...plannerSettings }, ...older);
}

/**
 * Makes the session plan with these settings, and forgets the ones before. A value that the engine refuses is left
 * out and told, a sentence each.
 *
 * @param version  the major version whose planner is meant: the one that answers when absent
 */
export async function applySettings(
  connection: Connection,
  settings: Readonly<Record<string, string>>,
  version = Number.POSITIVE_INFINITY,
): Promise<readonly string[]> {
  const usual = settingsOf(version);
  const names = Object.keys(usual);
  const wanted = names.flatMap((name) => {
    const value = settings[name] ?? usual[name];
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
