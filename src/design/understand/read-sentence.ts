import type { Cause } from '../model.ts';
import { readAccess } from './access.ts';
import { afterColon } from './after-colon.ts';
import { isClause, readClauses } from './clause.ts';
import { inCommonForm } from './common-forms.ts';
import { readFacts } from './facts.ts';
import { readLife } from './life-told.ts';
import { isTopic, readImperative, readOurs, readThings, readTopic } from './list.ts';
import { parts } from './objects.ts';
import { phraseOf, splitList } from './phrase.ts';
import { withPlainMembers } from './plain-members.ts';
import { isNominalQuery, keptBy, kindsOf, personsIn, wholeOf, withoutKeeper } from './preface.ts';
import type { Context, Found } from './read-item.ts';
import { readRecorded } from './recorded.ts';
import { asStatement } from './requirement.ts';
import { withoutTimes, withPeriods } from './rewording.ts';
import type { Statement } from './statement.ts';
import { readSubtypes } from './subtypes.ts';
import { isVague } from './vague-words.ts';
import { readLoad, readRate, readVolumes } from './volumes.ts';
import { readWishes } from './wishes.ts';

export function readSentence(given: string, cause: Cause, context: Context): Found {
  const life = readLife(given, cause, context.before);
  return life ? { statements: life.statements, subject: life.of } : readTold(given, cause, context);
}

function readTold(given: string, cause: Cause, context: Context): Found {
  const plainly = asStatement(given, context.plain);
  const recorded = readRecorded(plainly, cause, context);
  if (recorded) return recorded;
  // "Readers request documents: of a request are kept …": two sentences.
  const [, first = '', second = ''] =
    /^(.+?)[:,]\s+(?:and\s+)?((?:(?:of|for) )?(?:each|every) .+|(?:of|for) (?:the|an?|any|all) .+)$/is.exec(plainly) ??
    /^([^:]+?)(?::|, and)\s+((?:the|their|its|both) .+ (?:is|are) .+)$/is.exec(plainly) ??
    /^([^:,]+):\s+([a-z][^:]*,[^:]* and [^:]+ (?:is|are|must be|has to be|have to be|should be) [a-z]+)$/is.exec(
      plainly.replace(/[.!]\s*$/, ''),
    ) ??
    [];
  if (first !== '') {
    const before = readSentence(first, cause, context);
    const subject = before.subject ?? context.subject;
    const then = readRecorded(second, cause, {
      subject,
      last: before.statements,
      before: [...context.before, ...before.statements],
    });
    if (then && (before.statements.length > 0 || /\s(?:is|are)\s/i.test(first)))
      return { ...then, statements: [...before.statements, ...then.statements] };
  }
  const kinds = kindsOf(inCommonForm(plainly), cause);
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
  const who = personsIn(withPeriods(withPlainList(ranged)), cause);
  const told = withoutTimes(withoutKeeper(who.text, context.first, context.plain) ?? who.text);
  const found = readPlain(told, cause, context);
  const beside = [...kinds.statements, ...who.statements, ...readRate(given, cause), ...twoEnds(given, cause)];
  return beside.length === 0 ? found : { ...found, statements: [...found.statements, ...beside] };
}

/** Behind `has` stands a list, whose members are told of in their own words. */
export function withPlainList(text: string): string {
  const [head, list] = /^(.*?\b(?:has|have|with|records?|includes?|contains?)\s+)(.+)$/is.exec(text)?.slice(1) ?? [];
  return head === undefined || list === undefined ? text : `${head}${withPlainMembers(list)}`;
}

/** `A route connects two harbours`: these are things, whatever is told of them. */
function twoEnds(text: string, cause: Cause): readonly Statement[] {
  const found = /\b(?:connects?|links?|joins?|between)\s+two\s+([a-z]+s)\b/i.exec(text)?.[1];
  const phrase = found === undefined ? undefined : phraseOf(found);
  return phrase && !isVague(phrase) ? [{ kind: 'entity', phrase, cause }] : [];
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
    ) ?? (context.first ? /^(an?\s+[\p{L} '-]{2,50}?)\s+(?:where|in which|at which)\s+(.+)$/isu.exec(text) : null);
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
  const keeper = context.first ? keptBy(text, context.plain) : undefined;
  if (keeper !== undefined) return { statements: [{ kind: 'topic', words: keeper, cause }, ...wishes] };
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
  // "A condition report has a date": it tells what it has, and reports nothing.
  const having =
    /^(?:(?:an?|each|every)\s+[a-z]+(?: [a-z]+)?\s+has|[a-z]+s\s+(?:each\s+)?have)\s+(?:an?|the|one|several|many)\s/i.test(
      text,
    );
  const access = said.length > 0 || having ? [] : readAccess(text, cause);
  if (access.length > 0) return { statements: [...access, ...wishes] };
  const quantity = volumes.length + load.length > 0 && isAllNumbers(text, volumes.length);
  // A list of states within a sentence that tells of more.
  const more = said.every(
    (one) =>
      (one.kind === 'unique' && one.not !== true) || (one.kind === 'states' && /\b(?:has|have|with)\b/i.test(text)),
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
