import { plural } from '../../../catalog/words.ts';
import { actOf } from '../acts.ts';
import { mutualVerbs } from '../lexicon.ts';
import { insideOf, parts } from '../objects.ts';
import { isPerson } from '../persons.ts';
import { type Phrase, phraseOf, splitList } from '../phrase.ts';
import type { Statement } from '../statement.ts';
import { adjuncts } from './adjuncts.ts';
import type { Clause } from './clause.ts';
import type { Group } from './groups.ts';
import { bySpeaker, isKept, isSpeaker, kept, there } from './kept.ts';
import { isProperty, nounOf, thingOf } from './nouns.ts';
import { around, isNoted, passively } from './passive.ts';
import { belongs, entity, type Setting, type Told } from './setting.ts';

const possessing = /^(?:contain|comprise|include|consist|bear|possess|come)$/;

/** What the clauses of a sentence say, by who or what stands where in them; nothing where none says anything that is known. */
export function told(clauses: readonly Clause[], setting: Setting): Told | undefined {
  const statements: Statement[] = [];
  let { spoken } = setting;
  for (const [at, one] of clauses.entries()) {
    const before = clauses[at - 1];
    if (isNoted(before, one)) continue;
    // "A candidate is a person who stands for a party": what makes him one, and no property of all persons.
    if (one.relative && before?.verb.kind === 'be' && one.verb.kind !== 'have' && !one.relative.preposition) continue;
    const found = ofClause(one, clauses[at + 1], { ...setting, spoken, said: [...statements] });
    statements.push(...found.statements);
    if (!one.relative) spoken = found.subject ?? spoken;
  }
  if (statements.length === 0 || statements.every(({ kind }) => kind === 'entity')) return undefined;
  return { statements, ...(spoken === undefined ? {} : { subject: spoken }) };
}

function ofClause(clause: Clause, next: Clause | undefined, setting: Setting): Told {
  if (clause.subjects.some((one) => /^(?:he|she)$/.test(one.text)) || /^track$/i.test(clause.objects[0]?.head ?? ''))
    return { statements: [] };
  if (isSpeaker(clause)) return bySpeaker(clause, setting);
  if (clause.verb.base === 'there') return there(clause, setting);
  if (isKept(clause, setting.spoken)) return kept(clause, setting);
  const all = clause.subjects.flatMap((group) => {
    const subject = subjectOf(group, setting.spoken);
    return subject ? [{ subject, group }] : [];
  });
  const [first] = all;
  const statements = all.flatMap(({ subject, group }) => ofSubject(subject, group, clause, next, setting));
  // "Customers (company, address) order products".
  const spelled = all.flatMap(({ subject, group }) =>
    /,|\sand\s/.test(subject.note) && splitList(subject.note).some((one) => isProperty({ ...group, head: one }))
      ? parts(subject.name, subject.note, setting.cause)
      : [],
  );
  const [leading] = statements;
  // What was done is spoken of from here on, where each time of it is a thing.
  const act = clause.verb.kind === 'active' && leading?.kind === 'entity' ? leading.phrase.name : undefined;
  const subject = act ?? first?.subject.name;
  return { statements: [...statements, ...spelled], ...(subject === undefined ? {} : { subject }) };
}

/** What stands as the subject: itself, or what `it`, `they`, `each` mean. */
function subjectOf(group: Group, spoken: string | undefined): Phrase | undefined {
  if (!group.pronoun) return nounOf(group);
  if (spoken === undefined || /^(?:he|she|both|all|some|one)$/.test(group.text)) return undefined;
  const words = spoken.replaceAll('_', ' ');
  return phraseOf(/^(?:they|these|those)$/.test(group.text) ? plural(words) : `each ${words}`);
}

function ofSubject(
  subject: Phrase,
  group: Group,
  clause: Clause,
  next: Clause | undefined,
  setting: Setting,
): readonly Statement[] {
  const { cause, things, read } = setting;
  const { verb, complements, objects, objectText, fronted } = clause;
  const within = fronted.flatMap(({ preposition, ...one }) =>
    preposition.startsWith('subject:') ? [{ ...one, preposition: preposition.slice('subject:'.length) }] : [],
  );
  const inside = [
    ...(group.of ? insideOf(subject, group.text, cause) : []),
    ...adjuncts(subject.name, within, false, things, cause),
  ];
  const pair =
    verb.kind === 'have' || /^(?:take|get|receive|play|hold)$/.test(verb.base)
      ? ofBoth(subject, clause, setting)
      : undefined;
  if (pair) return [...inside, ...pair];
  if (
    verb.kind === 'have' ||
    (verb.kind === 'active' && (possessing.test(verb.base) || verb.base === 'cover') && hasList(clause))
  )
    return [entity(subject, cause), ...inside, ...having(subject, clause, setting)];
  if (verb.kind === 'passive') return [...inside, ...passively(subject, clause, next, setting)];
  if (verb.kind === 'be') {
    const tied = objects.length === 0 ? adjuncts(subject.name, complements, verb.modal, things, cause) : [];
    return [
      ...inside,
      ...(tied.length > 0 ? [entity(subject, cause), ...tied] : read(sentenceOf(subject, group, clause), setting.said)),
    ];
  }
  const act = aboutIt(subject, clause, setting);
  if (act) return act;
  const places = (objects.length === 0 || /^place$/i.test(objects[0]?.head ?? '')) && !isMutual(clause);
  if (
    places &&
    complements.length > 0 &&
    !isPerson(subject.name) &&
    !/^(?:belong|refer|depend|come|become)$/.test(verb.base)
  )
    return [entity(subject, cause), ...inside, ...adjuncts(subject.name, around(clause), verb.modal, things, cause)];
  if (concerns(subject, group, clause, setting)) {
    const all = [{ preposition: 'of', groups: objects, text: objectText }, ...complements];
    return [entity(subject, cause), ...inside, ...adjuncts(subject.name, all, verb.modal, things, cause)];
  }
  return [...inside, ...read(sentenceOf(subject, group, clause), setting.said)];
}

