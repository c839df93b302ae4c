/** The newest committed content of pages that a write-ahead log holds. */
export interface CommittedPages {
  readonly pageSize: number;
  /** By page number, from 1. */
  readonly pages: ReadonlyMap<number, Buffer>;
  /** Of the database after the last commit; 0 when nothing was committed. */
  readonly pageCount: number;
}

const nothing: CommittedPages = { pageSize: 0, pages: new Map(), pageCount: 0 };

/**
 * Reads a write-ahead log as recovery does (https://sqlite.org/fileformat2.html, section 4): frames count as long as
 * their salts are the header's and their checksums go on from it, up to the last frame that commits.
 */
export function committedPages(log: Buffer): CommittedPages {
  if (log.length < 32) return nothing;
  const magic = log.readUInt32BE(0);
  if (magic !== 0x377f0682 && magic !== 0x377f0683) return nothing;
  const bigEndian = magic === 0x377f0683;
  const pageSize = log.readUInt32BE(8);
  const salts = log.subarray(16, 24);
  let sums = checksum(log.subarray(0, 24), [0, 0], bigEndian);
  if (sums[0] !== log.readUInt32BE(24) || sums[1] !== log.readUInt32BE(28)) return nothing;
  const pages = new Map<number, Buffer>();
  let pageCount = 0;
  let waiting: (readonly [number, Buffer])[] = [];
  for (let at = 32; at + 24 + pageSize <= log.length; at += 24 + pageSize) {
    const page = log.subarray(at + 24, at + 24 + pageSize);
    if (!log.subarray(at + 8, at + 16).equals(salts)) break;
    sums = checksum(page, checksum(log.subarray(at, at + 8), sums, bigEndian), bigEndian);
    if (sums[0] !== log.readUInt32BE(at + 16) || sums[1] !== log.readUInt32BE(at + 20)) break;
    waiting.push([log.readUInt32BE(at), page]);
    const count = log.readUInt32BE(at + 4);
    if (count === 0) continue;
    for (const [number, content] of waiting) pages.set(number, content);
    waiting = [];
    pageCount = count;
  }
  return { pageSize, pages, pageCount };
}

function checksum(bytes: Buffer, [first, second]: readonly [number, number], bigEndian: boolean): [number, number] {
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    const [x, y] = bigEndian
      ? [bytes.readUInt32BE(at), bytes.readUInt32BE(at + 4)]
      : [bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4)];
    a = (a + x + b) >>> 0;
    b = (b + y + a) >>> 0;
  }
  return [a, b];
}
