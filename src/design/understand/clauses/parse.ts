import { areProperties, type Clause, type Complement, having, isSorted, type Place, type Verb } from './clause.ts';
import { behindJoint, type Group, type Groups, groupsAt, type Sentence, textOf } from './groups.ts';
import {
  annotate,
  beginsClause,
  boundary,
  complement,
  endsAt,
  fronted,
  purpose,
  skipAdverbs,
  skipJoints,
  valuesAt,
} from './places.ts';
import {
  isAdverb,
  isBe,
  isDeterminer,
  isHave,
  isJoint,
  isModal,
  isNominal,
  isParticiple,
  isParticle,
  isPlural,
  isPreposition,
  isRelative,
  isSubordinator,
  tokensIn,
} from './tokens.ts';
import { passive, verbAt } from './verb-group.ts';
import { plainForm } from './verb-words.ts';

/** Greetings, stories, questions and lists of tables are read by other rules. */
const unread =
  /\b(?:tables|entities|classes)\s*:|^(?:our\s|hello|hi|hey|dear|thanks|as an?\s.+\bi\b|as the\s.+\bi\b|(?:who|which|what|how|where|when)\s)/i;

/** The clauses of a sentence in their order; nothing for a sentence that has a place where no rule goes on. */
export function parse(text: string): readonly Clause[] | undefined {
  const plain = text.replace(/[.!;:]+\s*$/, '').trim();
  const tokens = tokensIn(plain);
  if (tokens.length < 3 || tokens.length > 90 || /\?$/.test(plain) || unread.test(plain)) return undefined;
  return clausesOf({ text: plain, tokens });
}

