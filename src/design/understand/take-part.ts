import { withArticle } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { addAttribute } from './attributes.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { manyClassifiers, oneClassifiers, personNouns, roleNouns } from './lexicon.ts';
import { isJunction, type Library } from './library.ts';
import { isPerson } from './objects.ts';
import { alone, firstSaid, mentioned, renamed, takeKinds, takeLimits, takeNumber } from './part-words.ts';
import { isGeneral, isUnit, type Phrase } from './phrase.ts';
import { relate } from './relate.ts';
import type { Of, Statement } from './statement.ts';
import { takeShare } from './take-share.ts';
import { knownRole, persons, thing } from './things.ts';

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

export function takePart(draft: Draft, library: Library, one: Of<'part'>, statements: readonly Statement[]): void {
  const owner = ownerOf(draft, library, one);
  if (!owner) return;
  const { phrase } = one;
  // A general word is a thing where the domain has one of that name.
  const named = [phrase.name, `${owner.known?.entity.name}_${phrase.name}`].some((name) => library.inMain(name));
  if (takeNumber(draft, library, one, owner)) return;
  // "Fuel is bought with gallons and a price": a quantity in that unit.
  if (phrase.plural && isUnit(phrase.written) && !entityOf(draft, phrase.name)) {
    const column = { name: phrase.written, type: 'decimal', optional: false, unique: false, primary: false } as const;
    addAttribute(draft, owner, { ...phrase, name: phrase.written, many: false }, column, one.cause);
    return;
  }
  // "Every play is logged with a user, a track and the time": when it happened.
  if (phrase.name === 'time' && !phrase.many && !owner.listed) {
    owner.attributes.set('occurred_at', { name: 'occurred_at', type: 'instant', default: 'now', cause: one.cause });
    return;
  }
  if (isGeneral(phrase) && !named && !meaningOf(phrase.name)) return;
  if (takeShare(draft, one, owner)) return;
  if (takeAct(draft, library, one, owner) || takeRole(draft, library, one, owner)) return;
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
  if (one.column?.type !== undefined && phrase.note !== '' && phrase.many) {
    addAttribute(draft, owner, { ...phrase, name: phrase.written, many: false }, one.column, one.cause);
    return;
  }
  // "Exactly one assignee" here and "several assignees" there.
  const single = draft.relations.find(
    (two) =>
      two.from === owner.name && two.role === phrase.name && two.kind === 'many-to-one' && two.cause.kind === 'said',
  );
  if (single && severally.test(phrase.text) && roleNouns.has(phrase.name)) {
    draft.contradictions.push({
      at: `${owner.name}.${phrase.name}`,
      first: single.cause,
      second: one.cause,
      taken: `Each ${spoken(owner.name)} may have several.`,
    });
    draft.relations.splice(draft.relations.indexOf(single), 1);
    relate(draft, {
      from: owner.name,
      to: single.to,
      kind: 'many-to-many',
      role: phrase.name,
      optional: true,
      cause: one.cause,
    });
    return;
  }
  const target = partThing(draft, library, owner, phrase, statements, one.cause);
  if (!target) {
    // What is sent is a thing: a temperature reading is one of the readings.
    const sent = one.made
      ? (entityAtEnd(draft, phrase.name) ?? mentioned(draft, library, phrase.name, statements))
      : undefined;
    if (sent && sent !== owner && !sent.listed)
      relate(draft, {
        from: sent.name,
        to: owner.name,
        kind: 'many-to-one',
        role: owner.name,
        optional: false,
        cause: one.cause,
      });
    else if (!takeLimits(owner, phrase, one.cause)) addAttribute(draft, owner, phrase, one.column, one.cause);
    return;
  }
  const { entity, role } = target;
  takeKinds(entity, phrase, one.cause);
  // A table that is written down has what is written.
  if (one.made && entity.listed) return;
  const base = { optional: phrase.optional, cause: one.cause };
  if (entity === owner) {
    // An insurer is what the library calls a policy by, and here a property of it.
    if (
      phrase.name !== owner.name &&
      !phrase.other &&
      !phrase.many &&
      !roleNouns.has(phrase.name) &&
      (role === undefined || role === phrase.name) &&
      !/^(?:parent|previous|next)/.test(role ?? '')
    ) {
      addAttribute(draft, owner, phrase, one.column, one.cause);
      return;
    }
    relate(
      draft,
      phrase.many && phrase.name === 'parent' && isPerson(owner.name)
        ? { ...base, from: owner.name, to: owner.name, kind: 'many-to-many', role: 'parent', through: 'parentage' }
        : phrase.many && /^(?:other|another|many|several)/i.test(phrase.text) && !isChildWord(phrase.name)
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
  // The library has it the other way round: members with roles have one each.
  const refers = owner.known?.entity.references?.find(
    (two) => two.to === entity.known?.entity.name && !two.optional && two.as === undefined,
  );
  if (refers && !severally.test(phrase.text) && !inverseKnown(owner, entity)) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: entity.name });
    return;
  }
  draft.several.add(`${entity.name}>${owner.name}`);
  const classifier = phrase.name.split('_').at(-1) ?? '';
  const several = severally.test(phrase.text);
  const known = inverseKnown(owner, entity);
  const oneOf =
    !one.made && (oneClassifiers.has(phrase.name) || (oneClassifiers.has(classifier) && sorting.test(classifier)));
  const sorts = oneOf && (isPerson(owner.name) || sorting.test(classifier));
  if (
    !one.made &&
    ((manyClassifiers.has(classifier) && !known) ||
      (!known && knownJunction(library, owner, entity)) ||
      (sorts && several))
  ) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-many', role: entity.name });
  } else if (sorts && !known) {
    relate(draft, { ...base, from: owner.name, to: entity.name, kind: 'many-to-one', role: entity.name });
    draft.decisions.push({
      at: `${owner.name}.${entity.name}`,
      what: `Each ${spoken(owner.name)} has one ${spoken(entity.name)}.`,
      why: `${withArticle(spoken(entity.name))} sorts things, and nothing says that there are several for one`,
      instead: `Say "several ${spoken(entity.name)}s" to have a table between both.`,
      cause: one.cause,
    });
  } else {
    if (!one.made) draft.loose.add(`${entity.name}>${owner.name}`);
    relate(draft, {
      ...base,
      from: entity.name,
      to: owner.name,
      kind: 'many-to-one',
      role: role !== undefined && roleNouns.has(role) ? role : (knownRole(entity, owner) ?? owner.name),
      optional: false,
    });
  }
}

