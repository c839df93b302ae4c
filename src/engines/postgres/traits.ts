import type { Traits } from '../../catalog/traits.ts';
import { ofRows, waits } from './locks.ts';
import { quoteIdentifier, reservedWords } from './quote.ts';
import { routineCall } from './schema/routine-call.ts';

/**
 * What PostgreSQL of a version can do; `version` is what `server_version` says, `16.4` or `18beta1 (Debian …)`.
 * The versions are those of the release notes: 15 (columns of ON DELETE SET NULL, NULLS NOT DISTINCT, security_invoker, ^@ by B-trees), 18 (NOT NULL NOT VALID,
 * NOT VALID foreign keys on partitioned tables, uuidv7).
 */
export function postgresTraits(version: string): Traits {
  const major = Number.parseInt(version, 10);
  if (!Number.isInteger(major)) throw new Error(`not a PostgreSQL version: ${version}`);
  return {
    name: `PostgreSQL ${major}`,
    transactionalDdl: true,
    concurrentIndexBuild: true,
    failedBuildsLeaveIndexes: true,
    notValidConstraints: true,
    notValidNotNull: major >= 18,
    notValidPartitionedForeignKeys: major >= 18,
    virtualColumns: major >= 18,
    operatorClasses: true,
    vacuums: true,
    slowLogs: false,
    nullsAreLeast: false,
    indexNamesByTable: false,
    indexesForeignKeys: false,
    startsWithByOrder: major >= 15,
    partialIndexes: true,
    identityColumns: true,
    binaryJson: true,
    uuidType: true,
    networkTypes: true,
    timestampWithZone: true,
    deleteActionColumns: major >= 15,
    nullsNotDistinct: major >= 15,
    rowSecurity: true,
    maintainPrivilege: major >= 17,
    invokerViews: major >= 15,
    materializedViews: true,
    searchPath: true,
    alignedColumns: true,
    partitioning: true,
    altersGenerated: major >= 17,
    altersEnforced: major >= 18,
    replacesViews: true,
    replacesTriggers: major >= 14,
    enforcesTypes: true,
    enforcesLengths: true,
    exactDecimals: true,
    integerSizes: true,
    timeTypes: true,
    foreignKeysNeedEqualTypes: false,
    convertsByExpression: true,
    castsByOperator: true,
    convertsTimesByZone: true,
    enforcesForeignKeys: true,
    foreignKeySwitch: 'session_replication_role',
    routineCall,
    rowNumberTables: false,
    joinsByHash: true,
    parallelQueries: true,
    measuresPlans: true,
    includedColumns: true,
    // A leaf page is visited, and mostly in memory.
    indexEntryCost: 1,
    heapOnlyUpdates: true,
    heapOnlyBesideSummaries: major >= 16,
    writesGoOnWhileIndexed: true,
    textSearchAdvice: (table) =>
      `With the extension pg_trgm, a GIN index on ${table} with gin_trgm_ops finds rows by any part of a text.`,
    roughCountAdvice: (table) =>
      `Where a rough number will do, ask the catalog: SELECT reltuples FROM pg_class WHERE oid = '${table}'::regclass`,
    lockBlocks: waits,
    lockOfRows: ofRows,
    oneWriter: false,
    messageIsTransaction: true,
    embeddedInPrograms: false,
    costsPages: true,
    plannerSettings: true,
    comparesWithinCollation: false,
    textOrders: true,
    zeroDates: false,
    clusteredByPrimaryKey: false,
    makesTablesAnew: false,
    comments: true,
    identifierBytes: 63,
    defaultSchema: 'public',
    quote: quoteIdentifier,
    reservedWords,
    ...(major >= 18 ? { orderedUuidFunction: 'uuidv7()' } : {}),
  };
}
