import type { Cause } from '../model.ts';
import { events } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { generalNouns } from './lexicon.ts';
import { isPerson } from './persons.ts';
import { isUnit, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement, WrittenColumn } from './statement.ts';
import { columnOf } from './tables.ts';
import { isVague, perhaps } from './vague-words.ts';

/** Holds many of what another thing is, each of which may be held by many: an order of wines, an inventory of items. */
const containers =
  /(?:^|_)(?:order|cart|basket|inventory|inventories|wish_?list|playlist|collection|shipment|delivery|package|parcel|bundle|portfolio|invoice|menu|quote|quotation|kit|consignment|set_?list|exhibition)$/;

/** Nouns that only count or name what follows `of`. */
const measures =
  /^(?:number|amount|list|set|kind|type|history|name|date|time|place|total|count|level|rate|price|cost|value|status|percentage|degree|sort|range|variety|source|year|day|month|state|point|area|volume|weight|length|quantity|proof|right|letter|method|means|unit|country|city|reason|purpose|description|title|location|position|average|sum|result|end|start|author|owner|lot|terms?|size|series|stage|phase|serial|code|group|cause|chain|bill|certificate|code)$/;

/** What stands after `has`: a list of properties and things, some of them with parts of their own. */
export function parts(of: string, text: string, cause: Cause, recorded = false): readonly Statement[] {
  const plain = text
    .replace(
      /^(?:the following|following)?\s*(?:columns?|fields?|attributes?|properties|information|data|details)?\s*(?::|such as|like)\s*/i,
      '',
    )
    .replace(/\b(?:such as|including|like|for example|e\.g\.,?|namely)\b/gi, ',');
  const found: Statement[] = [];
  let owner = of;
  for (const member of splitList(plain)) {
    const made = memberOf(owner, owner === of ? undefined : of, member, cause, recorded);
    if (!made) continue;
    found.push(...made.statements);
    owner = made.owner;
  }
  return found;
}

/** Things that come to be with the parts that are told of them: `prescriptions for patients`, `orders with items`. */
export function madeThings(of: string, text: string, cause: Cause, act: string | undefined): readonly Statement[] {
  const done = act === undefined ? undefined : doneThing(of, text, cause, act);
  if (done) return done;
  const all = parts(of, withoutCircumstances(text), cause);
  // Where blood is given tells nothing of blood, which is no row.
  const uncounted = new Set(
    act === undefined
      ? all.flatMap((one) => (one.kind === 'part' && one.of === of && isBare(one.phrase) ? [one.phrase.name] : []))
      : [],
  );
  return all.flatMap((one): readonly Statement[] => {
    if (one.kind === 'belongs' && uncounted.has(one.from)) return [];
    if (one.kind !== 'part' || one.of !== of) return [one];
    const { column: _, ...rest } = one;
    return [
      {
        ...rest,
        phrase: { ...one.phrase, many: true },
        made: true,
        ...(act === undefined || act === one.phrase.name ? {} : { act }),
      },
    ];
  });
}

/** In the singular and without a word that says which or how many: `blood`, `money`. */
export function isBare({ plural, words, text }: Phrase): boolean {
  return !plural && text.toLowerCase().startsWith(words[0] ?? '');
}

/**
 * Where the object is no thing that could be counted, what is done is the thing: stations measure temperature, which makes
 * measurements with one; beekeepers harvest honey from hives.
 */
function doneThing(of: string, text: string, cause: Cause, act: string): readonly Statement[] | undefined {
  const members = splitList(withoutCircumstances(text)).map((one) => ({ one, phrase: phraseOf(one) }));
  const counted = members.some(
    ({ one, phrase }) => !phrase || phrase.many || /^(?:an?|the|their|its|one)\s/i.test(one),
  );
  if (counted || members.length === 0) return undefined;
  const all = members.flatMap(({ phrase }) => phrase ?? []);
  const known = all.filter((one) => meaningOf(one.name));
  const made = phraseOf(act);
  // What is paid is no property of paying.
  if (!made || known.some((one) => meaningOf(one.name)?.type === 'money')) return undefined;
  return [
    { kind: 'part', of, phrase: { ...made, many: true, plural: true }, made: true, cause },
    ...(known.length > 0 ? all : []).map((phrase): Statement => ({ kind: 'part', of: act, phrase, cause })),
    ...further(text).map((to): Statement => ({ kind: 'belongs', from: act, to, optional: false, cause })),
  ];
}

