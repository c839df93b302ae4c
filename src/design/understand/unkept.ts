import { capital, plural, singular, spoken } from '../../catalog/words.ts';
import { type Draft, entityAtEnd, entityOf } from './draft.ts';
import { identifier, isGeneral, isUnit } from './phrase.ts';
import { attributeNamed } from './property.ts';
import type { Statement } from './statement.ts';

/**
 * Tells what a statement names and the design does not hold, and what goes there by another word: nothing that is said is
 * lost without a word. `idle`: what must hold of something, and found nothing. Comes last, when all is put together.
 */
export function tellUnkept(draft: Draft, statements: readonly Statement[], idle: readonly Statement[]): void {
  const held = wordsHeld(draft);
  const merged = new Set<string>();
  for (const one of statements) {
    if (one.cause.kind !== 'said' || one.kind === 'access') continue;
    const lost = namesIn(one).filter((name) => !tellMerged(draft, name, one, merged) && !isHeld(draft, held, name));
    const without = lost.length === 0 && idle.includes(one);
    const told = draft.notUnderstood.some(
      (two) =>
        two.line === one.cause.line && (one.cause.words.includes(two.words) || two.words.includes(one.cause.words)),
    );
    if ((lost.length > 0 || without) && !told)
      draft.notUnderstood.push({
        words: one.cause.words,
        line: one.cause.line ?? 1,
        why: without
          ? 'nothing in the design is what this holds of'
          : `nothing in the design holds ${[...new Set(lost)].map((name) => `"${spoken(name)}"`).join(' and ')}`,
      });
  }
}

/** What is known under the name of another is told with the other. */
function tellMerged(draft: Draft, name: string, { kind, cause }: Statement, merged: Set<string>): boolean {
  const other = draft.entities.has(name) ? undefined : entityOf(draft, name)?.name;
  if (other === undefined || kind === 'role') return other !== undefined;
  const shared = other.split('_').some((word) => name.split('_').some((two) => stem(two) === stem(word)));
  if (shared || draft.roles.has(name) || merged.has(name)) return true;
  merged.add(name);
  draft.decisions.push({
    at: other,
    what: `${capital(spoken(plural(name)))} are kept as ${spoken(plural(other))}.`,
    why: 'the library has both words for one thing, and nothing says that they are two',
    instead: `Say "${spoken(plural(other))} and ${spoken(plural(name))}" to have a table for either.`,
    cause,
  });
  return true;
}

/** The things and properties that a statement is of. */
function namesIn(one: Statement): readonly string[] {
  switch (one.kind) {
    case 'entity':
      return isGeneral(one.phrase) ? [] : [one.phrase.name];
    case 'part':
      return [one.of, one.phrase.name];
    case 'belongs':
    case 'mutual':
      return [one.from, one.to.name];
    case 'subtypes':
      return [one.of, ...one.types.map(({ name }) => name)];
    case 'table':
      return [identifier(one.table), ...one.columns.map(({ name }) => name)];
    case 'states':
      return one.values.map(identifier);
    case 'bounds':
    case 'size':
    case 'typed':
    case 'presence':
      return [one.attribute];
    case 'ordered':
      return [one.first, one.second];
    default:
      return [];
  }
}

/** Every word that names something in the design, without its ending. */
function wordsHeld(draft: Draft): ReadonlySet<string> {
  const names = [
    ...[...draft.entities.values()].flatMap((one) => [
      one.name,
      one.table ?? '',
      one.subtypeOf?.when?.is ?? '',
      ...(one.identifiedBy ?? []),
      ...one.checks.map((two) => two.about),
      ...[...one.attributes.values()].flatMap((two) => [two.name, two.type, ...(two.values ?? []).map(identifier)]),
    ]),
    ...draft.relations.flatMap((one) => [one.role, one.column ?? '', one.through ?? '']),
    ...draft.roles.keys(),
  ];
  return new Set(names.flatMap((name) => identifier(name).split('_').map(stem)));
}

/** Times and units go by the type of what they are told of. */
function isHeld(draft: Draft, held: ReadonlySet<string>, name: string): boolean {
  if (name === 'id' || entityOf(draft, name) || entityAtEnd(draft, name) || isUnit(name)) return true;
  if ([...draft.aside].some((one) => one === name || name.endsWith(`_${one}`) || one.endsWith(`_${name}`))) return true;
  // "The bed occupied" is that bed.
  if (entityOf(draft, name.split('_')[0] ?? '')) return true;
  const words = name.split('_').map(stem);
  const last = words.at(-1) ?? '';
  if (/^(?:tim|moment|day)$/.test(last) && ['instant', 'date', 'period'].some((type) => held.has(stem(type))))
    return true;
  if ([...draft.entities.values()].some((one) => attributeNamed(one, name) !== undefined)) return true;
  return held.has(last) || words.filter((word) => held.has(word)).length * 2 > words.length;
}

function stem(word: string): string {
  return singular(word)
    .replace(/(?:ies|ied)$/, 'y')
    .replace(/(?<=...)(?:ings?|ed|ions?|ments?|e|y|s)$/, '');
}
