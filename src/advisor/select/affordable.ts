import type { Candidate, Draft } from '../candidates/candidate.ts';
import type { Configuration } from '../cost/planner.ts';
import { updatedColumns } from '../cost/writes.ts';
import { isAllowed, moved, type Search, type Standing, with_, without } from './search.ts';

/**
 * Takes out each index, or puts one that is written less in its place, where that spares more entries a second than the
 * reads of a second then cost more: fewer keys, no columns beside them, or none that updates set. The objective weighs
 * queries against each other, so that a seldom query counts for more than its load; an index of several queries could
 * pay for its writes by that. Here reads and writes are both told by the second.
 */
export async function affordable(search: Search, start: Standing): Promise<Standing> {
  const { pool, planner, entries } = search;
  if (search.input.options.objective === 'sum') return start;
  let now = start;
  const byEntries = [...now.chosen].flatMap((id) => pool.all[id] ?? []).sort((a, b) => entries(b) - entries(a));
  for (const own of byEntries) {
    let best: Standing | undefined;
    for (const other of [undefined, ...lighter(search, own)]) {
      if (planner.exhausted() || !now.chosen.has(own.id)) break;
      const rest = without(now.chosen, [own.id]);
      const next = other ? with_(rest, [other.id]) : rest;
      const spared = sparedEntries(search, own, other !== undefined && !now.chosen.has(other.id) ? other : undefined);
      if (spared <= 0 || !isAllowed(search, next)) continue;
      if (spared <= (await dearerBy(search, own, now.chosen, next))) continue;
      best = (await moved(search, now, next, best?.total)) ?? best;
    }
    if (best) now = best;
  }
  return now;
}

/** Units of cost that entries count which one index writes more in a second than another, or than none. */
function sparedEntries({ entries, input }: Search, own: Candidate, other: Candidate | undefined): number {
  return (entries(own) - (other ? entries(other) : 0)) * (input.traits.indexEntryCost ?? 1);
}

/** What the calls of a second cost more; without an end where a goal is missed by it. */
async function dearerBy(
  { planner, pool, input, objective }: Search,
  own: Candidate,
  before: Configuration,
  after: Configuration,
): Promise<number> {
  let sum = 0;
  for (const query of pool.concerned(own.id)) {
    const [now, then] = [await planner.cost(query, before), await planner.cost(query, after)];
    const { callsPerSecond = 1, goalMilliseconds } = input.queries[query] ?? {};
    const isWorse = then.weighed > now.weighed;
    if (
      isWorse &&
      goalMilliseconds !== undefined &&
      objective.value(query, then.weighed) > objective.value(query, now.weighed)
    ) {
      return Number.POSITIVE_INFINITY;
    }
    sum += callsPerSecond * ((then.weighed || 0) - (now.weighed || 0));
  }
  return sum;
}

/** Those that begin as an index does and write less: with fewer keys, with fewer columns beside them. */
function lighter({ pool, input, entries }: Search, own: Candidate): readonly Candidate[] {
  const { include, beside: _, ...bare } = own;
  const updated = updatedColumns(own.table, input);
  const draftOf = (keys: Draft['keys'], beside: readonly string[] = []): Draft => ({
    table: bare.table,
    keys,
    ...(bare.method === undefined ? {} : { method: bare.method }),
    ...(bare.predicate === undefined ? {} : { predicate: bare.predicate }),
    ...(beside.length === 0 ? {} : { include: beside }),
  });
  const kept = include?.filter((column) => !updated.has(column)) ?? [];
  const drafts = own.keys.flatMap((_key, at) => {
    const keys = own.keys.slice(0, own.keys.length - at);
    return kept.length > 0 ? [draftOf(keys, kept), draftOf(keys)] : [draftOf(keys)];
  });
  const taken = drafts.flatMap(
    (draft) => [...own.queries].map((query) => pool.take(draft, query)).at(0) ?? pool.take(draft) ?? [],
  );
  const ofPool = pool
    .ofTable(own.table)
    .filter(
      (one) =>
        one.method === own.method &&
        one.predicate === own.predicate &&
        [...own.queries].some((query) => one.queries.has(query)),
    )
    .toSorted((a, b) => b.size.bytes - a.size.bytes || a.id - b.id);
  return [...new Set([...taken, ...ofPool.slice(0, mostTried)])].filter(
    (one) => one !== own && entries(one) < entries(own),
  );
}

/** So many others of the table are tried beside its own parts. */
const mostTried = 4;
