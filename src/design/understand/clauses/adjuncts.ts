import type { Cause } from '../../model.ts';
import { severalOf } from '../beside-object.ts';
import { parts } from '../objects.ts';
import { type Phrase, phraseOf } from '../phrase.ts';
import type { Statement } from '../statement.ts';
import type { Complement } from './clause.ts';
import type { Group } from './groups.ts';
import { isMoment, isProperty, nounOf, type Things, thingOf } from './nouns.ts';

/** What prepositions tie to a thing: others that it belongs to, times, measures, and what is kept of it. */
export function adjuncts(
  of: string,
  complements: readonly Complement[],
  optional: boolean,
  things: Things,
  cause: Cause,
): readonly Statement[] {
  const ends = complements.filter(({ preposition }) => /^(?:from|to|until|till)$/.test(preposition));
  return complements.flatMap((one) => {
    const among = one.groups.length > 1 && /\sor\s/i.test(one.text);
    return one.preposition === 'with' && isTold(one, things)
      ? parts(of, one.text, cause)
      : one.groups.flatMap((group) =>
          adjunct(of, one.preposition, group, optional || among, ends.length > 1, things, cause),
        );
  });
}

/** A list of properties, and nobody who has a part in it. */
function isTold({ groups }: Complement, things: Things): boolean {
  return (
    groups.some((one) => isProperty(one) && !isThingHere(one, things)) || groups.every((one) => !thingOf(one, things))
  );
}

const isThingHere = (group: Group, things: Things): boolean => {
  const noun = nounOf(group);
  return noun !== undefined && things.has(noun.name);
};

function adjunct(
  of: string,
  preposition: string,
  group: Group,
  optional: boolean,
  twoEnds: boolean,
  things: Things,
  cause: Cause,
): readonly Statement[] {
  const noun = nounOf(group);
  if (!noun || preposition === 'as' || preposition === 'without') return [];
  if (isMoment(noun.name)) return when(of, preposition, group, noun, cause);
  const thing = thingOf(group, things);
  if (thing) {
    if (thing.name === of && !thing.other) return [];
    if (severalOf({ ...thing, text: group.head }) && !/^one of\b/i.test(group.head))
      return [{ kind: 'mutual', from: of, to: { ...thing, note: '' }, cause }];
    const list = thing.note.includes(',') ? parts(thing.name, thing.note, cause) : [];
    // "Ends at another depot", "reviewed by a second translator": not the one that was told of before.
    const second = /^(?:an?)?(other|\s?second)\s/i.exec(group.head)?.[1]?.trim().toLowerCase();
    const ends = twoEnds && /^(?:from|to)$/.test(preposition) && !thing.plural;
    return [
      {
        kind: 'belongs',
        from: of,
        to: { ...thing, many: false, plural: false, note: '' },
        optional,
        ...(ends
          ? { role: `${preposition}_${thing.name}` }
          : second === undefined
            ? {}
            : { role: `${second}_${thing.name}` }),
        cause,
      },
      ...list,
    ];
  }
  // "Under a docket number", "at a price".
  return /^(?:an?|its|their)\s/i.test(group.head) && isProperty(group) && !/^(?:by|to|of)$/.test(preposition)
    ? [{ kind: 'part', of, phrase: noun, cause }]
    : [];
}

/** `on a date`, `from a start date until an end date`, `for a period`. */
function when(of: string, preposition: string, { head }: Group, noun: Phrase, cause: Cause): readonly Statement[] {
  if (!/^(?:an?|its|their|the|one)\s/i.test(head) || noun.plural || /^(?:per|by|of)$/.test(preposition)) return [];
  if (/^the\s+(?:same\s|end\b|beginning\b|next\s|previous\s|time\b$)/i.test(head)) return [];
  const named = (name: string): readonly Statement[] => {
    const phrase = phraseOf(name);
    return phrase ? [{ kind: 'part', of, phrase, cause }] : [];
  };
  if (/(?:^|_)period$/.test(noun.name)) return [...named('a start date'), ...named('an end date')];
  const bare = /^(?:date|time|day)$/.test(noun.name) ? noun.name.replace('day', 'date') : undefined;
  if (bare !== undefined && preposition === 'from') return named(`a start ${bare}`);
  if (bare !== undefined && /^(?:to|until|till)$/.test(preposition)) return named(`an end ${bare}`);
  if (noun.name === 'time') return named('a time');
  if (/^(?:week|month|night|morning|evening|moment|hour)$/.test(noun.name)) return [];
  return [{ kind: 'part', of, phrase: { ...noun, many: false }, cause }];
}
