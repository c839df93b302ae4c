import type { NewIndex, RejectedIndex } from '../advice.ts';
import type { Candidate } from '../candidates/candidate.ts';
import type { Configuration } from '../cost/planner.ts';
import { usedSets } from '../select/explore.ts';
import { budgetOf, bytesOf, isAllowed, type Search, upperObjective, with_ } from '../select/search.ts';

/** So many are told. */
const mostTold = 40;

/** What the planner liked and was not chosen, the most gain first. */
export function rejectedIndexes(
  search: Search,
  chosen: Configuration,
  changeOf: (candidate: Candidate) => NewIndex,
): readonly RejectedIndex[] {
  const whole = upperObjective(search, new Set());
  const now = upperObjective(search, chosen);
  const found: RejectedIndex[] = [];
  for (const id of new Set(usedSets(search).flat())) {
    const candidate = search.pool.all[id];
    if (!candidate || chosen.has(id) || whole <= 0) continue;
    const gain = (whole - upperObjective(search, new Set([id])) + search.penalty(candidate)) / whole;
    const beside = now - upperObjective(search, with_(chosen, [id]));
    found.push({
      change: changeOf(candidate),
      bytes: candidate.size.bytes,
      gain: Math.max(0, gain),
      ...reasonOf(search, chosen, candidate, gain, beside),
    });
  }
  return found.sort((a, b) => b.gain - a.gain || a.bytes - b.bytes).slice(0, mostTold);
}

function reasonOf(
  search: Search,
  chosen: Configuration,
  candidate: Candidate,
  gain: number,
  beside: number,
): Pick<RejectedIndex, 'reason' | 'why'> {
  const penalty = search.penalty(candidate);
  const percent = (share: number) => `${(share * 100).toFixed(share < 0.01 ? 2 : 1)}%`;
  if (beside + penalty > search.leastGain) {
    if (beside <= search.leastGain) {
      return {
        reason: 'writes',
        why: `its writes would cost more than the ${percent(beside + penalty)} that it gains`,
      };
    }
    const free = budgetOf(search) - bytesOf(search, chosen);
    if (candidate.size.bytes > free) {
      return {
        reason: 'over budget',
        why: `it would gain ${percent(beside)} more, and does not fit beside the others`,
      };
    }
    if (!isAllowed(search, with_(chosen, [candidate.id]))) {
      return { reason: 'too many on the table', why: `it would gain ${percent(beside)} more, beyond the limits given` };
    }
  }
  return gain > search.leastGain
    ? { reason: 'served by another', why: `alone it gains ${percent(gain)}, beside the chosen ones nothing` }
    : { reason: 'no gain', why: 'the planner uses it only together with others, and gains nothing by it' };
}
