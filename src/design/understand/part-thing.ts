import { singular } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityAtEnd, entityOf } from './draft.ts';
import { oneClassifiers, personNouns, roleNouns } from './lexicon.ts';
import type { Library } from './library.ts';
import { alone, firstSaid, renamed, severally } from './part-words.ts';
import type { Phrase } from './phrase.ts';
import type { Of, Statement } from './statement.ts';
import { endingWith, persons, thing } from './things.ts';

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
export const dependents = new Set([
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
]);

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
export function inverseKnown(owner: DraftEntity, entity: DraftEntity): boolean {
  return (entity.known?.entity.references ?? []).some((one) => one.to === owner.known?.entity.name && !one.optional);
}

/** What those do who work there, and who comes from outside. */
const ofStaff = /^(?:inspector|operator|instructor|moderator|approver|supervisor|manager|agent|leader)$/;
const outside =
  /^(?:customer|client|patient|visitor|guest|passenger|student|subscriber|donor|reader|participant|contact)$/;

interface Target {
  readonly entity: DraftEntity;
  readonly role?: string;
}

/** The thing that a part is; nothing where it is a property. */
export function partThing(
  draft: Draft,
  library: Library,
  owner: DraftEntity,
  phrase: Phrase,
  statements: readonly Statement[],
  { cause, recorded = false }: Of<'part'>,
): Target | undefined {
  const { name } = phrase;
  const meaning = meaningOf(name);
  if (name.endsWith('_id') || phrase.note.includes('type')) return undefined;
  // "The bus used": the bus, where buses are spoken of.
  const used = recorded
    ? /^(.+)_(?:[a-z]+ed|taken|given|chosen|driven|sold|held|made|lent)$/.exec(name)?.[1]
    : undefined;
  const thingUsed =
    used === undefined || used !== singular(used) ? undefined : (entityOf(draft, used) ?? endingWith(draft, used));
  if (thingUsed && thingUsed !== owner) return { entity: thingUsed };
  // The maximum number of children is a number.
  if (/^(?:maximum|minimum|max|min|average|mean|total)_/.test(name) && !draft.entities.has(name)) return undefined;
  const person = draft.roles.get(name);
  if (person !== undefined) {
    const entity = entityOf(draft, person);
    if (entity) return { entity, role: name };
  }
  if (
    phrase.plural &&
    meaning?.strength === 'strong' &&
    (single.has(meaning.type) || /^(?:dimension|coordinate)$/.test(name)) &&
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
  if (/^(?:the |some |its |their )?(?:notes|remarks|findings)$/i.test(phrase.text)) return undefined;
  // "The visit", where maintenance visits are the only ones.
  const longer = recorded && !meaning && !phrase.many ? endingWith(draft, name) : undefined;
  if (longer) return { entity: longer };
  const end = entityAtEnd(draft, name);
  if (end && (!meaning || meaning.strength === 'weak') && !phrase.many) {
    // What was sent somewhere was sent there whatever becomes of the address.
    if (end.name.endsWith('address') && /order|shipment|invoice|delivery|purchase|booking/.test(owner.name))
      return undefined;
    return { entity: end, role: name };
  }
  // What is kept of each is a value, as long as nobody speaks of it as of a thing.
  if (recorded && !personNouns.has(name) && !severally.test(phrase.text) && !(roleNouns.has(name) && !phrase.many))
    return undefined;
  const core = library.main?.core.includes(name);
  // Temperature sensors are the sensors that the rest speaks of.
  if (end && phrase.many && !meaning && !library.inMain(name) && alone(statements, end.name))
    return { entity: firstSaid(statements, name, end.name) === name ? renamed(draft, end, name) : end };
  if (roleNouns.has(name) && !phrase.many && !core) {
    const who = persons(draft);
    // Whoever inspects a lift is no customer.
    if (who && ofStaff.test(name) && outside.test(who.name)) return undefined;
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
