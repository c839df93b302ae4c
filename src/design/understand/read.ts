import type { Cause, NotUnderstood } from '../model.ts';
import { readAccess } from './access.ts';
import { arrowAsSentence } from './arrows.ts';
import { withSubject } from './asides.ts';
import { asksWhose } from './asked-conditions.ts';
import { isClause } from './clause.ts';
import type { Things } from './clauses/nouns.ts';
import { readByClauses, tellsMore, thingsOf } from './clauses/reading.ts';
import { untold } from './coverage.ts';
import { around, asking, headingThing, qualities } from './headings.ts';
import { inPassing, type Told } from './in-passing.ts';
import { stopWords } from './lexicon.ts';
import { takeNotes } from './notes/notes.ts';
import { readOnce } from './once-per.ts';
import { phraseOf } from './phrase.ts';
import { withoutKeeper } from './preface.ts';
import { type Context, type Found, readItem } from './read-item.ts';
import { readSentence } from './read-sentence.ts';
import { withRatings } from './rewording.ts';
import { readScenario, type Say } from './scenario-steps.ts';
import { takeScenarios } from './scenarios.ts';
import { simpler } from './simpler.ts';
import { sound } from './sound.ts';
import type { Statement } from './statement.ts';
import { readStory } from './stories.ts';
import { readTables } from './tables.ts';
import { readUnits, type Unit } from './text.ts';
import { readLoad, readVolumes } from './volumes.ts';
import { readWishes } from './wishes.ts';

export interface Reading {
  readonly statements: readonly Statement[];
  readonly notUnderstood: readonly NotUnderstood[];
  /** What stands under headings of constraints and of risks, as it was written. */
  readonly constraints: readonly string[];
  readonly risks: readonly string[];
}

