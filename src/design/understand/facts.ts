import type { Cause } from '../model.ts';
import { actOf, rootOfParticiple } from './acts.ts';
import { meaningOf } from './attribute-type.ts';
import { readDeletion } from './deletion.ts';
import { numberOf } from './numbers.ts';
import { readOverlap } from './overlap.ts';
import { identifier, phraseOf, singularName, splitList } from './phrase.ts';
import { readPrimaryKey } from './primary-key.ts';
import { ownedProperty } from './property-words.ts';
import type { Statement } from './statement.ts';
import { readKind, readShared, readSize } from './value-facts.ts';

/** Sentences that say something of values: what identifies, what is unique, which states there are, what bounds hold. */
export function readFacts(text: string, cause: Cause): readonly Statement[] {
  const plain = text.replace(/[.!]\s*$/, '');
  const deletion = readDeletion(plain, cause);
  if (deletion.length > 0) return deletion;
  const sized = readSize(plain, cause);
  if (sized.length > 0) return sized;
  return [
    ...readKind(plain, cause),
    ...readShared(plain, cause),
    ...readPrimaryKey(plain, cause),
    ...identity(plain, cause),
    ...once(plain, cause),
    ...states(plain, cause),
    ...bounds(plain, cause),
    ...order(plain, cause),
    ...presence(plain, cause),
    ...readOverlap(plain, cause),
  ];
}

function names(text: string): readonly string[] {
  return splitList(text.replace(/\b(?:the )?combination of\b|\bboth\b|\bits\b|\btheir\b/gi, '')).flatMap(
    (one) => phraseOf(one)?.name ?? [],
  );
}

function identity(text: string, cause: Cause): readonly Statement[] {
  const found =
    /^(?:(?:each|every|an?|the|all)\s+)?(.+?)\s+(?:(?:is|are|(?:can|must|should|shall|will) be)\s+)?(?:uniquely\s+)?identified (?:uniquely )?by\s+([^;]+)(?:;.*)?$/i.exec(
      text,
    );
  const subject = found && phraseOf(found[1] ?? '');
  if (found && subject) {
    // "By its number within the apiary": by both together.
    const within =
      /^(.+?)\s+(?:within|in|inside|per|of|on|for)\s+(?:the|its|an?|each|their)\s+([a-z]+(?: [a-z]+)?)$/i.exec(
        found[2] ?? '',
      );
    const scope =
      within && meaningOf(phraseOf(within[2] ?? '')?.name ?? '')?.strength !== 'strong' ? within : undefined;
    const all = scope ? [...names(scope[1] ?? ''), ...names(scope[2] ?? '')] : names(found[2] ?? '');
    return [{ kind: 'unique', of: subject.name, names: all, identity: true, cause }];
  }
  // "Titles need not be unique", "the names of boats are not unique".
  const repeated =
    /^(?:(?:the|an?|each|every|all|their|its)\s+)?(.+?)\s+(?:need not be|needn't be|do not (?:have|need) to be|does not (?:have|need) to be|don't (?:have|need) to be|doesn't (?:have|need) to be|are not|is not|aren't|isn't)\s+(?:necessarily\s+)?unique$/i.exec(
      text,
    );
  if (repeated) {
    const [what, of] = ownedProperty(repeated[1] ?? '');
    const owner = of ?? ownerOf(repeated[1] ?? '');
    const name = owner !== undefined && what?.startsWith(`${owner}_`) ? what.slice(owner.length + 1) : what;
    return name === undefined
      ? []
      : [{ kind: 'unique', of: owner ?? '', names: [name], identity: false, not: true, cause }];
  }
  // "emails must be unique", "The SKU of a product is unique", "usernames are unique per tenant"
  const unique =
    /^(?:(?:the|an?|each|every|all|their|its)\s+)?(.+?)\s+(?:(?:must|should|has to|have to|needs? to)\s+be|is|are)\s+(?:always\s+)?unique(?:\s+(?:per|within|for each|in|across|among)\s+(?:the\s+|an?\s+|each\s+|every\s+)?(.+))?$/i.exec(
      text,
    );
  if (unique && !/\b(?:has|have)\b/i.test(unique[1] ?? '')) {
    const of = /^(.+?)\s+(?:of|for|in)\s+(?:an?|the|each|every)?\s*(.+)$/i.exec(unique[1] ?? '') ?? undefined;
    const own = /^(.+?)'s?\s+(.+)$/.exec(unique[1] ?? '') ?? undefined;
    const scope =
      unique[2] === undefined || /^(?:system|database|platform|all|everything)/i.test(unique[2])
        ? []
        : names(unique[2]);
    const what = names(of?.[1] ?? own?.[2] ?? unique[1] ?? '');
    const owner = phraseOf(of?.[2] ?? own?.[1] ?? '')?.name ?? ownerOf(unique[1] ?? '');
    return what.length > 0
      ? [
          {
            kind: 'unique',
            of: owner ?? '',
            names: [...scope, ...what],
            identity: false,
            cause,
          },
        ]
      : [];
  }
  const share = /^no two (.+?) (?:can |may |must |should )?(?:have|share|use) the same (.+)$/i.exec(text);
  const shared = share && phraseOf(share[1] ?? '');
  if (share && shared)
    return [{ kind: 'unique', of: shared.name, names: names(share[2] ?? ''), identity: false, cause }];
  const having =
    /^(?:each|every|an?|the|all)?\s*(.+?)\s+(?:must |should )?(?:has|have|with|having)\s+an?\s+unique\s+([\w -]+?)(?:,|$| and )/i.exec(
      text,
    );
  const owner = having && phraseOf(having[1] ?? '');
  if (having && owner)
    return [{ kind: 'unique', of: owner.name, names: names(having[2] ?? ''), identity: false, cause }];
  return [];
}

