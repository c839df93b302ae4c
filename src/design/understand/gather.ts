import type { Cause, Relation } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { addAttribute, takeColumns } from './attributes.ts';
import { addEntity, type Draft, type DraftEntity, drawnFrom, entityAtEnd, entityOf, newDraft } from './draft.ts';
import { manyClassifiers, oneClassifiers, personNouns, roleNouns } from './lexicon.ts';
import type { Library } from './library.ts';
import { isGeneral, type Phrase, singularName } from './phrase.ts';
import { relate } from './relate.ts';
import type { Statement } from './statement.ts';

/** Words for parts that mean nothing without what they are parts of: `order_item`. */
const partial = new Set([
  'item',
  'line',
  'line_item',
  'detail',
  'entry',
  'variant',
  'image',
  'photo',
  'picture',
  'option',
  'version',
  'file',
  'history',
  'log',
  'step',
  'note',
  'role',
  'setting',
  'preference',
  'attachment',
  'row',
  'part',
  'section',
  'slot',
  'position',
  'answer_option',
  'price',
  'status',
  'translation',
  'document',
  'component',
  'contact_person',
  'dependent',
  'allergy',
]);
/** What a thing has just one of, and that is nothing without it. */
const dependents = new Set([
  'profile',
  'detail',
  'setting',
  'preference',
  'wallet',
  'passport',
  'credential',
  'biography',
  'configuration',
  'cart',
  'shopping_cart',
  'account_setting',
  'medical_record',
  'summary',
]);

type Of<Kind extends Statement['kind']> = Extract<Statement, { readonly kind: Kind }>;

/** Puts the statements together: which names are things, which are properties, and what hangs between things. */
export function gather(statements: readonly Statement[], library: Library): Draft {
  const draft = newDraft();
  const of = <Kind extends Statement['kind']>(kind: Kind) =>
    statements.filter((one): one is Of<Kind> => one.kind === kind);
  for (const one of of('role')) draft.roles.set(one.role, one.is);
  for (const one of of('table')) {
    const entity = thing(draft, library, singularName(one.table), one.cause, true);
    entity.table = one.table;
    entity.listed = true;
  }
  for (const one of statements) {
    if (one.kind === 'entity' && isThing(one.phrase)) thing(draft, library, one.phrase.name, one.cause);
    if (one.kind === 'mutual') {
      thing(draft, library, one.from, one.cause);
      if (isThing(one.to)) thing(draft, library, one.to.name, one.cause);
    }
    if (one.kind === 'belongs') thing(draft, library, one.from, one.cause);
    if (one.kind === 'part') thing(draft, library, one.of, one.cause);
    if (one.kind === 'volume' && one.of !== '' && one.rows !== undefined && !entityOf(draft, one.of))
      thing(draft, library, one.of, one.cause);
    if (
      one.kind === 'volume' &&
      one.of !== '' &&
      one.perDay !== undefined &&
      !entityOf(draft, one.of) &&
      library.find(one.of)
    )
      thing(draft, library, one.of, one.cause);
  }
  for (const one of of('role')) {
    const is = thing(draft, library, one.is, one.cause);
    const same = draft.entities.get(one.role);
    if (!same || same === is) draft.aliases.set(one.role, is.name);
  }
  for (const one of of('table')) takeColumns(draft, one);
  for (const one of of('part')) takePart(draft, library, one, statements);
  for (const one of of('belongs')) takeBelonging(draft, library, one);
  for (const one of of('mutual')) takeMutual(draft, library, one);
  bothWays(draft);
  return draft;
}

function isThing(phrase: Phrase): boolean {
  if (isGeneral(phrase)) return false;
  const meaning = meaningOf(phrase.name);
  return !(meaning?.strength === 'strong' && !phrase.plural);
}

/** The entity of a name, made where there is none: under the name that was said, unless the library's only completes it. */
function thing(draft: Draft, library: Library, name: string, cause: Cause, written = false): DraftEntity {
  const present = entityOf(draft, name);
  if (present) return present;
  const known = library.find(name) ?? withoutFirst(draft, library, name);
  if (known && !written) {
    const drawn = drawnFrom(draft, known.entity);
    if (drawn) {
      draft.aliases.set(name, drawn.name);
      return drawn;
    }
  }
  const own =
    written || !known
      ? name
      : known.entity.name.endsWith(`_${name}`) ||
          name.endsWith(`_${known.entity.name}`) ||
          isPartOfSaid(draft, known.entity.name, name)
        ? known.entity.name
        : name;
  const made = addEntity(draft, own, cause, known);
  if (own !== name) draft.aliases.set(name, own);
  if (known && known.entity.name !== own && !draft.aliases.has(known.entity.name))
    draft.aliases.set(known.entity.name, own);
  return made;
}

