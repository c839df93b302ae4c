import { plural } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { readCounts } from './counts.ts';
import { readDefined } from './defined.ts';
import { insideOf, parts } from './objects.ts';
import { ofVerb } from './of-verb.ts';
import { readOverlap } from './overlap.ts';
import { isGeneral, type Phrase, phraseOf, singularName, singularWords, splitList } from './phrase.ts';
import { clausesOf, hasSubject, same } from './split.ts';
import type { Statement } from './statement.ts';
import { isVague } from './vague-words.ts';
import { findVerb, lowerWords, statesOnly, tokensOf } from './verbs.ts';

const pronouns = /^(?:we|they|it|you|i|he|she|this|these|those|which|who|that|system|one)$/i;

/**
 * What a sentence says of things and what hangs between them: has, belongs to, places, enrols in. `spokenOf` is what the
 * sentence before spoke of, for `it` and `they`.
 */
export function readClauses(
  text: string,
  cause: Cause,
  spokenOf: string | undefined,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  let subject = spokenOf;
  let last: string | undefined;
  let before: string | undefined;
  const statements: Statement[] = [];
  for (const given of clausesOf(text)) {
    // `Vehicles are sent to operations, and crews take part in them`: in operations.
    // "Nights take place in rooms, and members sign up for them": for the nights.
    const happens =
      /\b(?:takes? place|happens?|occurs?|(?:is|are) held)\b/i.test(before ?? '') && subject !== undefined;
    const meant = happens ? subject : last;
    const spoken = meant === undefined ? undefined : plural(meant.replaceAll('_', ' '));
    before = given;
    const part = spoken === undefined ? given : given.replace(/\b(in|to|on|for|of|by|from|at) them\b/i, `$1 ${spoken}`);
    // What must not be is no thing that is.
    if (/\b(?:cannot|can not|can't|must not|may not|should not|never|no two|no more than)\b/i.test(part)) {
      statements.push(...readOverlap(part, { ...cause, words: part }));
      continue;
    }
    const said = {
      ...cause,
      words: part.length < text.length - 2 ? (part.startsWith(same) ? part.slice(same.length) : part) : cause.words,
    };
    // `customers, who have orders`: what comes next tells of whom was named last.
    const relative = /^(?:which|who)\b/i.test(part) && last !== undefined;
    const found = readClause(relative ? ofNamed(part, last) : part, said, relative ? last : subject);
    statements.push(...found.statements);
    last = lastNoun(part) ?? last;
    if (!relative) subject = found.statements.length === 0 && last !== undefined ? last : (found.subject ?? subject);
  }
  return { statements, ...(subject === undefined ? {} : { subject }) };
}

/** `Firms, which serve many clients`: a verb that no list has is known by the noun before it, which `which` stands for. */
function ofNamed(text: string, named: string | undefined): string {
  if (
    named === undefined ||
    !/\s(?:many|several|multiple|various|numerous)\s/i.test(text) ||
    findVerb(lowerWords(text))
  )
    return text;
  const several = /^(?:which|who)\s+[a-z]+[^s]\s/i.test(text);
  const words = named.replaceAll('_', ' ');
  const told = text.replace(/^(?:which|who)\b/i, several ? plural(words) : `each ${words}`);
  return findVerb(lowerWords(told)) ? told : text;
}

/** The noun that stands alone, or that a list ends with; nothing where a sentence has a verb that is not known. */
function lastNoun(text: string): string | undefined {
  const words = tokensOf(text);
  const verb = findVerb(lowerWords(text));
  const end = verb && words[verb.at + verb.length - 1];
  const rest = end ? text.slice(end.index + end[0].length) : text;
  const phrase = phraseOf(splitList(rest).at(-1) ?? '');
  return phrase && phrase.words.length <= 2 && !isGeneral(phrase) && !pronouns.test(phrase.name)
    ? phrase.name
    : undefined;
}

/** True for `customers place orders`: a sentence of its own, whatever stands before it. */
export function isClause(text: string): boolean {
  return (
    hasSubject(text) ||
    hasSubject(text.replace(/^(?:each|every|all|an?|the)\s+/i, '')) ||
    /^(?:each|every|an?)\s+\w+\s+(?:has|can|may|must|belongs)\b/i.test(text)
  );
}

/** `Messages have a sender and a recipient, both are users`: the last names are persons. */
const whoAre =
  /^(.+?),?\s+(?:both|all|each|who|which)\s+(?:of (?:them|whom|which)\s+)?(?:is|are)\s+(?:also\s+)?(?:an?\s+)?([a-z]+)$/i;

/** `A voyage is a transport with a vessel name`: it is told of voyages, and of all transports where several are named. */
function partsOfKind(
  is: Phrase,
  [role, ...others]: readonly Phrase[],
  list: string,
  cause: Cause,
): readonly Statement[] {
  const found = parts(is.name, list, cause);
  if (!role || others.length > 0 || role.plural) return found;
  return found.map((one) => (one.kind === 'part' && one.of === is.name ? { ...one, ofKind: role.name } : one));
}

function readClause(
  text: string,
  cause: Cause,
  before: string | undefined,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  // "Prerequisites, which are other courses".
  const others = /^(?:which|who)\s+are\s+(?:also\s+)?other\s+([a-z]+)$/i.exec(text)?.[1];
  const other = others === undefined || before === undefined ? undefined : phraseOf(others);
  if (other && before !== undefined)
    return { statements: [{ kind: 'role', role: before, is: other.name, cause }], subject: other.name };
  const persons = whoAre.exec(text);
  const are = persons && phraseOf(persons[2] ?? '');
  if (persons && are && /\b(?:has|have)\b/i.test(persons[1] ?? '')) {
    const inner = readClause(persons[1] ?? '', cause, before);
    const roles = inner.statements.flatMap((one): readonly Statement[] =>
      one.kind === 'part' ? [{ kind: 'role', role: one.phrase.name, is: are.name, cause }] : [],
    );
    return { ...inner, statements: [...inner.statements, ...roles] };
  }
  // "There are 3 kinds…" is a list; "X is a Y who …" is a role.
  const isA =
    /^(?:each|every|an?|the|all|both)?\s*([\w ,]+?)\s+(?:is|are)\s+(?:also\s+|both\s+|just\s+|all\s+)*(?:an?\s+)?(?:registered\s+|known\s+)?([a-z]+)(?:\s+(?:who|that|too)\b.*|\s+with\s+(.+))?$/i.exec(
      text,
    );
  if (isA) {
    const is = phraseOf(isA[2] ?? '');
    const roles = splitList(isA[1] ?? '').flatMap((one) => phraseOf(one) ?? []);
    if (
      is &&
      !isGeneral(is) &&
      (is.plural || /\b(?:is|are) (?:also )?an?\s/i.test(text)) &&
      roles.length > 0 &&
      roles.every(
        (one) =>
          one.words.length <= 2 &&
          !/\b(?:has|have|can|must|may)\b/.test(isA[1] ?? '') &&
          !isGeneral(one) &&
          !pronouns.test(one.name),
      )
    ) {
      return {
        statements: [
          ...roles.map((one): Statement => ({ kind: 'role', role: one.name, is: is.name, cause })),
          ...(isA[3] === undefined ? [] : partsOfKind(is, roles, isA[3], cause)),
        ],
        subject: is.name,
      };
    }
  }
  const defined = readDefined(text, cause);
  if (defined) return defined;
  // "Threads are replies to messages": what they are has to do with another thing, or with itself.
  const like = /^(?:the\s+)?([\w ]+?)\s+are\s+([a-z]+s|[a-z]+ies)\s+(?:to|of|on|for)\s+(?:other\s+)?([\w ]+)$/i.exec(
    text,
  );
  const [what, kind, of] = [like?.[1], like?.[2], like?.[3]].map((one) => phraseOf(one ?? ''));
  if (what?.plural && kind?.plural && of?.plural && !isGeneral(what) && !isGeneral(of) && !pronouns.test(what.name))
    return {
      statements: [{ kind: 'belongs', from: what.name, to: of, optional: false, as: kind.name, cause }],
      subject: what.name,
    };
  const either =
    /^(.+?)\s+(?:is|are)\s+(?:either\s+)?(?:an?\s+)?([a-z]+(?: [a-z]+)?)\s+or\s+(?:an?\s+)?([a-z]+(?: [a-z]+)?)$/i.exec(
      text,
    );
  const counts = /\bone$/i.test(either?.[2] ?? '') && /^more\b/i.test(either?.[3] ?? '');
  const [owner] = either && !counts ? subjectsOf(either[1] ?? '', before) : [];
  if (either && owner && /^not$/i.test(either[3] ?? '')) {
    const phrase = phraseOf(either[2] ?? '');
    const column = {
      name: singularName(either[2] ?? ''),
      type: 'boolean',
      optional: false,
      unique: false,
      primary: false,
    } as const;
    if (phrase)
      return {
        statements: [
          { kind: 'entity', phrase: owner, cause },
          { kind: 'part', of: owner.name, phrase, column, cause },
        ],
        subject: owner.name,
      };
  }
  if (either && owner && !/(?:ed|less|more)$/.test(either[2] ?? ''))
    return {
      statements: [
        { kind: 'entity', phrase: owner, cause },
        {
          kind: 'states',
          of: owner.name,
          attribute: [either[2], either[3]].every((one) => participles.test(one ?? '')) ? 'status' : 'kind',
          values: [either[2] ?? '', either[3] ?? ''].map((one) => singularWords(one)),
          cause,
        },
      ],
      subject: owner.name,
    };
  const tokens = tokensOf(text);
  const words = lowerWords(text);
  const verb = findVerb(words);
  if (!verb) return statedOnly(text, words, cause);
  const start = tokens[0]?.index ?? 0;
  const from = tokens[verb.at]?.index ?? 0;
  const last = tokens[verb.at + verb.length - 1];
  const to = last ? last.index + last[0].length : text.length;
  const head = text.slice(start, from).trim();
  const rest = text.slice(to).trim().replace(/^:\s*/, '');
  const subjects = subjectsOf(head, before);
  if (subjects.length === 0 || rest === '') return statedOnly(text, words, cause);
  const [only] = subjects;
  const inside =
    subjects.length === 1 && only && / (?:of|about|against) [a-z]/i.test(head) ? insideOf(only, head, cause) : [];
  return {
    statements: [
      ...withinSubject(head, cause),
      ...inside,
      ...subjects.flatMap((subject) => [
        ...ofVerb(verb, subject, head, rest, cause),
        ...readCounts(verb, subject, head, rest, cause),
      ]),
    ],
    subject: subjects[0]?.name ?? '',
  };
}

/** `Each site has`: one of several is a thing, whatever else the word may mean. */
function isGeneralSubject(phrase: Phrase): boolean {
  return isGeneral(phrase) && (isVague(phrase) || !(phrase.plural || /^(?:each|every|an?)\s/i.test(phrase.text)));
}

function subjectsOf(head: string, before: string | undefined): readonly Phrase[] {
  const plain = head
    .replace(
      /\b(?:can|could|may|might|must|should|shall|will|would|be able to|is able to|are able to|need(?:s)? to|want(?:s)? to|has to|have to|also|only|optionally|always|usually|often|then)\b|\bto\s*$/gi,
      ' ',
    )
    .replace(/^.*,\s*(?=\S)/, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (pronouns.test(plain) || plain === '') {
    if (/^(?:it|they|this|these|which|who|that|he|she)$/i.test(plain) && before !== undefined) {
      const phrase = phraseOf(before);
      return phrase ? [phrase] : [];
    }
    return [];
  }
  return splitList(plain).flatMap((one) => {
    const phrase = phraseOf(one);
    return phrase && !pronouns.test(phrase.name) && !isGeneralSubject(phrase) && phrase.words.length <= 3
      ? [phrase]
      : [];
  });
}

/** `invoices with lines are issued every month`: the thing is there, and has parts. */
function statedOnly(
  text: string,
  words: readonly string[],
  cause: Cause,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  const at = statesOnly(words);
  const from = at === undefined ? undefined : tokensOf(text)[at]?.index;
  const head = from === undefined ? '' : text.slice(0, from).trim();
  const subjects = subjectsOf(head, undefined).filter((one) => one.plural || /^(?:each|every|an?)\s/i.test(head));
  const [first] = subjects;
  if (!first) return { statements: [] };
  const expires = /^expires?$/.test(words[at ?? -1] ?? '') ? phraseOf('expiry date') : undefined;
  // "Invoices are created monthly per household with one line per tariff": whose they are, and what they have.
  const behind = from === undefined ? '' : text.slice(from);
  const of = /\s(?:per|for each|for every)\s+([a-z]+)(?=\s|,|$)/i.exec(behind)?.[1];
  const whose =
    of === undefined || /^(?:day|week|month|year|hour|minute|second|quarter|night)$/i.test(of)
      ? undefined
      : phraseOf(of);
  const having = /\swith\s+(.+)$/i.exec(behind)?.[1];
  const perLine = /^(.+?)\s+(?:per|for each|for every)\s+([a-z]+)$/i.exec(having ?? '');
  const line = phraseOf(perLine?.[1] ?? '');
  const each = phraseOf(perLine?.[2] ?? '');
  return {
    statements: [
      ...(whose && !isGeneral(whose)
        ? [{ kind: 'belongs', from: first.name, to: whose, optional: false, cause } as const]
        : []),
      ...(line && each
        ? [
            { kind: 'part', of: first.name, phrase: { ...line, many: true }, cause } as const,
            { kind: 'belongs', from: `${first.name}_${line.name}`, to: each, optional: false, cause } as const,
          ]
        : having === undefined
          ? []
          : parts(first.name, having, cause)),
      ...subjects.map((phrase): Statement => ({ kind: 'entity', phrase, cause })),
      ...withinSubject(head, cause),
      ...(expires ? [{ kind: 'part', of: first.name, phrase: expires, cause } as const] : []),
    ],
    subject: first.name,
  };
}

/** `products with variants have …`: the subject has parts of its own. */
function withinSubject(head: string, cause: Cause): readonly Statement[] {
  const within = /^(.+?)\s+with\s+(.+)$/i.exec(head);
  const phrase = within && phraseOf(within[1] ?? '');
  return phrase && !isGeneral(phrase)
    ? [{ kind: 'entity', phrase, cause }, ...parts(phrase.name, within[2] ?? '', cause)]
    : [];
}

/** What has become of something, and no kind of it: fines are paid or appealed. */
const participles = /(?:ed|paid|sent|sold|lost|won|left|held|open|broken|drawn|taken|given|returned)$/i;
