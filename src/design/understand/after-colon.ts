import type { Cause } from '../model.ts';
import { actOfParticiple } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { isClause, readClauses } from './clause.ts';
import { sections } from './headings.ts';
import { parts } from './objects.ts';
import { isPerson } from './persons.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { findVerb, lowerWords } from './verbs.ts';

interface Told {
  readonly statements: readonly Statement[];
  readonly subject: string;
}

interface Context {
  readonly subject: string | undefined;
  /** Nothing was read before. */
  readonly first: boolean;
}

/** `Each image yields detections: a type, a confidence`: the list tells of what was named last. */
export function afterColon(text: string, cause: Cause, context: Context): Told | undefined {
  const made = listOfMade(text, cause);
  if (made) return made;
  const plain = listOfProperties(text, cause);
  const acted = findVerb(lowerWords(text.split(':')[0] ?? '')) !== undefined;
  if (
    plain &&
    (!context.first || acted || /^(?:i|we)\s|^[^:]*\b(?:happens?|occurs?|takes? place|is|are)\s/i.test(text))
  )
    return plain;
  const found = /^([^:()]{6,160}?\b([a-z]+s|[a-z]+)):\s+(.+)$/is.exec(text.replace(/[.!]\s*$/, ''));
  const [, head = '', last = '', tail = ''] = found ?? [];
  const owner = phraseOf(last);
  const members = splitList(tail);
  if (!owner?.plural || members.length < 2 || isClause(tail) || !isClause(head)) return undefined;
  if (meaningOf(owner.name)?.strength === 'strong' || isGeneral(owner)) return undefined;
  if (/\b(?:status|state|stage|phase|type|kind)(?:e?s)?$/i.test(head)) return undefined;
  // Values of a list, and things that are managed, are told elsewhere.
  const telling = members.filter((one) => meaningOf(phraseOf(one)?.name ?? '') !== undefined || /^an?\s/i.test(one));
  if (telling.length * 2 < members.length || !/\b(?:each|every|an?|its?)\b/i.test(head)) return undefined;
  const clause = readClauses(head, cause, context.subject);
  return clause.statements.length === 0
    ? undefined
    : { statements: [...clause.statements, ...parts(owner.name, tail, cause)], subject: owner.name };
}

/** `Harvests: hive, date, kilograms`, `inspections happen weekly: date, temper, notes`: what is kept of them. */
function listOfProperties(text: string, cause: Cause): Told | undefined {
  // "I want to track my houseplants: species, location": what is kept of each.
  const kept = text.replace(
    /^(?:i|we)\s+(?:(?:want|need|would like|have)\s+to\s+)?(?:track|keep|store|record|manage|log)\s+(?:track of\s+)?(?:my|our|the|all)\s+/i,
    '',
  );
  const found =
    /^((?:the\s+|an?\s+|each\s+)?[a-z]+(?: [a-z]+){0,2}?)(\s+(?:happens?|occurs?|takes? place|(?:is|are)\s+[a-z]+(?:ed|en|ade|ept|one))\b[^:,.]*)?\s*:\s+(.+)$/is.exec(
      kept.replace(/[.!;]\s*$/, ''),
    );
  const owner = phraseOf(found?.[1] ?? '');
  const members = splitList(found?.[3] ?? '');
  const phrases = members.map((one) => phraseOf(one));
  if (!found || !owner?.plural || isGeneral(owner) || sections.test(owner.text) || members.length < 2) return undefined;
  if (isClause(found[3] ?? '') || !members.every((one, at) => isNoun(one, phrases[at]))) return undefined;
  // "Beekeepers inspect hives: the date, a note": each time is an inspection, and has them.
  // "Trees are inspected by arborists: date, vitality": likewise.
  const done = actOfParticiple(/^\s+(?:is|are)\s+([a-z]+)\s+by\s/i.exec(found[2] ?? '')?.[1] ?? '');
  if (done !== undefined || findVerb(lowerWords(found[1] ?? ''))) {
    const { statements } = readClauses(`${found[1] ?? ''}${found[2] ?? ''}`, cause, undefined);
    const act = statements.find((one) => one.kind === 'mutual');
    return act?.kind === 'mutual' && act.through !== undefined
      ? { statements: [...statements, ...parts(act.through, found[3] ?? '', cause)], subject: act.through }
      : undefined;
  }
  const telling = phrases.filter(
    (one) =>
      one && (meaningOf(one.name) ?? meaningOf(one.written) ?? (one.note === 'boolean' || undefined)) !== undefined,
  );
  if (telling.length * 3 < members.length) return undefined;
  // "Inspections are done on a hive: date, weather": each is of one.
  const tied = readClauses(`${found[1] ?? ''}${found[2] ?? ''}`, cause, undefined).statements.filter(
    (one) => one.kind === 'belongs' && one.from === owner.name && /^(?:an?|one|each)\s/i.test(one.to.text),
  );
  return {
    statements: [
      { kind: 'entity', phrase: owner, cause },
      ...tied,
      ...parts(owner.name, found[3] ?? '', cause, tied.length > 0),
    ],
    subject: owner.name,
  };
}

/** `Lawyers record entries against matters: date, duration`: the list is of the entries, each by one of them and of one matter. */
function listOfMade(text: string, cause: Cause): Told | undefined {
  const [, who = '', what = '', whom = '', list = ''] =
    /^((?:[a-z]+ )?[a-z]+s)\s+(?:can\s+|may\s+|must\s+)?(?:record|log|enter|write|file|submit|register|note|keep|make|issue)\s+((?:[a-z]+ )?[a-z]+s)\s+(?:against|for|of|on|about)\s+((?:an?\s+|the\s+)?(?:[a-z]+ )?[a-z]+)\s*:\s+(.+)$/i.exec(
      text.replace(/[.!;]\s*$/, ''),
    ) ?? [];
  const [maker, made, of] = [who, what, whom].map((one) => phraseOf(one));
  const members = splitList(list);
  const phrases = members.map((one) => phraseOf(one));
  if (!maker || !made?.plural || !of || !isPerson(maker.name) || members.length < 2 || isClause(list)) return undefined;
  if ([maker, made, of].some((one) => isGeneral(one)) || meaningOf(of.name)?.strength === 'strong') return undefined;
  const telling = phrases.filter((one) => one && (meaningOf(one.name) || one.note === 'boolean'));
  if (telling.length * 3 < members.length || !members.every((one, at) => isNoun(one, phrases[at]))) return undefined;
  const belongs = (to: Phrase): Statement => ({
    kind: 'belongs',
    from: made.name,
    to: { ...to, many: false, plural: false },
    optional: false,
    cause,
  });
  return {
    statements: [
      ...[maker, made, of].map((phrase): Statement => ({ kind: 'entity', phrase, cause })),
      belongs(maker),
      belongs(of),
      ...parts(made.name, list, cause, true),
    ],
    subject: made.name,
  };
}

/** A few words that name something and say nothing of it. */
export function isNoun(text: string, phrase: Phrase | undefined): phrase is Phrase {
  return (
    phrase !== undefined &&
    phrase.words.length <= 4 &&
    !/\b(?:must|should|can|cannot|is|are|has|have|belongs?|will|may|need|needs|when|if)\b/i.test(
      text.replace(/\([^)]*\)/g, ''),
    )
  );
}
