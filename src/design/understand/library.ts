import { plural } from '../../catalog/words.ts';
import type { Domain, KnownEntity } from '../knowledge/domain.ts';
import { isPerson } from './persons.ts';
import { plainWords } from './plain-words.ts';
import type { Statement } from './statement.ts';
import { type Asked, askedFor } from './subject.ts';

/** An entity of the library with the domain it is of. */
export interface Known {
  readonly domain: Domain;
  readonly entity: KnownEntity;
}

/** What the library knows, as far as one description is concerned. */
export interface Library {
  /** The domain of the description; nothing where none fits. */
  readonly main: Domain | undefined;
  /** What its words ask for by name, which is where the domain comes from unless the things that it tells of say otherwise. */
  readonly asked: Asked;
  /** What is known under a name: in the main domain by name or synonym, in others by name alone. */
  find(name: string): Known | undefined;
  /** Its own domain knows it, by name or synonym. */
  inMain(name: string): Known | undefined;
  /** Some domain has one thing under both names: the patient of a clinic for animals is a pet. */
  playsAs(name: string, role: string): boolean;
  /** The description has both beside each other, so that they are two things, whatever the library calls them. */
  apart(one: string, other: string): boolean;
}

/** A table between others: its primary key is made of its references. */
export function isJunction(entity: KnownEntity): boolean {
  const roles = (entity.references ?? []).map((one) => one.as ?? one.to);
  return (entity.identifiedBy ?? []).filter((one) => roles.includes(one)).length >= 2;
}

/** Chooses the domain of a description by its words, and gives look-ups. */
export function libraryFor(domains: readonly Domain[], text: string, statements: readonly Statement[]): Library {
  const topics = statements.flatMap((one) => (one.kind === 'topic' ? [` ${plainWords(one.words)} `] : []));
  const all = ` ${plainWords(text)} `;
  const things = new Set(
    statements.flatMap((one) =>
      one.kind === 'entity' || one.kind === 'part'
        ? [one.phrase.name]
        : one.kind === 'belongs' || one.kind === 'mutual'
          ? [one.from, one.to.name]
          : one.kind === 'volume'
            ? [one.of]
            : [],
    ),
  );
  const spokenOf = thingsIn(statements);
  const asked = askedIn(domains, statements);
  const named = asked.named?.domain;
  const told = statements.some((one) => one.kind === 'part' || one.kind === 'belongs' || one.kind === 'mutual');
  let best: { readonly domain: Domain; readonly score: number } | undefined;
  for (const domain of domains) {
    let score = 0;
    let topical = false;
    for (const word of domain.words) {
      const sought = ` ${plainWords(word)} `;
      if (topics.some((topic) => topic.includes(sought))) {
        score += 4;
        topical = true;
      } else if (all.includes(sought)) score += 1;
    }
    // A domain that knows few of the things is another: airlines have bookings, and are no hotels.
    const known = spokenOf.filter((name) => lookup(domain, name, true) !== undefined);
    const own = known.filter((name) => !isShared(name));
    if (domain === named) {
      score += 5;
      topical = true;
    } else if (domain.trade) continue;
    // Where sentences tell how things hang together, what a trade usually has is beside the point.
    if (domain.trade && (told || known.length * 2 < spokenOf.length)) continue;
    if (!topical && spokenOf.length >= 4 && known.length < spokenOf.length * leastKnown && own.length < 3) continue;
    for (const entity of domain.entities) {
      if (things.has(entity.name)) score += isGeneric(entity.name) ? 0.5 : 2;
      else if ((entity.synonyms ?? []).some((one) => things.has(one.replaceAll(/[ -]/g, '_')))) score += 0.7;
      else if (topics.some((topic) => topic.includes(` ${entity.name.replaceAll('_', ' ')} `))) score += 1.5;
    }
    if (score >= 2.5 && (!best || score > best.score)) best = { domain, score };
  }
  // Where nothing but a name is said, the name decides.
  const isNameOnly = spokenOf.length === 0 && (named !== undefined || asked.nearest.length > 0);
  const main = isNameOnly ? named : best?.domain;
  const inMain = (name: string): Known | undefined => {
    if (!main) return undefined;
    const entity = lookup(main, name, true);
    return entity && { domain: main, entity };
  };
  return {
    main,
    asked,
    inMain,
    apart: apartIn(text, statements),
    playsAs: (name, role) => domains.some((domain) => meansBoth(domain, name, role)),
    find(name) {
      const own = inMain(name);
      const rival =
        own && own.entity.name !== name && /^(?:user|customer|client)$/.test(name) && main !== named
          ? rivalOf(domains, own, name, spokenOf)
          : undefined;
      if (own) return rival ?? own;
      if (!isShared(name)) return undefined;
      const others = domains
        .filter((domain) => !domain.trade)
        .flatMap((domain): readonly Known[] => {
          const entity = lookup(domain, name, false);
          return entity && !isJunction(entity) ? [{ domain, entity }] : [];
        });
      // Projects are those of project management, and not what an analytics service calls by that name.
      const spoken = name.replaceAll('_', ' ');
      return (
        others.find(({ domain }) => domain.words.includes(spoken)) ??
        others.find(({ domain }) => domain.core.includes(name)) ??
        others[0]
      );
    },
  };
}

/**
 * What a domain knows by this very name that knows more of the things than the one that has another word for it: customers
 * with orders and invoices are those of a shop, and hold no account.
 */