/** These sort whatever has them; of a department or a unit somebody has one, and a building several. */
const sorting =
  /^(?:category|type|brand|class|manufacturer|supplier|publisher|vendor|status|priority|currency|language|kind|country|city|region|level|genre)$/;

const severally = /^(?:several|multiple|many|various|one or more|zero or more|any number|a list of|lists of)/i;

/** Whose part it is: of what was named last, or of what that is a part of itself, as the library says. */
function ownerOf(draft: Draft, library: Library, one: Of<'part'>): DraftEntity | undefined {
  const inner = entityOf(draft, one.of);
  const outer = one.above === undefined ? undefined : entityOf(draft, one.above);
  if (!inner || !outer) return inner;
  const { name } = one.phrase;
  const known =
    library.inMain(`${inner.known?.entity.name}_${name}`) ??
    library.inMain(`${outer.known?.entity.name}_${name}`) ??
    library.inMain(name);
  if (known) {
    const points = (to: DraftEntity) =>
      (known.entity.references ?? []).some((two) => two.to === to.known?.entity.name && !two.optional);
    const between = (library.main?.entities ?? []).some(
      (two) =>
        isJunction(two) &&
        [known.entity.name, inner.known?.entity.name].every((end) =>
          two.references?.some((reference) => reference.to === end),
        ),
    );
    if (points(inner) || between) return inner;
    if (points(outer)) return outer;
  }
  const meaning = meaningOf(name);
  return isPerson(inner.name) && !meaning && !/(?:^|_)(?:role|permission|skill|address)$/.test(name) ? outer : inner;
}

