import { qualified } from '../catalog/names.ts';
import { strongest, waits } from '../engines/postgres/locks.ts';
import type { Evidence } from '../findings/evidence.ts';
import type { RelationLock } from './effects.ts';
import type { Rehearsal } from './rehearse.ts';

/**
 * One sentence: what ran, and the strongest lock, rewrites and full reads that were seen. `others`: the fix ran together
 * with others.
 */
export function rehearsalEvidence(rehearsals: readonly Rehearsal[], others = false): readonly Evidence[] {
  const tried = rehearsals.filter((one) => one.form !== 'not run');
  if (tried.length === 0) return [];
  const locks = new Map<string, RelationLock[]>();
  for (const lock of rehearsals.flatMap((one) => one.locks)) {
    if (lock.kind === 'table')
      locks.set(qualified(lock.relation), [...(locks.get(qualified(lock.relation)) ?? []), lock]);
  }
  const rewritten = [...new Set(tried.flatMap((one) => one.rewritten.map(qualified)))];
  const scanned = [...new Set(tried.flatMap((one) => one.scanned.map(qualified)))].filter(
    (table) => !rewritten.includes(table),
  );
  const parts = [
    `the fix runs in the lab${others ? ', at once with others of its table' : ''}${tried.length < rehearsals.length ? ` (${tried.length} of ${rehearsals.length} statements could be tried)` : ''}`,
    ...[...locks].map(([table, taken]) => lockText(table, taken)),
    ...(rewritten.length > 0 ? [`rewrites ${rewritten.join(', ')}`] : []),
    ...(scanned.length > 0 ? [`reads all of ${scanned.join(', ')}`] : []),
  ];
  return [{ kind: 'rehearsed', text: parts.join('; ') }];
}

/** `locks public.orders ACCESS EXCLUSIVE: reads and writes wait`: the strongest of its locks, and where that is known from. */
function lockText(table: string, taken: readonly RelationLock[]): string {
  const mode = strongest(taken.map((lock) => lock.mode)) ?? 'ACCESS SHARE';
  const seen = taken.some((lock) => lock.mode === mode && lock.known === 'seen');
  const waiting = waits(mode);
  const effect = waiting === 'reads and writes' || waiting === 'writes' ? `${waiting} wait` : 'reads and writes go on';
  return `locks ${table} ${mode}${seen ? '' : ' (by the manual)'}: ${effect}`;
}

/** What waits for a table while these are carried out. */
export function waitsOf(rehearsals: readonly Rehearsal[]): 'nothing' | 'writes' | 'reads and writes' {
  const all = rehearsals.flatMap((one) =>
    one.locks.filter((lock) => lock.kind === 'table').map((lock) => waits(lock.mode)),
  );
  if (all.includes('reads and writes')) return 'reads and writes';
  return all.includes('writes') ? 'writes' : 'nothing';
}
