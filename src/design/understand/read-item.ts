import type { Cause } from '../model.ts';
import { isLookUp, readAccess } from './access.ts';
import { isNoun } from './after-colon.ts';
import { meaningOf } from './attribute-type.ts';
import { isClause, readClauses } from './clause.ts';
import { readFacts } from './facts.ts';
import { sections } from './headings.ts';
import { readThings } from './list.ts';
import { withMarks } from './list-marks.ts';
import { insideOf, parts } from './objects.ts';
import { isPerson } from './persons.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { columnOf } from './tables.ts';
import type { Unit } from './text.ts';
import { isVague } from './vague-words.ts';
import { findVerb, lowerWords } from './verbs.ts';
import { readVolumes } from './volumes.ts';
import { readWishes } from './wishes.ts';

export interface Context {
  readonly subject: string | undefined;
  readonly headed: string | undefined;
  readonly entityList: boolean;
  /** Its heading announces queries. */
  readonly asking: boolean;
  /** Nothing was read before. */
  readonly first: boolean;
  /** What the sentence before said. */
  readonly last: readonly Statement[];
  /** What all sentences before said. */
  readonly before: readonly Statement[];
  /** All that is described, in lower case. */
  readonly plain: string;
}

export interface Found {
  readonly statements: readonly Statement[];
  readonly subject?: string;
  readonly why?: string;
}

export function readItem(unit: Unit, cause: Cause, context: Context): Found | undefined {
  const text = withMarks(unit.text.replace(/[.;,]\s*$/, ''));
  if (!/:/.test(text) && isClause(text)) return undefined;
  if (isLookUp(text, context.plain)) {
    const asked = readAccess(text, cause);
    return asked.length > 0 ? { statements: asked } : undefined;
  }
  // "User: name, email", "Orders – id, total", "users (10M)"
  const named = /^["']?([\p{L}][\p{L}\p{N}_ -]{1,40}?)["']?\s*(?::|\s[–—-]|->)\s+(.+)$/u.exec(text);
  const phrase = named && phraseOf(named[1] ?? '');
  const underThing = owner(unit, context);
  // "GDPR: delete users within 30 days" tells of a wish.
  const wished = readWishes(named?.[1] ?? '', cause).length > 0;
  const says = wished || /\b(?:must|should|shall|can|cannot|may|is|are|will)\b/i.test(named?.[1] ?? '');
  if (
    named &&
    phrase &&
    !says &&
    !sections.test(named[1] ?? '') &&
    isDefined(phrase, named[2] ?? '') &&
    phrase.words.length <= 3
  ) {
    const volume = readVolumes(text, cause);
    if (volume.length > 0) return { statements: volume };
    const states = readFacts(text, cause).filter((one) => one.kind === 'states');
    if (states.length > 0 && underThing !== undefined)
      return {
        statements: states.map((one) =>
          one.kind === 'states' && one.of === undefined ? { ...one, of: underThing } : one,
        ),
      };
    const meaning = meaningOf(phrase.name);
    const isPart =
      underThing !== undefined && (!phrase.plural || meaning !== undefined || columnOf(text)?.type !== undefined);
    if (isPart) return { statements: [part(underThing, text, phrase, cause)], subject: underThing };
    const access = readAccess(named[2] ?? '', cause);
    if (access.length > 0) return { statements: access };
    return {
      statements: [
        { kind: 'entity', phrase, cause },
        ...insideOf(phrase, named[1] ?? '', cause),
        ...memberParts(phrase.name, named[2] ?? '', cause),
      ],
      subject: phrase.name,
    };
  }
  const whole = phraseOf(text);
  // "60 dogs" under a heading that names them.
  const counted = isNoun(text, whole) && /^\d/.test(text) ? readVolumes(text, cause) : [];
  if (counted.length > 0) return { statements: counted };
  if (
    underThing !== undefined &&
    splitList(text).length > 1 &&
    splitList(text).every((one) => isNoun(one, phraseOf(one)))
  ) {
    return { statements: parts(underThing, text, cause), subject: underThing };
  }
  if (underThing !== undefined && isNoun(text, whole))
    return { statements: [part(underThing, text, whole, cause)], subject: underThing };
  const inList =
    context.entityList ||
    (unit.lead !== undefined &&
      /\b(?:entit|table|manage|track|store|following|things|objects|model|support|include|need|have|sell|offer|handle)/i.test(
        unit.lead.text,
      ));
  // "Requests from researchers for accessions": a thing with what hangs on it, and no sentence.
  if (
    whole?.plural &&
    /^(?:[a-z]+ )?[a-z]+s\s+(?:from|of|for|to|by)\s+[a-z]/i.test(text) &&
    !findVerb(lowerWords(text.replace(/\([^)]*\)/g, '')))
  )
    return { statements: readThings(text, cause), subject: whole.name };
  if (inList && (isNoun(text, whole) || /\bwith\b/.test(text)) && !/\b(?:must|should|can|is|are|has|have)\b/.test(text))
    return { statements: readThings(text, cause), ...(whole ? { subject: whole.name } : {}) };
  return undefined;
}