/** `product SKU`: the first word names the thing. */
function ownerOf(text: string): string | undefined {
  const words = text.trim().split(/\s+/);
  return words.length > 1 ? singularName(words[0] ?? '') : undefined;
}

function once(text: string, cause: Cause): readonly Statement[] {
  // "A user can review a product only once", "one review per user per product", "at most one vote per user and poll"
  const per =
    /\b(?:only |at most |exactly |just )?(?:one|a single|1)\s+([\w ]+?)\s+per\s+([\w ]+?)(?:\s+(?:per|and)\s+([\w ]+?))?$/i.exec(
      text,
    );
  if (per && (per[3] !== undefined || /only|at most|one/i.test(per[0]))) {
    const of = singularName(per[1] ?? '');
    // One for a pair of ports: for both of them together.
    const scope = [per[2], per[3]].flatMap((one) => {
      const pair = /^(?:pair|combination) of (.+)$/i.exec(one ?? '')?.[1];
      if (pair !== undefined) return [singularName(pair), singularName(pair)];
      return one === undefined ? [] : [singularName(one)];
    });
    if (!/^(?:day|hour|minute|second|week|month|year)$/.test(scope[0] ?? ''))
      return [{ kind: 'unique', of, names: scope, identity: false, cause }];
  }
  // "A fee is paid once per member and year."
  const every =
    /^(?:an?|each|every|the)\s+([\w ]+?)\s+(?:is|can be|may be|must be|has to be)\s+\w+\s+(?:only\s+|at most\s+|exactly\s+|just\s+)?once\s+(?:per|for each|for every|a)\s+([\w]+)(?:\s+(?:and|per)\s+([\w]+))?$/i.exec(
      text,
    );
  if (every?.[3] !== undefined)
    return [
      {
        kind: 'unique',
        of: singularName(every[1] ?? ''),
        names: [singularName(every[2] ?? ''), singularName(every[3])],
        identity: false,
        cause,
      },
    ];
  // "No cabin is reserved twice on the same sailing."
  const twice =
    /^(?:no|an?|each|every)\s+([\w ]+?)\s+(?:is|are|can be|may be|cannot be|can't be|must not be|may not be)\s+(\w+)\s+(?:twice|more than once)\s+(?:on|in|for|by|at|to|per)\s+(?:the same|an?|one|each)\s+([\w ]+)$/i.exec(
      text,
    );
  // "No diver shall be assigned to the same dive twice."
  const again =
    /^no\s+([\w ]+?)\s+(?:is|are|(?:can|may|shall|must|should|will)\s+be)\s+(\w+)\s+(?:on|in|for|by|at|to)\s+the same\s+([\w ]+?)\s+(?:twice|more than once)$/i.exec(
      text,
    );
  const doing = rootOfParticiple(again?.[2] ?? '');
  if (again)
    return [
      {
        kind: 'unique',
        of: actOf(doing) ?? `${doing}ment`,
        names: [singularName(again[1] ?? ''), singularName(again[3] ?? '')],
        identity: false,
        cause,
      },
    ];
  const done = twice && actOf(rootOfParticiple(twice[2] ?? ''));
  if (twice && done && !/^(?:time|period|slot|day)$/i.test(twice[3] ?? ''))
    return [
      {
        kind: 'unique',
        of: done,
        names: [singularName(twice[1] ?? ''), singularName(twice[3] ?? '')],
        identity: false,
        cause,
      },
    ];
  const found =
    /^(?:an?|each|every|the)\s+([\w ]+?)\s+(?:can|may|must)\s+(?:only\s+)?(\w+)\s+(?:for\s+|in\s+)?(?:an?|each|every|the same|the)\s+([\w ]+?)\s+(?:only|at most|no more than)\s+once/i.exec(
      text,
    );
  if (!found) return [];
  return [
    {
      kind: 'unique',
      of: found[2] ?? '',
      names: [singularName(found[1] ?? ''), singularName(found[3] ?? '')],
      identity: false,
      cause,
    },
  ];
}

