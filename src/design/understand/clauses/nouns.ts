import { meaningOf } from '../attribute-type.ts';
import { isPerson } from '../persons.ts';
import { isGeneral, isUnit, type Phrase, phraseOf } from '../phrase.ts';
import { isNoThing } from '../sound.ts';
import { isVague } from '../vague-words.ts';
import type { Group } from './groups.ts';

/** What a description speaks of as of things, by their names. */
export type Things = ReadonlySet<string>;

const moment = /(?:^|_)(?:date|time|day|year|month|week|weekday|hour|night|morning|evening|moment|period|deadline)$/;
const manner =
  /^(?:basis|behalf|accordance|course|detail|advance|case|fact|total|turn|way|kind|type|sort|number|rule|order|order_to|question|answer|part|place|end|beginning|start|top|side|average|need|help|use|purpose|reason|example|time|people|person_who)$/;

/** `on a certain day`: when, and no thing. */
export function isMoment(name: string): boolean {
  return moment.test(name);
}

/** The noun of a group, without words that only tell which one it is. */
export function nounOf(group: Group): Phrase | undefined {
  const plain = group.head.replace(
    /^((?:an?|the|one|each|every)\s+)?(?:certain|given|particular|specific|fixed|same|second|third|single|new|own|corresponding|respective|licensed|specified)\s+(?=[a-z])/i,
    '$1',
  );
  return phraseOf(plain);
}

/** The thing of the description that a noun means: itself, or what its last words name. */
function knownThing({ name }: Pick<Phrase, 'name'>, things: Things): string | undefined {
  const words = name.split('_');
  for (let from = 0; from < words.length; from++) {
    const last = words.slice(from).join('_');
    if (things.has(last)) return last;
  }
  return undefined;
}

/** The noun of a group where that is a thing of its own, and neither a property nor how, when or how much. */
export function thingOf(group: Group, things: Things): Phrase | undefined {
  const noun = nounOf(group);
  if (!noun || group.pronoun || /^\d/.test(noun.name) || noun.words.length > 4) return undefined;
  if (isMoment(noun.name) || isNoThing(noun.name) || isUnit(noun.written)) return undefined;
  const known = knownThing(noun, things);
  if (known !== undefined) return known === noun.name ? noun : { ...noun, text: group.head };
  if (isVague(noun) || isGeneral(noun) || manner.test(noun.name)) return undefined;
  if (meaningOf(noun.name)?.strength === 'strong') return undefined;
  const counted = /^(?:an?|one|each|every|exactly one|at most one|another|its|their|several|one or more)\b/i.test(
    group.head,
  );
  if (counted || noun.plural) return noun;
  return isPerson(noun.name) && /^(?:the|his|her)\s/i.test(group.head) ? noun : undefined;
}

/** A property by its name: of a strong meaning, or with its values. */
export function isProperty(group: Group): boolean {
  const noun = nounOf(group);
  if (!noun) return false;
  return (
    meaningOf(noun.name) !== undefined ||
    meaningOf(noun.written) !== undefined ||
    /^(?:role|position|function|rank|task|reason|grade|level|state|outcome|comment|note|remark|share)$/.test(
      noun.name,
    ) ||
    noun.note.includes(',')
  );
}