function rivalOf(domains: readonly Domain[], own: Known, name: string, things: readonly string[]): Known | undefined {
  const knows = (domain: Domain) => things.filter((one) => lookup(domain, one, name === 'user') !== undefined).length;
  let best: { readonly known: Known; readonly count: number } | undefined;
  for (const domain of domains.filter((one) => !one.trade && one !== own.domain)) {
    const entity = lookup(domain, name, name === 'user');
    const count = knows(domain);
    const fits =
      count > knows(own.domain) || (count > 0 && name === 'user' && count === knows(own.domain) && !signsIn(own));
    // Of two that fit alike, the one of which the least is told.
    const size = best?.known.entity.attributes.length ?? 0;
    const better = !best || count > best.count || (count === best.count && (entity?.attributes.length ?? 0) < size);
    if (entity && fits && better) best = { known: { domain, entity }, count };
  }
  return best?.known;
}

function signsIn({ entity }: Known): boolean {
  return entity.attributes.some((one) => one.name === 'password_hash');
}

/** What the sentences that say what all is about ask for. */
function askedIn(domains: readonly Domain[], statements: readonly Statement[]): Asked {
  const all = statements.flatMap((one) => (one.kind === 'topic' ? [askedFor(domains, one.words)] : []));
  return all.find((one) => one.named) ?? { nearest: all.flatMap((one) => one.nearest) };
}

/** Of the things of a description, its domain knows so many, unless it is named, or knows three that are of no other. */
const leastKnown = 0.4;

/** The things that a description tells of, and not only names as a property of another. */
function thingsIn(statements: readonly Statement[]): readonly string[] {
  return [
    ...new Set(
      statements.flatMap((one) =>
        one.kind === 'entity'
          ? [one.phrase.name]
          : one.kind === 'belongs' || one.kind === 'mutual'
            ? [one.from, one.to.name]
            : one.kind === 'part' && one.phrase.many
              ? [one.of, one.phrase.name]
              : [],
      ),
    ),
  ];
}

/** Two names stand in one list: `doctors and nurses`, `patients, doctors or nurses` as kinds of a person. */
function apartIn(text: string, statements: readonly Statement[]): Library['apart'] {
  const kinds = statements.flatMap((one) => (one.kind === 'subtypes' ? [one.types.map(({ name }) => name)] : []));
  const spoken = (name: string) => {
    const all = name.split('_');
    const last = all.pop() ?? '';
    return [...all, `(?:${last}|${plural(last)})`].join('[ -]');
  };
  const follows = (one: string, other: string) =>
    new RegExp(
      `\\b${spoken(one)}(?:,|,?\\s+and)\\s+(?:[\\w-]+,\\s+)*(?:and\\s+)?(?:an?\\s+|the\\s+)?${spoken(other)}\\b`,
      'i',
    ).test(text);
  const holds = (one: string, other: string) =>
    new RegExp(
      `\\b${spoken(one)}\\s+(?:has|have|contains?|consists? of|includes?|is made (?:up )?of|are made (?:up )?of|belongs? to|is part of|are part of)\\s+(?:an?\\s+|the\\s+|several\\s+|many\\s+|multiple\\s+|one or more\\s+|one\\s+)?${spoken(other)}\\b`,
      'i',
    ).test(text);
  // Agents and buyers are two, where sentences of their own tell of either.
  const spokenOf = new Set(statements.flatMap((one) => (one.kind === 'entity' ? [one.phrase.name] : [])));
  const persons = (one: string, other: string) =>
    [one, other].every(
      (name) => spokenOf.has(name) && isPerson(name) && !/^(?:user|person|member|account|staff|people)$/.test(name),
    );
  // A team has a captain and a department a head: each is told of by itself.
  const toldOf = new Set(
    statements.flatMap((one) =>
      one.kind === 'part' ? [one.of] : one.kind === 'belongs' || one.kind === 'mutual' ? [one.from] : [],
    ),
  );
  const things = (one: string, other: string) => [one, other].every((name) => toldOf.has(name) && !isPerson(name));
  return (one, other) =>
    one !== other &&
    (persons(one, other) ||
      things(one, other) ||
      kinds.some((all) => all.includes(one) && all.includes(other)) ||
      follows(one, other) ||
      follows(other, one) ||
      holds(one, other) ||
      holds(other, one));
}

/** Things that mean the same in every domain; of others the name alone tells too little. */
function isShared(name: string): boolean {
  return (
    generic.has(name) ||
    /^(?:person|company|product|order|order_item|invoice|payment|refund|supplier|warehouse|department|contact|review|message|project|task|subscription|country|currency|language|branch|store|shop|cart|review|rating|session|membership|permission|api_key|audit_log|audit_event|webhook|coupon|shipment|carrier|stock|patient|student|teacher|course|book|author|vehicle|device|sensor)$/.test(
      name,
    )
  );
}

const generic = new Set([
  'user',
  'address',
  'category',
  'tag',
  'comment',
  'organization',
  'file',
  'attachment',
  'notification',
  'role',
  'location',
  'event',
  'item',
  'note',
  'team',
  'customer',
  'account',
  'employee',
]);

function isGeneric(name: string): boolean {
  return generic.has(name);
}

function meansBoth({ entities }: Domain, name: string, role: string): boolean {
  return entities.some((entity) => {
    const all = [entity.name, ...(entity.synonyms ?? []).map((one) => one.toLowerCase().replaceAll(/[ -]/g, '_'))];
    return name !== role && all.includes(name) && all.includes(role);
  });
}

function lookup(domain: Domain, name: string, synonyms: boolean): KnownEntity | undefined {
  const named = domain.entities.find((entity) => entity.name === name);
  if (!synonyms) return named;
  const other = domain.entities.find((entity) =>
    (entity.synonyms ?? []).some((one) => one.toLowerCase().replaceAll(/[ -]/g, '_') === name),
  );
  if (!named || !isJunction(named)) return named ?? other;
  // "Product categories" are categories, and not what lies between both.
  const last = name.slice(name.lastIndexOf('_') + 1);
  return other ?? domain.entities.find((entity) => entity.name === last) ?? named;
}