/** Reads a description, sentence by sentence, by the rules of this folder. */
export function read(given: string): Reading {
  const { rest, scenarios } = takeScenarios(given);
  const { rest: text, ...notes } = takeNotes(rest);
  const statements: Statement[] = [];
  const notUnderstood: NotUnderstood[] = [];
  const constraints: string[] = [];
  const risks: string[] = [];
  const listed = new Set<string>();
  let subject: string | undefined;
  let headed: string | undefined;
  let entityList = false;
  const plain = text.toLowerCase();
  let title = '';
  let askedIn = 0;
  let last: readonly Statement[] = [];
  const sentences: Told[] = [];
  const units = readUnits(text);
  const things = thingsOf(units);
  for (const whole of units) {
    const parts = inSimplerWords(whole, plain, subject);
    const rival = wholeByClauses(whole, parts, { subject, last, before: statements, plain, things });
    for (const part of rival ? [whole] : parts) {
      // "Reports: repairs by month; bookings of a resident": what stands in that line is looked up.
      const [, label = '', rest] = /^([A-Z][\w -]{2,30}):\s+(.+)$/s.exec(part.text) ?? [];
      const labelled = rest !== undefined && part.kind === 'sentence' && asking.test(label);
      if (labelled) askedIn = part.line;
      const arrow = arrowAsSentence(part.text);
      const plainly = arrow ?? (labelled || /^retention$/i.test(label) ? rest : undefined) ?? part.text;
      const unit: Unit = { ...part, ...(arrow === undefined ? {} : { kind: 'sentence' }), text: plainly };
      const cause: Cause = { kind: 'said', words: arrow === undefined ? unit.text : part.text, line: unit.line };
      if (unit.kind === 'heading') {
        title = unit.text;
        headed = headingThing(unit.text)?.name;
        entityList = /\b(?:entit(?:y|ies)|data[ _]?model|schema|tables?|objects|concepts)\b/i.test(unit.text);
        if (unit.line === 1 && !/^[A-Z_ ]+$/.test(unit.text))
          statements.push({ kind: 'topic', words: unit.text, cause });
        subject = headed;
        continue;
      }
      const section = unit.lead && /^[\w ]+:$/.test(unit.lead.text) ? unit.lead.text : title;
      // What is feared is nothing to keep, but may tell how much there will be.
      if (/\brisks?\b/i.test(section)) {
        risks.push(unit.text);
        statements.push(...readVolumes(unit.text, cause));
        continue;
      }
      if (/\bconstraints?\b/i.test(section) && !leads(unit)) constraints.push(unit.text);
      if (
        around.test(title) ||
        /^(?:version|author|date|prepared|status|draft|confidential)\b(?!\s*[({|]).{0,80}$/i.test(unit.text)
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
      if (qualities.test(title)) {
        const told = [...readVolumes(unit.text, cause), ...readWishes(unit.text, cause), ...readLoad(unit.text, cause)];
        const asked = told.length > 0 ? [] : readAccess(unit.text, cause);
        statements.push(...told, ...asked);
        if (told.length + asked.length === 0 && content(unit.text))
          notUnderstood.push({
            words: unit.text,
            line: unit.line,
            why: 'it tells how well all is done, and of nothing kept',
          });
        continue;
      }
      const formed =
        rival ??
        readUnit(unit, cause, {
          asking: asking.test(title) || unit.line === askedIn,
          subject,
          headed,
          entityList,
          first: statements.every((one) => one.kind === 'topic'),
          last,
          before: statements,
          plain,
        });
      const found =
        rival ??
        (formed.statements.some(({ kind }) => kind === 'once')
          ? formed
          : telling(unit.text, cause, formed, { subject, last, before: statements, plain, things }));
      const told = sound(found.statements);
      statements.push(...told);
      sentences.push({ text: unit.text, cause, statements: told });
      last = told;
      subject = found.subject ?? (told.length === 0 ? beginsWith(unit) : undefined) ?? subject;
      const first = statements.length === told.length;
      for (const one of told) if (one.kind === 'entity' && one.listed) listed.add(one.phrase.name);
      const lost = untold(withoutKeeper(unit.text, first, plain) ?? unit.text, told, listed);
      if (lost.length > 0)
        notUnderstood.push({
          words: unit.text,
          line: unit.line,
          why: `nothing was made of ${lost.map((one) => `"${one}"`).join(' and ')}`,
        });
      if (told.length === 0 && !leads(unit) && content(unit.text))
        notUnderstood.push({
          words: unit.text,
          line: unit.line,
          why: found.why ?? 'no rule reads a sentence of this form',
        });
    }
  }
  statements.push(...notes.statements);
  notUnderstood.push(...notes.notUnderstood);
  const passing = inPassing(sentences, statements);
  statements.push(...passing);
  for (const { cause } of passing) {
    const at = notUnderstood.findIndex((one) => one.words === cause.words && /^no rule/.test(one.why));
    if (at >= 0) notUnderstood.splice(at, 1);
  }
  let teller: string | undefined;
  for (const scenario of scenarios) {
    const context = { ...plainContext, before: statements, plain };
    const say: Say = (sentence, cause) => sound(readSentence(sentence, cause, context).statements);
    const found = readScenario(scenario, say, teller);
    teller = found.teller;
    statements.push(...found.statements);
    notUnderstood.push(...found.notUnderstood);
  }
  return { statements, notUnderstood, constraints, risks };
}

/** What is known where a sentence is read by its clauses. */
interface Known extends Pick<Context, 'subject' | 'last' | 'before' | 'plain'> {
  readonly things: Things;
}

/** A sentence by its clauses; one of a single clause is read by the forms of its verb. */
function byClauses(text: string, cause: Cause, { things, ...known }: Known): Found | undefined {
  const first = known.before.every((one) => one.kind === 'topic');
  return readByClauses(withoutKeeper(text, first, known.plain) ?? text, {
    spoken: known.subject,
    things,
    cause,
    read: (sentence, said) => {
      const context = { ...plainContext, ...known, ...(said.length > 0 ? { last: said } : {}) };
      return simpler(sentence, known.plain).flatMap((one) => readSentence(one, cause, context).statements);
    },
  });
}

/** What was read by its form, or by its clauses where that tells as much. */
function telling(text: string, cause: Cause, formed: Found, known: Known): Found {
  const clausal = byClauses(text, cause, known);
  return clausal && tellsMore(text, clausal.statements, formed.statements) ? clausal : formed;
}

/** The whole sentence read by its clauses, where that tells more of it than the simpler ones that were made of it. */
function wholeByClauses(whole: Unit, parts: readonly Unit[], known: Known): Found | undefined {
  const cause: Cause = { kind: 'said', words: whole.text, line: whole.line };
  const found = whole.kind === 'heading' || parts.length < 2 ? undefined : byClauses(whole.text, cause, known);
  if (!found) return undefined;
  const told: Statement[] = [];
  let { subject, last } = known;
  for (const part of parts) {
    const context = { ...plainContext, ...known, subject, last, before: [...known.before, ...told] };
    const one = readUnit(part, { kind: 'said', words: part.text, line: part.line }, context);
    last = sound(one.statements);
    told.push(...last);
    subject = one.subject ?? subject;
  }
  return tellsMore(whole.text, found.statements, told) ? found : undefined;
}

/** Of a sentence that stands in no list, under no heading and behind no other. */
const plainContext = {
  asking: false,
  subject: undefined,
  headed: undefined,
  entityList: false,
  first: false,
  last: [],
};

/** Sentences that tell of several things become several; whoever tells keeps the line. */
function inSimplerWords(unit: Unit, plain: string, subject: string | undefined): readonly Unit[] {
  if (unit.kind === 'heading') return [unit];
  // "Find members who have overdue loans" asks for them, and tells nothing of members.
  if (asksWhose(unit.text) || readOnce(unit.text, { kind: 'said', words: unit.text }).length > 0) return [unit];
  return simpler(withRatings(withSubject(unit.text, subject), subject), plain).map((text) => ({ ...unit, text }));
}

/** `Stops lie along the line`, of which nothing is read: what comes next may speak of the stops. */
function beginsWith({ kind, text }: Unit): string | undefined {
  const found =
    kind === 'sentence'
      ? (/^([A-Z][a-z]+s)\s+(?:[a-z]+[^s])\s+(?:in|on|at|along|around|across|between|from|to|by|under)\s/.exec(text) ??
        /^(?:an?|each|every)\s+([a-z]+)\s+(?:[a-z]+s)\s+(?:in|on|at|along|around|across|between|from|to|by|under)\s/i.exec(
          text,
        ))
      : null;
  return phraseOf(found?.[1] ?? '')?.name;
}

function leads(unit: Unit): boolean {
  return unit.text.endsWith(':');
}

function content(text: string): boolean {
  return (text.toLowerCase().match(/[\p{L}]+/gu) ?? []).filter((word) => !stopWords.has(word)).length > 1;
}

function readUnit(unit: Unit, cause: Cause, context: Context): Found {
  const once = readOnce(unit.text, cause);
  if (once.length > 0) return { statements: once };
  const story = readStory(unit.text, cause, context.before);
  if (story) return story;
  if (context.asking && readVolumes(unit.text, cause).length === 0 && readTables(unit.text, cause).length === 0) {
    const asked = readAccess(unit.text, cause);
    // "Reports" may be what a chapter is about: "A report has a number."
    const says =
      unit.kind === 'sentence' && /^(?:an?|each|every|the|[a-z]+s)\s/i.test(unit.text) && isClause(unit.text);
    const listed =
      asked.length > 0 || says
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
