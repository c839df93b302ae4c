import { spoken } from '../../catalog/words.ts';
import type { Cause, Relation } from '../model.ts';
import { rootOf, rootOfParticiple } from './acts.ts';
import { severalOf } from './beside-object.ts';
import { claim, toldOf } from './contradictions.ts';
import { type Draft, type DraftEntity, entityOf } from './draft.ts';
import { roleNouns } from './lexicon.ts';
import { numberOf } from './numbers.ts';
import { objectsOf } from './objects.ts';
import type { Phrase } from './phrase.ts';
import { relate } from './relate.ts';
import type { Of, Statement } from './statement.ts';
import { persons } from './things.ts';
import type { Verb } from './verbs.ts';

const single =
  /^(?:(?:exactly|only|just|precisely|at most|no more than|not more than) one|one|a single|zero or one)\s/i;
/** How many of them at most and at least. */
function limitsOf(text: string): Pick<Of<'counts'>, 'most' | 'least'> {
  const found =
    /^(exactly|precisely|at most|up to|no more than|not more than|a maximum of|at least|a minimum of)\s+(\d+|[a-z]+)\s/i.exec(
      text,
    );
  const range = /^(?:between\s+)?(\d+|(?!up\b)[a-z]+)\s+(?:to|and)\s+(\d+|[a-z]+)\s/i.exec(text);
  const [first, second] = (range?.slice(1) ?? [found?.[2] ?? '']).map(numberOf);
  if (first === undefined) return {};
  if (range) return second === undefined ? {} : { least: first, most: second };
  const word = found?.[1] ?? '';
  return {
    ...(/least|minimum/i.test(word) ? {} : { most: first }),
    ...(/least|minimum|exactly|precisely/i.test(word) ? { least: first } : {}),
  };
}

const perhaps = /^(?:zero|at most|no more|not more|any number|up to)/i;
/** How many at a time tells nothing of how many in all. */
const atATime =
  /\bat (?:a|any|any given|one|the same) (?:one )?time\b|\b(?:per|a|an|each|every) (?:day|night|week|month|quarter|season|year|term|hour|session)\b|\bat once\b|\bover time\b|\bat any (?:moment|point)\b/i;

/** `Each branch is managed by one employee, who manages at most one`: how many of the object there are for one subject. */
export function readCounts(
  verb: Verb,
  subject: Phrase,
  head: string,
  rest: string,
  cause: Cause,
): readonly Of<'counts'>[] {
  if (atATime.test(rest)) return [];
  const modal = verb.modal || /\b(?:can|may|might|could|optionally)\b/i.test(head);
  const ofOne = /^(?:each|every|any|an?|one|a single|who|which|that|it)\b/i.test(head) || !subject.plural || modal;
  // "Ushers belong to several halls": each of them.
  const each = ofOne || /\bbelongs? to$/.test(verb.word);
  if (!each) return [];
  return objectsOf(rest).flatMap((to): readonly Of<'counts'>[] => {
    const many = severalOf(to);
    const article = !modal && /^an?\s/i.test(to.text) && !to.plural;
    if (!many && (!ofOne || (!single.test(to.text) && !article))) return [];
    const none = (modal || perhaps.test(to.text)) && !/\bmust\b/i.test(head);
    return [
      {
        kind: 'counts',
        of: subject.name,
        to: to.name,
        many,
        none,
        ...limitsOf(to.text),
        article: !many && !single.test(to.text),
        root: root(verb),
        cause,
      },
    ];
  });
}

/** Has, contains, belongs to: they go together with any verb of the other side. */
const general = '';

/** Participles that are no verb with an ending. */
const irregular: Readonly<Record<string, string>> = {
  written: 'write',
  taught: 'teach',
  bought: 'buy',
  sold: 'sell',
  held: 'hold',
  led: 'lead',
  heard: 'hear',
  brought: 'bring',
  driven: 'drive',
  flown: 'fly',
  taken: 'take',
  given: 'give',
  made: 'make',
  built: 'build',
  kept: 'keep',
  sent: 'send',
  drawn: 'draw',
  sung: 'sing',
  spoken: 'speak',
};

