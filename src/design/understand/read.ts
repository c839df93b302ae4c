import type { Cause, NotUnderstood } from '../model.ts';
import { readAccess } from './access.ts';
import { afterColon, isNoun } from './after-colon.ts';
import { meaningOf } from './attribute-type.ts';
import { isClause, readClauses } from './clause.ts';
import { inCommonForm } from './common-forms.ts';
import { untold } from './coverage.ts';
import { readFacts } from './facts.ts';
import { around, asking, headingThing, sections } from './headings.ts';
import { stopWords } from './lexicon.ts';
import { isTopic, readImperative, readOurs, readThings, readTopic } from './list.ts';
import { withMarks } from './list-marks.ts';
import { insideOf, parts } from './objects.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import { isNominalQuery, kindsOf, personsIn, wholeOf, withoutKeeper } from './preface.ts';
import { withoutTimes, withPeriods } from './rewording.ts';
import type { Statement } from './statement.ts';
import { readSubtypes } from './subtypes.ts';
import { columnOf, readTables } from './tables.ts';
import { readUnits, type Unit } from './text.ts';
import { findVerb, lowerWords } from './verbs.ts';
import { readLoad, readRate, readVolumes } from './volumes.ts';
import { readWishes } from './wishes.ts';

export interface Reading {
  readonly statements: readonly Statement[];
  readonly notUnderstood: readonly NotUnderstood[];
}

/** Reads a description, sentence by sentence, by the rules of this folder. */
export function read(text: string): Reading {
  const statements: Statement[] = [];
  const notUnderstood: NotUnderstood[] = [];
  let subject: string | undefined;
  let headed: string | undefined;
  let entityList = false;
  const plain = text.toLowerCase();
  let title = '';
  for (const unit of readUnits(text)) {
    const cause: Cause = { kind: 'said', words: unit.text, line: unit.line };
    if (unit.kind === 'heading') {
      title = unit.text;
      headed = headingThing(unit.text)?.name;
      entityList = /\b(?:entit(?:y|ies)|data[ _]?model|schema|tables?|objects|concepts)\b/i.test(unit.text);
      if (unit.line === 1 && !/^[A-Z_ ]+$/.test(unit.text)) statements.push({ kind: 'topic', words: unit.text, cause });
      subject = headed;
      continue;
    }
    if (
      around.test(title) ||
      /^(?:version|author|date|prepared|status|draft|confidential)\b.{0,80}$/i.test(unit.text)
    ) {
      const told = [...readVolumes(unit.text, cause), ...readWishes(unit.text, cause)];
      statements.push(...told);
      if (told.length === 0 && content(unit.text))
        notUnderstood.push({
          words: unit.text,
          line: unit.line,
          why: 'it tells of the document, and not of what is kept',
        });
      continue;
    }
    const found = readUnit(unit, cause, {
      asking: asking.test(title),
      subject,
      headed,
      entityList,
      first: statements.every((one) => one.kind === 'topic'),
      plain,
    });
    statements.push(...found.statements);
    subject = found.subject ?? subject;
    const first = statements.length === found.statements.length;
    const lost = untold(withoutKeeper(unit.text, first, plain) ?? unit.text, found.statements);
    if (lost.length > 0)
      notUnderstood.push({
        words: unit.text,
        line: unit.line,
        why: `nothing was made of ${lost.map((one) => `"${one}"`).join(' and ')}`,
      });
    if (found.statements.length === 0 && !leads(unit) && content(unit.text))
      notUnderstood.push({
        words: unit.text,
        line: unit.line,
        why: found.why ?? 'no rule reads a sentence of this form',
      });
  }
  return { statements, notUnderstood };
}

function leads(unit: Unit): boolean {
  return unit.text.endsWith(':');
}

function content(text: string): boolean {
  return (text.toLowerCase().match(/[\p{L}]+/gu) ?? []).filter((word) => !stopWords.has(word)).length > 1;
}

interface Context {
  readonly subject: string | undefined;
  readonly headed: string | undefined;
  readonly entityList: boolean;
  /** Its heading announces queries. */
  readonly asking: boolean;
  /** Nothing was read before. */
  readonly first: boolean;
  /** All that is described, in lower case. */
  readonly plain: string;
}

interface Found {
  readonly statements: readonly Statement[];
  readonly subject?: string;
  readonly why?: string;
}

