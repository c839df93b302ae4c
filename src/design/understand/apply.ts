import type { Access, Cause, Design, Wish } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf, related } from './draft.ts';
import { persons } from './gather.ts';
import type { Library } from './library.ts';
import type { Statement } from './statement.ts';

type Of<Kind extends Statement['kind']> = Extract<Statement, { readonly kind: Kind }>;

/** Takes what is said of values: states, bounds, what is unique, what may be missing. */
export function applyFacts(draft: Draft, statements: readonly Statement[]): void {
  for (const one of statements) {
    if (one.kind === 'states') takeStates(draft, one);
    if (one.kind === 'presence') takePresence(draft, one);
    if (one.kind === 'unique') takeUnique(draft, one);
    if (one.kind === 'bounds') takeBounds(draft, one);
    if (one.kind === 'ordered') {
      const owner = ownerOf(draft, one.of, one.first) ?? ownerOf(draft, one.of, one.second);
      if (!owner) continue;
      for (const name of [one.first, one.second]) ensure(owner, name, one.cause);
      owner.checks.push({
        kind: 'order',
        first: one.first,
        second: one.second,
        ...(one.strict ? { strict: true } : {}),
        about: sentence(one.cause.words),
        cause: one.cause,
      });
    }
  }
}

function sentence(words: string): string {
  const text = words.trim().replace(/[.!;:]?$/, '.');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The entity that a property is of: the one that is named, or the only one that has it. */
function ownerOf(draft: Draft, of: string | undefined, attribute: string): DraftEntity | undefined {
  const named = of === undefined ? undefined : (entityOf(draft, of) ?? entityAtEnd(draft, of));
  if (named) return named;
  const having = [...draft.entities.values()].filter((one) => one.attributes.has(attribute));
  if (having.length === 1) return having[0];
  const [first = ''] = attribute.split('_');
  return entityOf(draft, first);
}

/** `product_price` of a product is its price. */
function ownName(owner: DraftEntity, name: string): string {
  return name.startsWith(`${owner.name}_`) && !owner.attributes.has(name) ? name.slice(owner.name.length + 1) : name;
}

function ensure(owner: DraftEntity, name: string, cause: Cause): void {
  if (owner.attributes.has(name)) return;
  const meaning = meaningOf(name);
  owner.attributes.set(name, {
    name,
    type: meaning?.type ?? 'text',
    ...(meaning?.optional ? { optional: true } : {}),
    ...(meaning?.values ? { values: meaning.values } : {}),
    ...(meaning?.personal ? { personal: true } : {}),
    cause,
  });
}

function takeStates(draft: Draft, one: Of<'states'>): void {
  const owner =
    ownerOf(draft, one.of, one.attribute) ?? (one.of === undefined ? [...draft.entities.values()].at(-1) : undefined);
  if (!owner) return;
  const name = ownName(owner, one.attribute);
  const present = owner.attributes.get(name);
  if (
    present?.values &&
    present.cause.kind === 'said' &&
    present.values.join() !== one.values.join() &&
    present.cause.words !== one.cause.words
  ) {
    draft.contradictions.push({
      at: `${owner.name}.${name}`,
      first: present.cause,
      second: one.cause,
      taken: `${name} is one of ${one.values.join(', ')}.`,
    });
  }
  const life = /status|state|stage|phase/.test(name);
  owner.attributes.set(name, {
    name,
    type: life ? 'status' : 'choice',
    values: one.values,
    ...(life && one.values[0] !== undefined ? { default: one.values[0] } : {}),
    cause: one.cause,
  });
}

function takePresence(draft: Draft, one: Of<'presence'>): void {
  const owner = ownerOf(draft, one.of, one.attribute);
  if (!owner) return;
  const name = ownName(owner, one.attribute);
  const relation = draft.relations.findIndex((two) => two.from === owner.name && two.role === name);
  const found = draft.relations[relation];
  if (found) {
    draft.relations[relation] = {
      ...found,
      optional: one.optional,
      ...(one.optional
        ? { onDelete: 'set null' as const }
        : found.onDelete === 'set null'
          ? { onDelete: 'restrict' as const }
          : {}),
    };
    return;
  }
  const present = owner.attributes.get(name);
  if (!present) return;
  const { optional: _, ...rest } = present;
  owner.attributes.set(name, one.optional ? { ...rest, optional: true } : rest);
}

function takeUnique(draft: Draft, one: Of<'unique'>): void {
  let owner = one.of === '' ? undefined : (entityOf(draft, one.of) ?? entityAtEnd(draft, one.of));
  if (!owner && one.names.length > 0) {
    const [first = ''] = one.names;
    const having = [...draft.entities.values()].filter((two) => two.attributes.has(first));
    if (having.length === 1) owner = having[0];
    // "A user can review a product only once": what the verb makes.
    const verb = one.of.replace(/s$/, '');
    owner ??= entityOf(
      draft,
      {
        rate: 'rating',
        book: 'booking',
        enroll: 'enrollment',
        register: 'registration',
        apply: 'application',
        like: 'like',
        vote: 'vote',
        follow: 'follow',
      }[verb] ?? verb,
    );
  }
  if (!owner) return;
  const names = one.names.flatMap((name) => {
    const own = ownName(owner, name);
    if (owner.attributes.has(own)) return [own];
    const relation = draft.relations.find(
      (two) => two.from === owner.name && (two.role === name || two.to === (entityOf(draft, name)?.name ?? name)),
    );
    if (relation) return [relation.role];
    if (entityOf(draft, name) && entityOf(draft, name) !== owner) {
      const target = entityOf(draft, name)?.name ?? name;
      if (related(draft, owner.name, target).length === 0)
        draft.relations.push({
          from: owner.name,
          to: target,
          kind: 'many-to-one',
          role: target,
          optional: false,
          onDelete: 'cascade',
          why: `It is one of a ${target.replaceAll('_', ' ')}, and goes with it.`,
          cause: one.cause,
        });
      return [target];
    }
    ensure(owner, own, one.cause);
    return [own];
  });
  if (names.length === 0) return;
  const [only] = names;
  if (names.length === 1 && only !== undefined && owner.attributes.has(only)) {
    const present = owner.attributes.get(only);
    if (present) owner.attributes.set(only, { ...present, unique: true });
    if (present?.optional && one.identity) {
      const { optional: _, ...rest } = present;
      owner.attributes.set(only, { ...rest, unique: true });
    }
    if (one.identity)
      draft.decisions.push({
        at: `${owner.name}.${only}`,
        what: `${only} is unique and mandatory; the primary key is a number all the same.`,
        why: 'what people write down is sometimes written down wrong, and a key that others refer to must not change',
        instead: 'It can be the primary key where it is short and never changes.',
        cause: one.cause,
      });
    return;
  }
  owner.keys.push({ of: [...new Set(names)], about: sentence(one.cause.words), cause: one.cause });
}

function takeBounds(draft: Draft, one: Of<'bounds'>): void {
  const owner = ownerOf(draft, one.of, one.attribute);
  if (!owner) return;
  const name = ownName(owner, one.attribute);
  ensure(owner, name, one.cause);
  const present = owner.attributes.get(name);
  if (!present) return;
  const numeric = /^(?:integer|quantity|decimal|percentage|money)$/.test(present.type);
  if (
    present.min !== undefined &&
    one.min !== undefined &&
    present.min !== one.min &&
    present.cause.kind === 'said' &&
    present.cause.words !== one.cause.words &&
    present.max !== 5
  ) {
    draft.contradictions.push({
      at: `${owner.name}.${name}`,
      first: present.cause,
      second: one.cause,
      taken: sentence(one.cause.words),
    });
  }
  const whole = [one.min, one.max].every((two) => two === undefined || Number.isInteger(two));
  owner.attributes.set(name, {
    ...present,
    ...(numeric ? {} : { type: whole ? ('integer' as const) : ('decimal' as const) }),
    ...(one.min === undefined ? {} : { min: one.min }),
    ...(one.max === undefined ? {} : { max: one.max }),
    ...(one.above === undefined ? {} : { min: present.type === 'integer' || present.type === 'quantity' ? 1 : 0.01 }),
    cause: one.cause,
  });
}

/** Takes what is said of how many there are; what cannot be is told and the later is taken. */
export function applyVolumes(draft: Draft, statements: readonly Statement[]): void {
  for (const one of statements) {
    if (one.kind !== 'volume') continue;
    const { rows, perDay, growthPerYear, each, cause } = one;
    const owners =
      one.of === ''
        ? growthPerYear === undefined
          ? []
          : [...draft.entities.values()].filter((two) => two.volume)
        : [entityOf(draft, one.of) ?? entityAtEnd(draft, one.of)];
    for (const owner of owners) {
      if (!owner) continue;
      const before = owner.volume;
      if (rows !== undefined && before?.rows !== undefined && before.rows !== rows) {
        draft.contradictions.push({
          at: owner.name,
          first: before.cause,
          second: cause,
          taken: `There are ${rows} ${owner.name.replaceAll('_', ' ')} rows.`,
        });
      }
      if (each) owner.each = { of: each.of, number: each.number, cause };
      owner.volume = {
        ...before,
        ...(rows === undefined ? {} : { rows }),
        ...(perDay === undefined ? {} : { perDay }),
        ...(growthPerYear === undefined ? {} : { growthPerYear }),
        cause: before?.rows !== undefined && rows === undefined ? before.cause : cause,
      };
    }
  }
  const users = persons(draft);
  const people = users?.volume?.rows;
  for (const { name, volume } of draft.entities.values()) {
    const many = volume?.rows ?? (volume?.perDay ?? 0) * 365;
    if (users && people !== undefined && name !== users.name && many > people * 1e5) {
      draft.questions.push({
        question: `Can there be ${short(many)} ${name.replaceAll('_', ' ')} rows with ${short(people)} ${users.name.replaceAll('_', ' ')} rows ("${volume?.cause.words}")?`,
        changes: 'both were taken as they were said; all sizes and plans follow from them',
      });
    }
  }
}

function short(value: number): string {
  return value >= 1e9
    ? `${+(value / 1e9).toPrecision(3)}B`
    : value >= 1e6
      ? `${+(value / 1e6).toPrecision(3)}M`
      : value >= 1e3
        ? `${+(value / 1e3).toPrecision(3)}K`
        : String(Math.round(value));
}

/** The queries that the description asks for, in the names of the design. What they need and is not there is added. */
export function accessOf(draft: Draft, library: Library, statements: readonly Statement[]): readonly Access[] {
  const found: Access[] = [];
  for (const one of statements) {
    if (one.kind !== 'access') continue;
    const made = oneAccess(draft, library, one);
    if (made) found.push(made);
    else
      draft.notUnderstood.push({
        words: one.cause.words,
        line: one.cause.line ?? 1,
        why: 'the query is of nothing that the design has',
      });
  }
  return found;
}

/** What lists are in the order of. */
const ordering: ReadonlySet<string> = new Set([
  'name',
  'text',
  'instant',
  'date',
  'time',
  'money',
  'quantity',
  'integer',
  'decimal',
  'percentage',
  'year',
  'duration',
]);

function oneAccess(draft: Draft, _library: Library, one: Of<'access'>): Access | undefined {
  const by = [...one.by];
  let owner = entityOf(draft, one.of) ?? (one.of === '' ? undefined : entityAtEnd(draft, one.of));
  // "Dashboard by tenant and date range": the thing is among what it goes by, or what the summary adds up.
  if (!owner) {
    const things = [...by, one.owner ?? ''].flatMap((name) => entityOf(draft, name) ?? []);
    const [first] = things;
    owner =
      (one.summary && first
        ? draft.relations
            .filter((two) => two.to === first.name)
            .map((two) => draft.entities.get(two.from))
            .find((two) => two !== undefined)
        : first) ?? first;
    if (owner && !one.summary) by.splice(0, by.length, ...by.filter((name) => entityOf(draft, name) !== owner));
  }
  if (!owner) return undefined;
  const equal: string[] = [];
  const range: string[] = [];
  const groupBy: string[] = [];
  const sorted: string[] = [];
  // "List boats by name" asks for an order; "find boats by name" for those of a name.
  const lists = /^(?:list|show|display|browse|see|view)\b/i.test(one.title);
  const add = (name: string) => {
    const role = roleFor(draft, owner, name);
    const own = ownName(owner, name);
    if (role !== undefined) (one.summary && name !== one.owner ? groupBy : equal).push(role);
    else if (/^(?:date|day|week|month|year|time|period|date_range|time_range)$/.test(name))
      range.push(timeOf(draft, owner, one.cause));
    else if (owner.attributes.has(own) || (!owner.listed && meaningOf(own))) {
      ensure(owner, own, one.cause);
      const order = lists && ordering.has(owner.attributes.get(own)?.type ?? 'json');
      (order ? sorted : one.summary ? groupBy : equal).push(own);
    }
  };
  if (one.owner !== undefined) add(one.owner);
  for (const name of by) add(name);
  for (const state of one.where) {
    const status = [...owner.attributes.values()].find((two) => two.values?.includes(state));
    if (status) equal.push(status.name);
  }
  if (one.range) range.push(timeOf(draft, owner, one.cause));
  const search = one.search
    .map((name) => ownName(owner, name))
    .filter((name) => {
      ensureText(owner, name, one.cause);
      return owner.attributes.has(name);
    });
  if (/^search/i.test(one.title) && search.length === 0 && equal.length === 0) {
    const text = [...owner.attributes.values()].find(
      (two) => two.type === 'name' || two.type === 'text' || two.type === 'long text',
    );
    if (text) search.push(text.name);
  }
  const order = one.order
    ? [orderName(draft, owner, one.order.by, one.cause)].map((name) => `${name}${one.order?.descending ? ' desc' : ''}`)
    : sorted;
  const isOne =
    !one.summary && equal.length === 1 && order.length === 0 && owner.attributes.get(equal[0] ?? '')?.unique === true;
  const sum =
    one.sum === undefined ? undefined : [...owner.attributes.values()].find((two) => two.type === 'money')?.name;
  return {
    about: one.title,
    of: owner.name,
    ...(equal.length > 0 ? { equal: [...new Set(equal)] } : {}),
    ...(range[0] === undefined ? {} : { range: range[0] }),
    ...(search.length > 0 ? { search } : {}),
    ...(order.length > 0 ? { order } : {}),
    ...(one.summary
      ? { summary: { groupBy: [...new Set(groupBy)], ...(sum === undefined ? {} : { sum }) } }
      : { limit: isOne ? 1 : 20 }),
    ...(one.perHour === undefined ? {} : { perHour: one.perHour }),
    ...(one.goalMilliseconds === undefined ? {} : { goalMilliseconds: one.goalMilliseconds }),
    cause: one.cause,
  };
}

/** The reference of an entity that a name means; `role.role` by way of another, or of a table between. */
function roleFor(draft: Draft, owner: DraftEntity, name: string): string | undefined {
  const target = entityOf(draft, name) ?? entityOf(draft, draft.roles.get(name) ?? '') ?? entityAtEnd(draft, name);
  const own = draft.relations.filter((one) => one.from === owner.name && one.kind !== 'many-to-many');
  const byRole = own.find((one) => one.role === name);
  if (byRole) return byRole.role;
  if (!target) {
    // "Leave requests of a manager": of those whose manager it is.
    const way = own.find((one) => draft.relations.some((two) => two.from === one.to && two.role === name));
    if (way) return `${way.role}.${name}`;
  }
  if (!target || target === owner) return undefined;
  const direct = own.filter((one) => one.to === target.name);
  const plain = direct.find((one) => one.role === target.name);
  if (plain) return plain.role;
  const junction = draft.relations.find(
    (one) =>
      one.kind === 'many-to-many' &&
      ((one.from === owner.name && one.to === target.name) || (one.to === owner.name && one.from === target.name)),
  );
  if (junction) return `~${target.name}`;
  const between = [...draft.entities.values()].filter((one) =>
    [owner.name, target.name].every((end) =>
      draft.relations.some((two) => two.from === one.name && two.to === end && two.kind === 'many-to-one'),
    ),
  );
  // Members of a channel are whom a table between both names, and not who made it.
  if (between.some((one) => (one.identifiedBy?.length ?? 0) >= 2)) return `~${target.name}`;
  if (direct[0]) return direct[0].role;
  if (between.length > 0) return `~${target.name}`;
  for (const one of own) {
    const further = draft.relations.find(
      (two) => two.from === one.to && two.to === target.name && two.kind !== 'many-to-many',
    );
    if (further) return `${one.role}.${further.role}`;
  }
  // Whose they are was not said otherwise.
  if (owner.listed) return undefined;
  draft.relations.push({
    from: owner.name,
    to: target.name,
    kind: 'many-to-one',
    role: target.name,
    optional: false,
    onDelete: 'restrict',
    why: `A ${target.name.replaceAll('_', ' ')} with ${owner.name.replaceAll('_', ' ')} rows is not deleted by accident.`,
    cause: { kind: 'implied', words: `they are read by ${target.name.replaceAll('_', ' ')}` },
  });
  return target.name;
}

/** The time that rows are ordered by when nothing else is said. */
function timeOf(_draft: Draft, owner: DraftEntity, cause: Cause): string {
  const times = [...owner.attributes.values()].filter((one) => one.type === 'instant' || one.type === 'date');
  const usual =
    times.find(
      (one) =>
        /^(?:placed|created|ordered|occurred|recorded|measured|published|posted|sent|starts?|started|taken|issued|booked|happened|order|start)_?(?:at|on|date|time)?$/.test(
          one.name,
        ) && !one.optional,
    ) ?? times.find((one) => !one.optional);
  if (usual) return usual.name;
  ensure(owner, 'created_at', { kind: 'implied', words: cause.words });
  owner.attributes.set('created_at', {
    name: 'created_at',
    type: 'instant',
    default: 'now',
    cause: { kind: 'implied', words: 'rows are read by time' },
  });
  return 'created_at';
}

function ensureText(owner: DraftEntity, name: string, cause: Cause): void {
  if (owner.attributes.has(name) || owner.listed) return;
  const other = [...owner.attributes.keys()].find((one) => one === (name === 'name' ? 'title' : 'name'));
  if (other === undefined || name === 'description') ensure(owner, name, cause);
}

function orderName(draft: Draft, owner: DraftEntity, by: string | undefined, cause: Cause): string {
  if (by === undefined || /^(?:date|time|newest|recency|creation|created_at|most_recent|date_created)$/.test(by))
    return timeOf(draft, owner, cause);
  const own = ownName(owner, by);
  if (!owner.attributes.has(own)) ensure(owner, own, cause);
  return own;
}

/** Wishes in the names of the design. */
export function wishesOf(draft: Draft, statements: readonly Statement[]): readonly Wish[] {
  const found: Wish[] = [];
  for (const one of statements) {
    if (one.kind !== 'wish') continue;
    const of = one.of.flatMap((name) => (entityOf(draft, name) ?? entityAtEnd(draft, name))?.name ?? []);
    if (one.wish.kind === 'retention' && of.length === 0) continue;
    // Who rents a flat is a tenant of another kind.
    const rents = entityOf(draft, 'lease') ?? entityOf(draft, 'tenancy');
    if (one.wish.kind === 'tenancy' && rents && !/multi|isolat/i.test(one.cause.words)) continue;
    const same = found.find((two) => two.kind === one.wish.kind && two.of.join() === of.join());
    if (!same) found.push({ ...one.wish, of: [...new Set(of)], cause: one.cause });
  }
  return found;
}

export function loadOf(statements: readonly Statement[]): Design['load'] {
  const load: { connections?: number; readsPerWrite?: number } = {};
  for (const one of statements) {
    if (one.kind !== 'load') continue;
    if (one.connections !== undefined) load.connections = one.connections;
    if (one.readsPerWrite !== undefined) load.readsPerWrite = one.readsPerWrite;
  }
  return load;
}
