import type { Draft } from './draft.ts';
import type { Of, Statement } from './statement.ts';

/** Says that there is one, and no more. */
const just =
  /\b(?:exactly|only|just|at most|no more than|precisely)\s+(?:one|1|a single)\b|\b(?:a single|one and only one)\b/i;
/** Says that there are more. */
export const severally = /^(?:several|multiple|many|various|one or more|zero or more|any number|a list of|lists of)/i;

/**
 * What stays of the statements where a thing is said to have exactly one of something and then several, or the other way
 * round: the later one, and the contradiction is told.
 */
export function withoutContradicted(draft: Draft, statements: readonly Statement[]): readonly Statement[] {
  const last = new Map<string, Of<'part'>>();
  const dropped = new Set<Statement>();
  for (const one of statements) {
    if (one.kind !== 'part' || numberOf(one) === undefined) continue;
    const key = `${one.of}.${one.phrase.name}`;
    const before = last.get(key);
    last.set(key, one);
    if (!before || numberOf(before) === numberOf(one)) continue;
    dropped.add(before);
    const [of, what] = [one.of.replaceAll('_', ' '), one.phrase.written.replaceAll('_', ' ')];
    draft.contradictions.push({
      at: key,
      first: before.cause,
      second: one.cause,
      taken: `There ${numberOf(one) === 'one' ? `is one ${what}` : `are several ${what}`} for each ${of}.`,
    });
  }
  return statements.filter((one) => !dropped.has(one));
}

function numberOf({ phrase }: Of<'part'>): 'one' | 'several' | undefined {
  if (just.test(phrase.text)) return 'one';
  return phrase.many && severally.test(phrase.text) ? 'several' : undefined;
}
