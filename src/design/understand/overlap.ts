import type { Cause } from '../model.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { phraseOf, singularName } from './phrase.ts';
import { relate } from './relate.ts';
import type { Of, Statement } from './statement.ts';
import { endingWith } from './things.ts';

const noun = '[a-z]+(?: [a-z]+)?';
const never =
  "(?:cannot|can not|can't|can never|must not|must never|may not|may never|should not|should never|shall not)";
const atOnce =
  '(?:at (?:the same|any one|one) time|for the same (?:time|period|dates?|slot)|in the same (?:period|time|slot)|at once|simultaneously|in parallel)';
const taken =
  '(?:booked|reserved|rented(?: out)?|leased|hired|used|assigned|scheduled|lent(?: out)?|loaned|borrowed|occupied|allocated|on loan|in use|checked out)';
const same = '(?:an?|the|one|each|every|any)\\s+(?:same\\s+|single\\s+)?';

const forms: readonly RegExp[] = [
  // "Bookings of a room must not overlap", "reservations for the same car may never overlap".
  `^(?:the\\s+|two\\s+)?(?<rows>${noun})\\s+(?:of|for|in|at|on)\\s+${same}(?<of>${noun})\\s+(?:must|may|can|should|do)(?:\\s+not|not|\\s+never)\\s+overlap\\b`,
  // "No two bookings of a room overlap."
  `^no\\s+(?:two\\s+)?(?<rows>${noun})\\s+(?:of|for|in|at|on)\\s+${same}(?<of>${noun})\\s+(?:may\\s+|can\\s+|must\\s+|should\\s+)?(?:ever\\s+)?overlap\\b`,
  // "Two hearings must not overlap in the same courtroom."
  `^(?:no\\s+)?(?:two\\s+)?(?<rows>${noun})\\s+(?:${never}|may|can|must|should)\\s+(?:ever\\s+)?overlap\\s+(?:of|for|in|at|on)\\s+${same}(?<of>${noun})$`,
  // "A room cannot be reserved twice at the same time", "a print cannot be on loan twice at once".
  `^(?:an?|each|every|the|no|one|the same)\\s+(?<of>${noun})\\s+(?:${never}|can|may|must|should)\\s+be\\s+(?:${taken}\\s+(?:twice|by two [a-z ]+|more than once|for two [a-z ]+|to two [a-z ]+)\\s+${atOnce}|double[- ]booked)\\b`,
  // "No court is booked twice at the same time."
  `^no\\s+(?<of>${noun})\\s+(?:is|are|gets?)\\s+(?:ever\\s+)?(?:${taken}\\s+(?:twice|more than once)\\s+${atOnce}|double[- ]booked)\\b`,
  // "A courtroom can't hold two hearings at the same time", "a vessel cannot be in two maintenance periods at once".
  `^(?:an?|each|every|the|no|one)\\s+(?<of>${noun})\\s+(?:${never}|can|may)\\s+(?:be (?:in|on|at|part of|assigned to)|hold|have|host|take part in|attend|teach|work|drive|lead)\\s+(?:two|more than one|several|multiple)\\s+(?:different\\s+)?(?<rows>${noun})\\s+${atOnce}`,
  // "Prevent double bookings of rooms."
  `^(?:we\\s+|the system\\s+)?(?:must\\s+|should\\s+|has to\\s+|have to\\s+|need to\\s+)?(?:prevents?|avoids?|forbids?|no|never|rules? out)\\s+(?:double[- ]?bookings?|overlapping (?<rows>[a-z]+))\\s+(?:of|for)\\s+(?:an?\\s+|the\\s+|same\\s+)*(?<of>${noun})\\b`,
].map((form) => new RegExp(form, 'i'));

/** What must not happen to one thing twice at the same time. */
export function readOverlap(text: string, cause: Cause): readonly Statement[] {
  const plain = text.replace(/[.!;]\s*$/, '');
  const found = forms.map((form) => form.exec(plain)).find((one) => one !== null);
  const of = phraseOf(found?.groups?.['of'] ?? '')?.name;
  if (!found || of === undefined) return [];
  const rows = found.groups?.['rows'];
  return [{ kind: 'apart', ...(rows === undefined ? {} : { of: singularName(rows) }), within: of, cause }];
}

/** Rows that take time: a period, or the two ends of one. */
function periodOf(entity: DraftEntity): { readonly period: string; readonly until?: string } | undefined {
  const all = [...entity.attributes.values()];
  const whole = all.find((one) => one.type === 'period' || one.type === 'date period');
  if (whole) return { period: whole.name };
  for (const from of all) {
    const other = from.name
      .replace(/^(?:start|begin)/, 'end')
      .replace(/^from/, 'until')
      .replace(/^check_in/, 'check_out')
      .replace(/_from(?=_|$)/, '_until');
    const until =
      all.find((one) => one.name !== from.name && one.name === other && one.type === from.type) ??
      // What is lent is away until it is back.
      (/^(?:start|begin|loan|lend|borrow|rental|pickup|checkout)/.test(from.name)
        ? all.find((one) => /^(?:return(?:ed)?|back)_/.test(one.name) && one.type === from.type)
        : undefined);
    if (until && (from.type === 'instant' || from.type === 'date')) return { period: from.name, until: until.name };
  }
  return undefined;
}

/** Gives the rows that are meant a check; what cannot be checked is told. */
export function takeApart(draft: Draft, one: Of<'apart'>): void {
  const meant = (name: string) => entityOf(draft, name) ?? entityAtEnd(draft, name) ?? endingWith(draft, name);
  const target = meant(one.within);
  const named = one.of === undefined ? undefined : meant(one.of);
  const refers = (entity: DraftEntity) =>
    draft.relations.find((two) => two.from === entity.name && two.to === target?.name && two.kind !== 'many-to-many');
  const owner =
    named ??
    [...draft.entities.values()].find((entity) => refers(entity) !== undefined && periodOf(entity) !== undefined);
  const period = owner && periodOf(owner);
  // What one cannot have two of at a time is of one: maintenance periods of a vessel.
  if (target && owner && named && period && !refers(owner) && !owner.listed)
    relate(draft, {
      from: owner.name,
      to: target.name,
      kind: 'many-to-one',
      role: target.name,
      optional: false,
      cause: one.cause,
    });
  const relation = owner && refers(owner);
  if (!target || !owner || !relation || !period) {
    draft.notUnderstood.push({
      words: one.cause.words,
      line: one.cause.line ?? 1,
      why: !target || !owner ? 'nothing in the design is meant by it' : 'what must not overlap has no start and end',
    });
    return;
  }
  if (owner.checks.some((check) => check.kind === 'no overlap' && check.period === period.period)) return;
  const spoken = target.name.replaceAll('_', ' ');
  owner.checks.push({
    kind: 'no overlap',
    ...period,
    within: [relation.role],
    about: `Each ${spoken} is taken by one at a time.`,
    cause: one.cause,
  });
}