/** `photos (url, caption)`: what each of several has. */
function membersOf({ name, text, many, plural, note }: Phrase): readonly Phrase[] {
  const counted = (many && plural) || (/^(?:an?|one|each|the)\s/i.test(text) && meaningOf(name) === undefined);
  const all = counted && /,/.test(note) ? splitList(note) : [];
  if (/^the\s/i.test(text) && (all.length < 3 || measures.test(name.slice(name.lastIndexOf('_') + 1)))) return [];
  const phrases = all.flatMap((one) => phraseOf(one) ?? []);
  const telling = phrases.filter((one) => meaningOf(one.name) !== undefined);
  return phrases.length === all.length && telling.length * 2 > all.length ? phrases : [];
}

/** A column as code writes it; in prose a start time is no `start` of the type `time`. */
function writtenColumn(member: string, phrase: Phrase): WrittenColumn | undefined {
  const column = columnOf(member.replace(/^(?:the|an?|its|their|each|every)\s+/i, ''));
  if (!column || column.name === phrase.written || /[:(=?]|->|→/.test(member)) return column;
  const { type: _, ...rest } = column;
  return rest;
}

/** `The name of the maker` is the maker's name, that of the thing itself its name, the date of purchase a purchase date. */
export function ofAnother(
  owner: string,
  given: string,
  recorded: boolean,
): { readonly member: string; readonly whose?: string } {
  const found =
    /^((?:the|an?|its|their|his|her)\s+)?([a-z][a-z -]*?)\s+of\s+(?:(the|an?|its|their|his|her|each|every)\s+)?([a-z][a-z -]*?)(\s*\(.*\))?$/i.exec(
      given,
    );
  const [, first = '', what = '', article, named = '', note = ''] = found ?? [];
  // "The work done" is work; the person in charge is called that.
  const whom = / (?:in|on|at|for|of|to) /.test(named)
    ? joined(named)
    : named.replace(/(?<=[a-z]) (?:done|made|used|given|[a-z]+[^e]ed)$/i, '');
  // "The expected number of visitors".
  const number =
    /^(?:(?:the|an?|its|their)\s+)?([a-z]+(?:ed|al|age|ly|um))\s+number\s+of\s+([a-z]+(?: [a-z]+)?)$/i.exec(given);
  if (number && !/^(?:maximum|minimum)$/i.test(number[1] ?? ''))
    return { member: `${number[1]}-number-of-${joined(number[2] ?? '')} (integer)` };
  // "The days to harvest".
  const until = recorded
    ? /^((?:the|an?|its|their)\s+)?([a-z]+ )?(days|weeks|months|hours|minutes|time|distance) (to|until|since|from|before|after) (?:the )?([a-z]+)$/i.exec(
        given,
      )
    : null;
  if (until)
    return {
      member: until
        .slice(2)
        .filter((one) => one !== undefined)
        .map(joined)
        .join('-'),
    };
  const [property, other] = [phraseOf(what), phraseOf(whom)];
  if (!found || !property || !other || property.many || /(?:^|\s)(?:number|list|kind|set)$/i.test(what))
    return { member: given };
  if (owner === other.name || owner.endsWith(`_${other.name}`)) return { member: `${first}${what}${note}` };
  if (article === undefined) {
    if (/^(?:date|time|day|year|month|moment)$/i.test(what) && !other.plural)
      return { member: `${first}${whom} ${what}${note}` };
    return {
      member:
        recorded || meaningOf(property.name) || (!other.plural && fixed.test(property.name))
          ? `${first}${joined(what)}-of-${joined(whom)}${note}`
          : given,
    };
  }
  // "Date, weather, mood of the bees": in a list without articles it is as they are, and no row.
  if (recorded && first === '' && other.plural && !property.plural && !isPerson(property.name))
    return { member: `${what}${note}` };
  if ((!meaningOf(property.name) && !/^(?:date|time|day)$/.test(property.name)) || other.plural)
    return { member: given };
  return {
    member: `${first}${whom} ${what}${note}`,
    ...(/^(?:name|title|number|code|id|identifier)$/.test(property.name) ? { whose: other.name } : {}),
  };
}

/** With what stands behind it, it is one name: a line of business, a port of registry, a field of study. */
const fixed = /^(?:line|field|port|seat|mode|degree|branch|area|form|scope|standard|mother|frame|point|means|proof)$/;

/** Several words as one. */
function joined(words: string): string {
  return words.trim().replaceAll(' ', '-');
}

function memberOf(
  owner: string,
  above: string | undefined,
  given: string,
  cause: Cause,
  recorded: boolean,
): { readonly statements: readonly Statement[]; readonly owner: string } | undefined {
  const { member, whose } = ofAnother(owner, given, recorded);
  const within = /^(.+?)\s+(?:each\s+)?(?:with|having|containing|including)\s+(.+)$/i.exec(member);
  const phrase = phraseOf(within?.[1] ?? member);
  const number = /^(?:an?\s+|the\s+|its\s+|their\s+)?number of\s/i.test(member);
  const told = recorded || phrase?.name === 'time';
  if (!phrase || /^\d/.test(phrase.name) || (isVague(phrase) && !meaningOf(phrase.name) && !number && !told))
    return undefined;
  const spelled = membersOf(phrase);
  const column = spelled.length > 0 ? undefined : writtenColumn(member, phrase);
  // "A number (unique per vessel)": only together with the other.
  const scope = /^unique\s+(?:per|within|in|for each|across|among)\s+(?:an?\s+|the\s+|each\s+|every\s+)?(.+)$/i.exec(
    phrase.note,
  )?.[1];
  const together = scope === undefined ? undefined : phraseOf(scope);
  const statements: Statement[] = [
    {
      kind: 'part',
      of: owner,
      phrase: together ? { ...phrase, unique: false, note: '' } : spelled.length > 0 ? { ...phrase, note: '' } : phrase,
      ...(column ? { column: { ...column, name: phrase.written, ...(together ? { unique: false } : {}) } } : {}),
      ...(above === undefined ? {} : { above }),
      ...(recorded ? { recorded } : {}),
      ...(whose === undefined ? {} : { whose }),
      cause,
    },
    ...(together
      ? [{ kind: 'unique', of: owner, names: [phrase.name, together.name], identity: false, cause } as const]
      : number || recorded
        ? []
        : insideOf(phrase, within?.[1] ?? member, cause)),
    ...spelled.map((one): Statement => ({ kind: 'part', of: phrase.name, phrase: one, cause })),
  ];
  if (!within) return { statements, owner };
  const inner = phraseOf(within[2] ?? '');
  // "Salaries with history": former values are kept, and are no property.
  if (inner?.name === 'history' || inner?.written === 'history')
    return {
      statements: [...statements, { kind: 'wish', wish: { kind: 'history', by: phrase.name }, of: [owner], cause }],
      owner,
    };
  // An appointment with doctors is with one of them, and the list goes on with what is had.
  if (inner && events.test(phrase.name) && isPerson(inner.name))
    return {
      statements: [
        ...statements,
        ...[inner, ...further(` ${within[2]}`)].map(
          (to): Statement => ({ kind: 'belongs', from: phrase.name, to, optional: false, cause }),
        ),
      ],
      owner,
    };
  if (inner) statements.push({ kind: 'part', of: phrase.name, phrase: inner, cause });
  // "Steps in an order, and ingredients": their place in it is all that is told of them.
  return { statements, owner: inner?.name === 'position' ? owner : phrase.name };
}

/** What stands behind prepositions: `loans of artworks to museums for exhibitions` has three of them. */
function behind(text: string): readonly { readonly by: string; readonly to: Phrase; readonly text: string }[] {
  const pieces = text.split(/\s(of|for|about|on|against|from|at|in|to|into|per|with|during|by)\s+(?=[a-z])/i);
  const found: { by: string; to: Phrase; text: string }[] = [];
  for (let at = 1; at + 1 < pieces.length; at += 2) {
    const spoken = pieces[at + 1] ?? '';
    const to = phraseOf(
      spoken.replace(
        /^(?:one or more|zero or more|at least one|at most one|an?|the|one|their|my|our|his|her|its|each|every|specific|given|other|borrowing|receiving)\s+/i,
        '',
      ),
    );
    if (to && !isVague(to) && to.words.length <= 3 && !/^\d/.test(to.name))
      found.push({ by: (pieces[at] ?? '').toLowerCase(), to: { ...to, text: spoken }, text: spoken });
  }
  return found;
}

/** Other things that stand behind the prepositions of a phrase, after its first noun. */
export function further(text: string): readonly Phrase[] {
  return behind(text).flatMap(({ by, to, text: spoken }) => (isOther(by, to, spoken) ? [to] : []));
}

/** A thing of its own, and no property, place or time: several of them, or one that is named by an article. */
function isOther(by: string, to: Phrase, spoken: string): boolean {
  return (
    by !== 'with' &&
    !/^(?:an?|the)\s+(?:number|amount|total)\s+of\s/i.test(spoken) &&
    (by !== 'by' || (isPerson(to.name) && to.plural) || /^(?:an?|one)\s/i.test(spoken)) &&
    meaningOf(to.name)?.strength !== 'strong' &&
    !isUnit(to.written) &&
    !isMoment(to) &&
    (!/(?:^|_)case$/.test(to.name) || /^(?:an?|the|one|each)\s/i.test(spoken)) &&
    !/(?:^|_)(?:time|date|hour|minute|detail|total|addition|advance|slot|period|range|weekday|reason|behalf|percentage|month|year|week)$/.test(
      to.name,
    ) &&
    (to.plural ||
      by === 'per' ||
      (by !== 'on' &&
        by !== 'in' &&
        by !== 'at' &&
        by !== 'of' &&
        /^(?:an?|the|one|each|every|their|its|my)\s/i.test(spoken)) ||
      (/^(?:an?|the|one|each|every)\s/i.test(spoken) && by !== 'for'))
  );
}

/** On Tuesdays, in winter, for two nights, for a period: when, and no thing. */
function isMoment({ name, plural }: Pick<Phrase, 'name' | 'plural'>): boolean {
  return (
    /^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august|september|october|november|december|morning|afternoon|evening|night|weekend|spring|summer|autumn|winter|advance)$/.test(
      name,
    ) ||
    (name === 'period' && !plural)
  );
}

