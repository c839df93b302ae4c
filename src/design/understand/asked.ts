import type { Access } from '../model.ts';
import { actOfParticiple } from './acts.ts';
import { isNameOf, measuresOf, nameOf, splitName } from './asked-names.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { growingUnder } from './growing.ts';
import type { Library } from './library.ts';
import { attributeNamed, ensure, ownName } from './property.ts';
import { amountOf, type Draw, orderOf, rankOf } from './ranked.ts';
import { pathTo, personsOf, wayTo } from './reach.ts';
import type { Of, Statement } from './statement.ts';
import { stateOf } from './states.ts';
import { earned } from './summary-words.ts';
import { endingWith } from './things.ts';
import { timeOf } from './time.ts';

/** The queries that the description asks for, in the names of the design. What they need and is not there is added. */
export function accessOf(draft: Draft, library: Library, statements: readonly Statement[]): readonly Access[] {
  const found: Access[] = [];
  for (const one of statements) {
    if (one.kind !== 'access') continue;
    const lost: string[] = [];
    const drawn = oneAccess(draft, library, one, lost);
    const without = lost.map((word) => word.replaceAll('_', ' '));
    const made = drawn && without.length > 0 ? { ...drawn, without } : drawn;
    // What is asked for twice is one query, with the goal that is told of either.
    const same = made && found.findIndex((two) => shapeOf(two) === shapeOf(made));
    if (made && same !== undefined && same >= 0) {
      const { goalMilliseconds } = made;
      if (goalMilliseconds !== undefined) found[same] = { ...(found[same] ?? made), goalMilliseconds };
    } else if (made) found.push(made);
    const why = made
      ? `the query is designed without ${without.map((word) => `"${word}"`).join(' and ')}: nothing in the design goes by that name`
      : 'the query is of nothing that the design has';
    if (made && one.unmet !== undefined)
      draft.notUnderstood.push({
        words: one.cause.words,
        line: one.cause.line ?? 1,
        why: `the query is designed without "${one.unmet}": no index finds what is not there`,
      });
    if (!made || lost.length > 0) draft.notUnderstood.push({ words: one.cause.words, line: one.cause.line ?? 1, why });
  }
  return found;
}

/** What makes two queries the same, whatever their words. */
function shapeOf({ about: _, cause: __, goalMilliseconds: ___, perHour: ____, ...shape }: Access): string {
  return JSON.stringify(shape);
}

/** What lists are in the order of. */
const ordering: ReadonlySet<string> = new Set([
  'name',
  'text',
  'code',
  'instant',
  'date',
  'time',
  'period',
  'date period',
  'money',
  'quantity',
  'integer',
  'decimal',
  'percentage',
  'year',
  'duration',
]);

const spans = /^(?:date|hour|day|week|month|year|time|period|date_range|time_range|month_and_year)$/;

