import type { Sign } from './sign.ts';
import { sign as bloatedTable } from './signs/bloated-table.ts';
import { sign as cascadeWithoutIndex } from './signs/cascade-without-index.ts';
import { sign as coldCache } from './signs/cold-cache.ts';
import { sign as collationMismatch } from './signs/collation-mismatch.ts';
import { sign as comparisonWithNull } from './signs/comparison-with-null.ts';
import { sign as containmentWithoutIndex } from './signs/containment-without-index.ts';
import { sign as correlatedSubPlan } from './signs/correlated-sub-plan.ts';
import { sign as countOfEverything } from './signs/count-of-everything.ts';
import { sign as countToTestExistence } from './signs/count-to-test-existence.ts';
import { sign as cteFence } from './signs/cte-fence.ts';
import { sign as deepOffset } from './signs/deep-offset.ts';
import { sign as distinctMendsJoin } from './signs/distinct-mends-join.ts';
import { sign as extremeWithoutIndex } from './signs/extreme-without-index.ts';
import { sign as foreignKeyCheckTime } from './signs/foreign-key-check-time.ts';
import { sign as functionOnColumn } from './signs/function-on-column.ts';
import { sign as functionPerRow } from './signs/function-per-row.ts';
import { sign as functionScanEstimate } from './signs/function-scan-estimate.ts';
import { sign as genericPlan } from './signs/generic-plan.ts';
import { sign as groupingBySort } from './signs/grouping-by-sort.ts';
import { sign as hashBatchesGrew } from './signs/hash-batches-grew.ts';
import { sign as hashOnDisk } from './signs/hash-on-disk.ts';
import { sign as heapFetches } from './signs/heap-fetches.ts';
import { sign as implicitCast } from './signs/implicit-cast.ts';
import { sign as indexMadeForQuery } from './signs/index-made-for-query.ts';
import { sign as indexScanDiscardsRows } from './signs/index-scan-discards-rows.ts';
import { sign as jitOverhead } from './signs/jit-overhead.ts';
import { sign as joinMultipliesRows } from './signs/join-multiplies-rows.ts';
import { sign as leadingColumnUnbound } from './signs/leading-column-unbound.ts';
import { sign as limitWithWrongIndex } from './signs/limit-with-wrong-index.ts';
import { sign as longValueList } from './signs/long-value-list.ts';
import { sign as lossyBitmap } from './signs/lossy-bitmap.ts';
import { sign as manyPartitions } from './signs/many-partitions.ts';
import { sign as materializedInnerRescanned } from './signs/materialized-inner-rescanned.ts';
import { sign as memoizeMisses } from './signs/memoize-misses.ts';
import { sign as missingJoinIndex } from './signs/missing-join-index.ts';
import { sign as negatedCondition } from './signs/negated-condition.ts';
import { sign as nestedLoopOverManyRows } from './signs/nested-loop-over-many-rows.ts';
import { sign as notInSubquery } from './signs/not-in-subquery.ts';
import { sign as orAcrossColumns } from './signs/or-across-columns.ts';
import { sign as parallelNotUsed } from './signs/parallel-not-used.ts';
import { sign as partitionsNotPruned } from './signs/partitions-not-pruned.ts';
import { sign as prefixSearchWithoutPatternIndex } from './signs/prefix-search-without-pattern-index.ts';
import { sign as randomOrder } from './signs/random-order.ts';
import { sign as recheckDiscardsRows } from './signs/recheck-discards-rows.ts';
import { sign as redundantDistinct } from './signs/redundant-distinct.ts';
import { sign as repeatedCteScan } from './signs/repeated-cte-scan.ts';
import { sign as scatteredReads } from './signs/scattered-reads.ts';
import { sign as searchInsideText } from './signs/search-inside-text.ts';
import { sign as sequentialScanDiscardsRows } from './signs/sequential-scan-discards-rows.ts';
import { sign as slowPlanning } from './signs/slow-planning.ts';
import { sign as slowerInProduction } from './signs/slower-in-production.ts';
import { sign as sortAnIndexWouldSpare } from './signs/sort-an-index-would-spare.ts';
import { sign as sortOnDisk } from './signs/sort-on-disk.ts';
import { sign as staleStatistics } from './signs/stale-statistics.ts';
import { sign as temporaryFiles } from './signs/temporary-files.ts';
import { sign as tooManyRowsReturned } from './signs/too-many-rows-returned.ts';
import { sign as triggerTime } from './signs/trigger-time.ts';
import { sign as unionRemovesNothing } from './signs/union-removes-nothing.ts';
import { sign as waiting } from './signs/waiting.ts';
import { sign as wideRows } from './signs/wide-rows.ts';
import { sign as windowRanksEverything } from './signs/window-ranks-everything.ts';
import { sign as workersNotLaunched } from './signs/workers-not-launched.ts';
import { sign as writeKeepsManyIndexes } from './signs/write-keeps-many-indexes.ts';
import { sign as wrongRowEstimate } from './signs/wrong-row-estimate.ts';

/** Every sign, by id. A sign is known by its line here; a test holds the list against the folder. */
export const allSigns: readonly Sign[] = [
  bloatedTable,
  cascadeWithoutIndex,
  coldCache,
  collationMismatch,
  comparisonWithNull,
  containmentWithoutIndex,
  correlatedSubPlan,
  countOfEverything,
  countToTestExistence,
  cteFence,
  deepOffset,
  distinctMendsJoin,
  extremeWithoutIndex,
  foreignKeyCheckTime,
  functionOnColumn,
  functionPerRow,
  functionScanEstimate,
  genericPlan,
  groupingBySort,
  hashBatchesGrew,
  hashOnDisk,
  heapFetches,
  implicitCast,
  indexMadeForQuery,
  indexScanDiscardsRows,
  jitOverhead,
  joinMultipliesRows,
  leadingColumnUnbound,
  limitWithWrongIndex,
  longValueList,
  lossyBitmap,
  manyPartitions,
  materializedInnerRescanned,
  memoizeMisses,
  missingJoinIndex,
  negatedCondition,
  nestedLoopOverManyRows,
  notInSubquery,
  orAcrossColumns,
  parallelNotUsed,
  partitionsNotPruned,
  prefixSearchWithoutPatternIndex,
  randomOrder,
  recheckDiscardsRows,
  redundantDistinct,
  repeatedCteScan,
  scatteredReads,
  searchInsideText,
  sequentialScanDiscardsRows,
  slowPlanning,
  slowerInProduction,
  sortAnIndexWouldSpare,
  sortOnDisk,
  staleStatistics,
  temporaryFiles,
  tooManyRowsReturned,
  triggerTime,
  unionRemovesNothing,
  waiting,
  wideRows,
  windowRanksEverything,
  workersNotLaunched,
  writeKeepsManyIndexes,
  wrongRowEstimate,
];
