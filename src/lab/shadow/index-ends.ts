import type { Statistics } from '../../catalog/statistics.ts';
import { quoteLiteral } from '../../engines/postgres/quote.ts';
import { pageBytes } from './relation-files.ts';
import type { ShadowIndex, ShadowRelation } from './relations.ts';
import type { Shadow } from './shadow.ts';

/** Entries for the leaf of each B-tree whose ends the statistics tell, in index order; by key. */
export type EndEntries = ReadonlyMap<string, readonly Uint8Array[]>;

/** An index, and the numbers that its least and its greatest value have among the values of its type. */
interface Wanted {
  readonly relation: ShadowRelation;
  readonly index: ShadowIndex;
  readonly type: string;
  readonly least: number;
  readonly greatest: number;
}

/**
 * Makes the entries that stand at the ends of indexes. The engine itself writes the values: into an index of a scratch
 * table for each type, whose pages are then read. Values that a type refuses are told, a sentence each.
 */
export async function indexEnds(
  shadow: Shadow,
  relations: ReadonlyMap<string, ShadowRelation>,
  statistics: Pick<Statistics, 'indexes'>,
): Promise<{ readonly entries: EndEntries; readonly told: readonly string[] }> {
  const values = new Map<string, string[]>();
  const wanted: Wanted[] = [];
  for (const relation of relations.values()) {
    const ends = statistics.indexes[relation.key]?.ends;
    const type = relation.index?.columns[0]?.type;
    if (!(ends && relation.index?.method === 'btree' && type !== undefined)) continue;
    const ofType = values.get(type) ?? [];
    values.set(type, ofType);
    const least = ofType.push(ends.least) - 1;
    const greatest = ofType.push(ends.greatest) - 1;
    wanted.push({ relation, index: relation.index, type, least, greatest });
  }
  if (wanted.length === 0) return { entries: new Map(), told: [] };
  const written = new Map<string, ReadonlyMap<number, Value>>();
  for (const [type, ofType] of values) written.set(type, await writtenValues(shadow, type, ofType));
  const entries = new Map<string, readonly Uint8Array[]>();
  const told: string[] = [];
  for (const one of wanted) {
    const [least, greatest] = [one.least, one.greatest].map((at) => written.get(one.type)?.get(at));
    if (!(least && greatest)) {
      told.push(`${one.relation.key}: the values at its ends were left out, as ${one.type} does not take them`);
      continue;
    }
    const same = Buffer.compare(least.bytes, greatest.bytes) === 0;
    const inOrder = one.index.columns[0]?.descending ? [greatest, least] : [least, greatest];
    const tuples = (same ? [least] : inOrder).map((value, at) => indexTuple(value, one.index.columns.length, at + 1));
    entries.set(one.relation.key, tuples);
  }
  return { entries, told };
}

/** A value as an index stores it. */
interface Value {
  readonly bytes: Uint8Array;
  readonly varies: boolean;
}

async function writtenValues(
  shadow: Shadow,
  type: string,
  values: readonly string[],
): Promise<ReadonlyMap<number, Value>> {
  const rows = values.map((value, at) => `(${at}, ${quoteLiteral(value)})`).join(', ');
  const results = await shadow.connection.queryAll([
    'DROP TABLE IF EXISTS pg_temp.relvar_ends',
    `CREATE TEMP TABLE relvar_ends (n integer, v ${type})`,
    `INSERT INTO pg_temp.relvar_ends SELECT n, v::${type} FROM (VALUES ${rows}) AS given (n, v)
      WHERE pg_input_is_valid(v, ${quoteLiteral(type)})`,
    'CREATE INDEX relvar_ends_index ON pg_temp.relvar_ends (n) INCLUDE (v)',
    `SELECT pg_relation_filepath('pg_temp.relvar_ends_index') AS path, attalign AS alignment, attlen::int AS length
      FROM pg_attribute WHERE attrelid = 'pg_temp.relvar_ends_index'::regclass AND attname = 'v'`,
  ]);
  const row = results.at(-1)?.[0];
  const pages = shadow.files.read(String(row?.['path']));
  const found = valuesIn(pages, row?.['alignment'] === 'd' ? 8 : 4, row?.['length'] === -1);
  await shadow.connection.exec('DROP TABLE pg_temp.relvar_ends');
  return found;
}

/** The second columns of a B-tree of `(integer) INCLUDE (value)` by the first (IndexTupleData, src/include/access/itup.h). */
function valuesIn(pages: Uint8Array, alignment: number, varies: boolean): ReadonlyMap<number, Value> {
  const found = new Map<number, Value>();
  const view = new DataView(pages.buffer, pages.byteOffset, pages.byteLength);
  for (let page = pageBytes; page < pages.length; page += pageBytes) {
    const special = page + pageBytes - 16;
    const isLeaf = (view.getUint16(special + 12, true) & 1) === 1;
    if (!isLeaf) continue;
    const items = (view.getUint16(page + 12, true) - 24) / 4;
    // Where there is a page to the right, the first item is the upper bound of this one.
    for (let item = view.getUint32(special + 4, true) === 0 ? 0 : 1; item < items; item++) {
      const tuple = page + (view.getUint32(page + 24 + 4 * item, true) & 0x7fff);
      const size = view.getUint16(tuple + 6, true) & 0x1fff;
      // A short value is not aligned: its length byte is not zero.
      const isShort = varies && pages[tuple + 12] !== 0;
      const start = tuple + (isShort || alignment === 4 ? 12 : 16);
      found.set(view.getInt32(tuple + 8, true), { bytes: pages.slice(start, tuple + size), varies });
    }
  }
  return found;
}

/** An index entry with this value first and nulls behind it, of the row so many on the table's first page. */
function indexTuple(value: Value, columns: number, row: number): Uint8Array {
  const header = columns > 1 ? 16 : 8;
  const tuple = new Uint8Array(Math.ceil((header + value.bytes.length) / 8) * 8);
  const view = new DataView(tuple.buffer);
  view.setUint16(4, row, true);
  view.setUint16(6, tuple.length | (value.varies ? 0x4000 : 0) | (columns > 1 ? 0x8000 : 0), true);
  // A bit for each column that is not null.
  if (columns > 1) tuple[8] = 1;
  tuple.set(value.bytes, header);
  return tuple;
}

/** A visibility map that says that everybody sees the rows of the first page: the planner looks no further. */
export function visibilityMap(): Uint8Array {
  const page = new Uint8Array(pageBytes);
  const view = new DataView(page.buffer);
  view.setUint16(12, 24, true);
  view.setUint16(14, pageBytes, true);
  view.setUint16(16, pageBytes, true);
  view.setUint16(18, pageBytes | 4, true);
  page[24] = 1;
  return page;
}