function oneAccess(draft: Draft, library: Library, one: Of<'access'>, lost: string[]): Access | undefined {
  const subject = subjectOf(draft, library, one);
  if (!subject) return undefined;
  const { owner, by, states } = subject;
  const draw: Draw = { draft, one, owner, equal: [], range: [], groupBy: [], sorted: [], lost };
  if (subject.whose !== undefined) draw.equal.push(subject.whose);
  else if (one.owner !== undefined && !one.each) takeOwner(draw, one.owner);
  const each = one.each && one.owner !== undefined ? wayTo(draft, owner, one.owner, one.as) : undefined;
  if (one.each && each === undefined) lost.push(one.owner ?? 'each');
  for (const name of one.rank ? [] : by) takeBy(draw, name);
  const among: NonNullable<Access['among']>[number][] = [];
  const absent: string[] = [];
  for (const word of [...new Set([...states, ...one.where])]) {
    const state = stateOf(subject.of?.entity ?? owner, word, one.cause);
    if (subject.of) {
      const only = state && 'values' in state && state.values.length === 1 ? state.attribute : undefined;
      if (only === undefined) lost.push(word);
      else draw.equal.push(`${subject.of.role}.${only}`);
    } else if (!state) lost.push(word);
    else if ('values' in state) among.push(state);
    else {
      if (state.absent !== undefined) absent.push(state.absent);
      if ('kind' in state) draw[state.kind].push(state.attribute);
    }
  }
  if (subject.on !== undefined) draw.range.push(subject.on);
  if (one.range && draw.range.length === 0) draw.range.push(timeOf(owner, one.cause, one.verb));
  const search = searched(owner, one, draw);
  const ranked = one.rank ? rankOf(draft, library, owner, by, one) : undefined;
  if (ranked) return ranked;
  const order = orderOf(draw);
  const isOne =
    !one.summary &&
    draw.equal.length === 1 &&
    order.length === 0 &&
    owner.attributes.get(draw.equal[0] ?? '')?.unique === true;
  const measure = subject.measure ?? attributeNamed(owner, one.of);
  const sum = one.summary ? (measure ?? (one.sum === undefined ? undefined : amountOf(owner, one.sum))) : undefined;
  return {
    about: one.title,
    of: owner.name,
    ...(draw.equal.length > 0 ? { equal: [...new Set(draw.equal)] } : {}),
    ...(among.length > 0 ? { among } : {}),
    ...(absent.length > 0 ? { absent } : {}),
    ...(draw.range[0] === undefined ? {} : { range: draw.range[0] }),
    ...(search.length > 0 ? { search } : {}),
    ...(order.length > 0 ? { order } : {}),
    ...(each === undefined ? {} : { each }),
    ...(one.summary
      ? {
          summary: {
            groupBy: [...new Set(draw.groupBy)],
            ...(sum === undefined ? {} : { sum }),
            ...(one.per === undefined ? {} : { per: one.per }),
            ...(one.fresh ? { fresh: true as const } : {}),
          },
        }
      : { limit: isOne ? 1 : (one.limit ?? 20) }),
    ...measuresOf(one),
    cause: one.cause,
  };
}

interface Subject {
  readonly owner: DraftEntity;
  readonly by: readonly string[];
  /** Words before the thing that say which of them. */
  readonly states: readonly string[];
  /** What a summary adds up. */
  readonly measure?: string;
  /** What the rows refer to, whose state is asked for. */
  readonly of?: { readonly entity: DraftEntity; readonly role: string };
  /** The property that must be within bounds. */
  readonly on?: string;
  /** The reference that the owner is found by, where the words tell it. */
  readonly whose?: string;
}

