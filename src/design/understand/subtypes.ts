import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityOf } from './draft.ts';
import type { Library } from './library.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Of, Statement } from './statement.ts';
import { thing } from './things.ts';

const kinds = '(?:kinds|types|sorts|classes|categories|forms|varieties)';
const number = '(?:(?:two|three|four|five|six|seven|eight|\\d+|several|different|various|main|the following)\\s+)*';

/** What there are kinds of, and which: what comes first is the whole, then the list; the third has it the other way round. */
const forms: readonly RegExp[] = [
  new RegExp(
    `^there (?:are|exist) ${number}${kinds} of\\s+([\\w -]+?)\\s*(?::|,|[-–—]|which are|namely)\\s*(.+)$`,
    'i',
  ),
  new RegExp(
    `^(.+?)\\s+(?:comes?|are|is|can be|may be)\\s+(?:in|of)\\s+${number}${kinds}\\s*(?::|,|[-–—])\\s*(.+)$`,
    'i',
  ),
  /^(.+?)\s+(?:is|are|can be|may be|must be)\s+(?:classified|categori[sz]ed)\s+(?:in|into|as)\s*:?\s*(.+)$/i,
];
const partsFirst =
  /^(.+?)\s+(?:is|are)\s+(?:all\s+|both\s+|each\s+)*(?:an?\s+|two\s+|three\s+|special\s+|different\s+)*(?:kind|type|sort|form|subtype|specialization|specialisation|subclass)(?:e?s)?\s+of\s+(.+)$/i;
/** `A vehicle is a car, a truck or a motorcycle`: each with its article. */
const oneOf =
  /^(?:an?|each|every|any)\s+([\w -]+?)\s+(?:is|can be|may be|must be)\s+(?:either\s+|both\s+)*(an?\s+.+)$/i;
/** `Vehicles are cars, trucks or motorcycles`: each of them several. */
const severalOf = /^(?:all\s+|the\s+|our\s+)?([\w -]+?)\s+(?:are|can be|may be|must be)\s+(?:either\s+)?(.+)$/i;

/** Sentences that tell which kinds of a thing there are. */
export function readSubtypes(text: string, cause: Cause): readonly Of<'subtypes'>[] | undefined {
  const plain = text
    .replace(/[.!;]\s*$/, '')
    .replace(/,?\s+or\s+(?:both|others?|other ones|something else)$/i, '')
    .trim();
  const overlap = /\b(?:both|and\/or|one or more of|at the same time|several of)\b/i.test(text);
  const made = (whole: string, list: string): readonly Of<'subtypes'>[] | undefined => {
    const of = phraseOf(whole);
    const types = splitList(list.replace(/^(?:either|both)\s+/i, '')).map((one) => phraseOf(one));
    if (!of || isGeneral(of) || of.words.length > 3 || !types.every((one) => one !== undefined)) return undefined;
    const named = types.filter((one) => one.words.length <= 3 && one.name !== of.name);
    return named.length === types.length
      ? [{ kind: 'subtypes', of: of.name, types: named, overlap, cause }]
      : undefined;
  };
  for (const form of forms) {
    const found = form.exec(plain);
    if (found && splitList(found[2] ?? '').length > 1) return made(found[1] ?? '', found[2] ?? '');
  }
  const first = partsFirst.exec(plain);
  if (first && !/\b(?:has|have|there)\b/i.test(first[1] ?? '')) return made(first[2] ?? '', first[1] ?? '');
  const one = oneOf.exec(plain);
  const ones = splitList(one?.[2] ?? '');
  if (one && ones.length > 1 && ones.every((two) => /^an?\s+[\w-]+(?:\s[\w-]+)?$/i.test(two) && isNoun(two)))
    return made(one[1] ?? '', one[2] ?? '');
  const several = severalOf.exec(plain);
  const all = splitList(several?.[2] ?? '');
  const whole = several && phraseOf(several[1] ?? '');
  if (several && whole?.plural && all.length > 1 && all.every((two) => phraseOf(two)?.plural && isNoun(two)))
    return made(several[1] ?? '', several[2] ?? '');
  return undefined;
}

function isNoun(text: string): boolean {
  const phrase = phraseOf(text);
  return phrase !== undefined && phrase.words.length <= 2 && !isGeneral(phrase) && meaningOf(phrase.name) === undefined;
}

/** Kinds of which more is said become entities of their own; of the others only the value of a type is kept. */
export function takeSubtypes(
  draft: Draft,
  library: Library,
  one: Of<'subtypes'>,
  statements: readonly Statement[],
): void {
  const base = thing(draft, library, one.of, one.cause);
  const found = one.types.map((phrase) => ({ phrase, entity: ownEntity(draft, base, phrase, statements, one.cause) }));
  const value = (phrase: Phrase) =>
    (phrase.name.endsWith(`_${base.name}`) ? phrase.name.slice(0, -base.name.length - 1) : phrase.name).replaceAll(
      '_',
      ' ',
    );
  const own = found.flatMap(({ phrase, entity }) => (entity && entity !== base ? [{ phrase, entity }] : []));
  if (one.overlap && own.length > 0) {
    for (const { entity } of own) entity.subtypeOf = { of: base.name };
    return;
  }
  const values = [...new Set(one.types.map(value))];
  // What the library tells them apart by is the same list.
  const known = base.known?.entity.attributes.find(
    ({ values: usual = [] }) => usual.filter((two) => values.includes(two.replaceAll('_', ' '))).length > 0,
  );
  const name = known?.name ?? (base.attributes.has('kind') ? 'kind' : 'type');
  base.attributes.set(name, {
    name,
    type: 'choice',
    values,
    about: `Which kind of ${base.name.replaceAll('_', ' ')} it is.`,
    cause: one.cause,
  });
  for (const { phrase, entity } of own)
    entity.subtypeOf = { of: base.name, when: { attribute: name, is: value(phrase) } };
}

/** The entity of a kind, where more is said of it than that it is one. */
function ownEntity(
  draft: Draft,
  base: DraftEntity,
  phrase: Phrase,
  statements: readonly Statement[],
  cause: Cause,
): DraftEntity | undefined {
  for (const name of [phrase.name, `${phrase.name}_${base.name}`]) {
    const entity = entityOf(draft, name);
    if (entity && entity !== base && !entity.listed && !base.listed) return entity;
  }
  const asked = statements.some(
    (two) => two.kind === 'access' && [two.of, ...two.where].some((name) => name === phrase.name),
  );
  if (!asked || base.listed || draft.entities.has(phrase.name)) return undefined;
  const made: DraftEntity = {
    name: phrase.name,
    listed: false,
    attributes: new Map(),
    keys: [],
    checks: [],
    cause,
  };
  draft.entities.set(made.name, made);
  return made;
}
