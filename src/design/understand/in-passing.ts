import { plural } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { phraseOf } from './phrase.ts';
import type { Statement } from './statement.ts';

/** A sentence as it was read, and what was made of it. */
export interface Told {
  readonly text: string;
  readonly cause: Cause;
  readonly statements: readonly Statement[];
}

/** Tells of the reader, of a case, of a list or of what must not be: no tie between two things. */
const aside =
  /^(?:if|when|whenever|once|as|we|i|for|of|about|there|no|after|before|during|since|because|on|in|at|within)\b|\b(?:not|never|cannot|can't|no longer|unless|without|which|who|whom|whose|that|where)\b|\?$/i;
const prepositions = '(?:by|for|to|in|at|on|of|from|with|using|under|against|about|during|into|onto|within|through)';
/** What goes on with the noun: it is then the first word of another. */
const goesOn =
  '(?=\\s*(?:$|[.,;:()]|(?:and|or|but|by|for|to|in|at|on|of|from|with|under|during|who|which|that|is|are|has|have|can|may|must|starts|begins|ends|takes|runs|lasts|happens|comes|goes|belongs|gets|needs|costs)\\b))';

/** What becomes of the subject, and nothing that it does with something else. */
const state =
  '(?:(?:of|for|in|at|on)\\s+(?:an?|the|one)\\s+[a-z]+(?:\\s[a-z]+)?\\s+)?(?:(?:may|can|must|shall|should|will|has to)\\s+)?(?:is|are|be|was|were|has|takes?\\s+place|starts?|begins?|ends?|happens?|runs?|lasts?|comes?|goes|occurs?|belongs?|follows?|[a-z]+s\\s+(?:in|at|on|for|from|to|with|by))\\b';

/** Things of which something is kept, by their names. */
function keptThings(statements: readonly Statement[]): ReadonlySet<string> {
  return new Set(
    statements.flatMap((one) =>
      one.kind === 'part' && !one.phrase.many && one.phrase.name !== one.of
        ? [one.of]
        : one.kind === 'table'
          ? [phraseOf(one.table)?.name ?? '']
          : [],
    ),
  );
}

const same = (one: string, other: string) => one === other || one.endsWith(`_${other}`) || other.endsWith(`_${one}`);

/** One of both is told to have to do with the other. */
function areTied(statements: readonly Statement[], one: string, other: string): boolean {
  const tied = (from: string, to: string) =>
    (same(from, one) && same(to, other)) || (same(from, other) && same(to, one));
  return statements.some((each) => {
    switch (each.kind) {
      case 'belongs':
        return tied(each.from, each.to.name) || (each.role !== undefined && tied(each.from, each.role));
      case 'mutual':
        return tied(each.from, each.to.name) || (each.through !== undefined && tied(each.through, each.to.name));
      case 'part':
        return tied(each.of, each.phrase.name);
      case 'role':
        return tied(each.role, each.is);
      case 'subtypes':
        return each.types.some(({ name }) => tied(name, each.of));
      default:
        return false;
    }
  });
}

/**
 * What sentences name on their way: `a screening of a show starts at a certain time in a dome` is of the show and of the
 * dome, whatever else the sentence says, where both are kept and nothing else ties them.
 */
export function inPassing(sentences: readonly Told[], statements: readonly Statement[]): readonly Statement[] {
  const things = [...keptThings(statements)].filter((one) => one.length > 2);
  const subjects = [
    ...new Set([
      ...things,
      ...statements.flatMap((one) =>
        one.kind === 'belongs' || one.kind === 'mutual' ? [one.from] : one.kind === 'part' ? [one.of] : [],
      ),
    ]),
  ];
  const found: Statement[] = [];
  for (const { text, cause, statements: told } of sentences) {
    const plain = text
      .toLowerCase()
      .replace(/\([^()]*\)/g, '')
      .replace(/[.!]\s*$/, '');
    if (aside.test(plain) || told.some((one) => one.kind === 'mutual' || one.kind === 'access' || one.kind === 'wish'))
      continue;
    if (told.some((one) => one.kind === 'part' && one.made === true)) continue;
    const begins = (one: string, form: string) => new RegExp(`^${form}`).test(plain) && one.length > 2;
    const longest = (found: readonly string[]) => [...found].sort((one, other) => other.length - one.length)[0];
    const single = longest(
      subjects.filter((one) =>
        begins(one, `(?:an?|each|every|one)\\s+(?:[a-z]+\\s)?${one.replaceAll('_', ' ')}\\s${state}`),
      ),
    );
    const several = longest(
      subjects.filter((one) =>
        begins(one, `(?:[a-z]+\\s)?${plural(one.replaceAll('_', ' '))}\\s(?:(?:can|may|must)\\s+be|are)\\s`),
      ),
    );
    const subject = single ?? several;
    if (subject === undefined) continue;
    for (const thing of things) {
      if (thing === subject || same(thing, subject)) continue;
      const words = thing.replaceAll('_', ' ');
      const named =
        (single !== undefined &&
          new RegExp(
            `\\s${prepositions}\\s+(?:an?|one|exactly one|at most one|another)\\s+(?:[a-z-]+\\s)?${words}${goesOn}`,
          ).test(plain)) ||
        new RegExp(`\\sby\\s+${plural(words)}${goesOn}`).test(plain);
      const to = named ? phraseOf(`one ${words}`) : undefined;
      if (!to || areTied([...statements, ...found], subject, thing)) continue;
      found.push({ kind: 'belongs', from: subject, to, optional: /\b(?:may|can|might)\b/.test(plain), cause });
    }
  }
  return found;
}