/** What is read. */
function subjectOf(draft: Draft, library: Library, one: Of<'access'>): Subject | undefined {
  const by = [...one.by];
  const having = one.whose === undefined ? undefined : havingOf(draft, one, one.whose);
  if (having) return { ...having, by, states: [] };
  const direct = entityOf(draft, one.of);
  const role = direct && draft.entities.has(one.of) ? undefined : rolePair(draft, one);
  if (direct && !role) return { owner: direct, by, states: [] };
  if (role) return { ...role, by, states: [] };
  const end = one.of === '' ? undefined : entityAtEnd(draft, one.of);
  if (end) {
    const words = one.of.split('_');
    const own = words.findIndex((_, at) => entityOf(draft, words.slice(at).join('_')) === end);
    return { owner: end, by, states: words.slice(0, Math.max(0, own)) };
  }
  const person = one.owner === undefined ? undefined : personsOf(draft, one.of, one.owner);
  if (person) return { owner: person, by, states: [] };
  const longer = one.of === '' ? undefined : endingWith(draft, one.of);
  if (longer) return { owner: longer, by, states: [] };
  const known = library.inMain(one.of);
  const drawn = known && [...draft.entities.values()].find((two) => two.known?.entity === known.entity);
  if (drawn) return { owner: drawn, by, states: [] };
  const sold = one.summary ? earned(draft, one.of) : undefined;
  if (sold) return { ...sold, by, states: [] };
  // "Dashboard by tenant and date range": the thing is among what it goes by, or what the summary adds up.
  const things = [...by, one.owner ?? ''].flatMap((name) => entityOf(draft, name) ?? []);
  const [first] = things;
  if (!first || (one.of !== '' && !one.summary && !meaningOf(one.of))) return undefined;
  // "The temperature of a station over a period" is that of its readings.
  const holder =
    one.summary || one.of === '' || attributeNamed(first, one.of) !== undefined
      ? undefined
      : [...draft.entities.values()].find(
          (two) =>
            two !== first && attributeNamed(two, one.of) !== undefined && pathTo(draft, two, first) !== undefined,
        );
  if (holder) return { owner: holder, by, states: [] };
  if (!one.summary) return { owner: first, by: by.filter((name) => entityOf(draft, name) !== first), states: [] };
  const added = draft.relations
    .filter((two) => two.to === first.name)
    .map((two) => draft.entities.get(two.from))
    .filter((two) => two !== undefined);
  const has = (two: DraftEntity) => one.of !== '' && attributeNamed(two, one.of) !== undefined;
  // "Harvested weight" is the weight of harvests.
  const [participle = '', ...what] = one.of.split('_');
  const act = actOfParticiple(participle);
  const acted = act === undefined || what.length === 0 ? undefined : entityOf(draft, act);
  if (acted) {
    ensure(acted, what.join('_'), one.cause);
    return { owner: acted, by, states: [], measure: what.join('_') };
  }
  const measured =
    added.find(has) ??
    [...draft.entities.values()].find((two) => has(two) && two !== first && pathTo(draft, two, first) !== undefined) ??
    (one.of === '' && (one.range || one.per !== undefined || by.some((name) => spans.test(name)))
      ? growingUnder(draft, first)
      : undefined) ??
    added[0];
  // Nothing is of it that could be added up.
  if (one.of === '' && !measured && things.length === 1) return undefined;
  if (one.of !== '' && !(measured && has(measured))) return undefined;
  return { owner: measured ?? first, by, states: [] };
}

/**
 * Pets whose vaccination is due are found by the vaccinations that are; tanks whose level is low by their own level.
 */
function havingOf(draft: Draft, one: Of<'access'>, whose: string): Pick<Subject, 'owner' | 'on' | 'of'> | undefined {
  const owner = entityOf(draft, one.of) ?? entityAtEnd(draft, one.of);
  if (!owner) return undefined;
  const own = attributeNamed(owner, whose);
  if (own !== undefined) return one.where.length > 0 || !one.range ? { owner } : { owner, on: own };
  const other = entityOf(draft, whose) ?? endingWith(draft, whose);
  const tie = draft.relations.find(
    (two) => two.from === owner.name && two.to === other?.name && two.kind !== 'many-to-many',
  );
  if (other && tie && one.where.length > 0) return { owner, of: { entity: other, role: tie.role } };
  if (other && (one.where.length > 0 || one.verb !== undefined || one.range)) {
    const amount = one.where.length === 0 && one.verb === undefined ? amountOf(other, whose) : undefined;
    return amount === undefined ? { owner: other } : { owner: other, on: amount };
  }
  return undefined;
}

/** The followers of a user are in what follows them: whose follower somebody is stands beside whom he follows. */
function rolePair(
  draft: Draft,
  one: Of<'access'>,
): { readonly owner: DraftEntity; readonly whose: string } | undefined {
  if (one.owner === undefined) return undefined;
  const target = entityOf(draft, one.owner);
  for (const relation of draft.relations) {
    if (relation.role !== one.of || relation.kind === 'many-to-many') continue;
    const owner = draft.entities.get(relation.from);
    const other = draft.relations.find(
      (two) => two !== relation && two.from === relation.from && two.to === target?.name && two.kind !== 'many-to-many',
    );
    if (owner && other && owner !== target) return { owner, whose: other.role };
  }
  return undefined;
}

