import type { Cause } from '../model.ts';
import { isAct } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { isBe, isHave, isModal } from './clauses/tokens.ts';
import { type Draft, type DraftEntity, entityOf } from './draft.ts';
import { isPerson } from './persons.ts';
import { singularName } from './phrase.ts';
import { relate } from './relate.ts';
import { readUnits } from './text.ts';
import { knownRole } from './things.ts';
import { verbForms } from './verb-of-noun.ts';

const isAuxiliary = (word: string): boolean => isBe(word) || isHave(word) || isModal(word) || /^gets?$/.test(word);
const beside =
  /^(?:an?|the|each|every|all|any|also|then|not|only|often|usually|regularly|never|always|once|twice|and|or|who|which|that|both|to|by|for|of|in|on|at|from|with|one|more|several|many|new)$/;
const pronoun = /^(?:it|they|these|those|this|he|she)$/;
const boundary = /^(?:[;:.()]|but|where|when|if|because|so|until|before|after|while)$/;
const several = /^(?:two|three|four|five|six|several|many|multiple|various|different)$/;
const finite = /^(?:is|are|has|have|can|may|must|shall|will|should)$/;

interface Mention {
  readonly entity: DraftEntity;
  readonly from: number;
  readonly to: number;
}

interface Doing {
  readonly with: readonly DraftEntity[];
  readonly cause: Cause;
}

/**
 * What is done and has no reference yet is of the things that its verb is said with: `instruments are calibrated regularly`
 * tells whose a calibration is, and `machines are rented by members` whose rental, wherever these stand in the description.
 */