const notStates =
  /\b(?:be able|created|assigned|used|stored|linked|associated|part of|member|owner|to|by|in|at|more|many|several|unique|required|null|empty|between|above|below|less|greater|before|after)\b/i;

function states(text: string, cause: Cause): readonly Statement[] {
  // "status: draft, published or archived", "status (draft, published)", "status is one of …"
  const named =
    /(?:^|[\s(])((?:(?!an?\b|the\b|each\b|every\b|its\b|their\b|and\b)[\w]+[ _])?(?:status|state|stage|phase|type|kind|priority|severity|role|method|category|level|plan|tier))\s*(?:can be|may be|must be|is|are|being|:|=|\(|of|is one of|are one of|one of|either|values?:?)+\s*(?:one of|either|any of)?\s*:?\s*\(?\s*((?:["']?[\p{L}\d_ -]+["']?\s*(?:,|\/|\||\bor\b|\band\b|->|→)\s*)+["']?[\p{L}\d_ -]+["']?)\)?/iu.exec(
      text,
    );
  if (named) {
    const values = valuesOf(named[2] ?? '');
    if (values.length >= 2 && values.every((one) => one.split(' ').length <= 3)) {
      const before = text.slice(0, named.index);
      const owner =
        /(?:^|\s)(?:each|every|an?|the|all)?\s*([\w ]+?)\s+(?:has|have|with)\s+(?:an?\s+)?$/i.exec(`${before} `)?.[1] ??
        /^(?:the\s+|an?\s+)?([\w ]+?)(?:'s?)?\s*$/i.exec(before)?.[1];
      const of = owner === undefined ? undefined : phraseOf(owner)?.name;
      return [
        { kind: 'states', ...(of === undefined ? {} : { of }), attribute: identifier(named[1] ?? ''), values, cause },
      ];
    }
  }
  // "An order can be pending, paid, shipped or cancelled", "orders are either open or closed"
  const being =
    /^(?:each|every|an?|the|all)?\s*([\w ]+?)\s+(?:(?:can|may|must|will)\s+be\b|(?:is|are)\s+either|(?:is|are) (?:in )?one of|goes? through(?: the (?:states|stages|statuses))?|moves? (?:through|from)|goes? from|transitions? (?:through|from))\s*:?\s*(?:either\s+|one of\s+)?(.+)$/i.exec(
      text,
    );
  // "A vote is yes, no or abstain."
  const plainly = being
    ? null
    : /^an?\s+([\w ]+?)\s+is\s+((?!an?\s|the\s)[a-z-]+(?:,\s*[a-z-]+)+,?\s+or\s+[a-z-]+)$/i.exec(text);
  const one = plainly && phraseOf(plainly[1] ?? '');
  if (one) {
    const values = valuesOf(plainly[2] ?? '');
    const done = values.filter((value) => /(?:ed|en|ing|open|paid|sent)$/.test(value)).length * 2 > values.length;
    const attribute = values.includes('yes') ? 'choice' : done ? 'status' : 'kind';
    if (!values.some((value) => notStates.test(value) && value !== 'no'))
      return [{ kind: 'states', of: one.name, attribute, values, cause }];
  }
  // "It can be scheduled, missed or cancelled": what the sentence before tells of.
  const pronoun = being !== null && /^(?:it|they|these|those|each|all)$/i.test(being[1] ?? '');
  const subject = being && !pronoun ? phraseOf(being[1] ?? '') : undefined;
  if (!being || (!subject && !pronoun)) return [];
  const life = /\b(?:goes?|moves?|transitions?)\b/i.test(text.slice(0, text.length - (being[2] ?? '').length));
  const values = valuesOf(life ? (being[2] ?? '').replace(/\s+to\s+/g, ', ') : (being[2] ?? ''));
  if (values.length < 2 || values.some((one) => one.split(' ').length > 2 || notStates.test(one) || /[;:]/.test(one)))
    return [];
  return [{ kind: 'states', ...(subject ? { of: subject.name } : {}), attribute: 'status', values, cause }];
}

function valuesOf(text: string): readonly string[] {
  return text
    .split(/\s*(?:,|\/|\||->|→|\bor\b|\band\b|\bthen\b|\bfinally\b)\s*/i)
    .map((one) =>
      one
        .trim()
        .replace(/^["'(]|["').]$/g, '')
        .toLowerCase(),
    )
    .filter((one) => one !== '');
}

function bounds(text: string, cause: Cause): readonly Statement[] {
  const between =
    /^(?:the\s+|an?\s+|each\s+|all\s+)?(.+?)\s+(?:(?:must|should|has to|have to|can|may)\s+be\s+|is\s+|are\s+|ranges?\s+|goes\s+)?(?:an? (?:integer|number|value) )?(?:between|from)\s+(-?\d+(?:\.\d+)?)\s*(?:and|to|-|–)\s*(-?\d+(?:\.\d+)?)\b/i.exec(
      text,
    );
  if (between) return bound(between[1] ?? '', { min: Number(between[2]), max: Number(between[3]) }, cause);
  const sign =
    /^(?:the\s+|an?\s+|all\s+)?(.+?)\s+(?:must|should|has to|have to|can|may|is|are)\s+(?:be\s+|always\s+)*(positive|non-?negative|not (?:be )?negative|never (?:be )?negative|greater than (?:zero|0)|above (?:zero|0)|at least (-?\d+(?:\.\d+)?)|at most (-?\d+(?:\.\d+)?)|not exceed (-?\d+(?:\.\d+)?))/i.exec(
      text,
    ) ??
    /^(?:the\s+)?(.+?)\s+(?:cannot|can not|must not|may not|should not|never)\s+(?:be\s+|go\s+)?(negative|below (?:zero|0)|less than (?:zero|0))/i.exec(
      text,
    );
  if (!sign) return [];
  const word = (sign[2] ?? '').toLowerCase();
  if (sign[3] !== undefined) return bound(sign[1] ?? '', { min: Number(sign[3]) }, cause);
  if (sign[4] !== undefined || sign[5] !== undefined)
    return bound(sign[1] ?? '', { max: Number(sign[4] ?? sign[5]) }, cause);
  return bound(sign[1] ?? '', /^(?:positive|greater|above)/.test(word) ? { above: 0 } : { min: 0 }, cause);
}

function bound(
  subject: string,
  limits: { readonly min?: number; readonly max?: number; readonly above?: number },
  cause: Cause,
): readonly Statement[] {
  return splitList(subject).flatMap((one): readonly Statement[] => {
    const [what, of] = ownedProperty(one);
    return what === undefined || numberOf(what) !== undefined
      ? []
      : [{ kind: 'bounds', ...(of === undefined ? {} : { of }), attribute: what, ...limits, cause }];
  });
}

function order(text: string, cause: Cause): readonly Statement[] {
  const found =
    /^(?:the\s+|an?\s+)?(.+?)\s+(?:must|should|has to|have to|is|are|cannot|can not|must not)\s+(?:be\s+|always\s+|come\s+)*(after|later than|greater than|before|earlier than|less than|on or after|not before|at least)\s+(?:the\s+|its\s+|their\s+|an?\s+)?([a-z][\w ]*)$/i.exec(
      text,
    );
  if (!found) return [];
  const negative = /\b(?:cannot|can not|must not)\b/i.test(text);
  const [first, of] = ownedProperty(found[1] ?? '');
  const [second, other] = ownedProperty(found[3] ?? '');
  if (first === undefined || second === undefined || !meaningOf(first) || !meaningOf(second)) return [];
  const later = /after|later|greater|not before|at least/i.test(found[2] ?? '') !== negative;
  const owner = of ?? other;
  return [
    {
      kind: 'ordered',
      ...(owner === undefined ? {} : { of: owner }),
      first: later ? second : first,
      second: later ? first : second,
      strict: !negative && !/on or|not before|at least/i.test(found[2] ?? ''),
      cause,
    },
  ];
}

function presence(text: string, cause: Cause): readonly Statement[] {
  const found =
    /^(?:the\s+|an?\s+)?(.+?)\s+(?:is|are)\s+(optional|mandatory|required|not required|nullable)$/i.exec(text) ??
    /^(?:the\s+|an?\s+)?(.+?)\s+(?:must not|cannot|may not) be (null|empty|missing|blank)$/i.exec(text);
  if (!found || /\b(?:has|have|with)\b/i.test(found[1] ?? '')) return [];
  return splitList(found[1] ?? '').flatMap((one): readonly Statement[] => {
    const [what, of] = ownedProperty(one);
    return what === undefined
      ? []
      : [
          {
            kind: 'presence',
            ...(of === undefined ? {} : { of }),
            attribute: what,
            optional: /optional|not required|nullable/i.test(found[2] ?? ''),
            cause,
          },
        ];
  });
}
