import { plural } from '../../catalog/words.ts';
import { takeColumns } from './attributes.ts';
import { settleCounts, withoutContradicted } from './counts.ts';
import { addEntity, type Draft, entityOf, newDraft } from './draft.ts';
import type { Library } from './library.ts';
import { withPairs } from './pair-parts.ts';
import { identifier, isGeneral, isUnit, singularName } from './phrase.ts';
import { qualifiedNames, withQualified } from './qualified.ts';
import { withKinds, withRoleNames, withShortNames } from './role-names.ts';
import { withSiblings } from './siblings.ts';
import type { Of, Statement } from './statement.ts';
import { takeSubtypes } from './subtypes.ts';
import { bothWays, isSelf, takeBelonging, takeMutual } from './take-pair.ts';
import { takePart } from './take-part.ts';
import { isThing, thing } from './things.ts';

/** Puts the statements together: which names are things, which are properties, and what hangs between things. */
export function gather(given: readonly Statement[], library: Library): Draft {
  const draft = newDraft(given);
  const plain = withoutContradicted(draft, given);
  const said = withKinds(withShortNames(withSiblings(withPairs(plain))));
  const qualified = qualifiedNames(said, library);
  const statements = withRoleNames(withQualified(said, qualified), library);
  const of = <Kind extends Statement['kind']>(kind: Kind) =>
    statements.filter((one): one is Of<Kind> => one.kind === kind);
  for (const [name, meant] of qualified) draft.aliases.set(name, meant);
  for (const one of of('role')) draft.roles.set(one.role, one.is);
  // Multiple-choice questions are questions, where that is a kind of them.
  for (const one of of('states'))
    if (one.of !== undefined && /^(?:kind|type)$/.test(one.attribute))
      for (const value of one.values) draft.aliases.set(`${identifier(value)}_${one.of}`, one.of);
  // Vessels undergo maintenance, of which maintenance periods tell.
  for (const one of of('entity')) {
    const base = /^([a-z]+)_(?:period|session|visit|record|event)$/.exec(one.phrase.name)?.[1];
    if (base !== undefined && !of('entity').some((two) => two.phrase.name === base) && !library.inMain(base))
      draft.aliases.set(base, one.phrase.name);
  }
  for (const one of of('table')) {
    const entity = thing(draft, library, singularName(one.table), one.cause, true);
    entity.table = one.table;
    entity.listed = true;
    if (one.noted) entity.noted = true;
  }
  // Savings accounts are told of by themselves, and are no other word for accounts.
  for (const one of of('subtypes')) {
    thing(draft, library, one.of, one.cause);
    for (const type of one.types)
      if (type.name.endsWith(`_${one.of}`) && of('part').some((two) => two.of === type.name))
        addEntity(draft, type.name, one.cause);
  }
  for (const one of statements) {
    if (one.kind === 'entity' && (one.listed || isThing(one.phrase, library)))
      thing(draft, library, one.phrase.name, one.cause);
    if (one.kind === 'mutual') {
      thing(draft, library, one.from, one.cause);
      if (isThing(one.to, library)) thing(draft, library, one.to.name, one.cause);
    }
    if (one.kind === 'belongs' && !isSelf(draft, library, one)) thing(draft, library, one.from, one.cause);
    if (one.kind === 'part') thing(draft, library, one.of, one.cause);
    if (
      one.kind === 'volume' &&
      one.of !== '' &&
      one.rows !== undefined &&
      !isUnit(plural(one.of)) &&
      !isUnit(one.of) &&
      !entityOf(draft, one.of) &&
      (!isGeneral({ name: one.of, words: one.of.split('_') }) || library.inMain(one.of))
    )
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
  for (const one of of('table')) takeColumns(draft, one, of('table'));
  for (const one of of('part')) takePart(draft, library, one, statements);
  for (const one of of('belongs')) takeBelonging(draft, library, one);
  for (const one of of('mutual')) takeMutual(draft, library, one);
  bothWays(draft);
  settleCounts(draft, of('counts'));
  for (const one of of('subtypes')) takeSubtypes(draft, library, one, statements);
  return draft;
}
