import type { Cause } from '../model.ts';
import { meaningOf } from './attribute-type.ts';
import { generalNouns, personNouns, roleNouns } from './lexicon.ts';
import { isGeneral, type Phrase, phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';
import { columnOf } from './tables.ts';
import { events } from './verbs.ts';

/** Holds many of what another thing is, each of which may be held by many: an order of wines, an inventory of items. */
const containers =
  /(?:^|_)(?:order|cart|basket|inventory|inventories|wish_?list|playlist|collection|shipment|delivery|package|parcel|bundle|portfolio|invoice|menu|quote|quotation|kit|consignment|set_?list|exhibition)$/;

/** Nouns that only count or name what follows `of`. */
const measures =
  /^(?:number|amount|list|set|kind|type|history|name|date|time|place|total|count|level|rate|price|cost|value|status|percentage|degree|sort|range|variety|source|year|day|month|state|point|area|volume|weight|length|quantity|proof|right|letter|method|means|unit|country|city|reason|purpose|description|title|location|position|average|sum|result|end|start|author|owner|lot|terms?|size|series|stage|phase|serial|code|group|cause|chain|bill|certificate|code)$/;

/** A person by the ending of the word, or by the word itself. */
export function isPerson(name: string): boolean {
  const last = name.slice(name.lastIndexOf('_') + 1);
  return (
    roleNouns.has(last) ||
    personNouns.has(last) ||
    (/(?:[^aeiou]er|eer|yer|ist|[^a]tor|ician|ician|isor|rian|male|man|woman|person|doctor|nurse|tutor|teacher|actor|mechanic|chef|driver|pilot|coach|judge|physician|veterinarian|vet|guide|chief|captain)$/.test(
      last,
    ) &&
      !/^(?:number|order|offer|letter|paper|chapter|filter|center|folder|counter|register|ledger|meter|monitor|sensor|motor|factor|sector|vector|server|router|printer|tracker|planner|poster|voucher|transfer|charger|container|reactor|tractor|trailer|parameter|semester|quarter|member_number|newsletter|banner|header|partner_code|sticker|scanner|buffer|layer|power|water|tower|flower|river|weather|shower|dinner|corner|matter|master|cluster|roster|adapter|connector|elevator|generator|indicator|calculator)$/.test(
        last,
      ))
  );
}

/** What stands after `has`: a list of properties and things, some of them with parts of their own. */
export function parts(of: string, text: string, cause: Cause): readonly Statement[] {
  const plain = text
    .replace(
      /^(?:the following|following)?\s*(?:columns?|fields?|attributes?|properties|information|data|details)?\s*(?::|such as|like)\s*/i,
      '',
    )
    .replace(/\b(?:such as|including|like|for example|e\.g\.,?|namely)\b/gi, ',');
  const found: Statement[] = [];
  let owner = of;
  for (const member of splitList(plain)) {
    const made = memberOf(owner, owner === of ? undefined : of, member, cause);
    if (!made) continue;
    found.push(...made.statements);
    owner = made.owner;
  }
  return found;
}

/** Things that come to be with the parts that are told of them: `prescriptions for patients`, `orders with items`. */
export function madeThings(of: string, text: string, cause: Cause, act: string | undefined): readonly Statement[] {
  return parts(of, withoutCircumstances(text), cause).flatMap((one): readonly Statement[] => {
    if (one.kind !== 'part' || one.of !== of) return [one];
    const { column: _, ...rest } = one;
    return [
      {
        ...rest,
        phrase: { ...one.phrase, many: true },
        made: true,
        ...(act === undefined || act === one.phrase.name ? {} : { act }),
      },
    ];
  });
}

function memberOf(
  owner: string,
  above: string | undefined,
  member: string,
  cause: Cause,
): { readonly statements: readonly Statement[]; readonly owner: string } | undefined {
  const within = /^(.+?)\s+(?:each\s+)?(?:with|having|containing|including)\s+(.+)$/i.exec(member);
  const phrase = phraseOf(within?.[1] ?? member);
  if (!phrase || (isVague(phrase) && !meaningOf(phrase.name))) return undefined;
  const column = columnOf(member.replace(/^(?:the|an?|its|their|each|every)\s+/i, ''));
  const statements: Statement[] = [
    {
      kind: 'part',
      of: owner,
      phrase,
      ...(column ? { column: { ...column, name: phrase.written } } : {}),
      ...(above === undefined ? {} : { above }),
      cause,
    },
    ...insideOf(phrase, within?.[1] ?? member, cause),
  ];
  if (!within) return { statements, owner };
  const inner = phraseOf(within[2] ?? '');
  // "Salaries with history": former values are kept, and are no property.
  if (inner?.name === 'history' || inner?.written === 'history')
    return {
      statements: [...statements, { kind: 'wish', wish: { kind: 'history', by: phrase.name }, of: [owner], cause }],
      owner,
    };
  // An appointment with doctors is with one of them, and the list goes on with what is had.
  if (inner && events.test(phrase.name) && isPerson(inner.name))
    return {
      statements: [...statements, { kind: 'belongs', from: phrase.name, to: inner, optional: false, cause }],
      owner,
    };
  if (inner) statements.push({ kind: 'part', of: phrase.name, phrase: inner, cause });
  return { statements, owner: phrase.name };
}

/** What `of`, `for`, `about` behind a thing tells: copies of books, orders of wines, prescriptions for patients. */
function insideOf(phrase: Phrase, text: string, cause: Cause): readonly Statement[] {
  const found =
    /\s(of|for|about|on|against)\s+(?:(?:an?|the|one|their|my|our|his|her|its|each|every|specific|given)\s+)?([a-z][a-z -]*)$/i.exec(
      text,
    );
  const to = phraseOf(found?.[2] ?? '');
  if (
    !found ||
    !to ||
    measures.test(phrase.name) ||
    isVague(to) ||
    to.words.length > 3 ||
    meaningOf(to.name)?.strength === 'strong' ||
    (meaningOf(phrase.name)?.strength === 'strong' && !phrase.plural)
  )
    return [];
  const holds = found[1]?.toLowerCase() === 'of' && to.plural && containers.test(phrase.name);
  if (!holds)
    return found[1]?.toLowerCase() === 'of' && !to.plural && !/\b(?:an?|the|one|each|every)\s/i.test(found[0])
      ? []
      : [{ kind: 'belongs', from: phrase.name, to, optional: false, cause }];
  const quantity = phraseOf('quantity');
  return [
    {
      kind: 'mutual',
      from: phrase.name,
      to,
      through: `${phrase.name}_item`,
      ...(quantity ? { told: [quantity] } : {}),
      cause,
    },
  ];
}

/** Speaks of the system, and cannot be a thing in any domain. */
export function isVague(phrase: Phrase): boolean {
  return isGeneral(phrase) && !perhaps.has(phrase.name);
}

/** General words that are things where the domain knows them: an alarm's rule, a form's question. */
export const perhaps: ReadonlySet<string> = new Set([
  'rule',
  'question',
  'result',
  'report',
  'record',
  'page',
  'view',
  'case',
  'model',
  'feature',
  'change',
  'request',
  'answer',
  'goal',
  'risk',
  'change',
  'action',
  'operation',
  'service',
  'story',
  'site',
  'website',
]);

export function withoutCircumstances(text: string): string {
  return text.replace(
    /\s+(?:so that|in order to|because|only once|at most once|once|when|if|unless|until|before|after|using|through|via|during|at the same time|over time|from time to time|every (?:day|week|month|year|hour|quarter))\b.*$/i,
    '',
  );
}

export function objectsOf(rest: string): readonly Phrase[] {
  return splitList(withoutCircumstances(rest)).flatMap((one) => {
    const phrase = phraseOf(one);
    return phrase &&
      !isVague(phrase) &&
      phrase.words.length <= 4 &&
      (!generalNouns.has(phrase.written) || perhaps.has(phrase.name))
      ? [phrase]
      : [];
  });
}
