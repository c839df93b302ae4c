import { spoken, withArticle } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { type Draft, type DraftEntity, entityOf } from './draft.ts';
import { manyClassifiers, roleNouns } from './lexicon.ts';
import type { Library } from './library.ts';
import { severally } from './part-words.ts';
import { relate } from './relate.ts';
import type { Of } from './statement.ts';
import { persons, thing, tie } from './things.ts';

/** Whoever submits assignments makes submissions; whoever pays rent makes payments: as far as the library knows such. */
export function takeAct(draft: Draft, library: Library, one: Of<'part'>, owner: DraftEntity): boolean {
  const { act, phrase, cause } = one;
  const known = act === undefined ? undefined : library.inMain(act);
  const spokenOf = act === undefined || act === phrase.name ? undefined : draft.entities.get(act);
  if (spokenOf && spokenOf !== owner && phrase.plural && !spokenOf.listed) {
    const end = thing(draft, library, phrase.name, cause);
    tie(
      draft,
      spokenOf,
      [owner, end].filter((one) => one !== spokenOf),
      cause,
    );
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
  tie(draft, between, target ? [owner, target] : [owner], cause);
  return true;
}

/** `tasks with assignees`: each has one of them; several, in a table between both, only where it is said. */
export function takeRole(draft: Draft, library: Library, one: Of<'part'>, owner: DraftEntity): boolean {
  const { phrase, cause } = one;
  const { name } = phrase;
  if (!roleNouns.has(name) || !phrase.plural) return false;
  const several = severally.test(phrase.text);
  if (entityOf(draft, name) || manyClassifiers.has(name)) return false;
  // Authors of books are a thing of their own in a library.
  if (library.main?.core.includes(name)) return false;
  const reference = owner.known?.entity.references?.find((two) => two.as === name);
  const who = (reference && thing(draft, library, reference.to, cause)) ?? persons(draft);
  if (!who || who === owner) return false;
  relate(draft, {
    from: owner.name,
    to: who.name,
    kind: several ? 'many-to-many' : 'many-to-one',
    role: name,
    optional: reference?.optional ?? phrase.optional,
    cause,
  });
  if (several) return true;
  draft.decisions.push({
    at: `${owner.name}.${name}`,
    what: `Each ${spoken(owner.name)} has one ${spoken(name)}.`,
    why: `${withArticle(spoken(name))} is a person with a part in it, and nothing says that there are several`,
    instead: `Say "several ${spoken(name)}s" to have a table between both.`,
    cause,
  });
  return true;
}
