import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { insideOf, parts } from './objects.ts';
import { type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { columnOf } from './tables.ts';
import { isVague } from './vague-words.ts';

/** A list of things, as after a colon or `manage`: `users with several addresses, products (name, price), carts`. */
export function readThings(text: string, cause: Cause): readonly Statement[] {
  const found: Statement[] = [];
  let owner: Phrase | undefined;
  for (const member of splitList(text.replace(/[.!]\s*$/, ''))) {
    const said = { ...cause, words: member };
    const relative = /^(?:who|which|that)\s+(?:each\s+)?(?:has|have)\s+(.+)$/i.exec(member);
    const before = found.findLast((one) => one.kind === 'entity');
    if (relative && before?.kind === 'entity') {
      found.push(...parts(before.phrase.name, relative[1] ?? '', said));
      continue;
    }
    const within =
      /^(.+?)\s+(?:with|having|which have|that have|containing|including|consisting of|made of|and their|grouped (?:by|into|in)|organi[sz]ed (?:by|into|in))\s+(.+)$/i.exec(
        member,
      );
    const owned = /^(?:the(?:ir|m)?\s+)(.+)$/i.exec(member);
    const phrase = phraseOf(within?.[1] ?? member);
    if (owner && !within && /^(?:an?\s+|the\s+)?number of\s/i.test(member)) {
      found.push(...parts(owner.name, `the ${member.replace(/^(?:an?|the)\s+/i, '')}`, said));
      continue;
    }
    if (!phrase || isVague(phrase) || phrase.words.length > 4) {
      owner = undefined;
      continue;
    }
    // `a name, a price`: the list after `with` goes on as long as it names properties.
    if (owner && !within && !phrase.plural && meaningOf(phrase.name)) {
      found.push(...parts(owner.name, member, said));
      continue;
    }
    if (!within && /^(?:their|its)\s/i.test(owned ? member : '')) {
      const last = found.findLast((one) => one.kind === 'entity');
      if (last?.kind === 'entity') {
        found.push({ kind: 'part', of: last.phrase.name, phrase, cause: said });
        continue;
      }
    }
    found.push({ kind: 'entity', phrase, cause: said }, ...insideOf(phrase, within?.[1] ?? member, said));
    owner = within ? phrase : undefined;
    if (within) found.push(...parts(phrase.name, within[2] ?? '', said));
    if (phrase.note !== '' && /,|\bid\b/.test(phrase.note) && !/^for\s/.test(phrase.note)) {
      for (const one of splitList(phrase.note)) {
        const part = phraseOf(one);
        const column = columnOf(one);
        if (part)
          found.push({
            kind: 'part',
            of: phrase.name,
            phrase: part,
            ...(column ? { column: { ...column, name: part.written } } : {}),
            cause: said,
          });
      }
    }
  }
  return found;
}

const topicVerbs =
  '(?:design|create|build|make|generate|develop|model|i need|we need|i want|we want|need|want|give me|set up|propose|draft|write|please design|please create)';
const topic = new RegExp(
  `^(?:please\\s+)?(?:can you\\s+|could you\\s+)?(?:${topicVerbs})\\s+(?:me\\s+)?(?:an?\\s+|the\\s+|our\\s+)?(?:[\\w-]+\\s+){0,3}?(?:databases?|schemas?|data ?models?|systems?|applications?|apps?|platforms?|db|backends?|websites?|software|stores?|shops?|solutions?|services?|tools?|sites?|portals?|marketplaces?|back[- ]?ends?)\\b(?:\\s+schema|\\s+design|\\s+model)?`,
  'i',
);

/** What opens a description: `Design a database for a shop`. */
export function isTopic(text: string): boolean {
  return topic.test(text);
}

/** The sentence that says what all is about, and the things that it names on the way. */
export function readTopic(text: string, cause: Cause): readonly Statement[] | undefined {
  const plain = text.replace(/[.!]\s*$/, '');
  const colon = /^([^:()]{3,80}):\s+(.+)$/s.exec(plain);
  const head = colon?.[1] ?? plain;
  const opened = topic.exec(head);
  const bare =
    /^(?:an?\s+|the\s+|our\s+|simple\s+)?[\w' -]{2,60}$/i.test(head) &&
    !/\b(?:has|have|can|must|should|is|are|belongs?|contains?|stores?)\b/i.test(head);
  if (
    !opened &&
    !(
      colon &&
      bare &&
      /^(?:an?|the|our)\s|\b(?:system|app|application|platform|shop|store|database|site|website|management|tracker|service|marketplace|portal|tool)\b/i.test(
        head,
      )
    )
  )
    return undefined;
  const found: Statement[] = [{ kind: 'topic', words: head, cause }];
  if (colon) found.push(...readThings(colon[2] ?? '', cause));
  const purpose = purposes.map((form) => form.exec(head)).find((one) => one !== null);
  const things = purpose && splitList(purpose[1] ?? '');
  const specific = purpose && /specifically|manag|track|stor|handl|record|organi/i.test(purpose[0].slice(0, 24));
  if (things && (specific || things.length > 1))
    found.push(
      ...readThings(
        (purpose[1] ?? '').replace(
          /^(?:an?|the)\s+[\w -]+?\s+(?:system|app|application|platform|store|shop|site)\b,?\s*/i,
          '',
        ),
        cause,
      ),
    );
  return found;
}

/** What the whole is for, what says it most clearly first. */
const purposes: readonly RegExp[] = [
  /\b(?:specifically for|for managing|to manage|for tracking|to track|to store|for storing|that (?:stores?|manages?|tracks?|handles?|records?)|which (?:stores?|manages?|tracks?)|to keep track of|for keeping track of|to handle|to record|to organi[sz]e)\s+(.+)$/i,
  /\bfor\s+(.+)$/i,
];

const imperative =
  /^(?:(?:we|i|you|the (?:system|application|app|platform|database|company|business)|it|they|users)\s+)?(?:(?:also|must|should|shall|will|need(?:s)?|want(?:s)?|would like|has|have|can|be able)(?:\s+to)?\s+)*(?:manages?|tracks?|keeps? track of|stores?|handles?|records?(?!\s+of\b)|supports?|maintains?|models?|represents?|organi[sz]es?|saves?|include|includes|covers?|deals? with|there (?:are|is|will be)|add|need|needs|sells?|offers?)\s+(?:information (?:about|on)\s+|data (?:about|on)\s+|the following\s*:?\s*|details (?:of|about)\s+)?(.+)$/i;

/** `Manage orders and their line items.`, `We track users, projects and tasks.` */
export function readImperative(text: string, cause: Cause): readonly Statement[] | undefined {
  const found = imperative.exec(text.replace(/^there (?:are|is|will be)\b/i, 'we include'));
  if (!found) return undefined;
  const things = readThings(found[1] ?? '', cause);
  return things.length > 0 ? things : undefined;
}

const elsewhere =
  /^(?:are|were|have|had|do|did|will|would|can|could|may|might|must|should|shall|want|wish|need|use|expect|estimate|assume|plan|hope|think|believe|prefer|like|require|know|see|look|ask|run|host|grow|already|currently|also|never|only|often|always|get|go|come|care|say|call|decide|choose|start|stop|try|let|make|mean|not|don)$/i;

/** `We bake bread and cakes from recipes`: whoever speaks is no thing, what is spoken of is. */
export function readOurs(text: string, cause: Cause): readonly Statement[] | undefined {
  const found = /^(?:we|i)\s+([a-z]{3,})\s+(.+)$/i.exec(text.replace(/[.!]\s*$/, ''));
  if (!found || elsewhere.test(found[1] ?? '')) return undefined;
  const things = readThings(found[2] ?? '', cause);
  return things.length > 0 ? things : undefined;
}
