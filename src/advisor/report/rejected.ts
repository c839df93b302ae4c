import type { NewIndex, RejectedIndex } from '../advice.ts';
import type { Candidate } from '../candidates/candidate.ts';
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

/** So many are told. */
const mostTold = 40;

/** What the planner liked and was not chosen, the most gain first. */
export function rejectedIndexes(
  search: Search,
  now: Standing,
  changeOf: (candidate: Candidate) => NewIndex,
): readonly RejectedIndex[] {
  const { chosen } = now;
  const nothing = knownStanding(search, new Set());
  const whole = nothing.total;
  const fits = allowance(search, chosen);
  const limits = {
    leastGain: search.objective.leastGain / whole,
    free: budgetOf(search) - bytesOf(search, chosen),
    fits,
  };
  const found: (Omit<RejectedIndex, 'change'> & { readonly candidate: Candidate })[] = [];
  for (const id of new Set(usedSets(search).flat())) {
    const candidate = search.pool.all[id];
    if (!candidate || chosen.has(id) || !(whole > 0)) continue;
    // Shares of the objective as things are.
    const penalty = search.penalty(candidate) / whole;
    const gain = 1 - knownTotal(search, nothing, new Set([id])) / whole + penalty;
    const beside = (now.total - knownTotal(search, now, with_(chosen, [id]))) / whole;
    found.push({
      candidate,
      bytes: candidate.size.bytes,
      gain: Math.max(0, gain),
      ...reasonOf(candidate, { penalty, gain, beside }, limits),
    });
  }
  return found
    .sort((a, b) => b.gain - a.gain || a.bytes - b.bytes)
    .slice(0, mostTold)
    .map(({ candidate, ...rest }) => ({ change: changeOf(candidate), ...rest }));
}

/** What the limits leave beside what was chosen. */
interface Limits {
  readonly leastGain: number;
  readonly free: number;
  readonly fits: (added: Iterable<number>) => boolean;
}

function reasonOf(
  candidate: Candidate,
  { penalty, gain, beside }: { readonly penalty: number; readonly gain: number; readonly beside: number },
  { leastGain, free, fits }: Limits,
): Pick<RejectedIndex, 'reason' | 'why'> {
  const percent = (share: number) => `${(share * 100).toFixed(share < 0.01 ? 2 : 1)}%`;
  if (beside + penalty > leastGain) {
    if (beside <= leastGain) {
      return {
        reason: 'writes',
        why: `its writes and its space would cost more than the ${percent(beside + penalty)} that it gains`,
      };
    }
    if (candidate.size.bytes > free) {
      return {
        reason: 'over budget',
        why: `it would gain ${percent(beside)} more, and does not fit beside the others`,
      };
    }
    if (!fits([candidate.id])) {
      return { reason: 'too many on the table', why: `it would gain ${percent(beside)} more, beyond the limits given` };
    }
  }
  return gain > leastGain
    ? { reason: 'served by another', why: `alone it gains ${percent(gain)}, beside the chosen ones nothing` }
    : { reason: 'no gain', why: 'the planner uses it only together with others, and gains nothing by it' };
}
