import type { Cause } from '../model.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { phraseOf, singularName } from './phrase.ts';
import type { Of, Statement } from './statement.ts';

const forms: readonly RegExp[] = [
  // "Bookings of a room must not overlap", "reservations for the same car may never overlap".
  /^(?:the\s+|two\s+)?(?<rows>[a-z]+(?: [a-z]+)?)\s+(?:of|for|in)\s+(?:an?|the|one|each|every|any)\s+(?:same\s+|single\s+)?(?<of>[a-z]+(?: [a-z]+)?)\s+(?:must|may|can|should|do)(?:\s+not|not|\s+never)\s+overlap\b/i,
  // "No two bookings of a room overlap."
  /^no\s+(?:two\s+)?(?<rows>[a-z]+(?: [a-z]+)?)\s+(?:of|for|in)\s+(?:an?|the|one|each|every|any)\s+(?:same\s+|single\s+)?(?<of>[a-z]+(?: [a-z]+)?)\s+(?:may\s+|can\s+|must\s+|should\s+)?(?:ever\s+)?overlap\b/i,
  // "A room cannot be reserved twice at the same time."
  /^(?:an?|each|every|the|no|one|the same)\s+(?<of>[a-z]+(?: [a-z]+)?)\s+(?:cannot|can not|can't|can never|must not|must never|may not|may never|should not|can|may)\s+be\s+(?:(?<done>booked|reserved|rented|leased|hired|used|assigned|scheduled)\s+(?:twice|by two [a-z ]+|more than once|for two [a-z ]+)\s+(?:at (?:the same|any|one) time|for the same (?:time|period|dates?|slot)|in the same (?:period|time|slot)|at once|simultaneously)|double[- ]booked)\b/i,
  // "Prevent double bookings of rooms."
  /^(?:we\s+|the system\s+)?(?:must\s+|should\s+|has to\s+|have to\s+|need to\s+)?(?:prevents?|avoids?|forbids?|no|never|rules? out)\s+(?:double[- ]?bookings?|overlapping (?<rows>[a-z]+))\s+(?:of|for)\s+(?:an?\s+|the\s+|same\s+)*(?<of>[a-z]+(?: [a-z]+)?)\b/i,
];

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
    const until = all.find((one) => one.name !== from.name && one.name === other && one.type === from.type);
    if (until && (from.type === 'instant' || from.type === 'date')) return { period: from.name, until: until.name };
  }
  return undefined;
}

/** Gives the rows that are meant a check; what cannot be checked is told. */
export function takeApart(draft: Draft, one: Of<'apart'>): void {
  const target = entityOf(draft, one.within) ?? entityAtEnd(draft, one.within);
  const named = one.of === undefined ? undefined : (entityOf(draft, one.of) ?? entityAtEnd(draft, one.of));
  const refers = (entity: DraftEntity) =>
    draft.relations.find((two) => two.from === entity.name && two.to === target?.name && two.kind !== 'many-to-many');
  const owner =
    named ??
    [...draft.entities.values()].find((entity) => refers(entity) !== undefined && periodOf(entity) !== undefined);
  const relation = owner && refers(owner);
  const period = owner && periodOf(owner);
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
