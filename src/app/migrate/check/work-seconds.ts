import { qualified } from '../../../catalog/names.ts';
import type { Statistics } from '../../../catalog/statistics.ts';
import type { TableWork } from '../../../check/checked.ts';
import type { KnownRates } from '../../../plan/rates.ts';

/** About how long it takes at the sizes of the tables; nothing where one of them is not known. */
export function secondsOf(
  { rewritten, scanned, indexed, changed }: TableWork,
  {
    statistics,
    sized,
    rates: { rates },
  }: { readonly statistics: Statistics; readonly sized: Statistics; readonly rates: KnownRates },
): number | undefined {
  let seconds = 0;
  let known = true;
  const done = new Set<string>();
  const add = (names: TableWork['scanned'], once: boolean, cost: (rows: number, bytes: number) => number): void => {
    for (const name of names.map(qualified)) {
      if (once && done.has(name)) continue;
      done.add(name);
      const rows = statistics.tables[name]?.rows;
      if (rows === undefined) known = false;
      else seconds += cost(rows, sized.tables[name]?.bytes ?? 0);
    }
  };
  add(rewritten, true, (_rows, bytes) => bytes / rates.rewriteBytes);
  add(changed, true, (rows) => rows / rates.batchRows);
  add(indexed, false, (rows, bytes) => rows / rates.indexRows + bytes / rates.scanBytes);
  add(scanned, true, (_rows, bytes) => bytes / rates.scanBytes);
  return known ? seconds : undefined;
}
