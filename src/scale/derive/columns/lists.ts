import { truthOf } from '../../../catalog/truth.ts';
import { phrases, words } from '../../../catalog/words.ts';
import type { Case } from './guess.ts';

/** Where rows come to rest, in a table that has been filled for years. */
const final = new Set(
  phrases(`
  delivered, completed, complete, done, closed, finished, resolved, succeeded, success, successful, processed, active,
  published, approved, settled, fulfilled, captured, executed, ended, won, merged`),
);
/** The same, where nothing comes after it. */
const late = new Set(
  phrases('paid, sent, shipped, confirmed, verified, accepted, read, enabled, signed, issued, posted, live, ok'),
);
/** Where rows stay for hours or days. */
const passing = new Set(
  phrases(`
  pending, new, draft, open, opened, created, queued, processing, running, progress, packed, scheduled, waiting,
  started, assigned, reviewing, retry, retrying, initiated, requested, reserved, authorized, authorised, unread, todo,
  doing, hold, trial, trialing, invited, unverified, unpaid, partial, picked, planned, submitted`),
);
/** What goes wrong. */
const failing = new Set(
  phrases(`
  cancelled, canceled, failed, failure, error, errored, rejected, refunded, expired, inactive, disabled, suspended,
  blocked, deleted, archived, banned, returned, abandoned, declined, voided, void, lost, skipped, timeout, aborted,
  disputed, past, bounced, spam, denied, revoked, terminated, closed`),
);

const weights = { final: 20, passing: 0.6, failing: 1.5, other: 3 };

/**
 * Shares of the labels of a closed list. Where they read like the states of a life, most rows have come to its end, few
 * are under way and some went wrong; else all are as frequent.
 */
function labelShares(labels: readonly string[]): readonly number[] {
  const known = labels.map((label) => words(label));
  const has = (set: ReadonlySet<string>, label: readonly string[]) => label.some((word) => set.has(word));
  const ends = known.some((label) => has(final, label)) ? final : late;
  if (!known.some((label) => has(ends, label)) || !known.some((label) => has(passing, label) || has(failing, label))) {
    return labels.map(() => 1 / labels.length);
  }
  const weighed = known.map((label) => {
    if (has(ends, label)) return weights.final;
    if (has(passing, label) || has(late, label)) return weights.passing;
    return has(failing, label) ? weights.failing : weights.other;
  });
  const total = weighed.reduce((sum, one) => sum + one, 0);
  return weighed.map((one) => one / total);
}

/** A column whose values are a closed list: an enum, or a check that lists them. */
export const closedList: Case = ({ column, labels, type }) => {
  if (!labels || labels.length === 0) return undefined;
  const shares = labelShares(labels);
  const even = shares.every((share) => share === shares[0]);
  const common = labels
    .map((value, at) => ({ value, fraction: shares[at] ?? 0 }))
    .sort((a, b) => b.fraction - a.fraction);
  return {
    distinct: labels.length,
    content: common.reduce((sum, one) => sum + one.fraction * one.value.length, 0),
    common: common.slice(0, 100),
    correlation: 0,
    nulls: column.default === undefined ? 0.05 : 0,
    reason: `${labels.length} values (${type.family === 'enum' ? 'enum' : 'check'}), ${even ? 'evenly' : 'most at the end of their life'}`,
  };
};

/** Whether one value reads like a state that rows pass through, stay in, or end in by mishap. */
export function stateShare(label: string): number | undefined {
  const all = words(label);
  if (all.some((word) => passing.has(word))) return 0.03;
  if (all.some((word) => final.has(word) || late.has(word))) return 0.8;
  return all.some((word) => failing.has(word)) ? 0.06 : undefined;
}

const mostlyFalse =
  /^(?:is |was |has been )?(?:deleted|archived|removed|blocked|banned|suspended|locked|disabled|hidden|cancelled|canceled|expired|failed|spam|flagged|test|demo|admin|superuser|staff|featured|pinned|draft|system|internal|default|primary|refunded|urgent|private|anonymous)$/;
const mostlyTrue =
  /^(?:is |was |has been )?(?:active|enabled|visible|available|valid|verified|confirmed|published|public|approved|processed|completed|paid|read|current|in stock)$/;

/** True or false, by the name, else by the default. */
export const boolean: Case = ({ column, type, name, usual, truth }) => {
  if (type.family !== 'boolean') return undefined;
  const fresh = usual === undefined ? undefined : truthOf(usual);
  const [share, reason] = mostlyFalse.test(name)
    ? [0.02, 'seldom true, by its name']
    : mostlyTrue.test(name)
      ? [0.9, 'mostly true, by its name']
      : fresh === undefined
        ? [0.5, 'true or false']
        : [fresh ? 0.9 : 0.1, 'mostly its default'];
  const common = [
    { value: truth.yes, fraction: share },
    { value: truth.no, fraction: 1 - share },
  ].sort((a, b) => b.fraction - a.fraction);
  return { distinct: 2, common, correlation: 0.5, nulls: column.default === undefined ? 0.1 : 0.01, reason };
};