/** Line items of orders are order items. */
function isPartOfSaid(draft: Draft, known: string, name: string): boolean {
  const [owner, last] = [known.slice(0, known.lastIndexOf('_')), known.slice(known.lastIndexOf('_') + 1)];
  return owner !== '' && name.endsWith(`_${last}`) && entityOf(draft, owner) !== undefined;
}

/** `university_course` is a course where the library knows courses and nothing of universities with that name. */
function withoutFirst(draft: Draft, library: Library, name: string): ReturnType<Library['find']> {
  const words = name.split('_');
  if (words.length < 2) return undefined;
  const rest = words.slice(1).join('_');
  const known = library.inMain(rest);
  if (!known) return undefined;
  const first = words[0] ?? '';
  const qualifies =
    library.main?.words.some((word) => word.split(/[ -]/).includes(first)) ||
    library.inMain(first) !== undefined ||
    entityOf(draft, first) !== undefined;
  return qualifies ? known : undefined;
}

function takePart(draft: Draft, library: Library, one: Of<'part'>, statements: readonly Statement[]): void {
  const owner = entityOf(draft, one.of);
  if (!owner) return;
  const { phrase } = one;
  // Whoever attends is an attendee: nobody else is meant.
  if (
    phrase.many &&
    /^(?:attendee|participant|enrollee|follower|subscriber|member|visitor|guest)$/.test(phrase.name) &&
    !draft.entities.has(phrase.name) &&
    !library.inMain(phrase.name)
  ) {
    const other = statements.find((two) => two.kind === 'mutual' && entityOf(draft, two.to.name) === owner);
    if (other) return;
  }
  const target = partThing(draft, library, owner, phrase, statements, one.cause);
  if (!target) {
    addAttribute(draft, owner, phrase, one.column, one.cause);
    return;
  }
  const { entity, role } = target;
  const base = { optional: phrase.optional, cause: one.cause };
  if (entity === owner) {
    relate(
      draft,
      phrase.many && /^(?:other|another|many|several)/i.test(phrase.text) && !isChildWord(phrase.name)
        ? { ...base, from: owner.name, to: owner.name, kind: 'many-to-many', role: 'related' }
        : { ...base, from: owner.name, to: owner.name, kind: 'many-to-one', role: role ?? 'parent', optional: true },
    );
    return;
  }
  if (!phrase.many) {
    if (dependents.has(phrase.name))
      relate(draft, {
        ...base,
        from: entity.name,
        to: owner.name,
        kind: 'one-to-one',
        role: owner.name,
        optional: false,
      });
    else relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: role ?? entity.name });
    return;
  }
  draft.several.add(`${entity.name}>${owner.name}`);
  const classifier = phrase.name.split('_').at(-1) ?? '';
  const several = /^(?:several|multiple|many|various|one or more|zero or more|any number)/i.test(phrase.text);
  if (
    manyClassifiers.has(classifier) ||
    (oneClassifiers.has(classifier) && (several || knownJunction(library, owner, entity)))
  ) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-many', role: entity.name });
  } else if (oneClassifiers.has(classifier) && !inverseKnown(owner, entity)) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: entity.name });
    draft.decisions.push({
      at: `${owner.name}.${entity.name}`,
      what: `Each ${spoken(owner.name)} has one ${spoken(entity.name)}.`,
      why: `a ${spoken(entity.name)} sorts things, and nothing says that there are several for one`,
      instead: `Say "several ${spoken(entity.name)}s" to have a table between both.`,
      cause: one.cause,
    });
  } else
    relate(draft, {
      ...base,
      from: entity.name,
      to: owner.name,
      kind: 'many-to-one',
      role: role !== undefined && roleNouns.has(role) ? role : owner.name,
      optional: false,
    });
}

function isChildWord(name: string): boolean {
  return /^(?:sub|child)/.test(name) || name === 'child';
}

/** The library says that the thing is a part of its owner. */
function inverseKnown(owner: DraftEntity, entity: DraftEntity): boolean {
  return (entity.known?.entity.references ?? []).some((one) => one.to === owner.known?.entity.name && !one.optional);
}

function knownJunction(library: Library, a: DraftEntity, b: DraftEntity): boolean {
  return (library.main?.entities ?? []).some((one) => {
    const to = (one.references ?? []).map((reference) => reference.to);
    return (
      (one.identifiedBy?.length ?? 0) >= 2 &&
      a.known !== undefined &&
      b.known !== undefined &&
      to.includes(a.known.entity.name) &&
      to.includes(b.known.entity.name)
    );
  });
}

