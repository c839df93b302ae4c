import { capital, spoken, withArticle } from '../../catalog/words.ts';
import { addAttribute } from './attributes.ts';
import { addEntity, type Draft, type DraftEntity } from './draft.ts';
import { relate } from './relate.ts';
import type { Of } from './statement.ts';

/**
 * "A recipe has ingredients with an amount and a unit": the amount is of that ingredient in that recipe, and not of the
 * ingredient wherever it goes.
 */
export function takeShare(draft: Draft, one: Of<'part'>, owner: DraftEntity): boolean {
  const { phrase, cause } = one;
  if (!/^(?:amount|quantity|unit|share|percentage|proportion|position)$/.test(phrase.name) || owner.listed)
    return false;
  const pair = draft.relations.find(
    (two) =>
      two.to === owner.name && two.kind === 'many-to-many' && two.cause.words === cause.words && two.from !== two.to,
  );
  const name = pair && `${pair.from}_${pair.to}`;
  const made =
    draft.entities.get(name ?? '') ??
    [...draft.entities.values()].find(
      (two) => two.identifiedBy?.includes(owner.name) && two.cause.words === cause.words,
    );
  if (!pair && !made) return false;
  const between = made ?? addEntity(draft, name ?? '', cause);
  if (pair) {
    draft.relations.splice(draft.relations.indexOf(pair), 1);
    between.about ??= `${capital(withArticle(spoken(pair.from)))} and ${withArticle(spoken(pair.to))} that belong together.`;
    between.identifiedBy = [pair.from, pair.to];
    for (const end of between.identifiedBy)
      relate(draft, { from: between.name, to: end, kind: 'many-to-one', role: end, optional: false, cause });
  }
  addAttribute(draft, between, phrase, one.column, cause);
  return true;
}
