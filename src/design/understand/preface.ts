import { plural } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { findVerb, lowerWords } from './verbs.ts';

/** `A letting agency manages properties`: whoever keeps the database is no row of it, as long as nobody speaks of another. */
export function withoutKeeper(text: string, first: boolean, plain: string): string | undefined {
  if (!first) return ourselves(text, plain) ?? withoutEmployer(text, plain);
  const found =
    /^(?:(?:an?|our|the|this)\s+([a-z][\w'’ -]{2,60}?))\s+(?:manages?|has|have|runs?|keeps?|tracks?|sells?|rents? out|owns?|operates?|maintains?|stores?|records?|offers?|employs?|organi[sz]es?|produces?|lends?|leases?|collects?|hosts?|holds?|shows?|screens?|presents?|exhibits?|teaches|serves?|trains?|oversees|administers|consists of|repairs|handles|delivers|treats|trains|provides|builds|transports|grows|publishes|prints|handles|breeds|(?:needs|wants|requires) an? (?:[a-z]+ )?(?:database|system|application|software)(?: of| for| about| with| to (?:manage|store|record|track|keep))|(?:wants|needs|would like|wishes) to (?:track|manage|administrate|keep|store|record|keep|register|organi[sz]e|plan|administer|digiti[sz]e))\s+(?:track of\s+)?(?:(?:information|data|details|records) (?:about|on|of|for)\s+)?(.+)$/i.exec(
      text,
    );
  const phrase = found && phraseOf(found[1] ?? '');
  const object = found && phraseOf(splitList(found[2] ?? '')[0] ?? '');
  // What a thing may have, some have and others do not.
  if (/\s(?:can|may|must|should|might|could)$/i.test(found?.[1] ?? '')) return undefined;
  // "An app where drivers have vans" tells of drivers.
  if (/\s(?:where|in which|on which|through which|that|which|who)\s/i.test(`${found?.[1] ?? ''} `)) return undefined;
  if (!first || !phrase || !object?.plural || meaningOf(object.name)?.strength === 'strong') return undefined;
  const last = phrase.words.at(-1) ?? '';
  const after = plain.slice(plain.indexOf(text.toLowerCase().slice(0, 40)) + text.length);
  const again =
    after.match(
      new RegExp(
        `\\b(?:(?:an?|each|every|other|another|one|per|its|their|which) (?:[a-z]+ )?${last}|${plural(last)})\\b`,
        'g',
      ),
    )?.length ?? 0;
  if (again > 0) return undefined;
  const act = /\b(lends?|rents? out|leases?)\b/i.exec(text.slice(0, text.length - (found?.[2] ?? '').length))?.[1];
  const things = act && { l: 'loans', r: 'rentals' }[act.charAt(0).toLowerCase()];
  return things === undefined ? `We manage ${found?.[2]}` : `We manage ${things} of ${found?.[2]}`;
}

/** `Crew members are employed by the company`: of nobody else there is a row. */
function withoutEmployer(text: string, plain: string): string | undefined {
  const found = new RegExp(`\\s+(?:by|with|at|to|for)\\s+the\\s+(${keepers})(?=\\s*(?:[.,;]|$|\\band\\b))`, 'i').exec(
    text,
  );
  const name = found?.[1]?.toLowerCase() ?? '';
  return found && !isSpokenOf(name, plain) ? text.replace(found[0], '') : undefined;
}

/** `An HR system with employees, departments and contracts`: there is one of it, and the list is what it keeps. */
export function wholeOf(text: string, plain: string): { readonly head: string; readonly list: string } | undefined {
  const found = /^((?:an?\s+|the\s+|our\s+)?[a-z][\w' -]{1,60}?)\s+(?:with|having)\s+([^:]+)$/is.exec(
    text.replace(/[.!;]\s*$/, ''),
  );
  const [, head = '', list = ''] = found ?? [];
  const [what, ...members] = [head, ...splitList(list)].map((one) => phraseOf(one));
  const name = /([a-z-]+)(?:\s+(?:for|of)\s.*)?$/i.exec(head)?.[1]?.toLowerCase() ?? '';
  if (!what || what.plural || what.many || members.length < 2 || members[0]?.plural !== true) return undefined;
  if (/\b(?:is|are|has|have|can|must|should|may|will)\b/i.test(text) || findVerb(lowerWords(head))) return undefined;
  const after = plain.slice(plain.indexOf(text.toLowerCase().slice(0, 40)) + text.length);
  return isSpokenOf(name, after) || new RegExp(`\\bthe ${name} (?:has|have|can|belongs)\\b`).test(after)
    ? undefined
    : { head, list };
}

/** `The latest reading of each meter`, `balance of an account by month`: rows that are looked for, and nothing said of them. */
export function isNominalQuery(text: string): boolean {
  const plain = text.replace(/[.!;]\s*$/, '');
  if (/[:;]/.test(plain) || /\b(?:is|are|has|have|can|must|should|may|will|with)\b/i.test(plain)) return false;
  if (findVerb(lowerWords(plain)) && !/^(?:an?|the)\s+[a-z]+'s?\s/i.test(plain)) return false;
  return (
    /^(?:(?:the|all)\s+)?(?:latest|newest|last|most recent|top|open|overdue|unpaid|pending|average|total|number of|upcoming|active)\s.*\s(?:of|by|per|for|in|from)\s/i.test(
      plain,
    ) ||
    /^an?\s+[a-z]+'s\s/i.test(plain) ||
    /^[a-z ]+\s(?:of|for)\s+(?:an?|each|every)\s.*\sby\s/i.test(plain)
  );
}

/** `We operate a ferry line.`: what somebody is or runs, of which nobody speaks again, is what the database is for. */
export function keptBy(text: string, plain: string): string | undefined {
  const found =
    /^(?:we|i)\s+(?:are|am|operate|run|manage|own|work for|keep)\s+(an?\s+[\p{L}][\p{L} '-]{1,60}?)[.!;]?$/iu.exec(
      text,
    );
  const phrase = phraseOf(found?.[1] ?? '');
  if (!found || !phrase || phrase.plural) return undefined;
  const after = plain.slice(plain.indexOf(text.toLowerCase()) + text.length);
  return isSpokenOf(phrase.words.at(-1) ?? '', after) ? undefined : found[1];
}

/** One of several is a thing of its own. */
function isSpokenOf(name: string, plain: string): boolean {
  return new RegExp(`\\b(?:${plural(name)}|each ${name}|every ${name}|an? ${name})\\b`).test(plain);
}

const keepers =
  'cooperative|co-operative|company|organi[sz]ation|association|firm|agency|business|club|federation|bank|museum|clinic|hospital|school|university|shop|store|foundation|utility|operator|system|platform|app|application|airline|library|department|ministry|municipality|registry|society|authority|office|charity|studio|gallery|archive|pharmacy|theatre|theater|cinema|hotel|restaurant|gym|farm|zoo|choir|kindergarten|workshop|newspaper|winery|brewery|bakery|institute|prison|council|union|laboratory|orchestra|parish|municipality|house';

/** A word for whoever keeps the records: `the cooperative`, `the registration office`. */
export function isKeeper(words: string): boolean {
  return new RegExp(`(?:^|\\s)(?:${keepers})$`, 'i').test(words);
}

/** Whoever all is kept for, spoken of as `the cooperative`: nobody ever speaks of several. */
function ourselves(text: string, plain: string): string | undefined {
  const found = new RegExp(`^the (?:[a-z]+ )?(${keepers})\\s+(.+)$`, 'is').exec(text);
  const name = found?.[1]?.toLowerCase() ?? '';
  if (!found || isSpokenOf(name, plain)) return undefined;
  // "The association lends equipment to members": whoever takes it borrows it.
  const lent = /^(?:lends?|rents? out|hires? out|leases?)\s+(.+?)\s+to\s+(?:its\s+|the\s+|our\s+)?([a-z]+s)$/i.exec(
    (found[2] ?? '').replace(/[.!;]\s*$/, ''),
  );
  if (lent) return `${lent[2]} borrow ${lent[1]?.replace(/,?\s+(?:such as|like|including)\s.*$/i, '')}`;
  return `We ${found[2]}`;
}

/** `an owner, who is a customer, and a balance`: who the owner is, told on the way. */
export function personsIn(
  text: string,
  cause: Cause,
): { readonly text: string; readonly statements: readonly Statement[] } {
  const statements: Statement[] = [];
  const plain = text.replace(
    /\b(an?|the|one|its|their)\s+([a-z]+(?:\s[a-z]+)?),?\s+(?:who|which)\s+(?:is|must be|has to be)\s+(?:also\s+)?(?:an?|one of the)\s+([a-z]+(?: [a-z]+)?)(?:,(?=\s+(?:and|or|with)\b)|(?=[,.;]|$))/gi,
    (words, article: string, role: string, is: string) => {
      const [of, who] = [phraseOf(role), phraseOf(is)];
      if (!of || !who || of.name === who.name) return words;
      statements.push({ kind: 'role', role: of.name, is: who.name, cause });
      return `${article} ${role}`;
    },
  );
  return { text: plain, statements };
}

/** Two kinds of one thing: `inbound and outbound shipments` are shipments, of which each has a direction. */
const kindPairs: readonly (readonly [string, string, string])[] = [
  ['inbound', 'outbound', 'direction'],
  ['incoming', 'outgoing', 'direction'],
  ['internal', 'external', 'kind'],
  ['domestic', 'international', 'scope'],
  ['public', 'private', 'visibility'],
  ['permanent', 'temporary', 'kind'],
  ['full-time', 'part-time', 'kind'],
  ['indoor', 'outdoor', 'kind'],
  ['red', 'white', 'colour'],
];

/** `sensors of several types (vibration, door)`: each has a type, and no type is a thing of its own. */
const ofSeveralKinds =
  /\b([a-z]+s)\s+of\s+(?:several|various|different|many|multiple|diverse|all|two|three|four|five|six|seven|eight|ten|\d+)(?:\s+(?:different|possible))?\s+(type|kind|sort)s(?![a-z]|\s+(?:with|each|that|which|who))(?:\s*\(([^()]+)\)|\s*(?::|,?\s+(?:such as|like|including|namely))\s*([^.;:]+?)(?=\s*(?:[.;]|$)))?/gi;

export function kindsOf(
  text: string,
  cause: Cause,
): { readonly text: string; readonly statements: readonly Statement[] } {
  const statements: Statement[] = [];
  let plain = text.replace(
    ofSeveralKinds,
    (words, noun: string, which: string, inside: string | undefined, behind: string | undefined) => {
      const of = phraseOf(noun);
      const values = splitList((inside ?? behind ?? '').replace(/\s+or\s+/gi, ', ')).map((one) =>
        one.trim().toLowerCase(),
      );
      if (!of || values.some((one) => one.split(' ').length > 3 || /\b(?:has|have|with|is|are|an?|the)\b/.test(one)))
        return words;
      const attribute = which.toLowerCase() === 'kind' ? 'kind' : 'type';
      statements.push(
        { kind: 'entity', phrase: of, cause },
        values.length > 1
          ? { kind: 'states', of: of.name, attribute, values, cause }
          : { kind: 'typed', of: of.name, attribute, type: 'code', cause },
      );
      return noun;
    },
  );
  for (const [one, other, attribute] of kindPairs) {
    plain = plain.replace(
      new RegExp(`\\b(?:${one} (?:and|or) ${other}|${other} (?:and|or) ${one}) ([a-z]+s)\\b`, 'i'),
      (_, noun: string) => {
        const of = phraseOf(noun)?.name ?? noun;
        statements.push({ kind: 'states', of, attribute, values: [one, other], cause });
        return noun;
      },
    );
  }
  return { text: plain, statements };
}
