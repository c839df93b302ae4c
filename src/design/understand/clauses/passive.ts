import { actOfParticiple, gerundOf } from '../acts.ts';
import { parts } from '../objects.ts';
import { type Phrase, phraseOf } from '../phrase.ts';
import { isPiecewise } from '../piecewise.ts';
import type { Statement } from '../statement.ts';
import { nameOfAct } from './acts.ts';
import { adjuncts } from './adjuncts.ts';
import type { Clause, Complement } from './clause.ts';
import { isProperty, nounOf, thingOf } from './nouns.ts';
import { belongs, entity, type Setting, single } from './setting.ts';

/** What comes to be by it is the subject itself: a report is written for each flight. */
const made =
  /^(?:write|make|issue|draw|draw up|produce|create|prepare|hold|appoint|open|start|organise|organize|give|send|schedule|plan|conclude|sign|file|fill|fill in|submit|raise|take|place|lodge|report)$/;

/** Behind the verb, and before the subject where one of several is named there. */
export function around({ fronted, complements }: Clause): readonly Complement[] {
  const before = fronted.filter(
    ({ preposition, text }) => !preposition.startsWith('subject:') && /^(?:each|every|an?|one)\s/i.test(text),
  );
  return [...before, ...complements];
}

/** What a clause in the passive says of its subject: `is cast with two actors`, `is equipped with a meter`. */
export function passively(
  subject: Phrase,
  clause: Clause,
  next: Clause | undefined,
  setting: Setting,
): readonly Statement[] {
  const { cause, things, read } = setting;
  const { verb, complements, objects, objectText, rest } = clause;
  const [preposition, first] = [complements[0]?.preposition ?? '', complements[0]];
  const all = [entity(subject, cause)];
  if (
    /^(?:identify|designate|describe|characterise|characterize|define|distinguish|know)$/.test(verb.base) &&
    preposition === 'by'
  )
    return [...all, ...read(`${subject.text} ${verb.text} ${rest}`, setting.said)];
  const called =
    /^(?:number|name|title)$/.test(verb.base) && objects.length === 0 ? phraseOf(`a ${verb.base}`) : undefined;
  if (called)
    return [
      ...all,
      { kind: 'part', of: subject.name, phrase: called, cause },
      ...adjuncts(subject.name, complements, verb.modal, things, cause),
    ];
  if (/^(?:divide|split|separate|subdivide|compose|make up)$/.test(verb.base) && /^(?:into|of)$/.test(preposition))
    return [...all, ...parts(subject.name, rest.replace(/^(?:into|of)\s+/i, ''), cause)];
  if (/^(?:equip|fit|furnish)$/.test(verb.base) && preposition === 'with')
    return [...all, ...fitted(subject, first, setting)];
  if (objects.length > 0 && /^(?:send|give|issue|pay|offer|assign|allocate|grant|award)$/.test(verb.base)) {
    // "A practice is sent an invoice with a number", "a member is given a number".
    const given = objects.flatMap((one) => (isProperty(one) ? [] : (thingOf(one, things) ?? [])));
    if (given.length === 0) return [...all, ...parts(subject.name, objectText, cause)];
    return [
      ...all,
      ...given.flatMap((one) => [
        entity(one, cause),
        belongs(one.name, subject, cause),
        ...adjuncts(one.name, complements, false, things, cause),
      ]),
    ];
  }
  const several = severallyIn(subject, clause, setting);
  if (several) return [...all, ...several];
  const act = actToldOf(subject, clause, setting);
  if (act) return [...all, ...act];
  if (next && isNoted(clause, next)) return [...all, ...noted(subject, clause, next, setting)];
  const told = between(subject, clause, setting);
  if (told) return [...all, ...told];
  if (isByForms(subject, clause, setting))
    return [...all, ...read(`${subject.text} ${verb.text} ${rest}`, setting.said)];
  return [...all, ...adjuncts(subject.name, around(clause), verb.modal, things, cause)];
}

/** `Paid in instalments`: it has them; what stands behind other prepositions is of it all the same. */
function severallyIn(
  subject: Phrase,
  { verb, complements }: Clause,
  { things, cause }: Setting,
): readonly Statement[] | undefined {
  const participle = verb.text.split(' ').slice(-verb.base.split(' ').length).join(' ');
  const isPieces = ({ preposition, groups }: Complement) =>
    groups.some((one) => {
      const noun = nounOf(one);
      return noun !== undefined && isPiecewise(subject, `${participle} ${preposition}`, noun);
    });
  const found = complements.find(isPieces);
  if (!found) return undefined;
  const others = complements.filter((one) => one !== found);
  return [
    ...found.groups.flatMap((one): readonly Statement[] => {
      const noun = nounOf(one);
      return noun ? [{ kind: 'part', of: subject.name, phrase: { ...noun, many: true }, cause }] : [];
    }),
    ...adjuncts(subject.name, others, verb.modal, things, cause),
  ];
}

