import { insideOf, parts } from '../objects.ts';
import { type Phrase, phraseOf } from '../phrase.ts';
import type { Statement } from '../statement.ts';
import { adjuncts } from './adjuncts.ts';
import type { Clause } from './clause.ts';
import type { Group } from './groups.ts';
import { isProperty, nounOf, thingOf } from './nouns.ts';
import { belongs, entity, type Setting, type Told } from './setting.ts';

const keeping =
  /^(?:keep|record|store|note|note down|write down|register|log|know|save|need|track|want|get|document|collect|give|specify|state|enter|agree|list|indicate|remember|measure|describe|count|publish|fix|set|see)$/;
const speakers = /^(?:we|you|i|everybody|the (?:system|database|application|software))$/i;
/** What stands for whose it is behind a noun or before a list. */
const about = /^(?:for|of|about|on|per|in|at|from|regarding)$/;
const counted = /^(?:each|every|any|all|an?|the|these|such)\s/i;

/** Whoever speaks, or the system: no thing of the description. */
export function isSpeaker({ subjects }: Clause): boolean {
  return subjects.length === 1 && speakers.test(subjects[0]?.text ?? '');
}

/** `the date and the dose are recorded`: a list of what is kept, and no thing of which something becomes. */
export function isKept({ subjects, verb, fronted, complements }: Clause, spoken: string | undefined): boolean {
  if (verb.kind !== 'passive' || !keeping.test(verb.base)) return false;
  // "For publication a permit is needed": a permit is one of several.
  if (/^(?:need|want)$/.test(verb.base) && subjects.some((one) => /^an?\s/i.test(one.head))) return false;
  const named =
    fronted.some(({ preposition }) => about.test(preposition)) ||
    complements.some(({ preposition }) => /^(?:for|of|about|per)$/.test(preposition));
  if (named) return subjects.every((one) => !/^[A-Z]?[a-z]+s$/.test(one.head));
  return (
    subjects.every((one) => /^(?:the|its|their|whether|how|when|what|both)\s/i.test(one.head)) &&
    (spoken !== undefined || subjects.some((one) => one.of !== undefined || possessed(one) !== undefined))
  );
}

