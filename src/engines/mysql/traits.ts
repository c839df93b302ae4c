import { listItems } from '../../catalog/conjuncts.ts';
import type { Traits } from '../../catalog/traits.ts';
import { dialectOf, hasUuids } from './flavour.ts';
import { pageRow } from './page-row.ts';
import { quoteIdentifier } from './quote.ts';
import { bytesOfCharacter } from './read/charsets.ts';
import { trimmed } from './read/dialect.ts';
import { schemaName } from './read/draft.ts';
import { reservedWords } from './sql/keywords.ts';

/** The server's name for people: `MariaDB 10.11`. */
function nameOf(version: string): string {
  return `${dialectOf(version).flavour === 'mariadb' ? 'MariaDB' : 'MySQL'} ${trimmed(version)}`;
}

/** Neither of the two has samples of a table. */
function randomKeys(table: string): string {
  return `Draw random keys between the least and the greatest key of ${table} in the program, and ask for the first row from each on: WHERE id >= ? ORDER BY id LIMIT 1. Where keys have large gaps, keep a column of numbers without any.`;
}

/** What MySQL and MariaDB can do; where they differ, or versions do, the version tells. */
export function mysqlTraits(version: string): Traits {
  const { flavour, number } = dialectOf(version);
  const mariadb = flavour === 'mariadb';
  return {
    name: nameOf(version),
    transactionalDdl: false,
    concurrentIndexBuild: true,
    failedBuildsLeaveIndexes: false,
    notValidConstraints: false,
    notValidNotNull: false,
    notValidPartitionedForeignKeys: false,
    virtualColumns: true,
    operatorClasses: false,
    vacuums: false,
    slowLogs: true,
    nullsAreLeast: true,
    indexNamesByTable: true,
    indexesForeignKeys: true,
    usesLaterKeys: false,
    numbersFromTexts: true,
    startsWithByOrder: false,
    expressionIndexes: !mariadb,
    partialIndexes: false,
    identityColumns: false,
    binaryJson: false,
    truth: { yes: '1', no: '0' },
    uuidType: hasUuids({ flavour, number }),
    networkTypes: false,
    // TIMESTAMP is one, and ends in 2038: nothing to be advised.
    timestampWithZone: false,
    deleteActionColumns: false,
    nullsNotDistinct: false,
    rightsInSchema: false,
    owners: false,
    rowSecurity: false,
    maintainPrivilege: false,
    storageByDefault: false,
    invokerViews: true,
    materializedViews: false,
    searchPath: false,
    alignedColumns: false,
    partitioning: true,
    partsOption: 'partition_by',
    altersGenerated: false,
    altersEnforced: false,
    replacesViews: true,
    replacesTriggers: mariadb,
    enforcesTypes: true,
    enforcesLengths: true,
    exactDecimals: true,
    integerSizes: true,
    timeTypes: true,
    checksOfSetColumns: false,
    foreignKeysNeedEqualTypes: true,
    convertsByExpression: false,
    castsByOperator: false,
    convertsTimesByZone: true,
    enforcesForeignKeys: true,
    rowNumberTables: false,
    enginesWithoutTransactions: new Set(['myisam', 'aria', 'memory', 'csv', 'archive', 'merge', 'mrg_myisam']),
    isNarrowCollation: (collation) => /^utf8(?:mb3)?(?:_|$)/.test(collation),
    // TIMESTAMP is a number of four bytes; as of MariaDB 11.5 an unsigned one.
    endingTimeStamp: { type: 'timestamp', year: mariadb && number >= 110_500 ? 2106 : 2038 },
    zeroDates: true,
    clusteredByPrimaryKey: true,
    declaredRowBytes: { most: 65_535, perCharacter: bytesOfCharacter, ...(mariadb ? { page: pageRow } : {}) },
    makesTablesAnew: false,
    comments: true,
    // 64 characters, and in the schema's character set a character takes four bytes at most.
    identifierBytes: 64,
    joinsByHash: !mariadb,
    parallelQueries: false,
    measuresPlans: false,
    includedColumns: false,
    summaryIndexes: false,
    // A place is found, in the unit of costs: a row read in order (engines/mysql/explain/cost.ts).
    indexEntryCost: 5,
    heapOnlyUpdates: false,
    heapOnlyBesideSummaries: false,
    // ALGORITHM=INPLACE, LOCK=NONE.
    writesGoOnWhileIndexed: true,
    textSearchAdvice: (table) =>
      `A FULLTEXT index${mariadb ? '' : ' with the ngram parser'} on ${table} finds rows by words${mariadb ? '' : ' or any part of a text'}, by MATCH … AGAINST.`,
    roughCountAdvice: (table) =>
      `Where a rough number will do, read TABLE_ROWS of ${table} from information_schema.TABLES.`,
    // ALGORITHM and LOCK of ALTER TABLE. What is done in an instant, and all that is no ALTER TABLE, locks the definition.
    lockBlocks: (mode) =>
      /LOCK=NONE$/.test(mode) ? 'other schema changes' : /LOCK=SHARED$/.test(mode) ? 'writes' : 'reads and writes',
    rewritesQueries: true,
    foreignKeySwitch: 'foreign_key_checks',
    // Callers give a variable for what comes out, too; there are no defaults.
    routineCall: ({ arguments: list }) => ({ given: listItems(list), defaults: 0, set: false }),
    oneWriter: false,
    messageIsTransaction: false,
    embeddedInPrograms: false,
    costsPages: false,
    plannerSettings: true,
    // https://mariadb.com/kb/en/server-system-variables/#sort_buffer_size; MySQL's manual, "Server System Variables".
    sortMemory: {
      setting: 'sort_buffer_size',
      usual: mariadb ? 2 * 1024 ** 2 : 256 * 1024,
      inBytes: true,
      hashesGroups: false,
    },
    randomRowsAdvice: randomKeys,
    comparesWithinCollation: true,
    textOrders: false,
    defaultSchema: schemaName,
    quote: quoteIdentifier,
    reservedWords,
    ...(mariadb && number >= 110_700 ? { orderedUuidFunction: 'uuid_v7()' } : {}),
  };
}
