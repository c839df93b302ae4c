import type { Case, Guess } from './guess.ts';
import { stateShare } from './lists.ts';

type TextGuess = Pick<Guess, 'distinct' | 'content' | 'nulls'> & { readonly what: string };

const say = (what: string, distinct: number, content: number, nulls?: number): TextGuess => ({
  what,
  distinct,
  content,
  ...(nulls === undefined ? {} : { nulls }),
});

const regions = say('regions', 500, 8, 0.1);
const states = say('a few states', 6, 8);

/** By the name, the first that fits. Distinct values are those of a table of any size, or a share of the rows. */
const byName: readonly (readonly [RegExp, TextGuess])[] = [
  [/e ?mail(?: address)?$/, say('e-mail addresses', -0.95, 23)],
  [
    /^(?:password|passwd|pwd)(?: digest| hash)?$|(?:encrypted|hashed) password$|password (?:hash|digest)$/,
    say('password hashes', -1, 60),
  ],
  [/(?:token|secret|api key|access key|nonce|signature|session key)$/, say('random tokens', -1, 43)],
  [/(?:hash|digest|checksum|sha1|sha256|md5|fingerprint|etag)$/, say('digests', -0.98, 64)],
  [/(?:first|given|fore|middle|maiden) ?name$/, say('first names', 20_000, 6, 0.05)],
  [/(?:last|family|sur) ?name$/, say('family names', 100_000, 7, 0.05)],
  [
    /(?:full|display|real|legal|contact|customer|company|organi[sz]ation|account) name$|^username|^user name|^login$|^nick ?name$/,
    say('names', -0.8, 15, 0.05),
  ],
  [/(?:phone|mobile|cell|fax|tel|telephone)(?: number| no)?$/, say('telephone numbers', -0.9, 13, 0.3)],
  [/^ip$|\bip(?: ?address)?$|remote addr(?:ess)?$/, say('addresses of the net', -0.2, 13, 0.1)],
  [/user agent$/, say('kinds of browsers', 5000, 110, 0.05)],
  [
    /(?:url|uri|link|href|website|homepage|image|avatar|picture|photo|thumbnail|logo|icon)(?: \d+)?$|^(?:image|photo|picture) ?\d+$/,
    say('addresses of pages', -0.9, 60, 0.2),
  ],
  [/(?:path|file ?name|filename|key name|s3 key|storage key|object key)$/, say('paths', -0.95, 45)],
  [/(?:country|nationality)(?: code)?$/, say('countries', 200, 2.5, 0.05)],
  [/(?:currency)(?: code)?$/, say('currencies', 20, 3)],
  [/(?:language|locale|lang)(?: code)?$/, say('languages', 30, 4, 0.05)],
  [/(?:time ?zone|tz)$/, say('time zones', 100, 15, 0.1)],
  [/(?:city|town|municipality)$/, say('towns', 20_000, 9, 0.05)],
  [/(?:^|\b)(?:state|province|region|county|district)(?: code| name)?$/, regions],
  [/(?:zip|postal|post)(?: ?code)?$/, say('postal codes', 30_000, 6, 0.05)],
  [/(?:street|address|addr|line)(?: line)? ?2$/, say('second lines of addresses', 5000, 10, 0.85)],
  [/(?:street|address|addr|line)(?: line)? ?1?$/, say('lines of addresses', -0.9, 20, 0.05)],
  [
    /(?:order|invoice|reference|ref|tracking|document|receipt|ticket|customer|account|serial|confirmation|transaction|provider|external|vendor)(?: (?:number|no|nr|num|code|ref|reference|id|key))+$|^(?:sku|ean|isbn|upc|gtin|vin|iban|bic|slug|handle|permalink|reference|number|external ref)$|\bslug$/,
    say('codes', -0.97, 14),
  ],
  [
    /(?:description|body|content|contents|text|bio|biography|about|message|details|article|html|markdown|instructions|abstract|comment text|answer|question|review)$/,
    say('long texts', -0.98, 280, 0.2),
  ],
  [
    /(?:notes?|remarks?|comments?|reason|feedback|explanation|memo|summary|caption|excerpt)$/,
    say('remarks', -0.7, 60, 0.6),
  ],
  [/(?:error|exception|stack ?trace|trace ?back|backtrace|error message)$/, say('messages of errors', -0.3, 180, 0.9)],
  [
    /(?:query|sql|statement|command|payload|request|response|headers|params|parameters|metadata|raw|json|xml|data|settings|preferences|options|config)$/,
    say('documents', -0.95, 220, 0.2),
  ],
  [/(?:title|subject|headline|heading)$/, say('titles', -0.9, 38, 0.05)],
  [/(?:colou?r)(?: code)?$/, say('colours', 60, 6, 0.2)],
  [/^(?:size|unit|uom)$/, say('sizes and units', 20, 3, 0.2)],
  [/(?:gender|sex|salutation)$/, say('a few words', 3, 5, 0.3)],
  [
    /(?:table|entity|model|class|resource|record|object|commentable|subject|auditable|item|owner|source|target|\w+able)(?: name| type| class)$|^(?:entity|model)$/,
    say('names of tables', 20, 9),
  ],
  [/(?:status|state|stage|phase)$/, states],
  [
    /(?:type|kind|category|role|level|mode|priority|severity|source|channel|provider|platform|method|action|operation|event|event type|event name|direction|tier|plan|environment|device|browser|os|gateway|reason code|format|scope|group|section|department)$/,
    say('a few words', 12, 8, 0.05),
  ],
  [/(?:content|mime|media) type$/, say('types of media', 20, 16)],
  [/(?:tags|labels|keywords|skills)$/, say('lists of words', -0.5, 30, 0.3)],
  [/(?:version)$/, say('versions', 200, 6, 0.1)],
  [/(?:uuid|guid)$/, say('UUIDs as text', -1, 36)],
  [/(?:code|abbreviation|abbr|symbol|iso)\d*$/, say('codes', -0.5, 7)],
  [/(?:name|label)$/, say('names', -0.8, 18)],
  [/^key$/, say('keys', -0.9, 16)],
  [/^value$/, say('values', -0.5, 24, 0.05)],
  [/(?:birth|date|day|dob|time|at|on)$/, say('times as text', 5000, 10, 0.2)],
  [/(?:^| )(?:id|identifier|no|number|nr)$/, say('identifiers', -0.5, 12)],
];