/** `the lorry's plate`: whose, and what. */
function possessed({ head }: Group): { readonly whose: Phrase; readonly what: string } | undefined {
  const [, of = '', what = ''] = /^(?:(?:the|an?|each|every)\s+)?([a-z]+(?: [a-z]+)?)['’]s?\s+(.+)$/i.exec(head) ?? [];
  const whose = phraseOf(of);
  return whose && what !== '' ? { whose, what } : undefined;
}

/** What is kept of a thing; `read` tells of lists that name nobody, which are of what was spoken of last. */
export function kept(clause: Clause, setting: Setting): Told {
  const { cause, things } = setting;
  const owners = ownersOf(clause, setting);
  const [first] = clause.subjects;
  // "The attendance of every member is recorded": it is of both.
  const other = first?.of && /^(?:each|every)\s/i.test(first.of.head) ? thingOf(first.of, things) : undefined;
  const act = other && first && clause.subjects.length === 1 && owners.length > 0 ? nounOf(first) : undefined;
  if (other && act && first && !isProperty(first))
    return {
      statements: [
        entity(act, cause),
        ...[...owners, other].map((one) => belongs(act.name, one, cause)),
        ...adjuncts(act.name, clause.complements, false, things, cause),
      ],
      subject: act.name,
    };
  if (owners.length > 0) {
    const told = keep(owners, clause.subjects.map(({ text }) => text).join(', '), setting);
    const [owner] = owners;
    const more =
      owner && owners.length === 1 ? adjuncts(owner.name, clause.fronted.slice(1), false, things, cause) : [];
    return { ...told, statements: [...told.statements, ...more] };
  }
  const [whole] = clause.subjects.flatMap((one) => possessed(one) ?? []);
  if (whole && things.has(whole.whose.name)) return keep([whole.whose], whole.what, setting);
  const list = clause.subjects.map(({ text }) => text).join(', ');
  const statements = setting.read(`${list} ${clause.subjects.length > 1 ? 'are' : 'is'} recorded`, setting.said);
  return { statements, ...(setting.spoken === undefined ? {} : { subject: setting.spoken }) };
}

/** Whose it is, as the sentence itself says: what `for each` names, or what a relative clause tells of. */
function ownersOf({ fronted, complements, relative }: Clause, { things }: Setting): readonly Phrase[] {
  if (relative?.preposition !== undefined && relative.preposition !== '') return [nounOf(relative.of) ?? []].flat();
  // "For each use of a lot in a step": the step is no owner, but tied to the use.
  const [first] = fronted;
  return (first && about.test(first.preposition) ? [first] : [...fronted, ...complements]).flatMap(
    ({ preposition, groups }) =>
      about.test(preposition)
        ? groups.flatMap((group): readonly Phrase[] => {
            const noun = nounOf(group);
            if (!noun || !(counted.test(group.head) || preposition === 'per' || noun.plural)) return [];
            return thingOf(group, things) || /^(?:each|every)\s/i.test(group.head)
              ? [{ ...noun, text: group.text }]
              : [];
          })
        : [],
  );
}

/** A list of what is kept of a thing, or of two of them together. */
function keep(owners: readonly Phrase[], list: string, { cause }: Setting): Told {
  const [first, second] = owners;
  if (!first) return { statements: [] };
  // "For owners and clients we keep the name": of each of both.
  if (second && second.name !== first.name && first.plural && second.plural)
    return {
      statements: owners.flatMap((one) => [entity(one, cause), ...parts(one.name, list, cause, true)]),
      subject: second.name,
    };
  if (second && second.name !== first.name) {
    const told = parts(first.name, list, cause, true).flatMap((one) => (one.kind === 'part' ? [one.phrase] : []));
    return {
      statements: [
        entity(first, cause),
        entity(second, cause),
        { kind: 'mutual', from: first.name, to: second, told, cause },
      ],
      subject: first.name,
    };
  }
  return {
    statements: [entity(first, cause), ...insideOf(first, first.text, cause), ...parts(first.name, list, cause, true)],
    subject: first.name,
  };
}

/** `We keep the name of each owner`, `we give every face a code`, `we make a ticket with a number`. */
export function bySpeaker(clause: Clause, setting: Setting): Told {
  const { things, cause, spoken } = setting;
  const { verb, objects, objectText, complements, rest } = clause;
  const [first, ...others] = objects;
  if (!first || verb.kind === 'be') return { statements: [] };
  if (others.length > 0 && /^(?:give|assign|allocate)$/.test(verb.base) && /^(?:each|every)\s/i.test(first.head)) {
    const noun = nounOf(first);
    return noun ? keep([noun], others.map(({ text }) => text).join(', '), setting) : { statements: [] };
  }
  // "We want a small database": who asks for something keeps nothing.
  const asks = /^(?:want|need|get|see|set|fix)$/.test(verb.base) && objects.length === 1 && /^an?\s/i.test(first.head);
  if (keeping.test(verb.base) && !asks) {
    const whose =
      objects.length === 1 && first.of && counted.test(first.of.head) ? thingOf(first.of, things) : undefined;
    if (whose) return keep([whose], first.head, setting);
    const owners = ownersOf(clause, setting);
    const last = owners.length === 0 && spoken !== undefined ? phraseOf(spoken.replaceAll('_', ' ')) : undefined;
    return keep(last ? [last] : owners, owners.length === 0 ? rest : objectText, setting);
  }
  // What is said to be done is a thing where it is told what it has.
  if (!complements.some(({ preposition }) => preposition === 'with')) return { statements: [] };
  const made = objects.flatMap((group) => {
    const noun = thingOf(group, things);
    return noun ? [{ group, noun }] : [];
  });
  const last = made.at(-1)?.noun.name;
  return {
    statements: made.flatMap(({ group, noun }) => [
      entity(noun, cause),
      ...insideOf(noun, group.text, cause),
      ...adjuncts(noun.name, complements, verb.modal, things, cause),
    ]),
    ...(last === undefined ? {} : { subject: last }),
  };
}

/** On paper: what stands on it is kept of what it is about. */
const paper = /^(?:card|record|file|form|sheet|dossier|folder|list|entry)$/;

/** `On each site there are several faces`: the site has them. */
export function there({ fronted, complements, objects }: Clause, { things, cause }: Setting): Told {
  const owner = [...fronted, ...complements].flatMap(({ preposition, groups }) =>
    /^(?:in|on|at|for|per|within)$/.test(preposition) ? groups.flatMap((one) => thingOf(one, things) ?? []) : [],
  )[0];
  const having = complements.find(({ preposition }) => preposition === 'with');
  const [only] = objects;
  const noun = only && nounOf(only);
  if (owner && noun && having && paper.test(noun.name))
    return { statements: [entity(owner, cause), ...parts(owner.name, having.text, cause, true)], subject: owner.name };
  const all = objects.flatMap((one) => thingOf(one, things) ?? []);
  const [first] = all;
  if (!first || (!owner && !having && !first.plural)) return { statements: [] };
  return {
    statements: [
      ...all.map(
        (one): Statement =>
          owner ? { kind: 'part', of: owner.name, phrase: { ...one, many: true }, cause } : entity(one, cause),
      ),
      ...(having ? parts(first.name, having.text, cause) : []),
    ],
    subject: first.name,
  };
}