interface Target {
  readonly entity: DraftEntity;
  readonly role?: string;
}

/** The thing that a part is; nothing where it is a property. */
function partThing(
  draft: Draft,
  library: Library,
  owner: DraftEntity,
  phrase: Phrase,
  statements: readonly Statement[],
  cause: Cause,
): Target | undefined {
  const { name } = phrase;
  const meaning = meaningOf(name);
  if (name.endsWith('_id') || phrase.note.includes('type')) return undefined;
  const person = draft.roles.get(name);
  if (person !== undefined) {
    const entity = entityOf(draft, person);
    if (entity) return { entity, role: name };
  }
  const direct = entityOf(draft, name);
  const subject =
    direct &&
    (statements.some(
      (one) =>
        (one.kind === 'entity' && entityOf(draft, one.phrase.name) === direct) ||
        (one.kind === 'table' && one.table === direct.table),
    ) ||
      draft.relations.some((one) => one.from === direct.name || one.to === direct.name));
  if (direct && (phrase.many || subject || !meaning) && !(meaning?.strength === 'strong' && !phrase.plural))
    return { entity: direct, ...(direct.name === name ? {} : { role: name }) };
  const child =
    library.inMain(`${owner.known?.entity.name ?? owner.name}_${name}`) ?? library.inMain(`${owner.name}_${name}`);
  if (phrase.many && child) return { entity: thing(draft, library, child.entity.name, cause) };
  if (meaning?.strength === 'strong' && !phrase.plural) return undefined;
  if (/^(?:the |some |its |their )?notes$/i.test(phrase.text)) return undefined;
  const end = entityAtEnd(draft, name);
  if (end && (!meaning || meaning.strength === 'weak') && !phrase.many) {
    // What was sent somewhere was sent there whatever becomes of the address.
    if (end.name.endsWith('address') && /order|shipment|invoice|delivery|purchase|booking/.test(owner.name))
      return undefined;
    return { entity: end, role: name };
  }
  if (roleNouns.has(name) && !phrase.many) {
    const who = persons(draft);
    return who ? { entity: who, role: name } : undefined;
  }
  if (phrase.other || /^(?:parent|predecessor|successor|previous|next|original)(?:_|$)/.test(name)) {
    return name === 'parent' || phrase.other || name.endsWith(owner.name)
      ? { entity: owner, role: name.startsWith('other') ? 'related' : (name.split('_')[0] ?? 'parent') }
      : undefined;
  }
  if (/^sub_?[a-z]+$/.test(name) && (name.replace(/^sub_?/, '') === owner.name || phrase.plural))
    return { entity: owner, role: 'parent' };
  if (phrase.many) {
    if (
      meaning?.strength === 'weak' &&
      !library.inMain(name) &&
      (meaning.type === 'long text' ||
        meaning.type === 'json' ||
        meaning.type === 'quantity' ||
        meaning.type === 'text') &&
      !/^(?:several|many|multiple|one or more)/i.test(phrase.text) &&
      !/^(?:photo|picture|image|file|version|copy|attachment|room|address)$/.test(name)
    )
      return undefined;
    const own =
      partial.has(name) && !draft.entities.has(name) && !library.inMain(name) ? `${owner.name}_${name}` : name;
    return { entity: thing(draft, library, own, cause) };
  }
  if (!meaning && library.inMain(name)) return { entity: thing(draft, library, name, cause) };
  if (!meaning && (oneClassifiers.has(name) || personNouns.has(name)) && library.find(name))
    return { entity: thing(draft, library, name, cause) };
  if (dependents.has(name))
    return { entity: thing(draft, library, `${owner.name}_${name}`.replace(/_cart$/, '_cart'), cause) };
  return undefined;
}

/** Who acts in the design: its persons, users first. */
export function persons(draft: Draft): DraftEntity | undefined {
  for (const name of ['user', 'member', 'employee', 'person', 'customer', 'account', ...personNouns]) {
    const entity = entityOf(draft, name);
    if (entity) return entity;
  }
  return undefined;
}