/** Done again and again, or between many of both: forms of its own tell what each time is. */
function isByForms(subject: Phrase, { verb, complements, subjects }: Clause, { things }: Setting): boolean {
  const participle = verb.text.split(' ').at(-1) ?? '';
  if (
    actOfParticiple(participle) !== undefined ||
    /^(?:lend|loan|rent|lease|hire|dispatch|deploy|translate)$/.test(verb.base)
  )
    return true;
  if (
    /^(?:assign|allocate|appoint|use|show|exhibit|display|perform|wear|attend|group|link)$/.test(verb.base) &&
    subject.plural
  )
    return true;
  const [only, more] = complements;
  const many = only?.groups.every((one) => thingOf(one, things)?.plural ?? false) ?? false;
  return more === undefined && many && (subject.plural || subjects.length > 1);
}

/** Each time of it is told of as a thing elsewhere: witnesses are summoned, and a summons has a date. */
function actToldOf(
  subject: Phrase,
  { verb, complements }: Clause,
  { things, cause }: Setting,
): readonly Statement[] | undefined {
  const [first = ''] = verb.base.split(' ');
  const names = [
    nameOfAct(verb.base),
    gerundOf(first),
    verb.base.replaceAll(' ', '_'),
    verb.base.replaceAll(' ', ''),
    first,
    `${first}s`,
  ];
  const name = names.find((one) => things.has(one));
  const phrase = name === undefined ? undefined : phraseOf(`a ${name.replaceAll('_', ' ')}`);
  const others = complements.flatMap(({ groups }) => groups.flatMap((one) => thingOf(one, things) ?? []));
  if (!phrase || name === undefined || name === subject.name || subject.name.endsWith(`_${name}`)) return undefined;
  if (others.some((one) => one.name === name)) return undefined;
  // Each time it is done with one of several.
  const told = adjuncts(name, complements, false, things, cause).map((one) =>
    one.kind === 'mutual' ? belongs(name, one.to, cause) : one,
  );
  return [entity(phrase, cause), belongs(name, subject, cause), ...told];
}

/** What something is equipped with is of it alone. */
function fitted(subject: Phrase, complement: Complement | undefined, { things, cause }: Setting): readonly Statement[] {
  const all = (complement?.groups ?? []).flatMap((one) => thingOf(one, things) ?? []);
  return all.flatMap((one): readonly Statement[] => [
    entity(one, cause),
    {
      kind: 'belongs',
      from: one.name,
      to: single(subject),
      optional: false,
      ...(one.plural ? {} : { one: true }),
      cause,
    },
  ]);
}

/** `checked by a technician, who notes the result`: who does it tells what is kept of it. */
export function isNoted(clause: Clause | undefined, next: Clause): boolean {
  const agent =
    clause?.verb.kind === 'passive' ? clause.complements.find(({ preposition }) => preposition === 'by') : undefined;
  return (
    agent !== undefined &&
    next.relative !== undefined &&
    next.verb.kind === 'active' &&
    /^(?:note|record|write|write down|give|enter|register|assign|state|log|add)$/.test(next.verb.base) &&
    agent.groups.some((one) => one.text === next.relative?.of.text) &&
    next.objects.length > 0
  );
}

/** Done to a thing by somebody who notes something: each time is a row. */
function noted(
  subject: Phrase,
  { verb, complements }: Clause,
  next: Clause,
  { things, cause }: Setting,
): readonly Statement[] {
  const name = nameOfAct(verb.base);
  const phrase = phraseOf(`a ${name.replaceAll('_', ' ')}`);
  return phrase
    ? [
        entity(phrase, cause),
        belongs(name, subject, cause),
        ...adjuncts(name, complements, false, things, cause),
        ...parts(name, next.objectText, cause, true),
      ]
    : [];
}

/** `In a production every role is cast with an actor`: each time is a row between all of them. */
function between(subject: Phrase, clause: Clause, { things, cause }: Setting): readonly Statement[] | undefined {
  const { fronted, verb, subjects, complements } = clause;
  const each = fronted.find(
    ({ preposition, text }) => /^(?:in|at|on|for)$/.test(preposition) && /^(?:each|every|an?|one)\s/i.test(text),
  );
  const whole = each?.groups[0] && thingOf(each.groups[0], things);
  if (!whole || verb.modal || made.test(verb.base) || !/^(?:each|every|an?|one)\s/i.test(subjects[0]?.head ?? ''))
    return undefined;
  const others = complements
    .filter(({ preposition }) => /^(?:by|with|on|in|at|to)$/.test(preposition))
    .flatMap(({ groups }) => groups.flatMap((one) => thingOf(one, things) ?? []));
  const name = nameOfAct(verb.base);
  const phrase = phraseOf(`a ${name.replaceAll('_', ' ')}`);
  if (others.length === 0 || !phrase) return undefined;
  return [entity(phrase, cause), ...[whole, subject, ...others].map((one) => belongs(name, one, cause))];
}