/** What stands behind a thing tells: copies of books, orders of wines, prescriptions for patients. */
export function insideOf(phrase: Phrase, text: string, cause: Cause): readonly Statement[] {
  if (measures.test(phrase.name) || (meaningOf(phrase.name)?.strength === 'strong' && !phrase.plural)) return [];
  return behind(text).flatMap(({ by, to, text: spoken }): readonly Statement[] => {
    if (to.name === phrase.name || !isOther(by, to, spoken)) return [];
    // "Animals of different species": each has one.
    if (by === 'of' && /^(?:different|various)\s/i.test(spoken))
      return [{ kind: 'part', of: phrase.name, phrase: { ...to, many: false, plural: false }, cause }];
    // "Films in screenings": what happens with a film is of that film.
    if (
      by === 'in' &&
      to.plural &&
      phrase.plural &&
      /(?:^|_)(?:screening|session|performance|showing|lesson|appointment|match|round)$/.test(to.name)
    )
      return [{ kind: 'belongs', from: to.name, to: phrase, optional: false, cause }];
    const holds = by === 'of' && to.plural && containers.test(phrase.name);
    if (!holds) return [{ kind: 'belongs', from: phrase.name, to, optional: false, cause }];
    const quantity = phraseOf('quantity');
    return [
      {
        kind: 'mutual',
        from: phrase.name,
        to,
        through: `${phrase.name}_item`,
        ...(quantity ? { told: [quantity] } : {}),
        cause,
      },
    ];
  });
}

