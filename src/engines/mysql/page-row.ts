/**
 * What a row takes of a page of 16 kB in InnoDB as MariaDB counts it when a table is made; seen on 10.11 by making tables of
 * 29 types up to the column that is refused (error 1118).
 */
export const pageRow = {
  /** Whether rows of a table with these options are counted so. */
  counts(options: Readonly<Record<string, unknown>>): boolean {
    return /^innodb$/i.test(String(options['engine'] ?? 'innodb'));
  },
  most: 8126,
  /** The head, the number of the transaction and the place of the version before. */
  head: 5 + 6 + 7,
  /** What stands for a primary key where there is none. */
  ownKey: 6,
  /**
   * What a column of variable length takes at the least where its values have up to so many bytes: up to 255 they stand in
   * the page whole; longer ones leave a pointer of 20 bytes there, in the older form with their first 768 bytes.
   */
  leastOf(bytes: number, options: Readonly<Record<string, unknown>>): number | undefined {
    const format = String(options['row_format'] ?? 'dynamic').toLowerCase();
    if (format !== 'dynamic' && format !== 'compact') return undefined;
    if (bytes <= 255) return bytes + 1;
    return format === 'dynamic' ? 20 + 1 : Math.min(bytes + 2, 768 + 20 + 1);
  },
};
