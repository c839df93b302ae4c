import type { Cause } from '../model.ts';
import { atTimes, companions, roleOfVerb, severalOf, toldOfBoth } from './beside-object.ts';
import { further, isPerson, isVague, madeThings, objectsOf, parts } from './objects.ts';
import { isGeneral, type Phrase, phraseOf, singularName, splitList } from './phrase.ts';
import { clausesOf, hasSubject, same } from './split.ts';
import type { Statement } from './statement.ts';
import {
  actOf,
  actOfParticiple,
  events,
  findVerb,
  isAlwaysStanding,
  isRepeated,
  isStanding,
  lowerWords,
  rootOf,
  statesOnly,
  tokensOf,
  type Verb,
} from './verbs.ts';

const pronouns = /^(?:we|they|it|you|i|he|she|this|these|those|which|who|that|system|one)$/i;

/**
 * What a sentence says of things and what hangs between them: has, belongs to, places, enrols in. `before` is what the
 * sentence before spoke of, for `it` and `they`.
 */
export function readClauses(
  text: string,
  cause: Cause,
  before: string | undefined,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  let subject = before;
  let last: string | undefined;
  const statements: Statement[] = [];
  for (const part of clausesOf(text)) {
    // What must not be is no thing that is.
    if (/\b(?:cannot|can not|can't|must not|may not|should not|never|no two|no more than)\b/i.test(part)) continue;
    const said = {
      ...cause,
      words: part.length < text.length - 2 ? (part.startsWith(same) ? part.slice(same.length) : part) : cause.words,
    };
    // `customers, who have orders`: what comes next tells of whom was named last.
    const relative = /^(?:which|who)\b/i.test(part) && last !== undefined;
    const found = readClause(part, said, relative ? last : subject);
    statements.push(...found.statements);
    last = lastNoun(part) ?? last;
    if (!relative) subject = found.statements.length === 0 && last !== undefined ? last : (found.subject ?? subject);
  }
  return { statements, ...(subject === undefined ? {} : { subject }) };
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

function readClause(
  text: string,
  cause: Cause,
  before: string | undefined,
): { readonly statements: readonly Statement[]; readonly subject?: string } {
  const persons = whoAre.exec(text);
  const are = persons && phraseOf(persons[2] ?? '');
  if (persons && are && /\b(?:has|have)\b/i.test(persons[1] ?? '')) {
    const inner = readClause(persons[1] ?? '', cause, before);
    const roles = inner.statements.flatMap((one): readonly Statement[] =>
      one.kind === 'part' ? [{ kind: 'role', role: one.phrase.name, is: are.name, cause }] : [],
    );
    return { ...inner, statements: [...inner.statements, ...roles] };
  }
  // "For each order we store the date and the total."
  const each =
    /^(?:for|of)\s+(?:each|every|all|any|an?|the)\s+(.+?)\s*,?\s+(?:we|the system|it|you|i)\s+(?:(?:need|want|must|should|have|has|would like)(?:s)?\s*(?:to)?\s+)?(?:store|track|record|keep|save|know|capture|hold|see|need|maintain)s?\s+(?:track of\s+)?(?:the following\s*:?\s*|both\s+)?(.+)$/i.exec(
      text,
    );
  if (each) {
    const of = phraseOf(each[1] ?? '');
    if (of)
      return {
        statements: [{ kind: 'entity', phrase: of, cause }, ...parts(of.name, each[2] ?? '', cause)],
        subject: of.name,
      };
  }
  // "There are 3 kinds…" is a list; "X is a Y who …" is a role.
  const isA =
    /^(?:each|every|an?|the|all|both)?\s*([\w ,]+?)\s+(?:is|are)\s+(?:also\s+|both\s+|just\s+|all\s+)*(?:an?\s+)?([a-z]+)(?:\s+(?:who|that|with|too)\b.*)?$/i.exec(
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
      return { statements: roles.map((one): Statement => ({ kind: 'role', role: one.name, is: is.name, cause })) };
    }
  }
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
          values: [either[2] ?? '', either[3] ?? ''].map((one) => singularName(one).replaceAll('_', ' ')),
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
  return {
    statements: [
      ...withinSubject(head, cause),
      ...subjects.flatMap((subject) => ofVerb(verb, subject, head, rest, cause)),
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

function ofVerb(verb: Verb, subject: Phrase, head: string, rest: string, cause: Cause): readonly Statement[] {
  const entity: Statement = { kind: 'entity', phrase: subject, cause };
  if (/\bnot\b/.test(rest.split(' ')[0] ?? '')) return [];
  // Patients register with a name and an address: that is told of them.
  if (verb.kind === 'possess' || (verb.kind !== 'belong' && /^with\s/i.test(rest))) {
    // Of what one may have, nobody must have one.
    const may = /\b(?:may|might|optionally)\b/i.test(head);
    return [
      entity,
      ...parts(subject.name, rest.replace(/^with\s+/i, ''), cause).map(
        (one): Statement =>
          may && one.kind === 'part' && !one.phrase.many ? { ...one, phrase: { ...one.phrase, optional: true } } : one,
      ),
    ];
  }
  const [plain, told] = toldOfBoth(rest);
  const optional = verb.modal || /\b(?:can|may|might|optionally)\b/i.test(head);
  const root = rootOf(verb.word);
  const act = /\b(?:in stock|stocked)\b/.test(verb.word) ? 'stock' : actOf(root);
  if (verb.kind === 'belong') {
    const participle = verb.word.split(' ').at(-2) ?? '';
    const done = / (?:for|by|with)$/.test(verb.word) ? actOfParticiple(participle) : undefined;
    const to = objectsOf(plain);
    // Reviewers who are assigned to papers have several, and so has each paper.
    if (
      / (?:assigned|allocated) to$/.test(verb.word) &&
      isPerson(subject.name) &&
      subject.plural &&
      to.length > 0 &&
      to.every((one) => one.plural && !isPerson(one.name))
    )
      return [entity, ...to.map((one): Statement => together(subject, one, undefined, told, cause))];
    // "Artworks are lent to museums, and shown in exhibitions": each has several, one after the other.
    const lent = lending[participle];
    if (lent !== undefined && / (?:to|by)$/.test(verb.word) && to.length > 0)
      return [entity, ...to.map((one): Statement => together(subject, one, lent, told, cause))];
    if (
      /^(?:shown|exhibited|displayed|featured|performed|screened)$/.test(participle) &&
      subject.plural &&
      to.every((one) => one.plural)
    )
      return [entity, ...to.map((one): Statement => together(subject, one, undefined, told, cause))];
    if (done !== undefined && to.every((one) => one.plural))
      return [entity, ...to.map((one): Statement => together(subject, one, done, told, cause))];
    return [
      entity,
      ...to.map((one): Statement => belonging(verb, subject, one, optional, cause)),
      ...further(plain).map((one): Statement => ({ kind: 'belongs', from: subject.name, to: one, optional, cause })),
      ...(told.length > 0 ? [] : companions(plain)).map(
        (one): Statement => ({
          kind: 'belongs',
          from: subject.name,
          to: one,
          optional: optional || one.optional,
          cause,
        }),
      ),
      ...atTimes(plain).map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
      ...told.map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
    ];
  }
  const ordered = /^orders?$/.test(verb.word) ? orderOf(subject, rest, cause) : undefined;
  if (ordered) return [entity, ...ordered];
  // Students take quizzes, again and again.
  const tried = /^(?:take|takes|sit|sits|attempt|attempts|solve|solves)$/.test(verb.word)
    ? objectsOf(plain).filter((one) =>
        /(?:^|_)(?:quiz|test|exam|examination|assessment|exercise|puzzle|challenge)$/.test(one.name),
      )
    : [];
  if (tried.length > 0) return [entity, ...tried.map((to): Statement => together(subject, to, 'attempt', told, cause))];
  // Vehicles enter and leave garages; reviews are left.
  if (
    /^(?:leaves?|enters?)$/.test(verb.word) &&
    !events.test(objectsOf(plain)[0]?.name ?? '') &&
    !/feedback|tip|message|note|mark/.test(plain)
  )
    return [entity, ...objectsOf(plain).map((phrase): Statement => ({ kind: 'entity', phrase, cause }))];
  // "Assign a defect to a craftsman": the one is of the other, and nobody else's.
  const given = /^assigns?$/.test(verb.word)
    ? /^(?:an?\s+|the\s+|each\s+)?([\w ]+?)\s+to\s+(?:an?\s+|the\s+|one\s+)([\w ]+)$/i.exec(plain)
    : null;
  const [task, whom] = [phraseOf(given?.[1] ?? ''), phraseOf(given?.[2] ?? '')];
  if (task && whom && !isGeneral(task) && !isGeneral(whom))
    return [
      entity,
      { kind: 'entity', phrase: task, cause },
      { kind: 'belongs', from: task.name, to: whom, optional: true, cause },
    ];
  // "A station reports temperature and humidity": each time is a reading.
  if (
    /^(?:reports?|sends?|transmits?|emits?|measures?|records?)$/.test(verb.word) &&
    !isPerson(subject.name) &&
    objectsOf(plain).length > 1 &&
    splitList(plain).every((one) => !/^(?:an?|the|their|its)\s/i.test(one) && phraseOf(one)?.many === false)
  )
    return [
      entity,
      ...[phraseOf('readings')].flatMap((one): readonly Statement[] =>
        one ? [{ kind: 'part', of: subject.name, phrase: one, made: true, cause }] : [],
      ),
      ...parts('reading', plain, cause),
    ];
  // Workers spray blocks again and again: each time is one spraying.
  const through = act ?? (verb.kind === 'act' && isPerson(subject.name) ? gerund(root) : undefined);
  // Only persons follow for their own sake: visits follow a schedule.
  if (
    /^follows?$/.test(verb.word) &&
    !isPerson(subject.name) &&
    objectsOf(plain).every((one) => one.name !== subject.name && !one.plural)
  )
    return [
      entity,
      ...objectsOf(plain).map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional, cause })),
    ];
  // Cars stand at spots, articles appear on a page: each in one place.
  const places = objectsOf(plain);
  if (
    places.length > 0 &&
    !isPerson(subject.name) &&
    ((verb.kind === 'act' && /^\w+ (?:at|in|on)$/.test(verb.word)) ||
      (/^(?:appears?|stands?|lies?|lie) (?:in|on|at)$/.test(verb.word) && places.every((one) => !one.plural)))
  )
    return [
      entity,
      ...places.map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional, cause })),
      ...further(plain).map(
        (to): Statement => ({ kind: 'belongs', from: places[0]?.name ?? subject.name, to, optional: false, cause }),
      ),
      ...told.map((phrase): Statement => ({ kind: 'part', of: subject.name, phrase, cause })),
    ];
  if (verb.kind === 'mutual' && / belong to$/.test(verb.word) && objectsOf(plain).every((one) => !one.plural))
    return [
      entity,
      ...objectsOf(plain).map((to): Statement => ({ kind: 'belongs', from: subject.name, to, optional: true, cause })),
    ];
  if (verb.kind === 'mutual' || (verb.kind === 'act' && !events.test(objectsOf(plain)[0]?.name ?? '')))
    return [
      entity,
      ...objectsOf(plain).map((to): Statement => together(subject, to, through, told, cause, further(plain))),
      ...(through === undefined ? whenAndWhere(objectsOf(plain)[0], plain, cause) : []),
    ];
  // Whoever borrows a book makes a loan: the book was there before.
  const there = act !== undefined && isStanding(root);
  const made = (there ? objectsOf(plain) : []).filter(
    (to) =>
      to.name !== act && to.name !== act?.replace('_item', '') && (isAlwaysStanding(root) || !events.test(to.name)),
  );
  if (made.length > 0)
    return [
      entity,
      ...made.map((to): Statement => together(subject, to, act, told, cause)),
      ...madeThings(subject.name, rest, cause, undefined).filter(
        (one) => one.kind !== 'part' || (one.of !== subject.name && !told.some(({ name }) => name === one.phrase.name)),
      ),
    ];
  return [entity, ...madeThings(subject.name, rest, cause, act)];
}

