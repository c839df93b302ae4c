import { spoken } from '../../catalog/words.ts';
import { namesOf } from '../knowledge/domain.ts';
import { toldOf } from './contradictions.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { causeOf, substitute, targetOf } from './from-library.ts';
import { isDetailed } from './only-named.ts';
import { sameProperty } from './property.ts';

/** So many properties said make a list: what the library has beside them is not added. */
const enough = 3;

/** What the description says is kept of a thing. */
function saidOf(entity: DraftEntity): number {
  return [...entity.attributes.values()].filter((one) => one.cause.kind === 'said').length;
}

/**
 * The description itself lists what is kept of a thing: many properties of it, or any where most things have theirs
 * listed. Then what others usually keep is not wanted.
 */
export function isListed(entity: DraftEntity, draft: Draft): boolean {
  const said = saidOf(entity);
  if (said === 0 || said >= enough || entity.told) return said > 0;
  // How far it has come is told of many things of which no list is.
  if ([...entity.attributes.values()].every((one) => one.type === 'status' || one.cause.kind !== 'said')) return false;
  const all = [...draft.entities.values()].filter((one) => !one.listed);
  const listed = all.filter((one) => saidOf(one) >= 2);
  return listed.length >= 2 && listed.length * 2 >= all.filter((one) => one.cause.kind === 'said').length;
}

/** When it happens is told. */
function timed(entity: DraftEntity): boolean {
  return [...entity.attributes.values()].some((one) => /^(?:instant|date|time|year)$/.test(one.type));
}

/** What is kept of those who sign in, and not of whom a film archive lists. */
const signIn = /^(?:email|password_hash|status|locale|time_zone|last_seen_at|notes)$/;

