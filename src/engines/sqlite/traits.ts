import type { Traits } from '../../catalog/traits.ts';
import { reservedWords } from './keywords.ts';
import { quoteIdentifier } from './quote.ts';

/** What SQLite can do: the parts that the catalog knows of are the same in all versions since 3.37 (STRICT, 2021). */
export function sqliteTraits(version: string): Traits {
  return {
    name: `SQLite ${version.split('.').slice(0, 2).join('.')}`,
    transactionalDdl: true,
    concurrentIndexBuild: false,
    notValidConstraints: false,
    notValidNotNull: false,
    notValidPartitionedForeignKeys: false,
    virtualColumns: true,
    indexesForeignKeys: false,
    partialIndexes: true,
    identityColumns: false,
    binaryJson: false,
    uuidType: false,
    networkTypes: false,
    timestampWithZone: false,
    deleteActionColumns: false,
    nullsNotDistinct: false,
    rowSecurity: false,
    invokerViews: false,
    searchPath: false,
    alignedColumns: false,
    partitioning: false,
    altersGenerated: true,
    altersEnforced: false,
    replacesTriggers: false,
    enforcesTypes: false,
    enforcesLengths: false,
    exactDecimals: false,
    integerSizes: false,
    timeTypes: false,
    timeFormCheck: (column) => `${column} IS NULL OR julianday(${column}) IS NOT NULL`,
    foreignKeysNeedEqualTypes: false,
    convertsByExpression: true,
    enforcesForeignKeys: false,
    rowNumberTables: true,
    joinsByHash: false,
    parallelQueries: false,
    measuresPlans: false,
    includedColumns: false,
    // About that of finding the place by the index: 20 to 45 rows read, by the planner.
    indexEntryCost: 20,
    heapOnlyUpdates: false,
    writesGoOnWhileIndexed: false,
    textSearchAdvice: (table) =>
      `A full-text table (FTS5) with the trigram tokenizer beside ${table} finds rows by any part of a text.`,
    roughCountAdvice: (table) =>
      `Where a rough number will do, read it from sqlite_stat1, as the last ANALYZE left it: SELECT stat FROM sqlite_stat1 WHERE tbl = '${table}'.`,
    plannerSettings: false,
    textOrders: false,
    comments: false,
    identifierBytes: Number.POSITIVE_INFINITY,
    defaultSchema: 'main',
    quote: quoteIdentifier,
    reservedWords,
  };
}
