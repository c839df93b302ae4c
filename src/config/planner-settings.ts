/** What kind of value a setting takes. */
export type SettingKind = 'memory' | 'number' | 'boolean' | 'word';

const memory =
  'effective_cache_size maintenance_work_mem min_parallel_index_scan_size min_parallel_table_scan_size shared_buffers work_mem';
const numbers =
  'cpu_index_tuple_cost cpu_operator_cost cpu_tuple_cost cursor_tuple_fraction default_statistics_target effective_io_concurrency ' +
  'from_collapse_limit geqo_effort geqo_generations geqo_pool_size geqo_seed geqo_selection_bias geqo_threshold hash_mem_multiplier ' +
  'jit_above_cost jit_inline_above_cost jit_optimize_above_cost join_collapse_limit max_parallel_workers max_parallel_workers_per_gather ' +
  'max_worker_processes parallel_setup_cost parallel_tuple_cost random_page_cost recursive_worktable_factor seq_page_cost';
const booleans =
  'enable_async_append enable_bitmapscan enable_distinct_reordering enable_gathermerge enable_group_by_reordering enable_hashagg ' +
  'enable_hashjoin enable_incremental_sort enable_indexonlyscan enable_indexscan enable_material enable_memoize enable_mergejoin ' +
  'enable_nestloop enable_parallel_append enable_parallel_hash enable_partition_pruning enable_partitionwise_aggregate ' +
  'enable_partitionwise_join enable_presorted_aggregate enable_self_join_elimination enable_seqscan enable_sort enable_tidscan ' +
  'geqo jit parallel_leader_participation';
/** The last three say how text is ordered, which decides whether an index serves LIKE. */
const otherWords = 'constraint_exclusion plan_cache_mode lc_collate locale locale_provider';

const kind = (names: string, value: SettingKind) => names.split(' ').map((name) => [name, value] as const);

/**
 * Settings that decide which plan a planner takes or what it costs (chapters "Query Planning" and "Resource
 * Consumption" of PostgreSQL's manual), and what kind of value each takes.
 */
export const plannerSettings: ReadonlyMap<string, SettingKind> = new Map([
  ...kind(memory, 'memory'),
  ...kind(numbers, 'number'),
  ...kind(booleans, 'boolean'),
  ...kind(otherWords, 'word'),
]);

const forms: Readonly<Record<SettingKind, RegExp>> = {
  memory: /^\d+(?:\.\d+)?\s*(?:B|kB|MB|GB|TB)?$/i,
  number: /^-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i,
  boolean: /^(?:on|off|true|false|yes|no|1|0)$/i,
  word: /^[\w.@-]+$/i,
};

/** What a value of the kind looks like, for a hint. */
export const settingHints: Readonly<Record<SettingKind, string>> = {
  memory: 'write 64MB, or a number of the engine’s own units',
  number: 'write a number',
  boolean: 'write on or off',
  word: 'write one of its words',
};

/** The value as the engine takes it, or nothing when it is not of the setting's kind. Units of memory get their spelling. */
export function settingValue(kind: SettingKind, given: string): string | undefined {
  const text = given.trim();
  if (!forms[kind].test(text)) return undefined;
  if (kind !== 'memory') return text;
  return text.replace(/\s*(B|kB|MB|GB|TB)$/i, (_, unit: string) => {
    const upper = unit.toUpperCase();
    return upper === 'KB' ? 'kB' : upper;
  });
}
