import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Cause, DeleteRule, Relation } from '../model.ts';
import { claim } from './contradictions.ts';
import { type Draft, entityAtEnd, entityOf } from './draft.ts';
import { phraseOf, splitList } from './phrase.ts';
import type { Of } from './statement.ts';

const gone = '(?:deleted|removed|erased|dropped|purged)';
const thing =
  '((?:(?:all|an?|the|its|their|his|her|each|every|any)\\s+)*(?:of\\s+(?:its|their)\\s+)?[a-z]+(?: [a-z]+)?)';
const things =
  '((?:(?:all|the|its|their|his|her|any)\\s+)*(?:of\\s+(?:its|their|the)\\s+)?[a-z]+(?:(?: |, and | and |, )[a-z]+)*?)';
const too = '(?:\\s+(?:too|as well|also|automatically|with (?:it|them|him|her|that)))*';
const kept =
  '(?:(?:are|is|must be|should be|will be)\\s+(?:still\\s+)?(?:kept|retained|preserved|not\\s+deleted)|stays?|remains?|survives?|(?:must|should|will) (?:stay|remain|be kept|not be deleted)|(?:are|is) never deleted)';
const removed = `(?:are|is|must be|should be|will be|get|gets)\\s+(?:also\\s+|automatically\\s+)?${gone}${too}`;
const when = `(?:when|if|once|after|whenever)\\s+${thing}\\s+is\\s+${gone}`;

interface Form {
  readonly form: RegExp;
  readonly rule: DeleteRule;
  /** Places of what refers and of what is deleted in the match. */
  readonly from: number;
  readonly to: number;
}

const forms: readonly Form[] = [
  {
    form: `(?:deleting|removing)\\s+${thing}\\s+(?:also\\s+)?(?:deletes|removes|erases)\\s+${things}${too}`,
    rule: 'cascade',
    to: 1,
    from: 2,
  },
  {
    form: `(?:deleting|removing)\\s+${thing}\\s+(?:keeps|leaves|does not (?:delete|remove|affect|touch))\\s+${things}`,
    rule: 'set null',
    to: 1,
    from: 2,
  },
  {
    form: `${when},?\\s+(?:then\\s+)?(?:so are\\s+${things}|${things}\\s+${removed})`,
    rule: 'cascade',
    to: 1,
    from: 2,
  },
  { form: `${things}\\s+${removed}\\s+${when}`, rule: 'cascade', from: 1, to: 2 },
  {
    form: `${things}\\s+(?:are|is)\\s+${gone}\\s+(?:together\\s+|along\\s+)?with\\s+${thing}`,
    rule: 'cascade',
    from: 1,
    to: 2,
  },
  { form: `${when},?\\s+${things}\\s+${kept}`, rule: 'set null', to: 1, from: 2 },
  { form: `${things}\\s+${kept}\\s+(?:even\\s+)?${when}`, rule: 'set null', from: 1, to: 2 },
  {
    form: `${thing}\\s+(?:with|that has|who has|having)\\s+${things}\\s+(?:cannot|can not|can't|must not|may not|should not)\\s+be\\s+${gone}`,
    rule: 'restrict',
    to: 1,
    from: 2,
  },
  {
    form: `${thing}\\s+(?:cannot|can not|can't|must not|may not|should not)\\s+be\\s+${gone}\\s+(?:while|as long as|if|when|until)\\s+(?:it|he|she|they|there)\\s+(?:still\\s+)?(?:has|have|are|is)\\s+(?:still\\s+)?${things}`,
    rule: 'restrict',
    to: 1,
    from: 2,
  },
].map(({ form, ...one }) => ({ ...one, form: new RegExp(`^${form}$`, 'i') }) as Form);

/** `Deleting a customer deletes the orders`, `orders are kept when a customer is deleted`, `a customer with orders cannot be deleted`. */
export function readDeletion(text: string, cause: Cause): readonly Of<'deletion'>[] {
  for (const { form, rule, from, to } of forms) {
    const found = form.exec(text.trim());
    if (!found) continue;
    const groups = found.slice(1).filter((one) => one !== undefined);
    const whole = phraseOf(groups[to - 1] ?? '');
    const parts = splitList(plainly(groups[from - 1] ?? '')).flatMap((one) => phraseOf(one) ?? []);
    if (!whole || parts.length === 0) continue;
    return parts.map(({ name }) => ({ kind: 'deletion', of: name, with: whole.name, rule, cause }));
  }
  return [];
}

function plainly(text: string): string {
  return text.replace(/^(?:(?:all|any|of|the|its|their|his|her)\s+)+/i, '');
}

const happens: Readonly<Record<DeleteRule, (from: string, to: string) => string>> = {
  cascade: (from, to) => `${capital(withArticle(from))} goes with its ${to}.`,
  restrict: (from, to) => `${capital(withArticle(to))} that still has ${from} rows is not deleted.`,
  'set null': (from, to) => `${capital(withArticle(from))} stays without its ${to}.`,
};

/** What becomes of rows when what they refer to is deleted, as it is said. */
export function takeDeletion(draft: Draft, one: Of<'deletion'>): void {
  const [from, to] = [one.of, one.with].map((name) => entityOf(draft, name) ?? entityAtEnd(draft, name));
  const at = draft.relations.findIndex(
    (two) => from && to && two.from === from.name && two.to === to.name && two.kind !== 'many-to-many',
  );
  const found = draft.relations[at];
  if (!from || !to || !found) {
    draft.notUnderstood.push({
      words: one.cause.words,
      line: one.cause.line ?? 1,
      why: `no ${spoken(one.of)} row refers to ${withArticle(spoken(one.with))}`,
    });
    return;
  }
  const why = happens[one.rule](spoken(from.name), spoken(to.name));
  if (
    !claim(draft, { at: `${from.name}.${found.role}`, facets: { 'on delete': one.rule }, cause: one.cause, taken: why })
  )
    return;
  const made: Relation = { ...found, onDelete: one.rule, why };
  draft.relations[at] = one.rule === 'set null' ? { ...made, optional: true } : made;
}
