/** Numbers of columns as the engine's statistics have them: of the table, or -1, -2… for an object's expressions. */
type Places = readonly number[];

/**
 * Distinct combinations as the type pg_ndistinct keeps them (statext_ndistinct_serialize in
 * src/backend/statistics/mvdistinct.c), the length word left out.
 */
export function distinctBytes(items: readonly { readonly places: Places; readonly distinct: number }[]): Uint8Array {
  const bytes = new Uint8Array(12 + items.reduce((sum, { places }) => sum + 12 + 2 * places.length, 0));
  const view = header(bytes, 0xa352bfa4, items.length);
  let at = 12;
  for (const { places, distinct } of items) {
    view.setFloat64(at, distinct, true);
    view.setInt32(at + 8, places.length, true);
    at += 12;
    for (const place of places) {
      view.setInt16(at, place, true);
      at += 2;
    }
  }
  return bytes;
}

/**
 * Functional dependencies as the type pg_dependencies keeps them (statext_dependencies_serialize in
 * src/backend/statistics/dependencies.c), the determined column last, the length word left out.
 */
export function dependenciesBytes(items: readonly { readonly places: Places; readonly degree: number }[]): Uint8Array {
  const bytes = new Uint8Array(12 + items.reduce((sum, { places }) => sum + 10 + 2 * places.length, 0));
  const view = header(bytes, 0xb4549a2c, items.length);
  let at = 12;
  for (const { places, degree } of items) {
    view.setFloat64(at, degree, true);
    view.setInt16(at + 8, places.length, true);
    at += 10;
    for (const place of places) {
      view.setInt16(at, place, true);
      at += 2;
    }
  }
  return bytes;
}

/**
 * A list of common combinations with other frequencies (statext_mcv_serialize in src/backend/statistics/mcv.c): the
 * items stand at the end, each with a flag per column for null, its two frequencies, and a number per column.
 *
 * @param frequencies  of each item, in the order of the list
 */
export function withFrequencies(
  list: Uint8Array,
  frequencies: readonly { readonly fraction: number; readonly baseFraction: number }[],
): Uint8Array {
  const bytes = new Uint8Array(list);
  const view = new DataView(bytes.buffer);
  const [items, columns] = [view.getUint32(8, true), view.getInt16(12, true)];
  const itemBytes = columns * 3 + 16;
  for (const [at, { fraction, baseFraction }] of frequencies.entries()) {
    const start = bytes.length - (items - at) * itemBytes + columns;
    view.setFloat64(start, fraction, true);
    view.setFloat64(start + 8, baseFraction, true);
  }
  return bytes;
}

function header(bytes: Uint8Array, magic: number, items: number): DataView {
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, 1, true);
  view.setUint32(8, items, true);
  return view;
}
