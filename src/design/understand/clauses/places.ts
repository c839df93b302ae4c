import type { Complement, Place, Verb } from './clause.ts';
import { type Group, groupAt, groupsAt, type Sentence, textOf, wordAt } from './groups.ts';
import { isAdverb, isJoint, isNominal, isParticiple, isPreposition, isRelative, isSubordinator } from './tokens.ts';
import { verbAt } from './verb-group.ts';
import { plainForm } from './verb-words.ts';

export function skipJoints(sentence: Sentence, from: number): number {
  let at = from;
  while (
    isJoint(wordAt(sentence, at)) ||
    (at > from && isAdverb(wordAt(sentence, at)) && !isNominal(wordAt(sentence, at)))
  )
    at++;
  while (isAdverb(wordAt(sentence, at)) && !isNominal(wordAt(sentence, at))) at++;
  if (wordAt(sentence, at) === ',') at++;
  return at;
}

export function skipAdverbs(sentence: Sentence, from: number): number {
  let at = from;
  while (isAdverb(wordAt(sentence, at))) at++;
  return at;
}

/** Whether a comma stands behind the first noun of what stands before the subject. */
function commaBehind(sentence: Sentence, at: number): number {
  const group = groupAt(sentence, at + 1, true);
  return group && wordAt(sentence, group.end) === ',' ? group.end : -1;
}

function placeOf(sentence: Sentence, from: number, word: string): number {
  for (let at = from; at < sentence.tokens.length; at++) if (wordAt(sentence, at) === word) return at;
  return -1;
}

/** What stands at a place has a verb of its own, or is the verb of one. */
export function beginsClause(sentence: Sentence, at: number): boolean {
  if (isRelative(wordAt(sentence, at)) && wordAt(sentence, at) !== 'that') return true;
  const group = groupAt(sentence, at, true);
  if (!group) return verbAt(sentence, skipAdverbs(sentence, at), undefined, true) !== undefined;
  let { end } = group;
  while (isPreposition(wordAt(sentence, end)) && wordAt(sentence, end) !== 'to') {
    const behind = groupAt(sentence, end + 1, true);
    if (!behind) break;
    end = behind.end;
  }
  return verbAt(sentence, skipAdverbs(sentence, end), group.group, false) !== undefined;
}

/** The list behind a colon, where it is one of bare nouns. */
export function valuesAt(
  sentence: Sentence,
  at: number,
): Place<{ readonly groups: readonly Group[]; readonly text: string }> | undefined {
  const list = groupsAt(sentence, at, false);
  if (!list || list.end < sentence.tokens.length || list.groups.length < 2) return undefined;
  return { found: { groups: list.groups, text: textOf(sentence, at, list.end) }, end: list.end };
}

/** Values stand in parentheses behind the noun that they are of. */
export function annotate(objects: Group[], complements: Complement[], values: string): void {
  const of = (group: Group): Group => ({
    ...group,
    text: `${group.text} (${values})`,
    head: `${group.head} (${values})`,
  });
  const place = complements.at(-1);
  const groups = place ? [...place.groups] : objects;
  const last = groups.pop();
  if (last) groups.push(of(last));
  if (place) complements[complements.length - 1] = { ...place, groups, text: `${place.text} (${values})` };
}

/** Behind a joint another clause begins, or another verb of the same subject. */
export function endsAt(sentence: Sentence, at: number, verb: Verb, subjects: readonly Group[]): boolean {
  const from = skipAdverbs(sentence, at);
  // "And for every rental the cost is kept".
  if (/^(?:for|of|in|at|on)$/.test(wordAt(sentence, from)) && /^(?:each|every)$/.test(wordAt(sentence, from + 1)))
    return true;
  if (isRelative(wordAt(sentence, from)) || isPreposition(wordAt(sentence, from))) return false;
  if (isSubordinator(wordAt(sentence, from))) return false;
  if (
    wordAt(sentence, from) === 'each' &&
    (/^(?:with|having)$/.test(wordAt(sentence, from + 1)) || isParticiple(wordAt(sentence, from + 1)))
  )
    return true;
  if (verbAt(sentence, from, subjects.at(-1), verb.kind === 'passive')) return true;
  return beginsClause(sentence, from);
}

/** `to keep it`, `before being sent`: what for, or when, and nothing that is kept. */
export function purpose(sentence: Sentence, at: number): number | undefined {
  const next = wordAt(sentence, at + 1);
  const word = wordAt(sentence, at);
  if (word === 'to' && plainForm(next) !== undefined) return boundary(sentence, at);
  if (/^[a-z]{3,}ing$/.test(next) || isSubordinator(next)) return boundary(sentence, at);
  // "Stored at", "handed to": the noun stands before.
  if (next === '' || isJoint(next)) return at + 1;
  return undefined;
}

/** The next comma or conjunction behind a place. */
export function boundary(sentence: Sentence, from: number): number {
  let at = from + 1;
  while (at < sentence.tokens.length && !/^(?:,|;|:)$/.test(wordAt(sentence, at))) at++;
  return at;
}

/** Prepositions with nouns before the subject, and clauses that only tell when. */
export function fronted(sentence: Sentence, from: number): Place<readonly Complement[]> | undefined {
  const found: Complement[] = [];
  let at = from;
  while (isPreposition(wordAt(sentence, at)) || isSubordinator(wordAt(sentence, at))) {
    if (isSubordinator(wordAt(sentence, at))) {
      const comma = placeOf(sentence, at, ',');
      if (comma < 0) return undefined;
      at = comma + 1;
      continue;
    }
    const closed = commaBehind(sentence, at);
    const behind = complement(sentence, at, (next) => wordAt(sentence, next - 1) === 'and' && closed < 0);
    if (!behind) {
      const comma = placeOf(sentence, at, ',');
      if (comma < 0 || found.length > 0) return undefined;
      at = comma + 1;
      continue;
    }
    found.push(behind.found);
    at = behind.end;
    if (wordAt(sentence, at) === ',') {
      at++;
      break;
    }
  }
  return { found, end: at };
}

export function complement(
  sentence: Sentence,
  at: number,
  goesOn: (next: number) => boolean,
): Place<Complement> | undefined {
  const groups = groupsAt(sentence, at + 1, true, (next) => goesOn(next) && !isPreposition(wordAt(sentence, next)));
  if (!groups) return undefined;
  return {
    found: {
      preposition: wordAt(sentence, at),
      groups: groups.groups,
      text: textOf(sentence, at + 1, groups.end),
    },
    end: groups.end,
  };
}
