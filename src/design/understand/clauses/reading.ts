import { meaningOf } from '../attribute-type.ts';
import { untold } from '../coverage.ts';
import { headingThing } from '../headings.ts';
import { sound } from '../sound.ts';
import type { Statement } from '../statement.ts';
import type { Unit } from '../text.ts';
import { isVague } from '../vague-words.ts';
import type { Clause } from './clause.ts';
import { isMoment, nounOf, type Things } from './nouns.ts';
import { parse } from './parse.ts';
import type { Setting, Told } from './setting.ts';
import { told } from './told.ts';

/** What a description speaks of as of things: the subjects of its clauses, whose properties it lists, its headings. */
export function thingsOf(units: readonly Unit[]): Things {
  const found = new Set<string>();
  for (const { kind, text } of units) {
    const named = kind === 'heading' ? headingThing(text) : undefined;
    if (named) found.add(named.name);
    for (const clause of parse(text) ?? []) for (const name of namesIn(clause)) found.add(name);
  }
  return found;
}

function namesIn({ subjects, fronted, verb }: Clause): readonly string[] {
  const owners = fronted
    .filter(({ preposition }) => /^(?:for|of|in|at|on|about|per)$/.test(preposition))
    .flatMap(({ groups }) => groups.filter(({ head }) => /^(?:each|every)\s/i.test(head)));
  const speaking = verb.kind === 'passive' || verb.kind === 'have' || verb.kind === 'active' || verb.modal;
  return [...(speaking ? subjects : []), ...owners].flatMap((group) => {
    const noun = nounOf(group);
    const counted = noun?.plural || /^(?:an?|each|every|one)\s/i.test(group.head);
    return noun &&
      !group.pronoun &&
      counted &&
      !isMoment(noun.name) &&
      !isVague(noun) &&
      (noun.plural || meaningOf(noun.name)?.strength !== 'strong') &&
      noun.words.length <= 3
      ? [noun.name]
      : [];
  });
}

/** A sentence read by its clauses; nothing for one of which a clause has no form. */
export function readByClauses(text: string, setting: Omit<Setting, 'said'>): Told | undefined {
  if (/\b(?:no|not|never|cannot|neither|nobody|unless)\b/i.test(text)) return undefined;
  const clauses = parse(text);
  const found = clauses && told(clauses, { ...setting, said: [] });
  return found && { ...found, statements: sound(found.statements) };
}

/** Statements of things, of their properties and of what hangs between them; others are told by forms of their own. */
const plain = /^(?:entity|part|belongs|mutual|counts|role|states|subtypes)$/;

/** How little of a sentence is lost, and how few of the names that were made of it are none. */
function lossOf(text: string, statements: readonly Statement[]): number {
  if (statements.length === 0) return 4;
  const names = new Set(
    statements.flatMap((one) =>
      one.kind === 'entity' || one.kind === 'part'
        ? [one.phrase.name]
        : one.kind === 'belongs' || one.kind === 'mutual'
          ? [one.from, one.to.name]
          : [],
    ),
  );
  const odd = [...names].filter((one) => one.split('_').length > 3 || /^\d|_\d+$/.test(one)).length;
  return untold(text, statements).length + odd;
}

/** True where less of a sentence is lost by its clauses than by its form, or where they alone tell a tie of one to one. */
export function tellsMore(text: string, one: readonly Statement[], other: readonly Statement[]): boolean {
  if (other.some(({ kind }) => !plain.test(kind))) return false;
  const [loss, otherLoss] = [lossOf(text, one), lossOf(text, other)];
  if (loss !== otherLoss) return loss < otherLoss;
  const isAlone = (each: Statement) => each.kind === 'belongs' && each.one === true;
  return one.some(isAlone) && !other.some(isAlone);
}
