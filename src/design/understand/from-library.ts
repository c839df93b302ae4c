import { spoken, withArticle } from '../../catalog/words.ts';
import type { KnownReference } from '../knowledge/domain.ts';
import type { Cause } from '../model.ts';
import { type Draft, type DraftEntity, drawnFrom } from './draft.ts';

export function causeOf(entity: DraftEntity): Cause {
  return { kind: 'known', words: entity.known?.domain.title ?? '' };
}

/** The entity of the draft that a reference of the library is to. */
export function targetOf(draft: Draft, entity: DraftEntity, reference: KnownReference): DraftEntity | undefined {
  const known = entity.known?.domain.entities.find((one) => one.name === reference.to);
  return (known && drawnFrom(draft, known)) ?? draft.entities.get(draft.aliases.get(reference.to) ?? reference.to);
}

/** The description has the role with the name of the thing behind it. */
export function isSpelledOut(draft: Draft, from: DraftEntity, to: DraftEntity, role: string): boolean {
  return draft.relations.some(
    (one) =>
      one.from === from.name && one.to === to.name && one.cause.kind === 'said' && one.role === `${role}_${to.name}`,
  );
}

/** Instead of a variant, the product that it would be of. */
export function substitute(draft: Draft, entity: DraftEntity, reference: KnownReference): DraftEntity | undefined {
  const target = entity.known?.domain.entities.find((one) => one.name === reference.to);
  const parent =
    (target?.references ?? []).find((one) => !one.optional && target?.name.startsWith(`${one.to}_`)) ??
    (target?.references ?? []).find((one) => !one.optional);
  const found = parent && target && targetOf(draft, { ...entity }, parent);
  return found && found !== entity ? found : undefined;
}

/** The library knows better than a general rule why a row stays or goes. */
export function refine(
  draft: Draft,
  entity: DraftEntity,
  reference: KnownReference,
  target: DraftEntity,
  role: string,
): void {
  const at = draft.relations.findIndex(
    (one) => one.from === entity.name && one.to === target.name && one.role === role && one.kind !== 'many-to-many',
  );
  const present = draft.relations[at];
  if (!present || present.cause.kind === 'known' || present.optional !== (reference.optional ?? false)) return;
  draft.relations[at] = { ...present, onDelete: reference.onDelete, why: reference.about };
}

/** Whom it is of is no table here: the name is kept with the row. */
export function keepName(draft: Draft, entity: DraftEntity, reference: KnownReference): void {
  const role = reference.as ?? reference.to.replace(/_(?:variant|version)$/, '');
  const name = `${role}_name`;
  if (reference.onDelete === 'cascade' || entity.attributes.has(name) || entity.attributes.has(role)) return;
  const cause: Cause = { kind: 'implied', words: `the description names no ${spoken(reference.to)}` };
  entity.attributes.set(name, {
    name,
    type: 'name',
    ...(/customer|user|member|person|patient|employee/.test(role) ? { personal: true } : {}),
    about: `The ${spoken(role)} as written; there is no table of them.`,
    cause,
  });
  draft.questions.push({
    question: `Is there more to know of ${withArticle(spoken(role))} than the name that ${spoken(entity.name)} rows keep?`,
    changes: `a table of its own, referred to by ${spoken(entity.name)} rows`,
  });
}