/** "List boats by name" asks for an order; "find boats by name" for those of a name. */
function lists({ title }: Of<'access'>): boolean {
  return /^(?:list|show|display|browse|see|view|sort)\b/i.test(title);
}

function takeOwner(draw: Draw, name: string): void {
  const { draft, owner, one, equal, lost } = draw;
  const way = wayTo(draft, owner, name, one.as);
  if (way !== undefined) equal.push(way);
  else if (spans.test(name)) draw.range.push(timeOf(owner, one.cause));
  else {
    const own = attributeNamed(owner, name);
    if (own !== undefined) equal.push(own);
    else if (!owner.listed && meaningOf(name) && entityOf(draft, name) === undefined) {
      ensure(owner, ownName(owner, name), one.cause);
      equal.push(ownName(owner, name));
    } else lost.push(name);
  }
}

function takeBy(draw: Draw, name: string): void {
  const { draft, owner, one, equal, range, groupBy, sorted, lost } = draw;
  const into = (order: boolean) => (order ? sorted : one.summary && !one.filters ? groupBy : equal);
  const beside = besideOf(draft, owner, name);
  if (beside !== undefined) {
    into(lists(one)).push(beside);
    return;
  }
  const way = wayTo(draft, owner, name, undefined);
  if (way !== undefined) into(false).push(way);
  else if (spans.test(name)) {
    const when = timeOf(owner, one.cause, one.verb);
    (lists(one) && /^(?:date|time)$/.test(name) ? sorted : range).push(when);
  } else if (isNameOf(name) && nameOf(draft, owner).length > 0) {
    into(lists(one)).push(...(lists(one) ? nameOf(draft, owner) : nameOf(draft, owner).slice(0, 1)));
  } else {
    const own = attributeNamed(owner, name) ?? ownName(owner, name);
    if (!owner.attributes.has(own) && (owner.listed || !meaningOf(own))) {
      lost.push(name);
      return;
    }
    splitName(owner, own, one.cause);
    ensure(owner, own, one.cause);
    into(lists(one) && ordering.has(owner.attributes.get(own)?.type ?? 'json')).push(own);
  }
}

/** What stands in rows of its own beside the owner: players by rating, where ratings are kept with the player. */
function besideOf(draft: Draft, owner: DraftEntity, name: string): string | undefined {
  if (attributeNamed(owner, name) !== undefined) return undefined;
  for (const relation of draft.relations) {
    if (relation.to !== owner.name || relation.kind === 'many-to-many') continue;
    const from = draft.entities.get(relation.from);
    const attribute = from && entityOf(draft, name) === from ? attributeNamed(from, name) : undefined;
    if (from && attribute !== undefined && ordering.has(from.attributes.get(attribute)?.type ?? 'json'))
      return `${from.name}.${attribute}`;
  }
  return undefined;
}

function searched(owner: DraftEntity, one: Of<'access'>, draw: Draw): readonly string[] {
  const found = one.search.flatMap((name) => {
    if (isNameOf(name)) {
      const names = nameOf(draw.draft, owner).filter((two) => !two.includes('.'));
      if (names.length > 0) return names;
    }
    const own = attributeNamed(owner, name);
    if (own !== undefined) return [own];
    const other = name === 'name' ? 'title' : 'name';
    if (/^(?:name|title|text|keyword|word)$/.test(name) && owner.attributes.has(other)) return [other];
    if (owner.listed) {
      draw.lost.push(name);
      return [];
    }
    ensure(owner, name, one.cause);
    return [name];
  });
  if (!/^search/i.test(one.title) || found.length > 0 || draw.equal.length > 0) return [...new Set(found)];
  const text = [...owner.attributes.values()].find(
    (two) => two.type === 'name' || two.type === 'text' || two.type === 'long text',
  );
  return text ? [text.name] : [];
}
