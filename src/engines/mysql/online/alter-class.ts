/**
 * How a server carries an ALTER TABLE out. INSTANT changes the dictionary alone; NOCOPY and INPLACE work beside readers and
 * writers as `lock` says, INPLACE of MySQL with or without making the table anew; COPY fills a new table, row by row.
 */
export interface AlterClass {
  /** In the server's own words; NOCOPY is MariaDB's alone, and its INPLACE then makes the table anew. */
  readonly algorithm: 'INSTANT' | 'NOCOPY' | 'INPLACE' | 'COPY';
  /** What others may still do: all, read, nothing. An INSTANT one has none to name: it holds the table for a moment. */
  readonly lock?: 'NONE' | 'SHARED' | 'EXCLUSIVE';
  /** The table, or a whole index of it, is written anew. */
  readonly rebuilds: boolean;
  /** Of an INSTANT that the server accepts and carries out by copying all the same: it knows no word for this operation. */
  readonly copies?: true;
  /** The server refuses to be told how: the words ALGORITHM and LOCK cannot stand there. */
  readonly untold?: true;
  /** What makes it so, in a few words. */
  readonly why: string;
}

/** The words that ask for it, so that the server refuses to do it in a worse way. */
export function askedBy({ algorithm, lock, untold }: AlterClass): readonly string[] {
  if (untold) return [];
  return [`ALGORITHM=${algorithm}`, ...(lock === undefined ? [] : [`LOCK=${lock}`])];
}
