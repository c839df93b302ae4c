/** Properties of a node that have a field of their own in `PlanNode`, by their names in the engine's JSON form. */
export const nodeFields: ReadonlySet<string> = new Set([
  'Node Type',
  'Parent Relationship',
  'Subplan Name',
  'Strategy',
  'Partial Mode',
  'Join Type',
  'Operation',
  'Parallel Aware',
  'Async Capable',
  'Schema',
  'Relation Name',
  'Alias',
  'Index Name',
  'Scan Direction',
  'CTE Name',
  'Function Name',
  'Startup Cost',
  'Total Cost',
  'Plan Rows',
  'Plan Width',
  'Disabled',
  'Actual Startup Time',
  'Actual Total Time',
  'Actual Rows',
  'Actual Loops',
  'Shared Hit Blocks',
  'Shared Read Blocks',
  'Shared Dirtied Blocks',
  'Shared Written Blocks',
  'Local Hit Blocks',
  'Local Read Blocks',
  'Local Dirtied Blocks',
  'Local Written Blocks',
  'Temp Read Blocks',
  'Temp Written Blocks',
  'I/O Read Time',
  'I/O Write Time',
  'Shared I/O Read Time',
  'Shared I/O Write Time',
  'Local I/O Read Time',
  'Local I/O Write Time',
  'WAL Records',
  'WAL FPI',
  'WAL Bytes',
  'Workers Planned',
  'Workers Launched',
  'Workers',
  'Plans',
]);

/** Properties of a whole plan that have a field of their own in `QueryPlan`. */
export const planFields: ReadonlySet<string> = new Set([
  'Plan',
  'Query Text',
  'Query Identifier',
  'Planning',
  'Planning Time',
  'Execution Time',
  'Total Runtime',
  'Settings',
  'Triggers',
  'JIT',
  'Serialization',
]);

const told = new Set([
  'Subplans Removed',
  'Exact Heap Blocks',
  'Lossy Heap Blocks',
  'Planned Partitions',
  'Disk Usage',
  'Temp I/O Read Time',
  'Temp I/O Write Time',
  'WAL Buffers Full',
  'Tuples Inserted',
  'Tuples Updated',
  'Tuples Deleted',
  'Tuples Skipped',
  'Single Copy',
  'Inner Unique',
]);

/**
 * True for a property that the text form leaves out while it is 0 or false and the other forms do not: it is left out
 * of the facts, so that all forms of a plan read alike.
 */
export function isToldWhenSet(name: string): boolean {
  return told.has(name) || name.startsWith('Rows Removed by') || name.endsWith(' Blocks');
}

const textual =
  /(?:^| )(?:Filter|Cond|Key|Keys|Output|Name|Alias|Call|Seed|Text|Parameters|Order By|Condition|SQL|Relations|Method|Schema|Provider|Window|Settings|Type|Index|Identifier)$/;
const booleans = new Set([
  'Parallel Aware',
  'Async Capable',
  'Single Copy',
  'Inner Unique',
  'Disabled',
  'Inlining',
  'Optimization',
  'Expressions',
  'Deforming',
]);
const figure = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i;

/** The value of a property that was written without its type, as text and XML do: `12`, `true`, `(a > 5)`. */
export function typedValue(name: string, text: string): string | number | boolean {
  if (booleans.has(name) && (text === 'true' || text === 'false')) return text === 'true';
  return figure.test(text) && (!textual.test(name) || name.startsWith('Rows Removed by')) ? Number(text) : text;
}