/** Text, by the name of the column, else by its length. */
export const text: Case = ({ column, type, name, unique, usual }) => {
  if (type.family !== 'text' && type.family !== 'character') return undefined;
  const named = byName.find(([pattern]) => pattern.test(name))?.[1];
  // A column whose default is the state of a life has states, though its name may be that of a region.
  const isState = usual !== undefined && stateShare(usual) !== undefined && (named === undefined || named === regions);
  const found = isState ? states : named;
  const guess = found ?? byLength(type.length);
  const longest = type.length ?? Number.POSITIVE_INFINITY;
  const content =
    type.family === 'character' && type.length !== undefined ? type.length : Math.min(guess.content ?? 12, longest);
  const reason = `${isState ? `${guess.what}, by its default` : found ? `${guess.what}, by its name` : guess.what}${unique ? ', unique' : ''}`;
  const nulls = guess.nulls === undefined ? {} : { nulls: guess.nulls };
  if (unique) return { distinct: -1, content, correlation: 0, ...nulls, reason };
  const distinct = fewOfLength(guess.distinct, type.length);
  const base = {
    distinct,
    content,
    correlation: guess.distinct > 0 && guess.distinct < 100 ? 0.2 : 0,
    ...nulls,
    reason,
  };
  if (usual === undefined || distinct < 0 || distinct > 100) return base;
  const share = stateShare(usual) ?? (column.nullable ? 0.7 : 0.8);
  return {
    ...base,
    content: distinct > 1 ? content : usual.length,
    common: [{ value: usual, fraction: share }],
    reason: share < 0.5 ? reason : `${reason}; most have the default`,
  };
};

/** A column of two letters cannot hold many values. */
function fewOfLength(distinct: number, length: number | undefined): number {
  if (length === undefined || length > 3) return distinct;
  const possible = 30 ** length;
  return distinct < 0 ? Math.min(possible, 200 * length) : Math.min(distinct, possible);
}

function byLength(length: number | undefined): TextGuess {
  if (length === undefined) return say('text', -0.5, 32);
  if (length <= 3) return say('short codes', 50, length);
  if (length <= 20) return say('short text', -0.1, Math.ceil(length / 2));
  if (length <= 100) return say('text', -0.4, Math.ceil(length / 5) + 4);
  return say('text', -0.6, Math.min(40, Math.ceil(length / 6)));
}
