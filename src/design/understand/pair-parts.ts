import type { Of, Statement } from './statement.ts';

/** What is told of one thing in another, and never of the thing alone. */
const ofThePair =
  /(?:^|_)(?:quantity|amount|dosage|dose|share|percentage|proportion|position|rank|role|order|sequence|hours|number_of_[a-z_]+|since|score|grade|points|mark|contribution)$|^(?:quantity|amount|share)_[a-z]+$/;
const ofEither =
  /(?:^|_)(?:price|unit|note|notes|remark|remarks|comment|currency|date|time|discount)$|^(?:price|unit_price|discount|cost)_[a-z_]+$/;

/** What holds what others hold as well. */
const shared =
  /(?:^|_)(?:[a-z]*list|route|itinerary|tour|programme|program|menu|curriculum|line|collection|album|trip|mix)$/;

/**
 * `A prescription contains medicines with a dosage`, where other sentences tell of medicines: the dosage is of the
 * two together, and each may have several of the other.
 */
export function withPairs(statements: readonly Statement[]): readonly Statement[] {
  const found: Statement[] = [];
  const gone = new Set<Statement>();
  for (const one of statements) {
    if (gone.has(one)) continue;
    const inner = one.kind === 'part' && one.phrase.plural && !one.made ? toldInside(one, statements) : [];
    if (one.kind !== 'part' || inner.length === 0) {
      found.push(one);
      continue;
    }
    for (const two of inner) gone.add(two);
    found.push({
      kind: 'mutual',
      from: one.of,
      to: one.phrase,
      told: inner.map((two) => two.phrase),
      cause: one.cause,
    });
  }
  return found;
}

function toldInside(one: Of<'part'>, statements: readonly Statement[]): readonly Of<'part'>[] {
  const { name } = one.phrase;
  const inner = statements.filter(
    (two): two is Of<'part'> => two.kind === 'part' && two.of === name && two.cause === one.cause,
  );
  const pairwise =
    inner.some(({ phrase }) => ofThePair.test(phrase.name)) &&
    inner.every(({ phrase }) => ofThePair.test(phrase.name) || ofEither.test(phrase.name));
  if (!pairwise || name === one.of) return [];
  // "A book consists of chapters in order": a chapter is of one book, and a song of several set lists.
  const composed = /\b(?:consists? of|(?:is|are) (?:composed of|made up of|divided into|split into)|comprises?)\b/i;
  if (composed.test(one.cause.words) && inner.every(({ phrase }) => phrase.name === 'position') && !shared.test(one.of))
    return [];
  // It is there by itself where more is said of it, and of nobody's where nothing says so.
  const alone = statements.some(
    (two) =>
      two.cause !== one.cause &&
      ((two.kind === 'part' && two.of === name && !two.phrase.many) || (two.kind === 'belongs' && two.from === name)),
  );
  const owned = statements.some(
    (two) => two.kind === 'belongs' && two.from === name && two.to.name === one.of && two.cause !== one.cause,
  );
  return alone && !owned ? inner : [];
}
