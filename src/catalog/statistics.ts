import { displayName, type QualifiedName, qualified } from './names.ts';

/** Where a number comes from. */
export type Origin = 'observed' | 'declared' | 'derived';

export interface ColumnStatistics {
  /** Share of rows that are null, 0 to 1. */
  readonly nullFraction: number;
  /** Mean stored width in bytes. */
  readonly averageWidth: number;
  /** True where values were derived to stand beside their rows: the mean width is that of a pointer to them. */
  readonly outOfLine?: true;
  /** Distinct values when positive; minus the share of rows that are distinct when negative (as PostgreSQL's n_distinct). */
  readonly distinct: number;
  /** Most common values as text, with their shares of the rows. */
  readonly commonValues?: readonly { readonly value: string; readonly fraction: number }[];
  readonly histogram?: readonly string[];
  /** Physical against logical order, -1 to 1. */
  readonly correlation?: number;
  /** Of arrays and text-search vectors. */
  readonly elements?: ElementStatistics;
  /** Of ranges and multiranges. */
  readonly ranges?: RangeStatistics;
}

/** What is known of the elements inside the values of a column (pg_stats' most_common_elems and its companions). */
export interface ElementStatistics {
  readonly values: readonly string[];
  /** Shares of the rows that hold each element, then their least, their greatest and, for arrays, that of null elements. */
  readonly fractions: readonly number[];
  /** Distinct elements per value: a histogram, then the mean; arrays only. */
  readonly counts?: readonly number[];
}

/** What is known of ranges (pg_stats of PostgreSQL 17 and later). */
export interface RangeStatistics {
  readonly emptyFraction: number;
  /** Lengths of the non-empty ranges as a histogram; ranges without an end are endlessly long. */
  readonly lengths?: readonly (number | 'Infinity')[];
  /** Lower and upper bounds as a histogram, each entry a range as text. */
  readonly bounds?: readonly string[];
}

/** What a person declared of a table beyond its rows, before the rest is derived from it. */
export interface DeclaredFacts {
  /** Mean bytes of a row's values together. */
  readonly rowWidth?: number;
  /** By column name; what is left out is derived. */
  readonly columns: Readonly<Record<string, Partial<ColumnStatistics>>>;
  /** Rows that were read before others were declared: what was read of sizes is for them. */
  readonly observedRows?: number;
}

export interface TableStatistics {
  /** Of the rows. */
  readonly origin: Origin;
  readonly rows: number;
  readonly declared?: DeclaredFacts;
  /** Bytes of the heap alone. */
  readonly bytes?: number;
  /** Bytes with indexes and out-of-line values. */
  readonly totalBytes?: number;
  /** Pages of the heap now. */
  readonly pages?: number;
  /** Rows and pages at the last vacuum or analysis: their ratio is the density that the planner believes in. */
  readonly analyzedRows?: number;
  readonly analyzedPages?: number;
  /** Pages whose rows everybody sees: what an index-only scan need not visit. */
  readonly allVisiblePages?: number;
  /** Rows per month as a share of the present rows: 0.08 is 8% a month. */
  readonly growthPerMonth?: number;
  readonly writesPerSecond?: number;
  readonly deadRows?: number;
  readonly sequentialScans?: number;
  readonly indexScans?: number;
  readonly inserted?: number;
  readonly updated?: number;
  readonly deleted?: number;
  readonly hotUpdated?: number;
  readonly modifiedSinceAnalyze?: number;
  /** ISO 8601. */
  readonly lastAnalyze?: string;
  readonly lastVacuum?: string;
  /** Transactions since the table's oldest row was frozen. */
  readonly frozenAge?: number;
  /** By column name: of the table's own rows; of a partitioned table, over its partitions. */
  readonly columns: Readonly<Record<string, ColumnStatistics>>;
  /** By column name: of a table together with those that inherit from it, where it has rows of its own, too. */
  readonly inheritedColumns?: Readonly<Record<string, ColumnStatistics>>;
}

/** What the first page of an inverted index counts: the planner reckons with it (PostgreSQL's GinStatsData). */
export interface InvertedCounts {
  /** Pages of entries that wait to be sorted in: every search reads them all. */
  readonly pendingPages: number;
  /** The others are as of the last vacuum. */
  readonly totalPages: number;
  readonly entryPages: number;
  readonly dataPages: number;
  readonly entries: number;
}

/** An entry of an index: by the number of its first keys, how many entries share them, and how many entries and different keys come before. */
export interface IndexSample {
  readonly equal: readonly number[];
  readonly less: readonly number[];
  readonly distinctLess: readonly number[];
  /** The entry's bytes, in hexadecimal digits. */
  readonly entry: string;
}