function readUnit(unit: Unit, cause: Cause, context: Context): Found {
  const story =
    /^as (?:an?|the)\s+(.+?),?\s+i\s+(?:want|need|would like|'d like|can|should be able|must be able|wish)(?:\s+to)?(?:\s+be able to)?\s+(.+?)(?:,?\s+(?:so that|in order to|because|so i can|so)\b.*)?$/i.exec(
      unit.text.replace(/[.!]\s*$/, ''),
    );
  if (story) return readStory(story[1] ?? '', story[2] ?? '', cause);
  if (context.asking && readVolumes(unit.text, cause).length === 0 && readTables(unit.text, cause).length === 0) {
    const asked = readAccess(unit.text, cause);
    const listed =
      asked.length > 0
        ? asked
        : readAccess(`list ${unit.text.replace(/^[A-Z](?=[a-z])/, (one) => one.toLowerCase())}`, cause);
    if (listed.length > 0) return { statements: listed };
  }
  const tables = readTables(unit.text, cause);
  if (tables.length > 0) return { statements: tables };
  const item = unit.kind === 'item' ? readItem(unit, cause, context) : undefined;
  if (item && item.statements.length > 0) return item;
  return readSentence(unit.text, cause, context);
}

const staff =
  /^(?:admin|administrator|receptionist|clerk|operator|moderator|manager|owner|agent|editor|staff(?:_member)?|analyst|auditor|support_agent|developer|visitor|guest|system|(?:[a-z]+_)?clerk)$/;

function readStory(who: string, what: string, cause: Cause): Found {
  const person = phraseOf(who);
  if (!person) return { statements: [] };
  // Whoever works with the system is one of its users, and no thing of its own.
  const works = staff.test(person.name);
  const entity: readonly Statement[] = works ? [] : [{ kind: 'entity', phrase: person, cause }];
  const access = /^report (?:an?|the|my|new)\s/i.test(what) ? [] : readAccess(what, cause);
  const plain = what.replace(/\b(?:my|our)\b/gi, '');
  const own = /\bmy\b/i.test(what);
  if (access.length > 0)
    return {
      statements: [
        ...entity,
        ...access.map(
          (one): Statement =>
            one.kind === 'access' && own && one.owner === undefined ? { ...one, owner: person.name } : one,
        ),
      ],
    };
  const demanded = /^(?:the\s+|an?\s+|all\s+)?(.+?)\s+to\s+be\s+(.+)$/i.exec(what);
  const facts = demanded ? readFacts(`${demanded[1]} must be ${demanded[2]}`, cause) : [];
  if (facts.length > 0) return { statements: facts };
  const clause = readClauses(`${who} can ${plain}`, cause, undefined);
  return {
    statements: [
      ...entity,
      ...readWishes(what, cause),
      ...(works ? withoutStaff(clause.statements, person.name) : clause.statements),
    ],
    ...(clause.statements.length === 0 ? { why: 'what the person wants to do names no thing' } : {}),
  };
}

/** What staff do things with is there; who does is not told. */
function withoutStaff(statements: readonly Statement[], name: string): readonly Statement[] {
  return statements.flatMap((one): readonly Statement[] => {
    if (one.kind === 'part' && one.of === name) return [{ kind: 'entity', phrase: one.phrase, cause: one.cause }];
    if (one.kind === 'entity' && one.phrase.name === name) return [];
    return (one.kind === 'belongs' || one.kind === 'mutual') && one.from === name
      ? [{ kind: 'entity', phrase: one.to, cause: one.cause }]
      : [one];
  });
}