/** `Customers order cakes for a pickup date`: an order of theirs has a date, and cakes, so many of each. */
function orderOf(subject: Phrase, rest: string, cause: Cause): readonly Statement[] | undefined {
  const objects = objectsOf(rest).filter((one) => one.plural && !events.test(one.name) && !isPerson(one.name));
  const [order, quantity] = [phraseOf('order'), phraseOf('quantity')];
  if (objects.length === 0 || !order || !quantity) return undefined;
  const when = /\s(?:for|with)\s+(an?\s+[a-z ]*?(?:date|time|day))\b/i.exec(rest)?.[1];
  const time = when === undefined ? undefined : phraseOf(when);
  return [
    { kind: 'entity', phrase: order, cause },
    { kind: 'belongs', from: 'order', to: subject, optional: false, cause },
    ...(time ? [{ kind: 'part', of: 'order', phrase: time, cause } as const] : []),
    ...objects.map(
      (to): Statement => ({
        kind: 'mutual',
        from: 'order',
        to,
        through: 'order_item',
        repeated: true,
        told: [quantity],
        cause,
      }),
    ),
  ];
}

/** `Trainers teach classes on a weekday at a time in a room`: a class has a weekday, a time and a room. */
function whenAndWhere(what: Phrase | undefined, text: string, cause: Cause): readonly Statement[] {
  if (!what) return [];
  const times = [...text.matchAll(/\s(?:on|at)\s+(?:an?|the)\s+((?:start\s+|end\s+)?(?:weekday|day|date|time))\b/gi)];
  return [
    ...times.flatMap(([, time]): readonly Statement[] => {
      const phrase = phraseOf(/^time$/i.test(time ?? '') ? 'start time' : (time ?? ''));
      return phrase ? [{ kind: 'part', of: what.name, phrase, cause }] : [];
    }),
    ...further(text)
      .filter((one) => !one.plural && !/(?:day|date|time)$/.test(one.name))
      .map((to): Statement => ({ kind: 'belongs', from: what.name, to, optional: false, cause })),
  ];
}