export interface IndexStatistics {
  readonly bytes: number;
  readonly pages?: number;
  readonly analyzedPages?: number;
  /** Levels above the leaves of a B-tree, as its meta page says: 0 when the root is a leaf. */
  readonly height?: number;
  /** Of an inverted index, where its first page was read. */
  readonly counts?: InvertedCounts;
  /** The least and the greatest value of the first key as text, where they were read. */
  readonly ends?: { readonly least: string; readonly greatest: string };
  /** Of keys that are expressions, by the index's own column name (`lower`, `expr`). */
  readonly columns?: Readonly<Record<string, ColumnStatistics>>;
  /** Entries. */
  readonly rows?: number;
  /** Rows that share the first key, the first two…, on average, where the engine keeps count. */
  readonly rowsPerKey?: readonly number[];
  /** Entries that stand for those around them, where the engine keeps some. */
  readonly samples?: readonly IndexSample[];
  readonly scans?: number;
  /** ISO 8601; PostgreSQL 16 and later. */
  readonly lastScan?: string;
}

export interface SequenceStatistics {
  /** The last value drawn; absent when none was. */
  readonly lastValue?: bigint;
}

/** What is known of columns together (`CREATE STATISTICS`), as pg_stats_ext tells it. */
export interface MultivariateStatistics {
  /** Distinct combinations: column names and their number, negative as in {@link ColumnStatistics}. */
  readonly distinct?: readonly { readonly columns: readonly string[]; readonly distinct: number }[];
  /** How far the first columns determine the last, 0 to 1. */
  readonly dependencies?: readonly {
    readonly columns: readonly string[];
    readonly determines: string;
    readonly degree: number;
  }[];
  /** Most common combinations: values in the order of the object's columns, null where null. */
  readonly commonValues?: readonly {
    readonly values: readonly (string | null)[];
    readonly fraction: number;
    /** What the share would be if the columns were independent. */
    readonly baseFraction: number;
  }[];
  /** Of its expressions, by the expression as the engine writes it. */
  readonly expressions?: Readonly<Record<string, ColumnStatistics>>;
}

/**
 * What the engine knows of the data, or what a person declared. Keys are qualified names (see names.ts); for those of
 * indexes see {@link indexKey}.
 */
export interface Statistics {
  /** ISO 8601, when they were read. */
  readonly takenAt?: string;
  /** ISO 8601, since when the activity counters count. */
  readonly countersSince?: string;
  /**
   * True where they were never reset: they then count from the last crash or the making of the cluster, which is what
   * `countersSince` says, or of a database that was made later, from then on, which is on no record.
   */
  readonly countersNeverReset?: true;
  /** True on a server that takes reads from a primary: its counters tell only its own story. */
  readonly standby?: boolean;
  readonly serverVersion?: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly tables: Readonly<Record<string, TableStatistics>>;
  readonly indexes: Readonly<Record<string, IndexStatistics>>;
  /** True where names of indexes are their tables' own, and keys of indexes have the table's name in them. */
  readonly indexesByTable?: true;
  readonly sequences: Readonly<Record<string, SequenceStatistics>>;
  /** Of `CREATE STATISTICS` objects, by their qualified names. */
  readonly multivariate?: Readonly<Record<string, MultivariateStatistics>>;
  /** True when common values, histograms and other values were left out on purpose. */
  readonly valuesLeftOut?: true;
}

/** Statistics of nothing: no fact is known. */
export const noStatistics: Statistics = { settings: {}, tables: {}, indexes: {}, sequences: {} };

/** The key of an index: `schema.index`, or `schema.table.index` where tables do not share names of indexes. */
export function indexKey(
  { indexesByTable }: Pick<Statistics, 'indexesByTable'>,
  owner: QualifiedName,
  index: string,
): string {
  return indexesByTable
    ? `${qualified(owner)}.${displayName(index)}`
    : qualified({ schema: owner.schema, name: index });
}

/** Mean bytes that statistics tell of values that stand beside their rows: those of the pointer (varattrib_1b_e). */
export const outOfLineWidth = 18;

/** So long must counters have run, in seconds, before they tell a rate: what is younger is mostly the loading of the data. */
const shortestCount = 3600;

/** For how many seconds the activity was counted; nothing where that is not known, or too short to tell a rate. */
export function countedSeconds(
  { takenAt, countersSince }: Pick<Statistics, 'takenAt' | 'countersSince'>,
  now?: Date,
): number | undefined {
  const until = takenAt === undefined ? now?.getTime() : Date.parse(takenAt);
  const seconds = ((until ?? Number.NaN) - Date.parse(countersSince ?? '')) / 1000;
  return seconds >= shortestCount ? seconds : undefined;
}

/** For so many days counters must have run before an index that nothing has read counts as unused: a month's end lies in them. */
export const unusedDays = 30;

/** For how many whole days the activity was counted; nothing where that is not known. */
export function countedDays(statistics: Pick<Statistics, 'takenAt' | 'countersSince'>, now?: Date): number | undefined {
  const seconds = countedSeconds(statistics, now);
  return seconds === undefined ? undefined : Math.floor(seconds / 86_400);
}
