import type { Cause, Wish } from '../model.ts';
import { daysOf, numberOf } from './numbers.ts';
import { phraseOf } from './phrase.ts';
import type { Statement } from './statement.ts';

type Kind = Wish['kind'];

const forms: readonly (readonly [Kind, RegExp])[] = [
  [
    'tenancy',
    /\bmulti-?\s?tenan(?:t|cy)|\btenants?\b|\b(?:data|rows)\b[^.]*\bisolated\b|\bisolat\w+ (?:by|per|between) (?:\w+)|\b(?:visible|accessible|seen|shown|readable|leave|leak)\b[^.]*?\b(?:outside|beyond)\s+(?:of\s+)?(?:its|their|the)\s+(?:own\s+)?\w+|\b(?:see|read|access)s?\s+(?:only\s+)?(?:the\s+)?(?:data|rows|records|documents|\w+)\s+of\s+(?:its|their)\s+own\s+\w+\s+only/i,
  ],
  [
    'audit',
    /\baudit(?:s|ed|ing|able)?(?:[ -](?:log|trail|history)s?)?\b|\bwho (?:has )?changed (?:what|it)\b|\btrack (?:all )?changes\b|\bchange log\b/i,
  ],
  [
    'soft delete',
    /\bsoft[ -]?delet\w*|\bnever (?:really |physically |hard )?deleted?\b|\brestor(?:e|able) (?:deleted|after delet)|\brecycle bin\b|\btrash\b|\bdeleted (?:\w+ )?(?:can|must|should|may) be restored\b|\bundelet\w+/i,
  ],
  [
    'currencies',
    /\b(?:several|multiple|many|different|various|all|any) currenc(?:y|ies)\b|\bmulti-?\s?currency\b|\bcurrencies\b/i,
  ],
  [
    'languages',
    /\b(?:several|multiple|many|different|various) (?:currencies and )?languages\b|\bmulti-?\s?(?:lingual|language)\b|\btranslat(?:ed|ions?|able)\b|\blocali[sz](?:ed|ation)\b|\bcurrencies and languages\b/i,
  ],
  [
    'privacy',
    /\bgdpr\b|\bccpa\b|\bhipaa\b|\bright to (?:be forgotten|erasure)\b|\bpersonal data\b|\bprivacy\b|\banonymi[sz]\w+/i,
  ],
  [
    'history',
    /\b(?:price|salary|status|address|rate|change|version|edit) histor(?:y|ies)\b|\bkeeps? (?:the |an? |their |its )?(?!(?:full|complete|whole|long|order|search)\b)[a-z]+ histor(?:y|ies)\b|\bkeep (?:the |a )?histor(?:y|ies) of\b|\bkeep (?:all )?(?:old|former|previous) \w+|\bprevious versions?\b|\bversion(?:ed|ing)\b/i,
  ],
  [
    'retention',
    /\b(?:(?:keep|kept|retain(?:ed)?|stored?|archived?|deleted?|purged?|removed?|dropp?(?:ed)?|expires?)\b[^.;]*?\b(?:(?:for|after|older than)\s+(?:(?:at (?:least|most)|up to)\s+)?|(?:at (?:least|most)|up to)\s+)|(?:keep|retain)\s+(?:(?:all|the|our|their)\s+)?(?:[a-z]+\s+){1,3}(?=\d))((?:\d+|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety))\s+(day|week|month|year)s?\b/i,
  ],
  [
    'uuid keys',
    /\buuids?\b[^.;]*\b(?:keys?|ids?|identifiers?)\b|\b(?:keys?|ids?|identifiers?) (?:are|as|should be|must be) uuids?\b|\bids?\b[^.;]*\b(?:shown|visible|exposed|appear|used)\b[^.;]*\b(?:urls?|links?)\b|\b(?:public|unguessable|opaque) ids?\b|\b(?:clients?|devices?|phones?|apps?)\b[^.;]*\b(?:make|create|generate|assign)s?\b[^.;]*\bids?\b/i,
  ],
  ['enums', /\b(?:as|use|using|with) (?:an? |native |postgres(?:ql)? )?enums?(?: types?)?\b|\benum types?\b/i],
  [
    'lookup tables',
    /\blook-?\s?up tables?\b|\b(?:status(?:es)?|states?|types?|kinds?|priorities|options)\b[^.;]*\b(?:configurable|configured|editable|edited|managed|maintained|defined) by\b|\b(?:admins?|administrators?|managers?|users?) (?:can |may )?(?:configure|edit|manage|add|define|maintain)s? (?:the |new |own |their )*(?:\w+ )?(?:status(?:es)?|states|types|kinds|priorities|options)\b/i,
  ],
  ['subtypes in one table', /\bsingle[ -]table inheritance\b|\b(?:in|as) (?:one|a single) table\b/i],
  [
    'a table for each subtype',
    /\b(?:class|concrete)[ -]table inheritance\b|\b(?:a|an own|its own|separate|one) tables? (?:for|per) (?:each|every|type|kind|subtype)\b/i,
  ],
];

