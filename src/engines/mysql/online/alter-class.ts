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
  /** The release, `8.0.29`, as of which it is so, and how earlier ones of its series go about it; where none is named. */
  readonly since?: { readonly release: string; readonly before: AlterClass };
}

/** The words that ask for it, so that the server refuses to do it in a worse way. */
export function askedBy({ algorithm, lock, untold }: AlterClass): readonly string[] {
  if (untold) return [];
  return [`ALGORITHM=${algorithm}`, ...(lock === undefined ? [] : [`LOCK=${lock}`])];
}

/** The class in words: `ALGORITHM=INPLACE, LOCK=NONE, the table is made anew: …`. */
export function classText(found: AlterClass): string {
  const { untold, why, since } = found;
  if (untold) return `No word on how is taken; others wait: ${why}`;
  const earlier = since ? `; as of MySQL ${since.release}, before it ${mannerText(since.before)}` : '';
  return `${mannerText(found)}${why === '' ? '' : `: ${why}`}${earlier}`;
}

function mannerText({ algorithm, lock, rebuilds, copies }: AlterClass): string {
  const manner = [`ALGORITHM=${algorithm}`, ...(lock === undefined ? [] : [`LOCK=${lock}`])].join(', ');
  return `${manner}${rebuilds || copies ? ', the table is made anew' : ''}`;
}

/** Whether writers wait for more than a moment. */
export function takesWritersOff({ algorithm, lock, copies, untold }: AlterClass): boolean {
  return !untold && (copies === true || (algorithm !== 'INSTANT' && lock !== 'NONE'));
}

/** As a lock that is held meanwhile: `INPLACE, LOCK=NONE`; of what copies in spite of its word, that of the copy. */
export function modeOf({ algorithm, lock, untold, copies }: AlterClass): string {
  if (copies) return 'COPY, LOCK=SHARED';
  return untold ? metadataLock : lock === undefined ? algorithm : `${algorithm}, LOCK=${lock}`;
}

/** What whoever changes a table's definition needs for a moment: it waits for all transactions that have used the table. */
export const metadataLock = 'exclusive metadata lock';
