import type { Routine } from './catalog.ts';
import type { RoutineCall } from './routine-call.ts';

/** What waits while somebody holds a lock. */
export type Blocked = 'nothing' | 'other schema changes' | 'writes' | 'reads and writes';

/**
 * What an engine can and cannot do, each as one sentence. Outside `engines/` code asks a trait, never a name.
 */
export interface Traits {
  /** The engine's name for people, with the version that the schema is for: `PostgreSQL 16`. */
  readonly name: string;
  /** DDL runs in a transaction and can be rolled back. */
  readonly transactionalDdl: boolean;
  /** An index can be built while the table takes writes. */
  readonly concurrentIndexBuild: boolean;
  /** Such a build stands outside of transactions, and one that fails leaves an index that is written to and never read. */
  readonly failedBuildsLeaveIndexes: boolean;
  /** A constraint can be added without checking present rows, and validated later. */
  readonly notValidConstraints: boolean;
  /** The same for NOT NULL (PostgreSQL 18). */
  readonly notValidNotNull: boolean;
  /** The same for a foreign key of a partitioned table (PostgreSQL 18). */
  readonly notValidPartitionedForeignKeys: boolean;
  /** A generated column may be computed when it is read, and needs no room. */
  readonly virtualColumns: boolean;
  /** A name of an index is its table's own: two tables may have indexes of one name. */
  readonly indexNamesByTable: boolean;
  /** The engine makes an index for a foreign key by itself. */
  readonly indexesForeignKeys: boolean;
  /** A text that is compared with a number is turned into a number, row by row. */
  readonly numbersFromTexts: boolean;
  /** Queries that name later columns of an index alone use it all the same: by skipping over values of the first, or by reading it whole. */
  readonly usesLaterKeys: boolean;
  /** An ordered index finds texts that begin with a value by `^@`, and indexes know `starts_with()` (PostgreSQL 15). */
  readonly startsWithByOrder: boolean;
  /** The key of an index can be an expression. */
  readonly expressionIndexes: boolean;
  /** An index can cover only the rows of a predicate. */
  readonly partialIndexes: boolean;
  /** Columns can be `GENERATED … AS IDENTITY`. */
  readonly identityColumns: boolean;
  /** There is a type that stores JSON parsed, and can be indexed. */
  readonly binaryJson: boolean;
  /** How statistics spell what is true and what is false. */
  readonly truth: { readonly yes: string; readonly no: string };
  /** There is a UUID type. */
  readonly uuidType: boolean;
  /** There are types for network addresses. */
  readonly networkTypes: boolean;
  /** There is a time stamp that is an instant, whatever the session's zone. */
  readonly timestampWithZone: boolean;
  /** `ON DELETE SET NULL` and `SET DEFAULT` can name the columns that they touch (PostgreSQL 15). */
  readonly deleteActionColumns: boolean;
  /** `NULLS NOT DISTINCT` exists on unique indexes. */
  readonly nullsNotDistinct: boolean;
  /** Rights on objects are read with the schema, and new routines and types are everybody's until they are taken away. */
  readonly rightsInSchema: boolean;
  /** Objects belong to roles, and can be given to others. */
  readonly owners: boolean;
  /** Rows can be guarded by policies. */
  readonly rowSecurity: boolean;
  /** There is a privilege to maintain a table, apart from all others (PostgreSQL 17). */
  readonly maintainPrivilege: boolean;
  /** A column goes back to how its type is stored without that being named. */
  readonly storageByDefault: boolean;
  /** A view can run with the rights of the one who asks (`security_invoker`). */
  readonly invokerViews: boolean;
  /** The rows of a view can be stored, and read while they are refreshed. */
  readonly materializedViews: boolean;
  /** Names without a schema are looked up along a path that each session sets. */
  readonly searchPath: boolean;
  /** Stored columns are aligned, so that their order costs bytes. */
  readonly alignedColumns: boolean;
  /** Tables can be partitioned by declaration. */
  readonly partitioning: boolean;
  /** The option of a table that tells its partitions, where these are parts of it and no tables of their own. */
  readonly partsOption?: string;
  /** The expression of a generated column can be changed in place (PostgreSQL 17). */
  readonly altersGenerated: boolean;
  /** A foreign key can be made enforced or not in place (PostgreSQL 18). */
  readonly altersEnforced: boolean;
  /** A view can be replaced in place, and what stands on it stays. */
  readonly replacesViews: boolean;
  /** A trigger can be replaced in place (PostgreSQL 14). */
  readonly replacesTriggers: boolean;
  /** A column holds values of its type alone, without its table asking for it. */
  readonly enforcesTypes: boolean;
  /** A declared length of a text is a limit. */
  readonly enforcesLengths: boolean;
  /** There is a type that keeps decimal fractions exactly. */
  readonly exactDecimals: boolean;
  /** Integers are of types of several sizes, which run out at different numbers. */
  readonly integerSizes: boolean;
  /** There are types for dates and times. */
  readonly timeTypes: boolean;
  /** The condition that a text in a column is a date or time which the engine understands, where there is one. */
  readonly timeFormCheck?: (column: string) => string;
  /** A check may be of columns that a foreign key sets, by ON DELETE SET NULL or ON UPDATE CASCADE. */
  readonly checksOfSetColumns: boolean;
  /** A foreign key joins columns of one and the same type only. */
  readonly foreignKeysNeedEqualTypes: boolean;
  /** A column can get another type by an expression over its values, not only by the engine's own conversion. */
  readonly convertsByExpression: boolean;
  /** A value that is no value of another type by itself is cast to it by `::`; else a column takes it as far as it fits. */
  readonly castsByOperator: boolean;
  /** A time becomes an instant, and an instant a time, by a time zone when the type of its column changes. */
  readonly convertsTimesByZone: boolean;
  /** Foreign keys are checked in every session, without its asking for it. */
  readonly enforcesForeignKeys: boolean;
  /** A table is stored by a hidden number of its rows, unless it asks to be stored by its primary key. */
  readonly rowNumberTables: boolean;
  /** The planner joins by hashing and merging too, not by loops alone. */
  readonly joinsByHash: boolean;
  /** Several processes can answer one query. */
  readonly parallelQueries: boolean;
  /** A plan can be asked for that tells what was measured of each step. */
  readonly measuresPlans: boolean;
  /** An index can carry columns that are no keys. */
  readonly includedColumns: boolean;
  /** An index can hold summaries of page ranges instead of entries, by the method `brin`. */
  readonly summaryIndexes: boolean;
  /** What writing an entry of an index costs, in the planner's own unit. */
  readonly indexEntryCost: number;
  /** An update writes no entry into any index where it sets no column of one, and into all where it does. */
  readonly heapOnlyUpdates: boolean;
  /** Of those, an index that holds only summaries of page ranges counts for none: it is summed up anew (PostgreSQL 16). */
  readonly heapOnlyBesideSummaries: boolean;
  /** Other sessions write to a table while an index on it is made by the statement that is proposed. */
  readonly writesGoOnWhileIndexed: boolean;
  /** What finds rows of a table by any part of a text, as a sentence of advice. */
  readonly textSearchAdvice: (table: string) => string;
  /** How many rows a table has, nearly and at once, as a sentence of advice. */
  readonly roughCountAdvice: (table: string) => string;
  /** What waits while somebody holds a lock of the mode, on what is locked. */
  readonly lockBlocks: (mode: string) => Blocked;
  /** What a lock of the mode on a table tells of its rows; absent where locks tell nothing of them. */
  readonly lockOfRows?: (mode: string) => 'changed' | 'locked' | undefined;
  /**
   * Queries of views are kept in words of the engine's own: what it tells of them and what was written cannot be compared
   * without it.
   */
  readonly rewritesQueries?: true;
  /** How a routine is called; nothing of one that only triggers call, and absent where there are no routines. */
  readonly routineCall?: (routine: Routine) => RoutineCall | undefined;
  /** The setting of a session that switches the checks of foreign keys off; absent where none does. */
  readonly foreignKeySwitch?: string;
  /** Only one transaction writes at a time, whatever it writes to: all others wait. */
  readonly oneWriter: boolean;
  /** Statements that are sent in one message are one transaction. */
  readonly messageIsTransaction: boolean;
  /** Each program brings the engine along, in a version of its own. */
  readonly embeddedInPrograms: boolean;
  /** The planner counts in pages that are read, so that its costs tell how long reading them takes. */
  readonly costsPages: boolean;
  /** The planner has settings that decide what it prefers. */
  readonly plannerSettings: boolean;
  /**
   * The setting of what a sort may hold in memory, its usual value in bytes, whether plain digits are bytes or kilobytes,
   * and whether groups are kept in a hash table of that size instead of being sorted.
   */
  readonly sortMemory: {
    readonly setting: string;
    readonly usual: number;
    readonly inBytes: boolean;
    readonly hashesGroups: boolean;
  };
  /** How rows from random places are had without a number for each, of a table by its name. */
  readonly randomRowsAdvice: (table: string) => string;
  /** Only columns of one collation can be compared by an index: others are converted, or not comparable at all. */
  readonly comparesWithinCollation: boolean;
  /** In which order text stands is the database's own choice. */
  readonly textOrders: boolean;
  /** Storage engines that a table may ask for by name (in small letters) and that know no transactions. */
  readonly enginesWithoutTransactions?: ReadonlySet<string>;
  /** True for a collation whose character set holds no more than three bytes a character, and so not all of Unicode. */
  readonly isNarrowCollation?: (collation: string) => boolean;
  /** The type of time stamps that end with a year, where there is one. */
  readonly endingTimeStamp?: { readonly type: string; readonly year: number };
  /** A date or time may be all zeros (or have a zero month or day), which is no day. */
  readonly zeroDates: boolean;
  /** Indexes have operator classes, and tables a replica identity and an index that they are clustered by. */
  readonly operatorClasses: boolean;
  /** Old versions of rows stay in a table until a vacuum removes them. */
  readonly vacuums: boolean;
  /** Its servers write slow logs and keep digests of statements in the form of MySQL: names in them are in backticks. */
  readonly slowLogs: boolean;
  /** Null is the least of all values in an order. */
  readonly nullsAreLeast: boolean;
  /** Rows stand in the order of the primary key, and every other index carries that key. */
  readonly clusteredByPrimaryKey: boolean;
  /** How many bytes the columns of a row may have by their declarations, long texts and blobs aside. */
  readonly declaredRowBytes?: {
    readonly most: number;
    readonly perCharacter: (collation: string) => number;
    /** How many of them may stand in a page, where the server counts so before it makes a table. */
    readonly page?: {
      readonly most: number;
      /** Whether rows of a table with these options are counted so. */
      readonly counts: (options: Readonly<Record<string, unknown>>) => boolean;
      /** Of every row, in bytes, and of one without a primary key. */
      readonly head: number;
      readonly ownKey: number;
      /** Of a column of variable length with values of so many bytes, by the table's options; nothing where it is not known. */
      readonly leastOf: (bytes: number, options: Readonly<Record<string, unknown>>) => number | undefined;
    };
  };
  /** A table whose form changes beyond what can be done in place is made anew, with its columns in the order that is wanted. */
  readonly makesTablesAnew: boolean;
  /** Objects can have comments. */
  readonly comments: boolean;
  /** The greatest length of an identifier, in bytes. */
  readonly identifierBytes: number;
  /** The schema that names without one mean. */
  readonly defaultSchema: string;
  /** An identifier as it must stand in an expression: quoted where the engine needs it. */
  readonly quote: (identifier: string) => string;
  /** Words that need quotes as a name of a table or column. */
  readonly reservedWords: ReadonlySet<string>;
  /** The expression that makes a time-ordered UUID, where there is one: `uuidv7()`. */
  readonly orderedUuidFunction?: string;
}
