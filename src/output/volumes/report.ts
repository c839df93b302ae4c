import type { Origin } from '../../catalog/statistics.ts';

/** A column in a report on volumes. */
export interface VolumesColumn {
  readonly name: string;
  readonly type: string;
  /** A count, or minus a share of the rows. */
  readonly distinct: number;
  readonly nullFraction: number;
  readonly averageWidth: number;
  readonly correlation?: number;
  readonly commonValues: readonly { readonly value: string; readonly fraction: number }[];
  /** Bounds of its histogram. */
  readonly least?: string;
  readonly greatest?: string;
  /** How all this is known, in words. */
  readonly reason: string;
}

/** A table in a report on volumes. */
export interface VolumesTable {
  /** `schema.name`. */
  readonly name: string;
  readonly schema: string;
  readonly table: string;
  readonly kind: 'table' | 'partitioned' | 'partition' | 'materialized view';
  /** Of a partition. */
  readonly parent?: string;
  readonly rows: number;
  readonly origin: Origin;
  /** How the rows are known, in words. */
  readonly reason: string;
  /** A list of the world or the program: `--scale` leaves it as it is. */
  readonly list: boolean;
  readonly rowBytes: number;
  readonly heapBytes: number;
  readonly indexBytes: number;
  readonly totalBytes: number;
  /** Share of the present rows. */
  readonly growthPerMonth?: number;
  readonly writesPerSecond?: number;
  readonly indexes: readonly {
    readonly name: string;
    readonly method: string;
    readonly bytes: number;
    readonly rows: number;
    readonly height?: number;
  }[];
  readonly columns: readonly VolumesColumn[];
}

/** How large everything is, the largest first. */
export interface VolumesReport {
  readonly source: string;
  /** For people: `PostgreSQL 18`. */
  readonly engine: string;
  readonly defaultSchema: string;
  /** How many times the present size. */
  readonly factor: number;
  readonly settings: Readonly<Record<string, string>>;
  readonly tables: readonly VolumesTable[];
}