function clausesOf(sentence: Sentence): readonly Clause[] | undefined {
  const made: Clause[] = [];
  let failed = false;

  function all(): readonly Clause[] | undefined {
    let at = 0;
    const length = sentence.tokens.length;
    let previous: Clause | undefined;
    while (at < length && !failed) {
      const start = skipJoints(sentence, at);
      if (start >= length) break;
      const next = clauseAt(start, previous);
      if (next === undefined || next.end <= at) return undefined;
      previous = next.found;
      at = next.end;
    }
    return failed || made.length === 0 ? undefined : made;
  }

  function wordAt(at: number): string {
    return sentence.tokens[at]?.word ?? '';
  }

  /** A clause with a subject of its own, or with that of the one before. */
  function clauseAt(from: number, previous: Clause | undefined): Place<Clause> | undefined {
    const front = fronted(sentence, from);
    if (front === undefined) return undefined;
    let at = skipJoints(sentence, front.end);
    const again = previous
      ? verbAt(sentence, at, previous.subjects.at(-1), previous.verb.kind === 'passive')
      : undefined;
    if (again && previous) return predicateAt(again, previous.subjects, front.found);
    // "There are racks in every hall".
    if (wordAt(at) === 'there' && isBe(wordAt(at + 1))) {
      const verb: Verb = { kind: 'be', base: 'there', text: 'there are', modal: false };
      return predicateAt({ found: verb, end: at + 2 }, [], front.found);
    }
    const subjects = groupsAt(sentence, at, true);
    if (!subjects) return undefined;
    at = subjects.end;
    const within = withinSubject(subjects);
    if (within === undefined) return undefined;
    const verb = verbAt(sentence, skipAdverbs(sentence, within.end), subjects.groups.at(-1), false);
    if (!verb) return undefined;
    return predicateAt(verb, subjects.groups, [...front.found, ...within.found]);
  }

  /** What tells more of the subject before the verb: `with two sides`, `in a case`, `taken by a guest`. */
  function withinSubject({ groups, end }: Groups): Place<readonly Complement[]> | undefined {
    const found: Complement[] = [];
    let at = end;
    while (at < sentence.tokens.length) {
      const word = wordAt(at);
      if (isPreposition(word) && !isParticle(word)) {
        const behind = complement(sentence, at, (next) => !beginsClause(sentence, next));
        if (!behind) return undefined;
        found.push({ ...behind.found, preposition: `subject:${behind.found.preposition}` });
        at = behind.end;
      } else if (word === ',' && isRelative(wordAt(at + 1))) {
        const last = groups.at(-1);
        const relative = last ? relativeAt(at + 1, last) : undefined;
        if (relative === undefined) return undefined;
        at = relative;
        if (wordAt(at) === ',') at++;
      } else if (isRelative(word) && word !== 'that') {
        const last = groups.at(-1);
        const relative = last ? relativeAt(at, last) : undefined;
        if (relative === undefined) return undefined;
        at = relative;
      } else if (
        isParticiple(word) &&
        (isPreposition(wordAt(at + 1)) || isBe(wordAt(at + 1)) || isHave(wordAt(at + 1)) || isModal(wordAt(at + 1)))
      )
        at++;
      else break;
    }
    return { found, end: at };
  }

  /** All that belongs to a verb; adds its clause, and those of what tells more of its nouns behind it. */
  function predicateAt(
    verb: Place<Verb>,
    subjects: readonly Group[],
    fronted: readonly Complement[],
    relative?: Clause['relative'],
  ): Place<Clause> | undefined {
    const objects: Group[] = [];
    const complements: Complement[] = [];
    let objectFrom = -1;
    let objectEnd = -1;
    const left: string[] = [];
    let from = verb.end;
    const leaveOut = (start: number, end: number) => {
      left.push(textOf(sentence, from, start));
      from = end;
    };
    let at = verb.end;
    const slot = made.length;
    const length = sentence.tokens.length;
    // "Holders are persons of whom we keep the name": of the holders.
    const last = () =>
      verb.found.kind === 'be' && complements.length === 0
        ? subjects.at(-1)
        : ((complements.at(-1)?.groups ?? objects).at(-1) ?? subjects.at(-1));
    while (at < length) {
      const word = wordAt(at);
      if (isJoint(word)) {
        const of = last();
        if (word === ':' && of) {
          const values = valuesAt(sentence, at + 1);
          if (values === undefined) break;
          // "Customers complain about a visit: date, text": of what is done.
          if (areProperties(values.found.groups) && !isSorted(of) && verb.found.kind === 'active') return fail();
          if (areProperties(values.found.groups) && !isSorted(of)) made.push(having(subjects, values.found));
          else annotate(objects, complements, values.found.text);
          leaveOut(at, values.end);
          if (!areProperties(values.found.groups) || isSorted(of)) left.push(`(${values.found.text})`);
          at = values.end;
          continue;
        }
        const several =
          of !== undefined &&
          (objects.length > 0 ||
            /^(?:into|of|with)$/.test(complements.at(-1)?.preposition ?? '') ||
            /^(?:several|one or more|many|up to|at least)\b/i.test(of.head));
        const whose = several ? of : (subjects.at(-1) ?? of);
        const each = whose ? eachAt(at, whose) : undefined;
        if (each !== undefined) {
          leaveOut(at, each);
          at = each;
          continue;
        }
        const next = /^(?:,|and|or|plus)$/.test(word) ? behindJoint(sentence, at) : at;
        if (next === at || endsAt(sentence, next, verb.found, subjects)) break;
        at = next;
        continue;
      }
      if (
        isRelative(word) &&
        !(/^(?:that|which)$/.test(word) && isNominal(wordAt(at + 1)) && isJoint(wordAt(at - 1)))
      ) {
        const of = last();
        const end = of ? relativeAt(at, of) : undefined;
        if (end === undefined) return fail();
        leaveOut(isJoint(wordAt(at - 1)) ? at - 1 : at, end);
        at = end;
        continue;
      }
      if (word === 'for' && /^(?:example|instance)$/.test(wordAt(at + 1))) {
        const end = sentence.tokens.length;
        leaveOut(isJoint(wordAt(at - 1)) ? at - 1 : at, end);
        at = end;
        continue;
      }
      if (isPreposition(word)) {
        if (isRelative(wordAt(at + 1))) {
          const of = last();
          const end = of ? relativeAt(at + 1, of, word) : undefined;
          if (end === undefined) return fail();
          leaveOut(isJoint(wordAt(at - 1)) ? at - 1 : at, end);
          at = end;
          continue;
        }
        const behind = complement(sentence, at, (next) => !endsAt(sentence, next, verb.found, subjects));
        if (!behind) {
          const end = purpose(sentence, at);
          if (end === undefined) return fail();
          leaveOut(at, end);
          at = end;
          continue;
        }
        const list = complements.at(-1);
        // "With a name and a relationship to the inmate": what stands behind the list is of its last member.
        if (list?.preposition === 'with' && list.groups.length > 1 && /^(?:to|of|in|per|from|for)$/.test(word)) {
          const whole = `${list.text} ${textOf(sentence, at, behind.end)}`;
          complements[complements.length - 1] = { ...list, text: whole };
        } else complements.push(behind.found);
        at = behind.end;
        continue;
      }
      if (isSubordinator(word)) {
        if (/^(?:whether|how|when|where|why)$/.test(word) && objects.length === 0 && complements.length === 0)
          return fail();
        const end = boundary(sentence, at);
        leaveOut(at, end);
        at = end;
        continue;
      }
      if ((isAdverb(word) && !isDeterminer(word)) || (/^\d/.test(word) && !isNominal(wordAt(at + 1)))) {
        at++;
        continue;
      }
      const going = /^[a-z]{3,}ing$/.test(word)
        ? goingAt(at, complements.at(-1)?.preposition === 'with' ? (objects.at(-1) ?? subjects.at(-1)) : last())
        : undefined;
      if (going !== undefined) {
        leaveOut(isJoint(wordAt(at - 1)) ? at - 1 : at, going);
        at = going;
        continue;
      }
      if (isParticiple(word) || /^[a-z]{3,}ing$/.test(word)) {
        if (objects.length + complements.length > 0 || verb.found.kind !== 'be') {
          if (objects.length > 0 && complements.length === 0) objectEnd = at + 1;
          at++;
          continue;
        }
      }
      const groups = groupsAt(
        sentence,
        at,
        true,
        (next) => !endsAt(sentence, next, verb.found, subjects) && !isPreposition(wordAt(next)),
      );
      if (!groups) return fail();
      // "Exams a student takes": what tells more of the noun.
      if (groups.groups[0]?.pronoun && groups.groups.length === 1 && objects.length > 0) return fail();
      if (complements.length > 0 && objects.length === 0 && verb.found.kind !== 'active') {
        const place = complements.at(-1);
        if (place)
          complements[complements.length - 1] = {
            ...place,
            groups: [...place.groups, ...groups.groups],
            text: `${place.text}, ${textOf(sentence, at, groups.end)}`,
          };
      } else {
        if (objectFrom < 0) objectFrom = at;
        objectEnd = groups.end;
        objects.push(...groups.groups);
      }
      at = groups.end;
    }
    const clause: Clause = {
      fronted,
      subjects,
      verb: verb.found,
      objects,
      objectText: objectFrom < 0 ? '' : textOf(sentence, objectFrom, objectEnd),
      complements,
      rest: [...left, textOf(sentence, from, at)]
        .filter((one) => one !== '')
        .join(' ')
        .replace(/[\s,]+$/, ''),
      ...(relative ? { relative } : {}),
    };
    made.splice(slot, 0, clause);
    return { found: clause, end: at };
  }

  /** `each with a share`, `each led by a conductor`: told of the noun before; the place behind it. */
  function eachAt(joint: number, of: Group): number | undefined {
    let at = joint;
    while (isJoint(wordAt(at))) at++;
    if (wordAt(at) !== 'each') return undefined;
    at++;
    if (/^(?:with|having)$/.test(wordAt(at))) {
      const verb: Verb = { kind: 'have', base: 'have', text: 'has', modal: false };
      return predicateAt({ found: verb, end: at + 1 }, [of], [], { of })?.end;
    }
    return isParticiple(wordAt(at)) ? predicateAt(passive(sentence, at, at, false), [of], [], { of })?.end : undefined;
  }

  /** `consisting of items`, `covering all orders`: told of the noun before; the place behind it. */
  function goingAt(at: number, of: Group | undefined): number | undefined {
    const word = wordAt(at);
    const base = plainForm(word.replace(/ing$/, '')) ?? plainForm(word.replace(/ing$/, 'e'));
    const next = wordAt(at + 1);
    if (
      of === undefined ||
      base === undefined ||
      !(isDeterminer(next) || isPlural(next) || next === 'of' || next === 'to')
    )
      return undefined;
    const verb: Verb = { kind: 'active', base, text: `${base}s`, modal: false };
    return predicateAt({ found: verb, end: at + 1 }, [{ ...of, text: of.text, head: of.head }], [], { of })?.end;
  }

  function fail(): undefined {
    failed = true;
    return undefined;
  }

  /** What tells more of a noun: `who notes the result`, `which it is for`; the place behind it. */
  function relativeAt(at: number, of: Group, preposition?: string): number | undefined {
    const word = wordAt(at);
    const pronoun: Group = { text: of.text, head: of.head, pronoun: false };
    const from = at + 1;
    const verb =
      preposition === undefined && word !== 'whose'
        ? verbAt(
            sentence,
            skipAdverbs(sentence, from),
            {
              text: word === 'who' || word === 'which' || word === 'that' ? of.text : '',
              head: of.head,
              pronoun: false,
            },
            false,
          )
        : undefined;
    if (verb) return relativePredicate(verb, pronoun, of);
    const subjects = groupsAt(sentence, from, true);
    if (!subjects) return undefined;
    const own = verbAt(sentence, skipAdverbs(sentence, subjects.end), subjects.groups.at(-1), false);
    if (!own) return undefined;
    if (word === 'whose') {
      made.push({
        fronted: [],
        subjects: [of],
        verb: { kind: 'have', base: 'have', text: 'has', modal: false },
        objects: subjects.groups,
        objectText: subjects.groups.map((one) => one.text).join(', '),
        complements: [],
        rest: subjects.groups.map((one) => one.text).join(', '),
        relative: { of },
      });
      return boundary(sentence, own.end);
    }
    return predicateAt(own, subjects.groups, [], { of, preposition: preposition ?? '' })?.end;
  }

  /** What `which` begins goes on where another verb follows: `which has a number and covers samples`. */
  function relativePredicate(verb: Place<Verb>, pronoun: Group, of: Group): number | undefined {
    let end = predicateAt(verb, [pronoun], [], { of })?.end;
    while (end !== undefined && /^(?:and|,)$/.test(wordAt(end))) {
      const next = behindJoint(sentence, end);
      const more = verbAt(sentence, next, pronoun, verb.found.kind === 'passive');
      if (!more) break;
      end = predicateAt(more, [pronoun], [], { of })?.end;
    }
    return end;
  }

  return all();
}