export function tieActs(draft: Draft, text: string): void {
  const sentences = readUnits(text).filter(({ kind }) => kind !== 'heading');
  for (const act of draft.entities.values()) {
    if (act.listed || act.subtypeOf || act.identifiedBy || isPerson(act.name)) continue;
    const tied = draft.relations.some(({ from }) => from === act.name);
    const [, first = '', particle] = /^([a-z]+)_(over|in|out|up|off|back|away|down)$/.exec(act.name) ?? [];
    const forms = verbForms(particle === undefined ? act.name.slice(act.name.lastIndexOf('_') + 1) : first);
    if (!forms) continue;
    let best: Doing | undefined;
    let spoken: DraftEntity | undefined;
    for (const { text: words, line } of sentences) {
      const tokens = words.toLowerCase().match(/[\p{L}\p{N}'’-]+|[,;:.()]/gu) ?? [];
      const mentions = mentionsIn(draft, tokens);
      for (const [at, token] of tokens.entries()) {
        if (!forms.test(token) || !isVerbAt(tokens, at)) continue;
        if (particle !== undefined && tokens[at + 1] !== particle) continue;
        const found = tied ? doneTo(draft, act, tokens, mentions, at) : doneWith(tokens, mentions, at, spoken);
        // Who is named in it is a doer, and nothing that is done: an umpire umpires.
        if (found.includes(act)) continue;
        if (found.length > (best?.with.length ?? 0)) best = { with: found, cause: { kind: 'said', words, line } };
      }
      spoken = mentions[0]?.entity ?? spoken;
    }
    if (best) tieTo(draft, act, best);
  }
}

function tieTo(draft: Draft, act: DraftEntity, doing: Doing): void {
  for (const to of doing.with.slice(0, 3))
    relate(draft, {
      from: act.name,
      to: to.name,
      kind: 'many-to-one',
      role: knownRole(act, to) ?? to.name,
      optional: false,
      cause: doing.cause,
    });
  // What the same words tied to each other lies between them now.
  const names = doing.with.map(({ name }) => name);
  for (const one of [...draft.relations])
    if (
      one.kind === 'many-to-many' &&
      names.includes(one.from) &&
      names.includes(one.to) &&
      doing.cause.words.includes(one.cause.words.replace(/[.;]$/, ''))
    )
      draft.relations.splice(draft.relations.indexOf(one), 1);
}

/** `Accessions are tested every year` tells of a test by a technician what it is of. */
function doneTo(
  { relations }: Draft,
  act: DraftEntity,
  tokens: readonly string[],
  mentions: readonly Mention[],
  at: number,
): readonly DraftEntity[] {
  if (
    !isAct(act.name.slice(act.name.lastIndexOf('_') + 1)) ||
    !isBe(tokens[at - 1] ?? '') ||
    !/(?:ed|en|nt|ld|ht|wn)$/.test(tokens[at] ?? '')
  )
    return [];
  const done = subjectOf(tokens, mentions, at, undefined);
  const isTied = relations.some(
    ({ from, to }) => (from === act.name && to === done?.name) || (from === done?.name && to === act.name),
  );
  // What nothing is told of is only a word for it.
  const isKept = [...(done?.attributes.values() ?? [])].some(({ cause }) => cause.kind === 'said');
  return done && isKept && !isTied && done !== act && !isPerson(done.name) ? [done] : [];
}

/** A participle behind an auxiliary or a noun, or a verb between two nouns; no noun behind an article. */
function isVerbAt(tokens: readonly string[], at: number): boolean {
  const before = tokens[at - 1] ?? '';
  if (/^(?:an?|the|each|every|of|per|no|this|that|its|their)$/.test(before)) return false;
  const next = tokens[at + 1] ?? '';
  return !isAuxiliary(next) || isAuxiliary(before);
}

/** The things that the clause of a verb names: who does it, to what, for whom. */
function doneWith(
  tokens: readonly string[],
  mentions: readonly Mention[],
  at: number,
  spoken: DraftEntity | undefined,
): readonly DraftEntity[] {
  const end = clauseEnd(tokens, at);
  const found = [
    subjectOf(tokens, mentions, at, spoken),
    ...mentions.filter(({ from, to }) => from > at && to <= end).map(({ entity }) => entity),
  ];
  return [...new Set(found.filter((one) => one !== undefined))];
}

function clauseEnd(tokens: readonly string[], at: number): number {
  for (let here = at + 1; here < tokens.length; here++) {
    const [one = '', two = ''] = [tokens[here], tokens[here + 1]];
    if (
      boundary.test(one) ||
      (one === ',' && /^(?:who|which|and|whose)$/.test(two)) ||
      (/^(?:and|who|which)$/.test(one) && finite.test(two))
    )
      return here;
  }
  return tokens.length;
}

/** What stands right before the verb, else what the sentence begins with; what was spoken of, where a pronoun stands there. */
function subjectOf(
  tokens: readonly string[],
  mentions: readonly Mention[],
  at: number,
  spoken: DraftEntity | undefined,
): DraftEntity | undefined {
  let here = at - 1;
  while (
    here >= 0 &&
    (isAuxiliary(tokens[here] ?? '') || beside.test(tokens[here] ?? '') || /ly$/.test(tokens[here] ?? ''))
  )
    here--;
  const adjacent = mentions.findLast(({ to }) => to === here + 1);
  if (adjacent) return adjacent.entity;
  const first = mentions.find(({ from }) => from < at);
  if (pronoun.test(tokens[here] ?? '')) return first?.entity ?? spoken;
  return first && first.from <= 2 ? first.entity : undefined;
}

/** The entities that are named, the longest names first. */
function mentionsIn(draft: Draft, tokens: readonly string[]): readonly Mention[] {
  const found: Mention[] = [];
  for (let from = 0; from < tokens.length; from++) {
    for (const length of [3, 2, 1]) {
      const words = tokens.slice(from, from + length);
      if (words.length < length || words.some((word) => /^[,;:.()]$/.test(word) || beside.test(word))) continue;
      if (several.test(tokens[from - 1] ?? '')) continue;
      const name = singularName(words.join(' '));
      const entity = entityOf(draft, draft.roles.get(name) ?? name);
      if (!entity || (length === 1 && meaningOf(name)?.strength === 'strong' && entity.name !== name)) continue;
      found.push({ entity, from, to: from + length });
      from += length - 1;
      break;
    }
  }
  return found;
}