function root(verb: Verb): string {
  if (verb.kind === 'possess' || /\b(?:belongs? to|part of)$/.test(verb.word)) return general;
  const words = verb.word.split(' ');
  const passive = /^(?:is|are|was|were|be|been)$/.test(words[0] ?? '');
  const done = words.find((word) => irregular[word] !== undefined || /ed$/.test(word));
  const plain = passive && done !== undefined ? (irregular[done] ?? rootOfParticiple(done)) : rootOf(verb.word);
  return plain.replace(/e$/, '');
}

/** Who does it is one: it tells nothing of the others that have to do with the thing. */
const ofOneOnly = /^(?:manag|lead|supervis|head|own|direct|chair|creat|run|found|coordinat)$/;

function goTogether(a: string, b: string): boolean {
  return a === b || (a === general && !ofOneOnly.test(b)) || (b === general && !ofOneOnly.test(a));
}

/** What is told of both directions, with one verb or its passive, is how the two hang together, whatever each says alone. */
export function settleCounts(draft: Draft, all: readonly Of<'counts'>[]): void {
  const left = [...all];
  const meant = (name: string) => entityOf(draft, name) ?? (roleNouns.has(name) ? persons(draft) : undefined);
  const pairUp = (fits: (a: Of<'counts'>, b: Of<'counts'>) => boolean) => {
    for (let at = 0; at < left.length; at++) {
      const one = left[at];
      const [from, to] = [one && meant(one.of), one && meant(one.to)];
      if (!one || !from || !to || from === to) continue;
      const back = left.findIndex(
        (two, place) =>
          place > at &&
          meant(two.of) === to &&
          meant(two.to) === from &&
          !(one.article && two.article) &&
          !(isOneOfThem(draft, one, two) || isOneOfThem(draft, two, one)) &&
          fits(one, two),
      );
      const other = left[back];
      if (!other) continue;
      settle(draft, [from, to], [one, other]);
      left.splice(back, 1);
      left.splice(at--, 1);
    }
  };
  pairUp((a, b) => a.root === b.root);
  pairUp((a, b) => goTogether(a.root, b.root));
  // "A car is insured under a policy, and a policy covers several cars": two halves of one sentence.
  pairUp((a, b) => all.indexOf(b) === all.indexOf(a) + 1 && !ofOneOnly.test(a.root) && !ofOneOnly.test(b.root));
  pairUp((a, b) => a.many && b.many && !ofOneOnly.test(a.root) && !ofOneOnly.test(b.root));
}

/** The head of a department is one of its employees: that each of these is of one department tells nothing of heads. */
function isOneOfThem(draft: Draft, one: Of<'counts'>, other: Of<'counts'>): boolean {
  return !one.many && !other.many && draft.roles.get(one.to) === other.of && one.to !== other.of;
}

