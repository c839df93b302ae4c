import { capital, singular } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { actOf, rootOf, rootOfParticiple } from './acts.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { isUnit, phraseOf } from './phrase.ts';
import { attributeNamed } from './property.ts';
import type { Of, Statement } from './statement.ts';

const noun = '[a-z]+(?: [a-z]+)?';
const article = '(?:an?|each|every|the|one|any|no|the same|a given)';
const once = '(?:only\\s+|at most\\s+|exactly\\s+|just\\s+|no more than\\s+)?once';
const per = `(?:per|for|in|at|on|during|within)\\s+(?:(?:each|every|an?|one|any|the same|the)\\s+)?(?<per>${noun}(?:(?:,| and| per)\\s+(?:each\\s+|every\\s+)?${noun})*)`;
const modal = '(?:can|may|must|shall|should|will)';

const forms: readonly RegExp[] = [
  // "A seat can be sold once per show", "a number is given only once per race".
  `^${article}\\s+(?<what>${noun}?)\\s+(?:(?:is|gets)(?:\\s+only)?|${modal}(?:\\s+only)?\\s+be)\\s+(?<done>[a-z]+)\\s+${once}\\s+${per}$`,
  // "Each member may vote once per poll", "a student may take an exam at most once per term".
  `^${article}\\s+(?<what>${noun}?)\\s+${modal}(?:\\s+only)?\\s+(?<verb>[a-z]+)(?:\\s+(?:(?:for|in|on|at|to)\\s+)?(?:an?|the|one|each|any)\\s+(?<object>${noun}?))?\\s+${once}\\s+${per}$`,
  // "No two bookings for the same room and time", "no two players of a team wear the same shirt number".
  `^(?:there\\s+(?:are|is|(?:${modal}|cannot|must not|may not)\\s+be)\\s+)?(?:no|never)\\s+two\\s+(?<rows>[a-z]+(?: [a-z]+)??)(?:\\s+(?:of|in|on|at)\\s+(?:an?|one|each|the same)\\s+(?<within>${noun}?))?(?:\\s+[a-z]+){1,4}?\\s+the\\s+same\\s+(?<same>[a-z][a-z ,]*)$`,
].map((form) => new RegExp(form, 'i'));

/** What may be there once for each of several things together: `a seat can be sold once per show`. */
export function readOnce(text: string, cause: Cause): readonly Statement[] {
  const plain = text.replace(/[.!;]\s*$/, '');
  const said = forms.map((form) => form.exec(plain)?.groups).find((one) => one !== undefined);
  if (!said) return [];
  const { what, object, rows, within } = said;
  const scope = (said['per'] ?? said['same'] ?? '').split(/,\s*(?:and\s+)?|\s+(?:and|per|at|in|on|for|with|by)\s+/i);
  const names = [what, object, within, ...scope].flatMap((one) => {
    const word = (one ?? '').replace(/^(?:each|every|an?|the)(?: same)?\s+/i, '');
    return phraseOf(singular(word))?.name ?? [];
  });
  // "A fee is paid once per member and year": the fee is the row.
  if (said['done'] !== undefined && scope.length > 1) return [];
  // "A room is cleaned once per day" tells how often, and "bookings at the same time" what overlaps.
  if (names.length < 2 || (rows === undefined && scope.some((one) => isUnit(one)))) return [];
  const of = rows === undefined ? undefined : phraseOf(singular(rows))?.name;
  const root = said['done'] === undefined ? rootOf(said['verb'] ?? '') : rootOfParticiple(said['done']);
  const act = rows === undefined ? (actOf(root) ?? root) : undefined;
  return [
    {
      kind: 'once',
      names: [...new Set(names)],
      ...(of === undefined ? {} : { of }),
      ...(act === undefined ? {} : { act }),
      cause,
    },
  ];
}

/** What of a table a name means: its own property, else the reference to what goes by it. */
function memberOf(draft: Draft, owner: DraftEntity, name: string): string | undefined {
  const relations = draft.relations.filter((one) => one.from === owner.name && one.kind !== 'many-to-many');
  const target = entityOf(draft, name) ?? entityAtEnd(draft, name);
  return (
    relations.find((one) => one.role === name)?.role ??
    relations.find((one) => one.to === target?.name)?.role ??
    attributeNamed(owner, name)
  );
}

/** Makes a key of it in the table that has all of these; there is none where no table has, or several have. */
export function takeOnce(draft: Draft, { names, of, act, cause }: Of<'once'>): void {
  const held = (owner: DraftEntity) => names.flatMap((name) => memberOf(draft, owner, name) ?? []);
  const hasAll = (owner: DraftEntity | undefined) => owner !== undefined && held(owner).length === names.length;
  const named = [of, act].map((name) =>
    name === undefined ? undefined : (entityOf(draft, name) ?? entityAtEnd(draft, name)),
  );
  const having = [...draft.entities.values()].filter(hasAll);
  const owner = named.find(hasAll) ?? (of === undefined && having.length === 1 ? having[0] : undefined);
  // What many have of many is one row for each two of them.
  const pair = draft.relations.some(
    (one) =>
      one.kind === 'many-to-many' &&
      names.length === 2 &&
      names.map((name) => entityOf(draft, name)?.name ?? '').every((name) => name === one.from || name === one.to),
  );
  if (pair) draft.taken.add(cause);
  if (!owner || pair) return;
  const key = [...new Set(held(owner))];
  // Two names of one column tell less than was said: it is listed as not understood.
  if (key.length < names.length) return;
  draft.taken.add(cause);
  const same = (columns: readonly string[]) => [...columns].sort().join() === [...key].sort().join();
  if ([owner.identifiedBy ?? [], ...owner.keys.map((one) => one.of)].some(same)) return;
  // A number that is told to be one of its kind within another is none of its kind among all.
  for (const name of key) {
    const { unique: _, ...attribute } = owner.attributes.get(name) ?? {};
    if ('name' in attribute) owner.attributes.set(name, attribute);
  }
  owner.keys.push({ of: key, about: `${capital(cause.words.trim().replace(/[.!;:]?$/, ''))}.`, cause });
}