/** Wishes that cut across all tables. */
export function readWishes(text: string, cause: Cause): readonly Statement[] {
  return forms.flatMap(([kind, form]): readonly Statement[] => {
    const found = form.exec(text);
    if (!found || isDenied(text, found)) return [];
    const said: Cause = { ...cause, words: text.length <= 160 ? text : found[0] };
    if (kind === 'history') {
      const attribute =
        /(price|salary|status|address|rate)\s+histor|\bkeeps? (?:the |an? |their |its )?([a-z]+) histor|histor(?:y|ies) of (?:the |all |their )?([\w ]+)|(?:old|former|previous) (\w+)/i.exec(
          text,
        );
      const phrase = phraseOf(attribute?.slice(1).find((one) => one !== undefined) ?? '');
      return [{ kind: 'wish', wish: { kind, ...(phrase ? { by: phrase.name } : {}) }, of: [], cause: said }];
    }
    if (kind === 'retention') {
      const amount = /^a$/i.test(found[1] ?? '') ? 1 : numberOf(found[1] ?? '');
      const days = daysOf(found[2] ?? '');
      if (amount === undefined || days === undefined) return [];
      const before = text.replace(/\b(?:must|should|are|is|will|we|keep|retain|can|be|expires?)\b.*$/i, '').trim();
      const behind = text
        .replace(/^.*?\b(?:keep|retain|store|delete|archive|purge|remove|drop)\s+/i, '')
        .replace(
          /\s+(?:(?:for|after|older than|at least|at most|up to)\s+)*(?:\d+|[a-z]+)\s+(?:day|week|month|year)s?\b.*$/i,
          '',
        );
      const subject = phraseOf(before || behind);
      return [
        {
          kind: 'wish',
          wish: { kind, months: Math.max(1, Math.round((amount * days) / 30.4)) },
          of: subject ? [subject.name] : [],
          cause: said,
        },
      ];
    }
    if (kind === 'tenancy') {
      const by =
        /\b(?:each|every|per|by|between)\s+(\w+)(?:'s)?\b(?:[^.]*\b(?:isolated|separate|own data|sees? only)|\s+(?:is|acts as|works as|means)\s+(?:an?|one|its own|our)\s+tenant\b)/i.exec(
          text,
        ) ??
        /\btenants? (?:is|are|being|=) (?:an? |the )(\w+)/i.exec(text) ??
        /\b(?:isolated|isolation) (?:by|per|between) (\w+)/i.exec(text) ??
        /\b(?:outside|beyond)\s+(?:of\s+)?(?:its|their|the)\s+(?:own\s+)?(\w+)/i.exec(text) ??
        /\bof\s+(?:its|their)\s+own\s+(\w+)\s+only/i.exec(text);
      const phrase = by ? phraseOf(by[1] ?? '') : undefined;
      return [
        {
          kind: 'wish',
          wish: { kind, ...(phrase && phrase.name !== 'tenant' ? { by: phrase.name } : {}) },
          of: [],
          cause: said,
        },
      ];
    }
    return [
      {
        kind: 'wish',
        wish: { kind },
        of: kind === 'audit' || kind === 'soft delete' ? objects(text, found.index) : [],
        cause: said,
      },
    ];
  });
}

/** `No audit trail is needed`, `we do not need soft delete`: what is denied is no wish. */
function isDenied(text: string, { index, 0: words }: RegExpExecArray): boolean {
  const [before, after] = [text.slice(0, index), text.slice(index + words.length)];
  if (
    /^\s*(?:[\w-]+\s+){0,2}(?:(?:is|are|does|do|need)(?:\s+not|n't))\s+(?:be\s+)?(?:needed|required|necessary|wanted|planned|apply|kept)\b/i.test(
      after,
    )
  )
    return true;
  const listed = String.raw`(?:any\s+|an?\s+|need\s+(?:for|of)\s+)?(?:[\w-]+(?:\s[\w-]+)?(?:,|\s+and|\s+or|\s+nor)\s+)*$`;
  if (
    new RegExp(String.raw`(?:\bnot|n't)\s+(?:need|want|require|have|use|support|keep|implement)\s+${listed}`, 'i').test(
      before,
    )
  )
    return true;
  // "No personal data may leave the country" asks for it all the same.
  const alone =
    /^\s*(?:$|[.,;!]|(?:and|or|nor|for now|yet|at first)\b|(?:is|are)\s+(?:needed|required|necessary|wanted|planned)\b)/i;
  return alone.test(after) && new RegExp(String.raw`\b(?:no|without|neither|nor)\s+${listed}`, 'i').test(before);
}

/** What a wish is of: `soft delete for orders and users`, `orders are never deleted`; nothing where it is of everything. */
function objects(text: string, at: number): readonly string[] {
  const after = /\b(?:for|of|on|to)\s+([^.;]+)$/i.exec(text.slice(at).replace(/[.;!\s]+$/, ''))?.[1];
  const before =
    /^(?:the\s+)?(?:all\s+)?(?:(?:changes?|updates?|modifications?|edits)\s+(?:to|of|in)\s+)?([\w ]+?)\s+(?:are|is|must|should|can|need|have|may)\b/i.exec(
      text.slice(0, at),
    )?.[1];
  return (after ?? before ?? '')
    .split(/,|\band\b/)
    .flatMap((part) => phraseOf(part) ?? [])
    .filter(
      (phrase) =>
        phrase.plural && !/^(?:change|action|table|thing|update|record|datum|data|we|they)$/.test(phrase.name),
    )
    .map((phrase) => phrase.name);
}
