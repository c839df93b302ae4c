import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { addAttribute } from './attributes.ts';
import { type Draft, type DraftEntity, entityOf } from './draft.ts';
import type { Library } from './library.ts';
import type { Phrase } from './phrase.ts';
import type { Of, Statement } from './statement.ts';
import { thing } from './things.ts';

/** Several of it are said. */
export const severally = /^(?:several|multiple|many|various|one or more|zero or more|any number|a list of|lists of)/i;

/** A car with a number of doors has that number: nobody ever speaks of a door. */
export function takeNumber(
  draft: Draft,
  library: Library,
  one: Of<'part'>,
  owner: DraftEntity,
  elsewhere: boolean,
): boolean {
  const { phrase, cause } = one;
  if (!/^(?:an?\s+|the\s+|its\s+|their\s+)?(?:total\s+)?number of\s/i.test(phrase.text) || /:/.test(phrase.text))
    return false;
  const said = /^(?:the|its|their|total|number)\b/i.test(phrase.text);
  if (!said && elsewhere && (entityOf(draft, phrase.name) || library.inMain(phrase.name))) return false;
  const name = `number_of_${phrase.written}`;
  const counted = { ...phrase, name, written: name, words: name.split('_'), many: false, plural: false };
  addAttribute(draft, owner, counted, undefined, cause);
  return true;
}

/** `spaces (regular, electric, wide)`: which kinds of it there are. */
export function takeKinds(entity: DraftEntity, phrase: Phrase, cause: Cause): void {
  const values = phrase.note.split(/\s*(?:,|\/|\bor\b|\band\b)\s*/).filter((one) => one !== '');
  const plain = values.every(
    (one) => /^[a-z][a-z -]{1,24}$/i.test(one) && meaningOf(one.replaceAll(' ', '_')) === undefined,
  );
  if (values.length < 2 || !plain || !phrase.plural || entity.listed || entity.attributes.has('type')) return;
  if (/\b(?:e\.g|such as|optional|unique|with|per|each)\b/i.test(phrase.note)) return;
  entity.attributes.set('type', {
    name: 'type',
    type: 'choice',
    values: values.map((one) => one.toLowerCase()),
    cause,
  });
}

/** The thing at the end of a name, where its number, its age or a query speaks of it. */
export function mentioned(
  draft: Draft,
  library: Library,
  name: string,
  statements: readonly Statement[],
): DraftEntity | undefined {
  const last = name.slice(name.lastIndexOf('_') + 1);
  const found = statements.find(
    (one) =>
      (one.kind === 'wish' && one.of.includes(last)) ||
      ((one.kind === 'volume' || one.kind === 'access') && one.of === last),
  );
  return found && last !== name ? thing(draft, library, last, found.cause) : undefined;
}

/** A price range is the lowest and the highest price. */
export function takeLimits(owner: DraftEntity, phrase: Phrase, cause: Cause): boolean {
  const of = /^(?:required_|allowed_|permitted_|target_)?(.+)_range$/.exec(phrase.name)?.[1];
  const meaning = of === undefined ? undefined : meaningOf(of);
  if (!meaning || phrase.many || !/^(?:decimal|quantity|integer|money|percentage)$/.test(meaning.type)) return false;
  for (const name of [`minimum_${of}`, `maximum_${of}`])
    owner.attributes.set(name, {
      name,
      type: meaning.type,
      ...(/temperature/.test(name) ? { signed: true as const } : {}),
      cause,
    });
  owner.checks.push({
    kind: 'order',
    first: `minimum_${of}`,
    second: `maximum_${of}`,
    about: `The lowest ${of?.replaceAll('_', ' ')} is not above the highest.`,
    cause,
  });
  return true;
}

/** Which of two names a description speaks of first. */
export function firstSaid(statements: readonly Statement[], one: string, other: string): string {
  for (const two of statements) {
    const said =
      two.kind === 'part'
        ? [two.of, two.phrase.name]
        : two.kind === 'entity'
          ? [two.phrase.name]
          : two.kind === 'belongs' || two.kind === 'mutual'
            ? [two.from, two.to.name]
            : [];
    const found = said.find((name) => name === one || name === other);
    if (found !== undefined) return found;
  }
  return other;
}

/** The entity under the longer name that it is introduced by. */
export function renamed(draft: Draft, entity: DraftEntity, name: string): DraftEntity {
  const made: DraftEntity = { ...entity, name };
  const all = [...draft.entities];
  draft.entities.clear();
  for (const [key, one] of all) draft.entities.set(one === entity ? name : key, one === entity ? made : one);
  draft.aliases.set(entity.name, name);
  for (const [at, one] of draft.relations.entries())
    if (one.from === entity.name || one.to === entity.name)
      draft.relations[at] = {
        ...one,
        from: one.from === entity.name ? name : one.from,
        to: one.to === entity.name ? name : one.to,
        role: one.role === entity.name ? name : one.role,
      };
  return made;
}

/** Only one kind of a thing is spoken of: no shipping addresses beside billing addresses. */
export function alone(statements: readonly Statement[], name: string): boolean {
  const kinds = new Set(
    statements.flatMap((one) => {
      const said =
        one.kind === 'part' || one.kind === 'entity'
          ? one.phrase.name
          : one.kind === 'belongs' || one.kind === 'mutual'
            ? one.to.name
            : '';
      return said.endsWith(`_${name}`) ? [said] : [];
    }),
  );
  return kinds.size === 1;
}