/** What may be general elsewhere is a thing where a list tells what it has. */
function isDefined(phrase: Phrase, text: string): boolean {
  return !isGeneral(phrase) || (!isVague(phrase) && /;\s|,.*,|\(/.test(text));
}

/** `member borrows a copy`, `decided by a clerk`, `for an animal`: whose it is, told in a list of what it has. */
function endsOf(of: string, text: string, cause: Cause): readonly Statement[] {
  const noun = '([a-z]+(?: [a-z]+)?)';
  const act = new RegExp(
    `^(?:an?\\s+|the\\s+|one\\s+)?${noun}\\s+[a-z]+[^s]s\\s+(?:(?:for|to|at|in|on|from|of)\\s+)?(?:an?|the|one)\\s+${noun}$`,
    'i',
  ).exec(text);
  const by = new RegExp(`^([a-z]+(?:ed|en|wn|de|ld|nt))\\s+by\\s+(?:an?\\s+|the\\s+|one\\s+)?${noun}$`, 'i').exec(text);
  const whose = new RegExp(`^(?:for|of|from|to|in|at|on)\\s+(?:an?|the|one|exactly one|each)\\s+${noun}$`, 'i').exec(
    text,
  );
  const ends = act && isPerson(phraseOf(act[1] ?? '')?.name ?? '') ? [act[1], act[2]] : [by?.[2] ?? whose?.[1]];
  return ends.flatMap((one): readonly Statement[] => {
    const to = phraseOf(one ?? '');
    if (!to || isGeneral(to) || meaningOf(to.name)?.strength === 'strong') return [];
    // Who decides it is not known before.
    return [
      {
        kind: 'belongs',
        from: of,
        to,
        optional: by !== null,
        ...(by ? { role: `${by[1]?.toLowerCase()}_by` } : {}),
        cause,
      },
    ];
  });
}

function memberParts(of: string, text: string, cause: Cause): readonly Statement[] {
  const sentences = text.split(/;\s+|\.\s+/);
  return sentences.flatMap((one) => {
    const ends = endsOf(of, one, cause);
    if (ends.length > 0) return ends;
    // "Instrument: name; each telescope has several": a sentence with a subject of its own.
    if (/^(?:each|every|an?|the)\s/i.test(one) && isClause(one)) return readClauses(one, cause, of).statements;
    const clause = readClauses(`${of} ${one}`, cause, of);
    if (
      clause.statements.length > 1 &&
      /^(?:has|have|belongs?|contains?|can|may|is|are|must|includes?|consists?|with)\b/i.test(one)
    )
      return clause.statements;
    return parts(of, one.replace(/^(?:has|have|with|contains?|includes?)\s+/i, ''), cause).filter(
      (found) => found.kind !== 'part' || found.phrase.words.length <= 4,
    );
  });
}

function part(of: string, text: string, phrase: Phrase, cause: Cause): Statement {
  const column = columnOf(text);
  return {
    kind: 'part',
    of,
    phrase: {
      ...phrase,
      note: `${phrase.note} ${text.slice(phrase.text.length)}`.trim() || phrase.note,
      optional: phrase.optional || /\b(?:optional|nullable)\b/i.test(text),
    },
    ...(column ? { column } : {}),
    cause,
  };
}

/** The thing whose properties a list tells: the heading's, or the subject of the line that introduces it. */
function owner(unit: Unit, context: Context): string | undefined {
  if (unit.lead) {
    const text = unit.lead.text.replace(/:$/, '').trim();
    const having =
      /^(?:for\s+)?(?:each|every|an?|the|all)?\s*(.+?)\s+(?:has|have|contains?|includes?|needs?|consists? of|stores?|is described by|should have|must have|with|attributes?|fields?|columns?|properties)\b/i.exec(
        text,
      );
    const of = /\b(?:attributes|fields|columns|properties|details) (?:of|for) (?:an?|the|each|every)?\s*(.+)$/i.exec(
      text,
    );
    const phrase = phraseOf(of?.[1] ?? having?.[1] ?? text);
    if (
      phrase &&
      !isGeneral(phrase) &&
      phrase.words.length <= 3 &&
      !sections.test(phrase.text) &&
      !/^(?:we|it|they|system|user_want|following)$/.test(phrase.name)
    )
      return phrase.name;
    return undefined;
  }
  return context.headed;
}
