import { pageBytes } from './relation-files.ts';

/** Bytes at the end of a B-tree page: left and right neighbour, level, flags, cycle (BTPageOpaqueData, src/include/access/nbtree.h). */
const special = pageBytes - 16;
const leafFlag = 1;
const rootFlag = 2;

/**
 * The first pages of a B-tree that is so many levels high, for the planner's eyes: it reads the height from the meta
 * page (_bt_getrootheight) and looks for the least and the greatest value in a leaf (get_actual_variable_range). The
 * root points at the one leaf directly, whatever the height: a descent goes by page flags, not by levels counted.
 *
 * @param meta  the meta page of the empty index, which holds its version and flags
 * @param tuples  the leaf's entries in index order (index tuples, header included): none makes the planner fall back
 *   to the histogram
 */
export function btreePages(meta: Uint8Array, height: number, tuples: readonly Uint8Array[]): Uint8Array {
  const pages = new Uint8Array((height === 0 ? 2 : 3) * pageBytes);
  pages.set(meta.subarray(0, pageBytes));
  const view = new DataView(pages.buffer);
  const root = height === 0 ? 1 : 2;
  // btm_root, btm_level, btm_fastroot, btm_fastlevel of BTMetaPageData.
  for (const [at, value] of [root, height, root, height].entries()) view.setUint32(32 + 4 * at, value, true);
  writePage(pages.subarray(pageBytes, 2 * pageBytes), 0, leafFlag | (root === 1 ? rootFlag : 0), tuples);
  if (root === 2) writePage(pages.subarray(2 * pageBytes), height, rootFlag, [minusInfinity(1)]);
  return pages;
}

/** A downlink that is less than every key: a tuple of no attributes (src/backend/access/nbtree/README, "Notes about data representation"). */
function minusInfinity(child: number): Uint8Array {
  const tuple = new Uint8Array(8);
  const view = new DataView(tuple.buffer);
  view.setUint16(0, child >>> 16, true);
  view.setUint16(2, child & 0xffff, true);
  // INDEX_ALT_TID_MASK: the row pointer is not one.
  view.setUint16(6, tuple.length | 0x2000, true);
  return tuple;
}

/** A page with its items (PageHeaderData and ItemIdData, src/include/storage/bufpage.h and itemid.h). */
function writePage(page: Uint8Array, level: number, flags: number, tuples: readonly Uint8Array[]): void {
  const view = new DataView(page.buffer, page.byteOffset, pageBytes);
  let upper = special;
  for (const [at, tuple] of tuples.entries()) {
    upper -= Math.ceil(tuple.length / 8) * 8;
    page.set(tuple, upper);
    // lp_off: 15 bits, lp_flags: LP_NORMAL, lp_len: 15 bits.
    view.setUint32(24 + 4 * at, (upper | (1 << 15) | (tuple.length << 17)) >>> 0, true);
  }
  view.setUint16(12, 24 + 4 * tuples.length, true);
  view.setUint16(14, upper, true);
  view.setUint16(16, special, true);
  view.setUint16(18, pageBytes | 4, true);
  view.setUint32(special + 8, level, true);
  view.setUint16(special + 12, flags, true);
}
