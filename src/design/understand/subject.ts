import { singular } from '../../catalog/words.ts';
import type { Domain } from '../knowledge/domain.ts';
import { products } from '../knowledge/products.ts';
import { generalNouns, stopWords } from './lexicon.ts';
import { plainWords } from './plain-words.ts';

/** The domain that a request names, and how. */
export interface Named {
  readonly domain: Domain;
  /** The entities of the request where it says no more. */
  readonly core: readonly string[];
  /** The words that name it, as the library has them. */
  readonly words: string;
  /** The product that was named instead of it: `uber`. */
  readonly product?: string;
  /** Words of the request of which the domain knows nothing. */
  readonly unknown: readonly string[];
}

/** What a request is about: the domain that its head phrase names, or those that come nearest to it. */
export interface Asked {
  readonly named?: Named;
  readonly nearest: readonly { readonly domain: Domain; readonly words: string }[];
}

interface Name {
  readonly domain: Domain;
  readonly core: readonly string[];
  readonly words: string;
  /** A name of what is asked for, a word of the domain, or one of its entities. */
  readonly kind: 'subject' | 'word' | 'entity';
}

interface Candidate extends Name {
  readonly score: number;
  readonly from: number;
  readonly to: number;
  readonly isHead: boolean;
}

/**
 * Chooses by phrases, and not by words alone. The longest name goes first, then the one that the request ends on (a
 * museum shop is a shop); what only says what is done (`rental`, `booking`) gives way to the thing that it is done with.
 */
export function askedFor(domains: readonly Domain[], topic: string): Asked {
  const { plain, product } = withoutProduct(topic);
  const request = requestOf(plain);
  const found = [
    ...[request.head, ...request.others].flatMap((words, at) => candidatesIn(domains, words, at === 0)),
    // "Bed and breakfast" is one name, and no list, and "file storage" is more than a place for data.
    ...candidatesIn(domains, plain.split(' '), true).filter((one) => one.to - one.from > 1),
  ];
  const fits = found.filter((one) => isSure(one, [request.head, ...request.others]));
  const [best] = [...fits].sort((a, b) => b.score - a.score);
  const nearest = found
    .filter((one) => one !== best && one.score > 0)
    .sort((a, b) => b.score - a.score)
    .filter((one, at, all) => all.findIndex((two) => two.domain === one.domain) === at)
    .map(({ domain, words }) => ({ domain, words }));
  if (!best) return { nearest };
  const { domain, core, words } = best;
  return {
    named: {
      domain,
      core,
      words,
      ...(product === undefined ? {} : { product }),
      unknown: unknownIn(request.all, best),
    },
    nearest,
  };
}

/** "An app like Uber", "Uber for boats", "a Trello clone": a product stands for what it does. */
function withoutProduct(topic: string): { readonly plain: string; readonly product?: string } {
  const all = ` ${plainWords(topic)} `;
  for (const [product, subject] of longestFirst) {
    const sought = ` ${plainWords(product)} `;
    if (all.includes(sought)) return { plain: all.replace(sought, ` ${subject} `).trim(), product };
  }
  return { plain: all.trim() };
}

/** Uber Eats comes before Uber. */
const longestFirst = Object.entries(products)
  .flatMap(([subject, names]) => names.map((name) => [name, subject] as const))
  .sort(([one], [other]) => other.length - one.length);

interface Request {
  /** The words of its first noun phrase, without those that only say that a database is wanted. */
  readonly head: readonly string[];
  /** Those behind `for`, `of`, `with`…. */
  readonly others: readonly (readonly string[])[];
  readonly all: readonly string[];
}

const between =
  /\b(?:for|of|with|in|at|to|that|which|where|who|and|or|by|from|on|about|managing|manage|tracking|track|running|run|like|but|selling|sell|storing|store (?=the|our|my|all)|handling|handle|organizing|organize|organising|organise|keeping|keep)\b/;

/** What kind of work it is for, and no word of any domain. */
const asking =
  /^(?:small|large|simple|big|tiny|medium|modern|typical|local|regional|national|international|global|city|town|village|municipal|public|private|online|web|mobile|digital|good|nice|basic|complete|full|custom|create|build|building|make|making|give|draft|propose|write|design|develop|model|please|want|center|centre|collection|business|company|firm|startup|chain|operator|provider|agency|office|industry|sector|department|branch|the|new|next|one|two|several|some|my|our|like|clone|style|db|crm|erp|organi[sz]ation|management|manager|administration|planner|planning|tracker|tracking|maker|program|programme|module|server|helper|assistant|bot)$/;

