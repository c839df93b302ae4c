import { singular } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import type { DraftEntity } from './draft.ts';

/** `product_price` of a product is its price. */
export function ownName(owner: DraftEntity, name: string): string {
  return name.startsWith(`${owner.name}_`) && !owner.attributes.has(name) ? name.slice(owner.name.length + 1) : name;
}

/** Adds a property that is needed and not there: as the library knows it, else by what its name means. */
export function ensure(owner: DraftEntity, name: string, cause: Cause): void {
  if (owner.attributes.has(name)) return;
  const known = owner.listed ? undefined : owner.known?.entity.attributes.find((one) => one.name === name);
  if (known) {
    owner.attributes.set(name, { ...known, cause });
    return;
  }
  const meaning = meaningOf(name);
  owner.attributes.set(name, {
    name,
    type: meaning?.type ?? 'text',
    ...(meaning?.optional ? { optional: true } : {}),
    ...(meaning?.values ? { values: meaning.values } : {}),
    ...(meaning?.personal ? { personal: true } : {}),
    cause,
  });
}

/** Words that say what kind of value it is, and no more. */
const kindWords = new Set([
  'at',
  'on',
  'date',
  'time',
  'day',
  'timestamp',
  'datetime',
  'number',
  'address',
  'amount',
  'of',
  'the',
  'by',
  'is',
]);
/** Words that mean the same in a property's name. */
const alike: readonly (readonly string[])[] = [
  ['family', 'last', 'surname'],
  ['given', 'first', 'forename'],
  ['birth', 'born', 'dob', 'birthday', 'birthdate'],
  ['start', 'begin', 'from', 'slot'],
  ['end', 'finish', 'until'],
  ['expiry', 'expire', 'expiration'],
  ['body', 'text', 'content', 'message'],
  ['phone', 'telephone', 'mobile'],
  ['email', 'mail'],
  ['title', 'headline'],
  ['price', 'cost'],
  ['license', 'licence'],
  ['color', 'colour'],
  ['center', 'centre'],
  ['organization', 'organisation'],
  ['catalog', 'catalogue'],
  ['program', 'programme'],
  ['current_period_end', 'renew', 'renewal'],
];

/** What two names have to have in common to be the same property: `due_date` and `due_on`, `start_time` and `starts_at`. */
function stemsOf(name: string): readonly string[] {
  const whole = alike.find((group) => group.includes(name))?.[0];
  if (whole !== undefined) return [whole];
  const all = name.split('_');
  const telling = all.filter((word) => !kindWords.has(word));
  return (telling.length > 0 ? telling : all).map(stem).sort();
}

function stem(word: string): string {
  const group = alike.find((words) => words.includes(word) || words.includes(singular(word)));
  if (group) return group[0] ?? word;
  const plain = singular(word).replace(/(?<=..)(?:ied|ies)$/, 'y');
  return plain.length > 4
    ? plain.replace(/(?:(?<=[^aeiou])e?d|ing|(?<=e)d)$/, '').replace(/(?<=[^e]{2})e$/, '')
    : plain;
}

/** True for two names of one property. */
export function sameProperty(one: string, other: string): boolean {
  return one === other || stemsOf(one).join() === stemsOf(other).join();
}

const temporal = /^(?:instant|date|time|year|period|date period)$/;

/** The property of an entity that a description's words mean, under whatever name it has; nothing where there is none. */
export function attributeNamed(owner: DraftEntity, name: string): string | undefined {
  const own = ownName(owner, name);
  if (owner.attributes.has(own)) return own;
  // A booking's reference is its booking reference.
  const prefixed = `${owner.name.slice(owner.name.lastIndexOf('_') + 1)}_${own}`;
  if (owner.attributes.has(prefixed)) return prefixed;
  const all = [...owner.attributes.keys()];
  // The departure time of what has a scheduled one.
  const ending = all.filter((one) => one.endsWith(`_${own}`));
  if (ending.length === 1 && own.includes('_') && temporal.test(owner.attributes.get(ending[0] ?? '')?.type ?? ''))
    return ending[0];
  const meaning = meaningOf(own);
  const typeOf = (one: string) => owner.attributes.get(one)?.type ?? '';
  const time = meaning !== undefined && temporal.test(meaning.type);
  const wanted = stemsOf(own);
  // "The close date" of what is expected to close on one; of two, the one that is a date.
  const found = all
    .filter((one) => meaning === undefined || temporal.test(typeOf(one)) === time)
    .map((one) => ({ one, stems: stemsOf(one) }))
    .filter(({ one, stems }) =>
      temporal.test(typeOf(one)) ? wanted.every((word) => stems.includes(word)) : stems.join() === wanted.join(),
    )
    .sort(
      (a, b) =>
        Number(typeOf(b.one) === meaning?.type) - Number(typeOf(a.one) === meaning?.type) ||
        a.stems.length - b.stems.length,
    );
  const [first, second] = found;
  return first && second && first.stems.length > wanted.length && second.stems.length > wanted.length
    ? undefined
    : first?.one;
}