function takeBelonging(draft: Draft, library: Library, one: Of<'belongs'>): void {
  const from = entityOf(draft, one.from);
  if (!from || isGeneral(one.to)) return;
  const { name } = one.to;
  const person = draft.roles.get(name);
  let to = person === undefined ? entityOf(draft, name) : entityOf(draft, person);
  let role = one.role ?? (to && to.name !== name ? name : undefined);
  if (!to) {
    to = entityAtEnd(draft, name);
    if (to) role = name;
  }
  if (!to && roleNouns.has(name)) {
    // An employee's manager is an employee.
    to =
      personNouns.has(from.name) || from.known?.entity.attributes.some((two) => two.personal) ? from : persons(draft);
    role = name;
  }
  to ??= isThing(one.to) ? thing(draft, library, name, one.cause) : undefined;
  if (!to) return;
  relate(draft, {
    from: from.name,
    to: to.name,
    kind: one.one ? 'one-to-one' : 'many-to-one',
    role: role ?? (to === from ? 'parent' : to.name),
    optional: one.optional || to === from,
    cause: one.cause,
  });
}

function takeMutual(draft: Draft, library: Library, one: Of<'mutual'>): void {
  const from = entityOf(draft, one.from);
  const to =
    entityOf(draft, one.to.name) ?? (isThing(one.to) ? thing(draft, library, one.to.name, one.cause) : undefined);
  if (!from || !to) return;
  const between =
    one.through !== undefined && from !== to
      ? (entityOf(draft, one.through) ??
        (library.inMain(one.through) ? thing(draft, library, one.through, one.cause) : undefined))
      : undefined;
  const told = (one.told ?? []).filter((phrase) => !entityOf(draft, phrase.name) && !library.inMain(phrase.name));
  if (between && between !== from && between !== to) {
    for (const phrase of told) addAttribute(draft, between, phrase, columnOfBoth(phrase), one.cause);
    for (const end of [from, to])
      relate(draft, {
        from: between.name,
        to: end.name,
        kind: 'many-to-one',
        role: end.name,
        optional: false,
        cause: one.cause,
      });
    return;
  }
  const through = from === to ? `${from.name}_${one.through ?? 'link'}` : one.through;
  const role = from === to ? (one.through === 'follow' ? 'followed' : `other_${to.name}`) : to.name;
  if (told.length > 0) {
    const made = addEntity(draft, through ?? `${from.name}_${to.name}`, one.cause);
    made.about ??= `A ${spoken(from.name)} and a ${spoken(to.name)} that belong together.`;
    for (const phrase of told) addAttribute(draft, made, phrase, columnOfBoth(phrase), one.cause);
    const first = from === to && role === 'followed' ? 'follower' : from.name;
    made.identifiedBy = [first, role];
    if (from === to)
      made.checks.push({
        kind: 'different',
        first,
        second: role,
        about: 'Nobody stands beside himself.',
        cause: one.cause,
      });
    for (const [end, name] of [
      [from, first],
      [to, role],
    ] as const)
      draft.relations.push({
        from: made.name,
        to: end.name,
        kind: 'many-to-one',
        role: name,
        optional: false,
        onDelete: 'cascade',
        why: `Without its ${spoken(name)} the pair means nothing.`,
        cause: one.cause,
      });
    return;
  }
  relate(draft, {
    from: from.name,
    to: to.name,
    kind: 'many-to-many',
    role,
    optional: false,
    ...(through === undefined
      ? {}
      : { through: through === 'order_item' || draft.entities.has(through) ? `${from.name}_${to.name}` : through }),
    cause: one.cause,
  });
}

/** `since` alone is a day. */
function columnOfBoth({ name }: Phrase): Parameters<typeof addAttribute>[3] {
  return name === 'since' ? { name, type: 'date', optional: false, unique: false, primary: false } : undefined;
}

/** Each has many of the other: what was said of either side together is a table between both. */
function bothWays(draft: Draft): void {
  for (const one of [...draft.relations]) {
    if (one.kind !== 'many-to-one' || one.from === one.to) continue;
    const other = draft.relations.find(
      (two) =>
        two !== one &&
        two.kind === 'many-to-one' &&
        two.from === one.to &&
        two.to === one.from &&
        two.role === two.to &&
        one.role === one.to,
    );
    if (!other || !draft.relations.includes(one)) continue;
    if (![one, other].every((two) => draft.several.has(`${two.from}>${two.to}`))) continue;
    const merged: Relation = {
      ...one,
      from: other.from,
      to: other.to,
      kind: 'many-to-many',
      role: other.to,
      cause: {
        kind: 'said',
        words: `${other.cause.words} — ${one.cause.words}`,
        ...(one.cause.line === undefined ? {} : { line: one.cause.line }),
      },
    };
    draft.relations.splice(draft.relations.indexOf(one), 1);
    draft.relations.splice(draft.relations.indexOf(other), 1, merged);
  }
}

function spoken(name: string): string {
  return name.replaceAll('_', ' ');
}