function settle(
  draft: Draft,
  [a, b]: readonly [DraftEntity, DraftEntity],
  [there, back]: readonly [Of<'counts'>, Of<'counts'>],
): void {
  if (a.listed || b.listed) return;
  const causes = new Set([there.cause, back.cause]);
  const told = (one: Relation) => causes.has(one.cause);
  const both = there.many && back.many;
  const between = [...draft.entities.values()].find(
    (entity) =>
      entity !== a &&
      entity !== b &&
      [a, b].every((end) => draft.relations.some((one) => one.from === entity.name && one.to === end.name)) &&
      draft.relations.some((one) => one.from === entity.name && told(one)),
  );
  if (between && !both) {
    // Whoever flies one drone makes no flights, where nothing is told of them.
    const spoken = between.attributes.size > 0 || between.known !== undefined || !causes.has(between.cause);
    if (spoken || draft.relations.some((one) => one.to === between.name)) return;
    draft.entities.delete(between.name);
    for (const one of draft.relations.filter(({ from }) => from === between.name))
      draft.relations.splice(draft.relations.indexOf(one), 1);
  }
  const direct = draft.relations.filter(
    (one) =>
      told(one) && [a.name, b.name].includes(one.from) && [a.name, b.name].includes(one.to) && one.from !== one.to,
  );
  const [from, to, refers] =
    there.many && !back.many
      ? [b, a, back]
      : !there.many && !back.many && there.none && !back.none
        ? [b, a, back]
        : [a, b, there];
  const kind = both ? 'many-to-many' : there.many || back.many ? 'many-to-one' : 'one-to-one';
  const alike = direct.filter((one) => one.from === from.name && one.to === to.name);
  const kept = alike.find((one) => one.role !== one.to) ?? alike[0] ?? direct.find((one) => one.kind === kind);
  for (const one of direct) draft.relations.splice(draft.relations.indexOf(one), 1);
  if (between && both) return;
  relate(draft, {
    from: from.name,
    to: to.name,
    kind,
    role: kept?.to === to.name ? kept.role : to.name,
    ...(kept?.through === undefined ? {} : { through: kept.through }),
    optional: kind !== 'many-to-many' && refers.none,
    cause: refers.cause,
  });
}

/**
 * Leaves out what is told of how many there are where something later says otherwise: one address here, and several
 * there. How many at most is kept in words, since no table holds it.
 */
export function withoutContradicted(draft: Draft, statements: readonly Statement[]): readonly Statement[] {
  const gone = new Set<string>();
  const mark = (cause: Cause, from: string, to: string) => [cause.line, cause.words, from, to].join('|');
  for (const one of statements) {
    if (one.kind !== 'counts' || one.article) continue;
    const at = `${one.of}.${one.to}`;
    const told = (what: string) => `${what} ${one.root}`;
    const before = toldOf(draft, at, told('several'));
    const [most, least] = [one.many ? one.most : 1, one.least];
    const facets = { [told('several')]: one.many, [told('at most')]: most, [told('at least')]: least };
    claim(draft, { at, facets, cause: one.cause, taken: howMany(one) });
    if (before && before.value !== one.many) gone.add(mark(before.cause, one.of, one.to));
  }
  return statements.filter((one) => {
    if (one.kind === 'part' || one.kind === 'counts') return !gone.has(mark(one.cause, one.of, nameIn(one)));
    return !((one.kind === 'belongs' || one.kind === 'mutual') && gone.has(mark(one.cause, one.from, one.to.name)));
  });
}

function nameIn(one: Of<'part' | 'counts'>): string {
  return one.kind === 'part' ? one.phrase.name : one.to;
}

function howMany({ of, to, many, most, least }: Of<'counts'>): string {
  const [each, what] = [spoken(of), spoken(to)];
  if (!many) return `Each ${each} has one ${what} at most.`;
  const ends = [least === undefined ? '' : `at least ${least}`, most === undefined ? '' : `at most ${most}`];
  const told = ends.filter((end) => end !== '').join(' and ');
  return told === '' ? `Each ${each} may have several ${what} rows.` : `Each ${each} has ${told} ${what} rows.`;
}

/** The numbers of rows that the description sets limits to, and that no table holds: the later where two differ. */
export function limitsTold(draft: Draft, statements: readonly Statement[]): readonly Of<'counts'>[] {
  return statements.filter((one): one is Of<'counts'> => {
    if (one.kind !== 'counts' || one.article || !one.many) return false;
    if ((one.most ?? one.least) === undefined || one.least === 1) return false;
    const lost = draft.contradictions.some(({ first }) => first === one.cause);
    return !lost && [one.of, one.to].every((name) => entityOf(draft, name));
  });
}