/** What has become of something, and no kind of it: fines are paid or appealed. */
const participles = /(?:ed|paid|sent|sold|lost|won|left|held|open|broken|drawn|taken|given|returned)$/i;

/** What is given for a time and comes back, and what that is called. */
const lending: Readonly<Record<string, string>> = {
  lent: 'loan',
  loaned: 'loan',
  rented: 'rental',
  leased: 'lease',
  hired: 'rental',
};

function gerund(root: string): string {
  const doubled = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(root) ? `${root}${root.at(-1)}` : root;
  return `${doubled.replace(/(?<=[^aeiou])e$/, '')}ing`;
}

function together(
  subject: Phrase,
  to: Phrase,
  act: string | undefined,
  told: readonly Phrase[],
  cause: Cause,
  beside: readonly Phrase[] = [],
): Statement {
  return {
    kind: 'mutual',
    from: subject.name,
    to,
    ...(beside.length > 0 && act !== undefined ? { beside } : {}),
    ...(act === undefined ? {} : { through: act, repeated: isRepeated(act) }),
    ...(told.length === 0 ? {} : { told }),
    cause,
  };
}

function belonging(verb: Verb, subject: Phrase, to: Phrase, optional: boolean, cause: Cause): Statement {
  // Tasks that depend on other tasks may depend on several.
  if (severalOf(to) || (to.other && to.plural && to.name === subject.name))
    return {
      kind: 'mutual',
      from: subject.name,
      to,
      ...(to.other && /^depends?\b/.test(verb.word) ? { through: `${subject.name}_dependency` } : {}),
      cause,
    };
  const by = / by$/.test(verb.word);
  return {
    kind: 'belongs',
    from: subject.name,
    to,
    optional: optional || to.optional,
    ...(by ? roleOfVerb(verb.word, to) : {}),
    cause,
  };
}