/** Whoever submits assignments makes submissions; whoever pays rent makes payments: as far as the library knows such. */
function takeAct(draft: Draft, library: Library, one: Of<'part'>, owner: DraftEntity): boolean {
  const { act, phrase, cause } = one;
  const known = act === undefined ? undefined : library.inMain(act);
  const spokenOf = act === undefined || act === phrase.name ? undefined : draft.entities.get(act);
  if (spokenOf && spokenOf !== owner && phrase.plural && !spokenOf.listed) {
    const end = thing(draft, library, phrase.name, cause);
    for (const one of [owner, end])
      if (one !== spokenOf)
        relate(draft, {
          from: spokenOf.name,
          to: one.name,
          kind: 'many-to-one',
          role: knownRole(spokenOf, one) ?? one.name,
          optional: false,
          cause,
        });
    return true;
  }
  if (act === undefined || !known) return false;
  const target =
    entityOf(draft, phrase.name) ?? (phrase.plural ? thing(draft, library, phrase.name, cause) : undefined);
  if (target?.known?.entity === known.entity) return false;
  const refers = (to: DraftEntity | undefined) =>
    to?.known !== undefined && (known.entity.references ?? []).some((two) => two.to === to.known?.entity.name);
  // Something paid that is no thing itself.
  if (!target && (phrase.plural || !meaningOf(phrase.name))) return false;
  if (target && !refers(target)) return false;
  const between = thing(draft, library, act, cause);
  // A table that is written down has what is written.
  if (between.listed) return true;
  for (const end of target ? [owner, target] : [owner])
    relate(draft, {
      from: between.name,
      to: end.name,
      kind: 'many-to-one',
      role: knownRole(between, end) ?? end.name,
      optional: false,
      cause,
    });
  return true;
}

/** `tasks with assignees`: each has one of them; several only where it is said. */
function takeRole(draft: Draft, library: Library, one: Of<'part'>, owner: DraftEntity): boolean {
  const { phrase, cause } = one;
  const { name } = phrase;
  if (!roleNouns.has(name) || !phrase.plural || severally.test(phrase.text)) return false;
  if (entityOf(draft, name) || manyClassifiers.has(name)) return false;
  // Authors of books are a thing of their own in a library.
  if (library.main?.core.includes(name)) return false;
  const reference = owner.known?.entity.references?.find((two) => two.as === name);
  const who = (reference && thing(draft, library, reference.to, cause)) ?? persons(draft);
  if (!who || who === owner) return false;
  relate(draft, {
    from: owner.name,
    to: who.name,
    kind: 'many-to-one',
    role: name,
    optional: reference?.optional ?? phrase.optional,
    cause,
  });
  draft.decisions.push({
    at: `${owner.name}.${name}`,
    what: `Each ${spoken(owner.name)} has one ${spoken(name)}.`,
    why: `${withArticle(spoken(name))} is a person with a part in it, and nothing says that there are several`,
    instead: `Say "several ${spoken(name)}s" to have a table between both.`,
    cause,
  });
  return true;
}

function isChildWord(name: string): boolean {
  return /^(?:sub|child)/.test(name) || name === 'child';
}

/** Types of which things have one each, though a sentence about several has a plural: `tasks with due dates`. */
const single: ReadonlySet<string> = new Set([
  'name',
  'email',
  'phone',
  'date',
  'instant',
  'time',
  'duration',
  'year',
  'hash',
  'slug',
  'code',
  'postal code',
  'latitude',
  'longitude',
  'percentage',
  'boolean',
  'status',
  'choice',
  'decimal',
  'integer',
  'currency',
  'language',
  'long text',
]);

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
  if (
    phrase.plural &&
    meaning?.strength === 'strong' &&
    (single.has(meaning.type) || name === 'dimension') &&
    !severally.test(phrase.text) &&
    !draft.entities.has(name) &&
    !library.inMain(name) &&
    !library.inMain(`${owner.known?.entity.name}_${name}`)
  )
    return undefined;
  const direct = entityOf(draft, name);
  const subject =
    direct &&
    (statements.some(
      (one) =>
        (one.kind === 'entity' && entityOf(draft, one.phrase.name) === direct) ||
        (one.kind === 'table' && one.table === direct.table) ||
        (one.kind === 'belongs' && entityOf(draft, one.from) === direct),
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
  const core = library.main?.core.includes(name);
  // Temperature sensors are the sensors that the rest speaks of.
  if (end && phrase.many && !meaning && !library.inMain(name) && alone(statements, end.name))
    return { entity: firstSaid(statements, name, end.name) === name ? renamed(draft, end, name) : end };
  if (roleNouns.has(name) && !phrase.many && !core) {
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

function spoken(name: string): string {
  return name.replaceAll('_', ' ');
}