function readItem(unit: Unit, cause: Cause, context: Context): Found | undefined {
  const text = withMarks(unit.text.replace(/[.;,]\s*$/, ''));
  if (!/:/.test(text) && isClause(text)) return undefined;
  // "User: name, email", "Orders – id, total", "users (10M)"
  const named = /^["']?([\p{L}][\p{L}\p{N}_ -]{1,40}?)["']?\s*(?::|\s[–—-]|->)\s+(.+)$/u.exec(text);
  const phrase = named && phraseOf(named[1] ?? '');
  const underThing = owner(unit, context);
  const says = /\b(?:must|should|shall|can|cannot|may|is|are|will)\b/i.test(named?.[1] ?? '');
  if (named && phrase && !says && !sections.test(named[1] ?? '') && !isGeneral(phrase) && phrase.words.length <= 3) {
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

function memberParts(of: string, text: string, cause: Cause): readonly Statement[] {
  const sentences = text.split(/;\s+|\.\s+/);
  return sentences.flatMap((one) => {
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

function readSentence(given: string, cause: Cause, context: Context): Found {
  const kinds = kindsOf(inCommonForm(given), cause);
  // "… and a status: open, closed" within a list.
  const plain = kinds.text.replace(
    /(\b(?:has|have|with)\b.*\b(?:status|state|stage|type|kind|priority|severity|category|level))\s*:\s*([a-z][\w -]*(?:,\s*[\w -]+)+?)(?=[.;]?\s*$)/i,
    '$1 ($2)',
  );
  const ranged = /\b(?:has|have|with)\b/i.test(plain)
    ? plain
        .replace(
          /\s+(?:from|between|of)\s+(-?\d+)\s+(?:to|and|-|–)\s+(-?\d+)(?=\s*(?:,|\.|;|$|\s+(?:and|with)\s+(?:an?|the|its|[a-z]+)\b))/gi,
          ' ($1 to $2)',
        )
        .replace(/(\(-?\d+ to -?\d+\))\s+with\s+(?=an?\s)/gi, '$1 and ')
    : plain;
  const who = personsIn(withPeriods(ranged), cause);
  const told = withoutTimes(withoutKeeper(who.text, context.first, context.plain) ?? who.text);
  const found = readPlain(told, cause, context);
  const beside = [...kinds.statements, ...who.statements, ...readRate(given, cause)];
  return beside.length === 0 ? found : { ...found, statements: [...found.statements, ...beside] };
}

function readPlain(text: string, cause: Cause, context: Context): Found {
  const wishes = readWishes(text, cause);
  const load = readLoad(text, cause);
  const volumes = readVolumes(text, cause);
  const led = /^([^:()]{3,80}):\s+(.+)$/s.exec(text);
  if (led && isClause(led[2] ?? '') && (context.first || isTopic(led[1] ?? ''))) {
    const tail = readSentence(led[2] ?? '', cause, { ...context, first: false });
    return {
      ...tail,
      statements: [
        { kind: 'topic', words: led[1] ?? '', cause },
        ...readWishes(led[1] ?? '', { ...cause, words: led[1] ?? '' }),
        ...tail.statements,
      ],
    };
  }
  // "A podcast platform where creators publish shows": what is told behind it is what matters.
  const where =
    /^((?:an?|the|our)\s+[\w -]*?\b(?:platform|app|application|system|site|website|service|marketplace|tool|database|game|network|portal|community|program|programme|forum))\s+(?:where|in which|on which|through which|with which)\s+(.+)$/is.exec(
      text,
    );
  if (where && isClause(where[2] ?? '')) {
    const tail = readSentence(where[2] ?? '', cause, { ...context, first: false });
    return { ...tail, statements: [{ kind: 'topic', words: where[1] ?? '', cause }, ...tail.statements] };
  }
  if (led && isClause(led[1] ?? '') && isClause(led[2] ?? '')) {
    const [one, two] = [led[1] ?? '', led[2] ?? ''].map((part) =>
      readSentence(part, cause, { ...context, first: false }),
    );
    return {
      statements: [...(one?.statements ?? []), ...(two?.statements ?? [])],
      ...(two?.subject === undefined ? {} : { subject: two.subject }),
    };
  }
  // What somebody wants to know is a question, and nobody's property.
  if (
    /^(?:i|we|you|they|[a-z]+s|an? [a-z]+)\s+(?:also\s+)?(?:want|need|would like|wish)s?\s+to\s+(?:know|find out|understand)\b/i.test(
      text,
    )
  )
    return { statements: [...readAccess(text, cause), ...wishes], why: 'it asks for what no rule makes a query of' };
  const kept =
    /^(?:for each of them,?\s+)?((?:the|its|their)\s+.+?)\s+(?:must|should|has to|have to|needs? to)\s+(?:also\s+)?be\s+(?:kept|stored|recorded|tracked|noted|known|saved)$/i.exec(
      text.replace(/[.!;]\s*$/, ''),
    );
  if (kept && context.subject !== undefined && !/\bof\b/i.test(kept[1] ?? ''))
    return { statements: [...parts(context.subject, kept[1] ?? '', cause), ...wishes], subject: context.subject };
  const listed = afterColon(text, cause, context);
  if (listed) return listed;
  // "Real estate agency: properties with an address": what it is, and what it has.
  const titled = context.first ? /^([\w' -]{3,60}):\s+(.+)$/s.exec(text.replace(/[.!]\s*$/, '')) : null;
  if (
    titled &&
    !isTopic(titled[1] ?? '') &&
    !/\b(?:there|kinds?|types?|sorts?|is|are|has|have)\b/i.test(titled[1] ?? '') &&
    phraseOf(splitList(titled[2] ?? '')[0] ?? '')?.plural
  )
    return {
      statements: [
        { kind: 'topic', words: titled[1] ?? '', cause },
        ...readThings(titled[2] ?? '', cause),
        ...wishes,
        ...volumes,
      ],
    };
  const whole = context.first ? wholeOf(text, context.plain) : undefined;
  if (whole)
    return {
      statements: [
        { kind: 'topic', words: whole.head, cause },
        ...readThings(whole.list, cause),
        ...wishes,
        ...volumes,
      ],
    };
  if (!context.first && isNominalQuery(text) && readAccess(text, cause).length === 0) {
    const asked = readAccess(`list ${text.replace(/^[A-Z](?=[a-z])/, (one) => one.toLowerCase())}`, cause);
    if (asked.length > 0) return { statements: asked };
  }
  const topic = readTopic(text, cause);
  if (topic) return { statements: [...topic, ...wishes, ...volumes] };
  const subtypes = readSubtypes(text, cause);
  if (subtypes) return { statements: [...subtypes, ...wishes, ...volumes], subject: subtypes[0]?.of ?? '' };
  const said = readFacts(text, cause);
  const access = said.length > 0 ? [] : readAccess(text, cause);
  if (access.length > 0) return { statements: [...access, ...wishes] };
  const quantity = volumes.length + load.length > 0 && isAllNumbers(text, volumes.length);
  // A list of states within a sentence that tells of more.
  const more = said.every(
    (one) => one.kind === 'unique' || (one.kind === 'states' && /\b(?:has|have|with)\b/i.test(text)),
  );
  const clauses: { readonly statements: readonly Statement[]; readonly subject?: string } =
    quantity || !more ? { statements: [] } : readClauses(text, cause, context.subject);
  const about = (said.length > 0 && more ? clauses.subject : undefined) ?? context.subject;
  const facts = said.map((one) =>
    one.kind !== 'wish' &&
    (one.kind === 'states' || 'of' in one) &&
    (one.of === undefined || one.of === '') &&
    about !== undefined
      ? { ...one, of: about }
      : one,
  );
  // Who speaks of tenants may mean those who rent.
  const wished = wishes.some((one) => one.kind === 'wish' && one.wish.kind !== 'tenancy');
  const imperative =
    quantity || facts.length > 0 || wished ? undefined : (readImperative(text, cause) ?? readOurs(text, cause));
  const useful = imperative && clauses.statements.length <= 1 ? imperative : clauses.statements;
  const all = [...wishes, ...load, ...volumes, ...facts, ...useful];
  // "A library with 8 branches": what the whole has is there, whatever else the number tells.
  const counted =
    context.first && all.every((one) => one.kind === 'volume') ? /^an?\s[\w -]+?\swith\s+(.+)$/i.exec(text) : null;
  if (counted)
    return { statements: [{ kind: 'topic', words: text, cause }, ...all, ...readThings(counted[1] ?? '', cause)] };
  if (all.length > 0)
    return {
      statements: all,
      ...(clauses.subject === undefined ? {} : { subject: clauses.subject }),
    };
  // "Tournaments with rounds;": a thing and its parts, one of a row of such.
  if (/^[a-z]+s\s+(?:with|having)\s+[a-z]/i.test(text) && phraseOf(text)?.plural)
    return { statements: readThings(text.replace(/[.!;]\s*$/, ''), cause) };
  const bare = splitList(text.replace(/[.!]\s*$/, ''));
  const phrases = bare.map((one) => phraseOf(one.split(/\s+with\s+/i)[0] ?? one));
  if (bare.length > 1 && phrases.every((one) => one !== undefined && one.words.length <= 3))
    return { statements: readThings(text, cause) };
  // "Library collection management.": a topic without a verb, at the beginning.
  const words = text.match(/[\p{L}]+/gu) ?? [];
  if (
    context.first &&
    words.length <= 8 &&
    !/\b(?:is|are|was|were|be)\b/i.test(text) &&
    !/^(?:thanks|thank you|please|hello|hi)\b/i.test(text)
  )
    return {
      statements: [
        { kind: 'topic', words: text.replace(/[.!]\s*$/, ''), cause },
        ...(/\swith\s/i.test(text) ? readThings(text.replace(/^.*?\swith\s+/i, ''), cause) : []),
      ],
    };
  return { statements: [] };
}

/** A sentence that tells of numbers only. */
function isAllNumbers(text: string, found: number): boolean {
  const verbs =
    /\b(?:has|have|contains?|belongs?|places?|consists?|(?:is|are) (?:created|made|issued|sent|generated|written|logged|recorded|stored|kept|tracked) \w+)\b/i.test(
      text.replace(/\b(?:we|it|they|system|shop|company|platform|there)\s+(?:will\s+)?(?:has|have)\b/gi, ''),
    );
  return !verbs || splitList(text).length === found;
}