/** `when`: only when it happens and how far it has come. */
export function takeAttributes(entity: DraftEntity, draft: Draft, when: boolean): void {
  const known = entity.known?.entity;
  if (!known) return;
  const cause = causeOf(entity);
  const said = saidOf(entity);
  const whole = isListed(entity, draft) || (said > 0 && isDetailed(draft));
  // What the description tells it apart by is enough: buildings with a code may share a name.
  const identified =
    whole &&
    ([...entity.attributes.values()].some((one) => one.unique && one.cause.kind === 'said') ||
      entity.keys.some((one) => one.cause.kind === 'said'));
  const left: string[] = [];
  const replaced = new Set<string>();
  const base = entity.subtypeOf && draft.entities.get(entity.subtypeOf.of);
  const ofBase = (name: string) =>
    base !== undefined &&
    [...base.attributes.keys(), ...(base.known?.entity.attributes ?? []).map((one) => one.name)].some(
      (one) => sameProperty(one, name) || same.some((group) => group.includes(one) && group.includes(name)),
    );
  const signsIn = known.attributes.every((one) => one.name !== 'password_hash') || draft.application;
  const withAddress = entity.attributes.get('address')?.cause.kind === 'said';
  for (const attribute of known.attributes) {
    if (when && (attribute.optional || !/^(?:instant|date|time|status)$/.test(attribute.type))) continue;
    if (
      ofBase(attribute.name) ||
      (withAddress && /^(?:line_\d|street|city|town|region|postal_code|country)$/.test(attribute.name))
    )
      continue;
    if (!signsIn && entity.name !== 'user' && signIn.test(attribute.name)) continue;
    const present = entity.attributes.get(attribute.name);
    if (present) {
      // What has bounds is a number, whatever words the library has for it.
      const isNumber = /^(?:integer|quantity|decimal|percentage|money)$/.test(present.type);
      if (attribute.values && (isNumber || present.min !== undefined || present.max !== undefined)) continue;
      // What must be there is mandatory, whatever is usual.
      const { optional: _, unique, ...usual } = attribute;
      const rest = unique && !identified ? { ...usual, unique } : usual;
      const must =
        toldOf(draft, `${entity.name}.${attribute.name}`, 'optional') !== undefined && present.optional === undefined;
      entity.attributes.set(attribute.name, {
        ...(must || attribute.optional === undefined ? rest : { ...rest, optional: attribute.optional }),
        ...present,
        ...(present.type === 'text' || (!present.values && attribute.values) ? { type: attribute.type } : {}),
        ...(present.about === undefined && attribute.about !== undefined ? { about: attribute.about } : {}),
      });
      continue;
    }
    const isRelation = draft.relations.some((one) => one.from === entity.name && one.role === attribute.name);
    // What happens has its moment, though a short list leaves it out.
    const moment =
      !entity.told && said < enough && !attribute.optional && attribute.type === 'instant' && !timed(entity);
    if (isRelation || (whole && !moment) || sameThing(entity, attribute.name)) {
      left.push(attribute.name);
      replaced.add(attribute.name);
      continue;
    }
    entity.attributes.set(attribute.name, { ...attribute, cause });
  }
  if (whole && left.length > 0) {
    draft.decisions.push({
      at: entity.name,
      what: `Only what the description lists is kept of each ${spoken(entity.name)}.`,
      why: `it lists ${said === 1 ? 'what is kept of it' : `${said} properties`}`,
      instead: `Others usually keep ${left.slice(0, 8).join(', ')} as well.`,
      cause,
    });
  }
  const roles = new Set(draft.relations.filter((one) => one.from === entity.name).map((one) => one.role));
  const has = (name: string) => entity.attributes.has(name) || roles.has(name);
  const named = (name: string) => (has(name) ? name : roleNow(draft, entity, name));
  // What may be missing there is missing here altogether: the stock of an item in a place, where there are no lots.
  const gone = (name: string) =>
    (known.references ?? []).some(
      (one) => (one.as ?? one.to) === name && one.optional === true && !targetOf(draft, entity, one),
    );
  for (const key of known.keys ?? []) {
    if (identified && key.of.length === 1) continue;
    const left = [...new Set(key.of.filter((name) => !gone(name)).map(named))];
    const { when, ...plain } = key;
    const lasting = when && gone(when.attribute) && when.is === null ? undefined : when;
    // Said already: one review per user and product.
    if (entity.keys.some(({ of, when }) => !when && [...of].sort().join() === [...left].sort().join())) continue;
    if (left.length > 1 || left.length === key.of.length)
      if (left.every(has) && (!lasting || has(lasting.attribute)))
        entity.keys.push({ ...plain, of: left, ...(lasting ? { when: lasting } : {}), cause });
  }
  for (const given of known.checks ?? []) {
    const check =
      given.kind === 'different' ? { ...given, first: named(given.first), second: named(given.second) } : given;
    if (check.kind === 'different' && check.first === check.second) continue;
    // Said already: the end is not before the start.
    const names = namesOf(check).join();
    if (entity.checks.some((one) => one.kind === check.kind && namesOf(one).join() === names)) continue;
    if (namesOf(check).every(has)) entity.checks.push({ ...check, cause });
  }
  if (known.identifiedBy && !entity.identifiedBy) {
    const of = known.identifiedBy.map(named);
    if (of.every(has)) entity.identifiedBy = of;
  }
}

/** A role of the library under the name that it has here: customers are called users. */
function roleNow(draft: Draft, entity: DraftEntity, role: string): string {
  const reference = entity.known?.entity.references?.find((one) => (one.as ?? one.to) === role);
  const target = reference && (targetOf(draft, entity, reference) ?? substitute(draft, entity, reference));
  const own = draft.relations.filter((one) => one.from === entity.name && one.to === target?.name);
  return (own.find((one) => one.role === `${role}_${one.to}`) ?? own[0])?.role ?? role;
}

const same: readonly (readonly string[])[] = [
  ['name', 'title', 'full_name', 'username', 'first_name'],
  ['name', 'given_name', 'family_name', 'full_name', 'first_name', 'last_name'],
  ['text', 'body', 'content', 'comment', 'message'],
  ['placed_at', 'order_date', 'ordered_at', 'created_at', 'date'],
  ['status', 'state'],
  ['starts_at', 'start_date', 'start_time', 'starts_on'],
  ['ends_at', 'end_date', 'end_time', 'ends_on'],
  ['rating', 'stars', 'score'],
  ['total', 'total_amount', 'amount', 'total_price'],
  ['unit_price', 'price'],
  ['password_hash', 'password'],
];

/** The description has another word for it. */
function sameThing(entity: DraftEntity, name: string): boolean {
  const said = (other: string) => other !== name && entity.attributes.get(other)?.cause.kind === 'said';
  return (
    same.some((group) => group.includes(name) && group.some(said)) ||
    [...entity.attributes.keys()].some((other) => said(other) && sameProperty(other, name))
  );
}
