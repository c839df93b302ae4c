import { capital, spoken, withArticle } from '../../catalog/words.ts';
import { type Draft, type DraftEntity, forget } from './draft.ts';
import { isPerson } from './persons.ts';
import { isKeeper } from './preface.ts';
import type { Statement } from './statement.ts';

/**
 * What is only named, on the way, is no table: whoever all is kept for (`the hospital is organised into wards`), and what
 * one other thing has one of, of which nothing more is said (`critics write for a newspaper`): that is a word of the other.
 */
export function withoutNamed(draft: Draft, statements: readonly Statement[], text: string): void {
  const plain = text.toLowerCase();
  const detailed = isDetailed(draft);
  for (const entity of [...draft.entities.values()]) {
    if (entity.listed || entity.attributes.size > 0 || entity.identifiedBy || entity.subtypeOf) continue;
    if ([...draft.entities.values()].some((one) => one.subtypeOf?.of === entity.name)) continue;
    // A department that has a head is one of several; what all the rest is in has nothing but parts.
    const led = draft.relations.some((one) => one.from === entity.name && one.role !== one.to);
    if (!led && isWhole(entity, plain))
      setAside(draft, entity, 'all is kept for it, and it is spoken of as one', 'a table of it, and a reference to it');
    else if (detailed && isTeller(entity, draft, statements))
      setAside(draft, entity, 'it is named as who wants something done, and nothing is told of it', 'a table of it');
    else if (detailed && !entity.known && !isPerson(entity.name)) takeAsWord(draft, entity, statements);
  }
}

/** Is no table, and the design says so. */
function setAside(draft: Draft, { name, cause }: DraftEntity, why: string, instead: string): void {
  draft.aside.add(name);
  forget(draft, name);
  draft.decisions.push({
    what: `${capital(withArticle(spoken(name)))} is no table.`,
    why,
    instead: `Say what is to be kept of each ${spoken(name)} to have ${instead}.`,
    cause,
  });
}

/** Of most things it is told what is kept of them: what it leaves out of the others is not forgotten. */
export function isDetailed(draft: Draft): boolean {
  const all = [...draft.entities.values()];
  const told = all.filter((one) => one.attributes.size >= 2);
  return told.length >= 3 && told.length * 2 >= all.length;
}

/** `As a librarian, I want to register instruments`: who wants it, where others are told of as the persons that are kept. */
function isTeller(entity: DraftEntity, draft: Draft, statements: readonly Statement[]): boolean {
  const naming = statements.filter((one) => namesIn(one).includes(entity.name));
  return (
    naming.length > 0 &&
    naming.every((one) => /^as (?:an?|the) /i.test(one.cause.words)) &&
    [...draft.entities.values()].some((one) => one !== entity && isPerson(one.name) && one.attributes.size >= 2)
  );
}

/** There is one of it, and all the rest is in it. */
function isWhole(entity: DraftEntity, plain: string): boolean {
  const words = entity.name.replaceAll('_', ' ');
  if (
    !isKeeper(words) &&
    !/(?:^|_)(?:league|court|winery|zoo|archive|network|festival|station|system|database|cemetery|port|harbou?r|airport|marina|campus|estate|reserve|park|garden|nursery|plant|factory|mine|quarry|observatory|monastery|abbey|cathedral|castle|palace|stadium|arena|campsite|camp|resort|aquarium|mill|shipyard|yard|fair|market|conference|congress|tournament|competition)$/.test(
      entity.name,
    )
  )
    return false;
  const several = new RegExp(
    `\\b(?:${words}s|(?:each|every|several|many|another|other|different|its|per|one) ${words})\\b`,
  );
  const last = entity.name.slice(entity.name.lastIndexOf('_') + 1);
  return (
    new RegExp(`\\b(?:an?|the|our|this)\\s(?:[a-z]+\\s)?${words}\\b`).test(plain) &&
    !several.test(plain) &&
    !new RegExp(`\\b(?:${last}s|(?:each|every|which|whose) ${last})\\b`).test(plain)
  );
}

/** Named once, as what one other thing has one of. */
function takeAsWord(draft: Draft, entity: DraftEntity, statements: readonly Statement[]): void {
  const ties = draft.relations.filter((one) => one.from === entity.name || one.to === entity.name);
  const [tie] = ties;
  if (!tie || ties.length > 1 || tie.kind !== 'many-to-one' || tie.to !== entity.name || tie.from === tie.to) return;
  const owner = draft.entities.get(tie.from);
  if (!owner || owner.listed || owner.attributes.has(tie.role)) return;
  // "Every instrument belongs to a family": one of several, said in so many words.
  if (
    tie.cause.kind === 'said' &&
    /^(?:each|every|an?)\s[a-z ]+\sbelongs to (?:exactly |only )?(?:an?|one) [a-z]+(?:,|\.|$)/i.test(tie.cause.words)
  )
    return;
  const naming = statements.filter((one) => namesIn(one).includes(entity.name));
  if (new Set(naming.map((one) => one.cause.words)).size > 1 || naming.some((one) => isSeveral(one, entity.name)))
    return;
  owner.attributes.set(tie.role, {
    name: tie.role,
    type: 'text',
    ...(tie.optional ? { optional: true } : {}),
    cause: tie.cause,
  });
  forget(draft, entity.name);
}

/** Several of it are spoken of. */
function isSeveral(one: Statement, name: string): boolean {
  const phrase =
    one.kind === 'part' || one.kind === 'entity'
      ? one.phrase
      : one.kind === 'belongs' || one.kind === 'mutual'
        ? one.to
        : undefined;
  return phrase?.name === name && phrase.many;
}

function namesIn(one: Statement): readonly string[] {
  switch (one.kind) {
    case 'entity':
      return [one.phrase.name];
    case 'part':
      return [one.of, one.phrase.name];
    case 'belongs':
    case 'mutual':
      return [one.from, one.to.name];
    case 'access':
      return [one.of, ...one.by, ...(one.owner === undefined ? [] : [one.owner])];
    case 'volume':
    case 'states':
    case 'unique':
      return one.of === undefined ? [] : [one.of];
    default:
      return [];
  }
}