const carriers = new Set([...generalNouns].flatMap((one) => one.split(' ')));

function requestOf(plain: string): Request {
  const phrases = plain
    .split(between)
    .map((one) =>
      one
        .trim()
        .split(' ')
        .filter((word) => word !== '' && !stopWords.has(word) && !carries(word)),
    )
    .filter((one) => one.length > 0);
  const [head = [], ...others] = phrases;
  return { head, others, all: phrases.flat() };
}

/** It says that a system is wanted, and not for what. */
function carries(word: string): boolean {
  return (
    carriers.has(word) ||
    /^(?:create|build|make|give|need|want|design|develop|model|clone|like|please|management|manager|database|schema|me|let|set)$/.test(
      word,
    )
  );
}

/** What is done, whatever it is done with. */
const activity =
  /^(?:rental|rent|booking|reservation|ticketing|ticket|delivery|sharing|tracking|scheduling|calendar|shipping|monitoring|appointment|planning|leasing|hiring|payment|billing|support|membership|subscription|review|sale|inventory|training|streaming|event|order|feed)$/;

function candidatesIn(domains: readonly Domain[], words: readonly string[], first: boolean): readonly Candidate[] {
  const all = ` ${words.join(' ')} `;
  return namesOf(domains).flatMap((name): readonly Candidate[] => {
    const sought = ` ${plainWords(name.words)} `;
    const at = all.indexOf(sought);
    if (at < 0) return [];
    const from = all.slice(0, at + 1).trim() === '' ? 0 : all.slice(0, at).trim().split(' ').length;
    const length = sought.trim().split(' ').length;
    const to = from + length;
    const isHead = words.slice(to).every((word) => asking.test(word));
    const own = { subject: 2, word: 1, entity: 0 }[name.kind];
    const weak = length === 1 && activity.test(sought.trim());
    const score = length * 10 + (isHead ? 5 : 0) + (first ? 3 : 0) + own - (weak ? 9 : 0);
    return [{ ...name, score, from, to, isHead }];
  });
}

function namesOf(domains: readonly Domain[]): readonly Name[] {
  return domains.flatMap((domain) => [
    ...(domain.subjects ?? []).flatMap(({ names, core = domain.core }): readonly Name[] =>
      names.map((words) => ({ domain, core, words, kind: 'subject' })),
    ),
    ...domain.words.map((words): Name => ({ domain, core: domain.core, words, kind: 'word' })),
    ...(domain.trade ? [] : domain.core).map(
      (name): Name => ({ domain, core: domain.core, words: name.replaceAll('_', ' '), kind: 'entity' }),
    ),
  ]);
}

/** It names the whole: its domain knows the nouns before it, or they change nothing. */
function isSure(one: Candidate, phrases: readonly (readonly string[])[]): boolean {
  if (one.kind === 'subject' && one.to - one.from > 1) return true;
  const words = phrases.find((phrase) => phrase.slice(one.from, one.to).join(' ') === plainWords(one.words)) ?? [];
  const before = words.slice(0, one.from).filter((word) => !asking.test(word) && !knows(one.domain, word));
  const isAlone = (one.domain.alone ?? []).some((two) => plainWords(two) === plainWords(one.words));
  if (before.length > 0 && (isAlone || one.kind === 'entity')) return false;
  return one.isHead || one.kind === 'subject';
}

function knows(domain: Domain, word: string): boolean {
  const known = [
    ...domain.words,
    domain.title,
    ...(domain.subjects ?? []).flatMap(({ names }) => names),
    ...domain.entities.flatMap((one) => [one.name, ...(one.synonyms ?? [])]),
  ];
  return known.some((one) =>
    one
      .toLowerCase()
      .split(/[^\p{L}\p{N}]+/u)
      .some((two) => singular(two).slice(0, 5) === singular(word).slice(0, 5)),
  );
}

/** The words of a request that are no part of the name, and of which its domain knows nothing. */
function unknownIn(all: readonly string[], { domain, words }: Name): readonly string[] {
  const name = plainWords(words).split(' ');
  return all.filter(
    (word) =>
      word.length > 2 && !name.includes(word) && !asking.test(word) && !generalNouns.has(word) && !knows(domain, word),
  );
}
