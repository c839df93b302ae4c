import type { NewIndex, RejectedIndex } from '../advice.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Configuration } from '../cost/planner.ts';
import { usedSets } from '../select/explore.ts';
import {
  allowance,
  budgetOf,
  bytesOf,
  knownStanding,
  knownTotal,
  type Search,
  type Standing,
  with_,
} from '../select/search.ts';
import { grouped } from './grouped.ts';
import type { WorkloadCosts } from './workload-cost.ts';

/** So many are told. */
const mostTold = 40;

/** What the planner liked and was not chosen, the most gain first. */
export async function rejectedIndexes(
  search: Search,
  now: Standing,
  costs: WorkloadCosts,
  changeOf: (candidate: Candidate) => NewIndex,
): Promise<readonly RejectedIndex[]> {
  const { chosen } = now;
  const none: Configuration = new Set();
  const nothing = knownStanding(search, none);
  const fits = allowance(search, chosen);
  const free = budgetOf(search) - bytesOf(search, chosen);
  const found: { readonly candidate: Candidate; readonly reason: RejectedIndex['reason']; readonly gain: number }[] =
    [];
  for (const id of new Set(usedSets(search).flat())) {
    const candidate = search.pool.all[id];
    if (!candidate || chosen.has(id) || !(nothing.total > 0)) continue;
    const penalty = search.penalty(candidate);
    const gain = nothing.total - knownTotal(search, nothing, new Set([id])) + penalty;
    const beside = now.total - knownTotal(search, now, with_(chosen, [id]));
    const limits = { leastGain: search.objective.leastGain, free, fits };
    found.push({
      candidate,
      gain,
      reason: reasonOf(candidate, { penalty, space: search.spacePenalty(candidate), gain, beside }, limits),
    });
  }
  const told: RejectedIndex[] = [];
  const [asThingsAre, asAdvised] = [costs.total(none), costs.total(chosen)];
  const most = found.sort((a, b) => b.gain - a.gain || a.candidate.size.bytes - b.candidate.size.bytes);
  for (const { candidate, reason } of most.slice(0, mostTold)) {
    const alone = (await costs.change(none, new Set([candidate.id])))?.by;
    const beside = chosen.size === 0 ? alone : (await costs.change(chosen, with_(chosen, [candidate.id])))?.by;
    told.push({
      change: changeOf(candidate),
      bytes: candidate.size.bytes,
      ...(alone === undefined || !(asThingsAre > 0) ? {} : { gain: Math.min(1, Math.max(0, -alone / asThingsAre)) }),
      reason,
      why: [
        ...(alone === undefined ? [] : [`alone ${costText(asThingsAre, alone)}`]),
        ...(beside === undefined || chosen.size === 0 ? [] : [`beside the chosen ones ${costText(asAdvised, beside)}`]),
      ].join('; '),
    });
  }
  return told;
}

/** The planner's cost of the workload, from and to. */
function costText(from: number, change: number): string {
  const figure = (value: number) => (value < 100 ? value.toFixed(1) : grouped(value));
  return Math.abs(change) <= from * 0.0005
    ? `the planner cost of the workload ${change === 0 ? 'stays' : 'stays within 0.05% of'} ${figure(from)} a second`
    : `the planner cost of the workload goes from ${figure(from)} to ${figure(from + change)} a second`;
}

/** What the limits leave beside what was chosen. */
interface Limits {
  readonly leastGain: number;
  readonly free: number;
  readonly fits: (added: Iterable<number>) => boolean;
}

/** By the search's own measure, in which calls, size and writes are one figure. */
function reasonOf(
  candidate: Candidate,
  {
    penalty,
    space,
    gain,
    beside,
  }: { readonly penalty: number; readonly space: number; readonly gain: number; readonly beside: number },
  { leastGain, free, fits }: Limits,
): RejectedIndex['reason'] {
  if (beside + penalty > leastGain) {
    if (beside <= leastGain) return penalty - space > space ? 'writes' : 'space';
    if (candidate.size.bytes > free) return 'over budget';
    if (!fits([candidate.id])) return 'too many on the table';
  }
  return gain > leastGain ? 'served by another' : 'no gain';
}
