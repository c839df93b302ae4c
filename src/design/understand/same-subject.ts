import { capital } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { findVerb, lowerWords, nounsToo, plainVerbs, verbAt } from './verbs.ts';

/** Between what one thing does and what else it does, outside of parentheses. */
const joint = /(?:,\s*and|,|\s+and)\s+(?![^(]*\))/gi;
const auxiliary = /^(?:has|have|is|are|may|can|must|consists?|contains?|belongs?|comprises?)$/i;
const article = /^(?:an?|the|one|exactly|at|several|many|its|their|up|zero|other|different|\d+)$/i;

const noun =
  '((?:an?|each|every)\\s+[a-z-]+(?: [a-z-]+){0,2}?|[a-z-]+(?: [a-z-]+){0,2}?s|people|staff)\\s+(?:also\\s+)?';
const beforeAuxiliary = new RegExp(`^${noun}(?:has|have|is|are|may|can|must|shall|should|will)\\s`, 'i');
const beforeVerb = new RegExp(`^${noun}[a-z]+s?\\s`, 'i');

/** `An order has a date and contains wines`: the subject does both. */
export function sameSubject(text: string): readonly string[] {
  const who = (beforeAuxiliary.exec(text) ?? beforeVerb.exec(text))?.[1] ?? '';
  if (who === '' || /^(?:as|of|for|in|on|at|if|when|we|this|these|there)\b/i.test(who)) return [text];
  const singular = /^(?:an?|each|every)\s/i.test(who);
  for (const found of text.matchAll(joint)) {
    const [first, rest] = [text.slice(0, found.index), text.slice(found.index + found[0].length)];
    if (/\b(?:which|who|that|whose|where|if|when|whether)\b/i.test(first) || /[:(][^)]*$/.test(first)) continue;
    if (endsInBareVerb(first)) continue;
    const verb = findVerb(lowerWords(first));
    if (!verb && !/\s(?:is|are|has|have|may|can|must|shall|should|will|[a-z]{4,}s (?:in|at|on|for|to))\s/i.test(first))
      continue;
    if (!beginsWithVerb(rest, singular)) continue;
    const before = verb ? lowerWords(first).slice(0, verb.at).join(' ') : who.toLowerCase();
    const subject = before.replace(/\s+(?:may|can|must|shall|should|will|also)$/i, '');
    return [first, ...sameSubject(`${/^[A-Z]/.test(first) ? capital(subject) : subject} ${rest}`)];
  }
  return [text];
}

/** `Users post photos, like` and comment on them: what is liked comes behind the next verb. */
function endsInBareVerb(text: string): boolean {
  const [, last = ''] = /(?:,|\band|\bor)\s+([a-z]+)$/i.exec(text) ?? [];
  return last !== '' && (plainVerbs.test(last) || verbAt([last.toLowerCase()], 0) !== undefined);
}

/** `contains several wines`, `is made of oak`, `stands in a room`: in the number of the subject. */
function beginsWithVerb(rest: string, singular: boolean): boolean {
  const words = lowerWords(rest);
  const [first = '', second = '', third = ''] = words;
  if (/^(?:may|can|must|shall|should|will)$/.test(first)) return /^[a-z]+$/.test(second);
  const agrees = singular ? /[^s]s$/.test(first) : !/[^s]s$/.test(first);
  if (!agrees || /ing$/.test(first) || /^(?:and|or|,)?$/.test(second)) return false;
  if (/^(?:is|are)$/.test(first))
    return (
      /^(?:of|in|at|on|part|either)$/.test(second) ||
      (/(?:ed|en|ld|ht|wn|un|ne|de|nt|id|rd|ng|et)$/.test(second) &&
        /^(?:on|out|up|off|by|in|at|to|from|with|under|for|into|of|as|over)$/.test(third))
    );
  if (auxiliary.test(first)) return words.length > 1;
  // "Have a title, release year and genre": a year of a list, and nothing that is released.
  if (/^(?:,|and|or|)$/.test(third) && meaningOf(`${first}_${second}`)) return false;
  const known = verbAt(words, 0);
  if (known && known.length < words.length)
    return known.length > 1 || article.test(words[known.length] ?? '') || !nounsToo.test(known.word);
  const stands = nounsToo.test(first) || plainVerbs.test(singular ? first.replace(/s$/, '') : first);
  // No noun of a list stands before `one` or `several`: "have a name and know one or more rooms".
  const isVerb = stands || (/^[a-z]{3,}$/.test(first) && /^(?:one|several|many|exactly|zero|an?)$/.test(second));
  if (isVerb && article.test(second) && second !== 'the') return true;
  return singular && /^[a-z]{3,}s$/.test(first) && /^(?:in|at|on|for|to|from)$/.test(second) && article.test(third);
}
