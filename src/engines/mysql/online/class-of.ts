import type { Dialect } from '../flavour.ts';
import { type DraftTable, same } from '../read/draft.ts';
import { type AlterAction, columnOf } from './alter-actions.ts';
import type { AlterClass } from './alter-class.ts';

/** What the actions ask for, each with why; the class follows from all of them together. */
export interface Demands {
  copy?: string;
  rebuild?: string;
  /** In place, the rows left alone: indexes and the like. */
  inPlace?: string;
  /** An index is filled from the rows. */
  fills?: boolean;
  /** Columns come, go or change places, which the dictionary can note. */
  columns?: string;
  /** Others may read and not write. */
  shared?: string;
  copies?: true;
  untold?: string;
  /** A virtual column comes or goes. */
  virtual?: boolean;
  instant?: string;
  /** What is done in an instant is noted by the storage engine as well as by the server. */
  noted?: boolean;
  /** Options of the table change. */
  options?: boolean;
  /** Values may be longer: only InnoDB has room for them as they are stored. */
  longer?: string;
}

/** An ALTER TABLE with the table before and after it. */
export interface Situation {
  readonly before: DraftTable;
  readonly after: DraftTable;
  readonly dialect: Dialect;
  readonly actions: readonly AlterAction[];
  readonly demands: Demands;
}

/** Why the dictionary has a column to note. */
export const comes = 'a column comes';

/** The class that follows from all demands together. */
export function classOf({ before, after, dialect, demands }: Situation): AlterClass {
  const mariadb = dialect.flavour === 'mariadb';
  if (demands.untold !== undefined)
    return { algorithm: 'COPY', lock: 'EXCLUSIVE', rebuilds: false, untold: true, why: demands.untold };
  const copied = demands.copy ?? (isInnodb(before) || demands.copies ? undefined : notInnodb(demands));
  if (copied !== undefined) {
    return { algorithm: 'COPY', lock: copyLock(before, after, dialect), rebuilds: true, why: copied };
  }
  if (demands.copies) {
    const why = demands.instant ?? 'the table is filled anew';
    return mariadb && dialect.number < 110_200
      ? {
          algorithm: 'INSTANT',
          rebuilds: false,
          copies: true,
          why: `${why}: the server takes the word and copies all the same`,
        }
      : { algorithm: 'COPY', lock: mariadb ? 'NONE' : 'SHARED', rebuilds: true, why };
  }
  const rebuild = demands.rebuild ?? rebuiltByColumns(before, dialect, demands);
  if (rebuild !== undefined) {
    const shared = demands.shared ?? sharedRebuild(after, dialect);
    if (shared === copyInstead)
      return { algorithm: 'COPY', lock: copyLock(before, after, dialect), rebuilds: true, why: rebuild };
    return {
      algorithm: 'INPLACE',
      lock: shared === undefined ? 'NONE' : 'SHARED',
      rebuilds: true,
      why: shared ?? rebuild,
    };
  }
  if (demands.inPlace !== undefined) {
    const gis = demands.columns !== undefined && mariadb && after.indexes.some(({ kind }) => kind === 'spatial');
    const shared = demands.shared ?? (gis ? 'the table has a spatial index' : undefined);
    return {
      algorithm: mariadb ? 'NOCOPY' : 'INPLACE',
      lock: shared === undefined ? 'NONE' : 'SHARED',
      rebuilds: false,
      why: shared ?? demands.inPlace,
    };
  }
  if (mariadb && demands.noted && demands.options && demands.columns === undefined)
    return {
      algorithm: 'NOCOPY',
      lock: 'NONE',
      rebuilds: false,
      why: demands.instant ?? 'options change along with it',
    };
  return {
    algorithm: 'INSTANT',
    rebuilds: false,
    why: demands.columns ?? demands.instant ?? 'only the definition changes',
  };
}

/** Whether InnoDB stores the rows. */
export const isInnodb = ({ engine }: DraftTable) => /^innodb$/i.test(engine);

/** Other engines copy for all that is more than the dictionary's. */
function notInnodb({ rebuild, inPlace, columns, longer }: Demands): string | undefined {
  return rebuild ?? inPlace ?? columns ?? longer;
}

/** MariaDB copies beside writers since 11.2, but where a foreign key changes rows by itself or values are counted. */
function copyLock(before: DraftTable, after: DraftTable, { flavour, number }: Dialect): 'NONE' | 'SHARED' {
  if (flavour === 'mysql' || number < 110_200 || !isInnodb(before)) return 'SHARED';
  const cascades = before.foreignKeys.some(({ onDelete, onUpdate }) =>
    [onDelete, onUpdate].some((one) => /cascade|set/.test(one)),
  );
  const counts = after.columns.some((column) => column.identity && !columnOf(before, column.name)?.identity);
  return cascades || counts || before.options['system_versioning'] !== undefined ? 'SHARED' : 'NONE';
}

const copyInstead = 'copy';

/** Why a table that is made anew in place takes no writes meanwhile; `copy` where it is copied instead. */
function sharedRebuild(after: DraftTable, { flavour }: Dialect): string | undefined {
  if (after.indexes.some(({ kind }) => kind === 'fulltext')) {
    return flavour === 'mysql' ? copyInstead : 'the table has a FULLTEXT index';
  }
  if (flavour === 'mysql') return undefined;
  if (after.indexes.some(({ kind }) => kind === 'spatial')) return 'the table has a spatial index';
  return virtuals(after).some((column) => isIndexed(column.name, after))
    ? 'the table has an indexed virtual column'
    : undefined;
}

/** Columns that are computed when they are read. */
export const virtuals = ({ columns }: DraftTable) => columns.filter(({ generated }) => generated?.stored === false);
const hasStored = ({ columns }: DraftTable) => columns.some(({ generated }) => generated?.stored === true);

/** Why columns that come and go cannot only be noted. */
function rebuiltByColumns(before: DraftTable, { flavour }: Dialect, demands: Demands): string | undefined {
  if (demands.columns === undefined) return undefined;
  const { row_format: format, key_block_size: block } = before.options;
  if (format === 'COMPRESSED' || block !== undefined) return 'compressed rows know no columns that come later';
  if (flavour === 'mysql') {
    if (before.indexes.some(({ kind }) => kind === 'fulltext')) return 'the table has a FULLTEXT index';
    if (demands.inPlace !== undefined) return `${demands.columns}, together with what takes work`;
    return undefined;
  }
  if (demands.fills) return `${demands.columns}, and an index is filled`;
  if (before.indexes.some(({ kind }) => kind === 'fulltext')) return 'the table has a FULLTEXT index';
  if (virtuals(before).some((column) => isIndexed(column.name, before)))
    return 'the table has an indexed virtual column';
  return undefined;
}

/** Whether an index has the column, or computes from it. */
export function isIndexed(name: string, { indexes }: DraftTable): boolean {
  return indexes.some(
    ({ keys, expressionColumns }) =>
      keys.some((key) => same(key.column ?? key.prefix?.column ?? '', name)) ||
      expressionColumns.some((one) => same(one, name)),
  );
}

/** The storage engine notes it in its own dictionary, too. */
export function noted(demands: Demands, why: string): void {
  demands.instant ??= why;
  demands.noted = true;
}

/** An index is filled from the rows. */
export function fills(demands: Demands, why: string): void {
  demands.inPlace ??= why;
  demands.fills = true;
}

/** Whether computed values are stored, in rows or in an index. */
export function holdsComputed(table: DraftTable): boolean {
  return hasStored(table) || virtuals(table).some((one) => isIndexed(one.name, table));
}