function hasList({ verb, complements, objects }: Clause): boolean {
  if (verb.base === 'consist') return complements[0]?.preposition === 'of';
  if (verb.base === 'come') return complements[0]?.preposition === 'with';
  if (verb.base === 'cover') return /^all\s/i.test(objects[0]?.head ?? '');
  return objects.length > 0;
}

/** A thing that is nobody, told with an article: `a hearing concerns one case`. */
function concerns(subject: Phrase, group: Group, { objects, verb }: Clause, { things }: Setting): boolean {
  return (
    !isPerson(subject.name) &&
    (group.pronoun || /^(?:an?|each|every|the)\s/i.test(group.head)) &&
    !/^(?:produce|generate|result|yield|create|issue|make|cover|support|lead|trigger|like|follow|become)$/.test(
      verb.base,
    ) &&
    objects.length > 0 &&
    objects.every(
      (one) => /^(?:an?|one|exactly one|its|the|another)\s/i.test(one.head) && thingOf(one, things) !== undefined,
    )
  );
}

function having(subject: Phrase, { verb, rest, objects }: Clause, { cause }: Setting): readonly Statement[] {
  const list = /^(?:consist|come)$/.test(verb.base) ? rest.replace(/^(?:of|with)\s+/i, '') : rest;
  const plainly = list.replace(
    /\b(?:an?|the)\s+(?:ordered\s+|fixed\s+|whole\s+)?(?:sequence|series|chain|list|set|collection|fleet|range)\s+of\s+(?=(?:[a-z]+ )?[a-z]+s\b)/gi,
    'several ',
  );
  const made = parts(subject.name, plainly, cause, objects.length >= 3);
  return verb.modal
    ? made.map((one) =>
        one.kind === 'part' && !one.phrase.many ? { ...one, phrase: { ...one.phrase, optional: true } } : one,
      )
    : made;
}

/** `In each case a person takes one role`: told of the two together. */
function ofBoth(
  subject: Phrase,
  { fronted, objects }: Clause,
  { things, cause }: Setting,
): readonly Statement[] | undefined {
  const each = fronted.find(
    ({ preposition, text }) => /^(?:in|at|on|during|for)$/.test(preposition) && /^(?:each|every)\s/i.test(text),
  );
  const whole = each?.groups[0] && thingOf(each.groups[0], things);
  if (!whole || whole.name === subject.name || objects.length === 0 || !objects.every((one) => isProperty(one)))
    return undefined;
  const properties = objects.flatMap((one) => nounOf({ ...one, head: one.text }) ?? []);
  return [entity(subject, cause), { kind: 'mutual', from: subject.name, to: whole, told: properties, cause }];
}

/** `vote on`, `sing in`: both have many of the other, which the lexicon knows by verb and preposition. */
function isMutual({ verb, complements }: Clause): boolean {
  const [first] = complements;
  return first !== undefined && mutualVerbs.has(`${verb.base} ${first.preposition}`);
}

/** `A neighbour complains about a blast`: each complaint is of the blast. */
function aboutIt(
  subject: Phrase,
  { verb, objects, complements }: Clause,
  { things, cause }: Setting,
): readonly Statement[] | undefined {
  const [first] = complements;
  const name = objects.length === 0 && first?.preposition === 'about' ? actOf(verb.base) : undefined;
  const act = name === undefined ? undefined : phraseOf(`a ${name}`);
  if (!act) return undefined;
  return [
    entity(act, cause),
    ...(things.has(subject.name) ? [belongs(act.name, subject, cause)] : []),
    ...adjuncts(act.name, complements, false, things, cause),
  ];
}

/** A clause as a sentence of its own. */
function sentenceOf(subject: Phrase, group: Group, { verb, rest }: Clause): string {
  const who = group.pronoun ? subject.text : verb.kind === 'be' ? group.text : group.head;
  return `${who} ${verb.text} ${rest}`.trim();
}