function withoutCircumstances(text: string): string {
  return text.replace(
    /\s+(?:so that|in order to|because|only once|at most once|once|when|if|unless|until|before|after|using|through|via|during|at the same time|over time|from time to time|every (?:\d+ )?(?:day|week|month|year|hour|quarter|minute|second)s?)\b.*$/i,
    '',
  );
}

export function objectsOf(rest: string): readonly Phrase[] {
  const plain = withoutCircumstances(rest);
  // "Shifts at stages, entrances or bars": the shifts, at one of these.
  const places =
    /^[^,]+?\s(?:at|in|on)\s[^,]+(?:,[^,]+)*\sor\s[^,]+$/i.test(plain) && !/\sor\s.*\s(?:at|in|on)\s/i.test(plain);
  const all = splitList(places ? plain.replace(/(?:,|\sor\s).*$/i, '') : plain).filter(
    (one) => !/^(?:them|it|each other)$/i.test(one),
  );
  const proposing = all.some((one) => /^the other\s/i.test(one));
  // What is told with one of them goes to the end of the list.
  const end = all.findIndex((one) => /\s(?:with|by|via)\s/i.test(one));
  return all.slice(0, end < 0 ? undefined : end + 1).flatMap((one) => {
    const phrase = phraseOf(one);
    return phrase &&
      !isVague(phrase) &&
      !isMoment(phrase) &&
      // "And checked in again", "one proposing": what is done, and by whom.
      !(/^[a-z]+[^e]ed$/.test(phrase.name) && isBare(phrase)) &&
      !(proposing && /^(?:one|the other)\s+[a-z]+ing$/i.test(one)) &&
      !/^\d/.test(phrase.name) &&
      phrase.words.length <= 4 &&
      (!generalNouns.has(phrase.written) || perhaps.has(phrase.name))
      ? [phrase]
      : [];
  });
}
