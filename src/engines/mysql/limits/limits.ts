import type { Dialect } from '../flavour.ts';

/**
 * What the servers refuse to go beyond: https://dev.mysql.com/doc/refman/8.4/en/innodb-limits.html, …/column-count-limit.html,
 * …/create-table.html, …/precision-math-decimal-characteristics.html, https://mariadb.com/kb/en/innodb-limitations/,
 * https://mariadb.com/kb/en/decimal/; those of MariaDB seen on 10.11.
 */
export interface Limits {
  /** Bytes of all columns of a key, at the most bytes of their characters. */
  readonly keyBytes: number;
  readonly keyColumns: number;
  /** Indexes of a table, its primary key and those of its foreign keys among them. */
  readonly indexes: number;
  readonly columns: number;
  /** Digits of a decimal, and those behind its point. */
  readonly digits: number;
  readonly fraction: number;
  /** Characters of what is said of a column or an index, and of a table. */
  readonly comment: number;
  readonly tableComment: number;
  /** A unique index may be of any length, and of long texts: the server compares their hashes (MariaDB 10.5). */
  readonly hashesLongKeys: boolean;
  /** A primary key can be over computed columns, which are stored. */
  readonly generatedPrimaryKeys: boolean;
  /** A stored value is computed anew when its row goes with the one that it refers to. */
  readonly storedBesideCascade: boolean;
  /** A foreign key can refer to a value that is computed when it is read, or stand over one. */
  readonly virtualForeignKeys: boolean;
}

/** The limits of tables that InnoDB keeps in its usual form. */
export function limitsOf({ flavour, number }: Dialect): Limits {
  const mariadb = flavour === 'mariadb';
  return {
    keyBytes: 3072,
    keyColumns: mariadb ? 32 : 16,
    indexes: 64,
    columns: 1017,
    digits: 65,
    fraction: mariadb ? 38 : 30,
    comment: 1024,
    tableComment: 2048,
    hashesLongKeys: mariadb && number >= 100_500,
    generatedPrimaryKeys: !mariadb,
    storedBesideCascade: mariadb,
    virtualForeignKeys: mariadb,
  };
}
