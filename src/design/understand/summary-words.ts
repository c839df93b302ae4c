import type { TimeUnit } from '../../catalog/blueprint.ts';
import type { Draft, DraftEntity } from './draft.ts';

const adverbs: Readonly<Record<string, TimeUnit>> = {
  hourly: 'hour',
  daily: 'day',
  weekly: 'week',
  monthly: 'month',
  yearly: 'year',
  annual: 'year',
};

const adverb = /\b(?:(hourly|daily|weekly|monthly|yearly|annual)\s+)/i;

/** `revenue by day`, `readings by sensor and hour`, `monthly totals`: the unit of time that a summary is told for. */
export function unitIn(text: string): TimeUnit | undefined {
  const word = adverb.exec(text)?.[1]?.toLowerCase();
  if (word !== undefined) return adverbs[word];
  return /\b(?:per|by|each|every|and)\s+(hour|day|week|month|year)\b/i.exec(text)?.[1]?.toLowerCase() as
    | TimeUnit
    | undefined;
}

/** What is counted by the night is counted by the day on which it begins. */
export function withDays(text: string): string {
  return text.replace(/\b(per|by|each|every|and) night\b/gi, '$1 day');
}

/** The words without the adverb that tells the unit: `daily revenue` is revenue. */
export function withoutUnit(text: string): string {
  return text.replace(adverb, '');
}

/** Whether the numbers must be those of this moment. */
export function asksFresh(text: string): boolean {
  return /\b(?:real[- ]?time|live|up[- ]to[- ]the[- ](?:minute|second)|always (?:current|fresh|up to date))\b/i.test(
    text,
  );
}

const earnings = /^(?:revenue|sale|sales|turnover|income|earning|earnings|takings)$/;

/** Revenue and sales are the amounts of what was sold: of orders before what is paid for them. */
export function earned(
  draft: Draft,
  word: string,
): { readonly owner: DraftEntity; readonly measure: string } | undefined {
  if (!earnings.test(word)) return undefined;
  for (const name of [/^(?:\w+_)?(?:order|sale|purchase)$/, /^(?:\w+_)?(?:invoice|booking|payment|transaction)$/]) {
    for (const owner of draft.entities.values()) {
      const money = [...owner.attributes.values()].filter((one) => one.type === 'money');
      const measure = money.find((one) => /^(?:grand_)?total(?:_|$)/.test(one.name)) ?? money[0];
      if (name.test(owner.name) && measure) return { owner, measure: measure.name };
    }
  }
  return undefined;
}
