import { meaningOf } from '../attribute-type.ts';
import { valuesIn } from '../attributes.ts';
import { isPerson } from '../persons.ts';
import { identifier, phraseOf, singularName } from '../phrase.ts';
import type { WrittenColumn } from '../statement.ts';
import { columnOf } from '../tables.ts';

/** A member of a list without a verb: a column, or what it refers to, and what holds of its values. */
export interface Member {
  readonly column: WrittenColumn;
  /** The words themselves tell that it is a property: a clause, a mark, a name that has a meaning. */
  readonly telling: boolean;
  readonly bounds?: { readonly min: number; readonly max: number };
  /** It is unique among the rows of this alone. */
  readonly within?: string;
}

type Made = Partial<WrittenColumn> & { readonly name: string };
type Form = readonly [RegExp, (...found: string[]) => Made | undefined];

const what = '(?:an?\\s+|the\\s+|each\\s+|its\\s+|their\\s+)?([a-z][a-z-]*(?: [a-z-]+)??)';
const done = '([a-z]+(?:ed|en|wn|ne|nt|ld|ht|ut|de|pt|un|ok|ew|ung|ang|aw))';
const pronoun = "(?:it|them|this|that|she|he|they|one)(?:'s)?";

/** What somebody did: `recorded_by`. */
function by(verb = 'done', who = 'person'): Made {
  const noun = singularName(who);
  // Who does it is all that it tells.
  const plain = /^(?:done|made|run|performed|conducted)$/i.test(verb) && noun !== 'person';
  const decides = /^(?:decided|approved|checked|closed|accepted|rejected|confirmed|signed)$/i.test(verb);
  return { name: plain ? noun : `${participleOf(verb)}_by`, noun, ...(decides ? { optional: true } : {}) };
}

const irregular: Readonly<Record<string, string>> = {
  took: 'taken',
  wrote: 'written',
  gave: 'given',
  drew: 'drawn',
  drove: 'driven',
  flew: 'flown',
  saw: 'seen',
  rang: 'rung',
  sang: 'sung',
  did: 'done',
  began: 'begun',
  chose: 'chosen',
};

function participleOf(verb: string): string {
  return irregular[verb.toLowerCase()] ?? verb.toLowerCase();
}

function refers(noun: string | undefined, name = noun): Made {
  return { name: singularName(name ?? ''), noun: singularName(noun ?? '') };
}

const measures: Readonly<Record<string, string>> = {
  long: 'duration',
  much: 'amount',
  big: 'size',
  heavy: 'weight',
  old: 'age',
  tall: 'height',
  far: 'distance',
  often: 'frequency',
  urgent: 'urgency',
  deep: 'depth',
};

/** Clauses and marks that stand for a column or a reference, in the order in which they are tried. */
const forms: readonly Form[] = [
  [new RegExp(`^(?:${done}\\s+)?by\\s+(?:whom|who|which person)\\b.*$`, 'i'), (_, verb) => by(verb)],
  [new RegExp(`^${done}\\s+by\\s+${what}$`, 'i'), (_, verb, who) => by(verb, who)],
  [new RegExp(`^${done}\\s+by$`, 'i'), (_, verb) => by(verb)],
  [/^who\s+(?:has\s+|had\s+)?([a-z]+)(?:\s+.*)?$/i, (_, verb) => whoOf(verb ?? '')],
  [/^whose (?:it is|they are|it was)$/i, () => ({ name: 'owner', noun: 'owner' })],
  [
    /^(?:in |on |at |to |for |of |from |by )?which\s+([a-z-]+(?: (?!is\b|was\b|it\b|they\b|she\b|he\b|we\b|has\b|did\b|does\b)[a-z-]+ed)?)(?:\s+.+)?$/i,
    (_, of) => refers(of),
  ],
  [
    new RegExp(`^(?:per|of|for|in|on|at|to|from)\\s+(?:an?|the|one|each|which)\\s+${what}$`, 'i'),
    (_, of) => refers(of),
  ],
  [/^(?:one )?(?:per|for each|for every|every)\s+([a-z]+)(?:\s+[a-z]+ly)?$/i, (_, of) => refers(of)],
  [/^[a-z]+(?:\s*\/\s*[a-z]+)+$/i, (list = '') => ({ name: 'kind', type: 'choice', values: list.split(/\s*\/\s*/) })],
  [
    new RegExp(
      `^the ${what} (?:it|they|she|he) (?:is|are|was|were|belongs?|comes?|stands?|lies?|hangs?|went)\\b.*$`,
      'i',
    ),
    (_, of) => refers(of),
  ],
  [
    new RegExp(`^${what} (?:in charge|on duty|on call|responsible|concerned|in question|who .+)$`, 'i'),
    (_, of) => refers(of),
  ],
  [
    new RegExp(`^${what}\\s*\\((?:an?|one of the|one of our)\\s+([a-z]+(?: [a-z]+)?)\\)$`, 'i'),
    (_, role, of) => refers(of, role),
  ],
  [
    new RegExp(
      `^(?:the\\s+)?(?:date|day|time)\\s+(?:when\\s+|on which\\s+)?(?:${pronoun}|the [a-z]+)\\s+(?:was|were|is|has been)\\s+(?:last\\s+|first\\s+)?${done}$`,
      'i',
    ),
    (_, verb) => moment(verb),
  ],
  [
    /^when\s+(?:.+?\s+)?(?:was|were|is|are|has been|had been|got)\s+(?:last\s+|first\s+)?([a-z]+)(?:\s+.*)?$/i,
    (_, verb) => moment(verb),
  ],
  [
    new RegExp(`^when\\s+${pronoun}\\s+([a-z]+)(?:\\s+(?:in|on|at|off|up|out|back))?$`, 'i'),
    (_, verb) => happens(verb),
  ],
  [/^(?:and\s+)?when(?:\s.*)?$/i, () => ({ name: 'occurred_at', type: 'instant' })],
  [new RegExp(`^${done}\\s+when$`, 'i'), (_, verb) => moment(verb)],
  [/^(?:[a-z]+\s+)?where(?:\s.*)?$/i, () => ({ name: 'place', type: 'text' })],
  [
    /^how many\s+([a-z]+(?: [a-z]+)?)(?:\s.*)?$/i,
    (_, of) => ({
      name: `number_of_${identifier((of ?? '').replace(/\s(?:there|came|were|are|was|it)$/, ''))}`,
      type: 'quantity',
    }),
  ],
  [
    /^how ([a-z]+)(?:\s.*)?$/i,
    (_, how) => (measures[how ?? ''] === undefined ? undefined : { name: measures[how ?? ''] ?? '' }),
  ],
  [/^what (?:it|they|this) (?:cost|costs)$/i, () => ({ name: 'cost', type: 'money' })],
  [/^what (?:it|they|he|she) (weighs?|measures?)$/i, () => ({ name: 'weight' })],
  [
    /^what\s+((?:was|is|went|has been|had been)\s+)?([a-z]+)(?:\s+(?:with|about|to|on)\s+.*)?$/i,
    (_, verb, how) => ({ name: identifier(`what ${verb ?? ''} ${how}`), type: 'long text' }),
  ],
  [
    /^(?:whether|if)\s+(?:.+?\s+)?(is|was|are|were|has|have|had|can|could)\s+(?:(?:been|be)\s+)?(.+)$/i,
    (_, verb, how) => flag(verb, how),
  ],
  [new RegExp(`^(is|was|are|has)\\s+(?:${pronoun}|the [a-z]+)\\s+(.+?)\\??$`, 'i'), (_, verb, how) => flag(verb, how)],
  [/^from$/i, () => ({ name: 'from_date', type: 'date' })],
  [/^(?:to|until|till)$/i, () => ({ name: 'to_date', type: 'date' })],
  [/^due$/i, () => ({ name: 'due_date', type: 'date' })],
  [/^(out|back|in)$/i, (_, word) => ({ name: `${word?.toLowerCase()}_on`, type: 'date' })],
  [/^(?:year|date)?\s*born$/i, () => ({ name: 'birth_date', type: 'date' })],
];

/** `who weighed it`; `who it belongs to` tells its owner. */
function whoOf(verb: string): Made | undefined {
  if (/^(?:it|they|she|he)$/i.test(verb)) return { name: 'owner', noun: 'owner' };
  if (/^(?:is|was|are|were)$/i.test(verb)) return { name: 'person', noun: 'person' };
  const plain = verb
    .replace(/(?:ies)$/i, 'ied')
    .replace(/(?<=[^s])s$/i, 'ed')
    .replace(/eed$/, 'ed');
  return by(plain);
}

function moment(verb: string | undefined): Made {
  return { name: `${participleOf(verb ?? '')}_at`, type: 'instant' };
}

/** `when it starts`, `when it left`. */
function happens(verb = ''): Made {
  const plain = verb.toLowerCase();
  return { name: `${/^(?:was|is|did)$/.test(plain) ? 'occurred' : participleOf(plain)}_at`, type: 'instant' };
}

function flag(verb = '', how = ''): Made | undefined {
  const word = /^ha/i.test(verb) ? 'has' : /^c/i.test(verb) ? 'can' : 'is';
  const told = identifier(how.replace(/\?$/, '').replace(/^(?:an?|the|to be)\s+/i, ''));
  return told === '' || told.split('_').length > 4 ? undefined : { name: `${word}_${told}`, type: 'boolean' };
}

/** Behind these nobody asks when, but whether. */
const whether =
  /^(?:paid|approved|accepted|passed|cancelled|canceled|damaged|insured|neutered|licensed|done|broken|fixed|confirmed|heated|covered|lit|attended|appeared|used)$/i;

const marks =
  /\b(?:if (?:any|known|applicable|needed|given|we know (?:it|them)|there is one)|where known|optional(?:ly)?|may be (?:empty|missing)|can be (?:empty|missing))\b/i;

/** `borrower asks for a ladder`: whose it is, and what of. */
const act =
  /^(?:an?\s+|the\s+|one\s+)?([a-z]+)\s+[a-z]+[^s]s\s+(?:(?:for|to|at|in|on|from|of)\s+)?(?:an?|the|one)\s+([a-z]+(?: [a-z]+)?)$/i;

/** A member that tells who does something with what, in a list of what is kept of that. */
export function isAct(text: string): boolean {
  return isPerson(singularName(act.exec(text.trim())?.[1] ?? ''));
}

/** The columns of a member of a list. */
export function membersOf(given: string): readonly Member[] {
  const [, who, whom] = act.exec(given.trim()) ?? [];
  if (who !== undefined && whom !== undefined && isPerson(singularName(who)))
    return [who, whom].map((noun) => ({
      column: { ...refers(noun), optional: false, unique: false, primary: false },
      telling: true,
    }));
  const one = memberOf(given);
  return one ? [one] : [];
}

/** A member as a column; nothing for one that names nothing. */
function memberOf(given: string): Member | undefined {
  const optional = marks.test(given);
  const unique = /\bunique(?!\s+(?:per|within|in|for each))\b/i.test(given);
  const within = /\bunique\s+(?:per|within|in|for each)\s+(?:an?\s+|the\s+|its\s+|each\s+)?([a-z]+)/i.exec(given)?.[1];
  const plain = given
    .replace(new RegExp(marks.source, 'gi'), '')
    .replace(
      /\(\s*(?:must be\s+)?unique[^()]*\)|,?\s*\b(?:must be )?unique\b(?:\s+(?:per|within|in|for each)\s+.*)?/gi,
      '',
    )
    .replace(/\(\s*\)/g, '')
    .replace(/^(?:also|plus|and|then|possibly)\s+/i, '')
    .replace(/\b(?:no|nr)\b\.?(?=\s*(?:$|\())/i, 'number')
    .trim();
  const range =
    /^(.*?)[\s,(]+(?:from\s+)?(-?\d+)\s*(?:-|–|to|\.\.)\s*(-?\d+)(?:\s*(?:stars?|points?|hearts?))?\s*\)?$/i.exec(
      plain,
    );
  const bounds = range ? { min: Number(range[2]), max: Number(range[3]) } : undefined;
  const made = madeOf(range?.[1] ?? plain);
  if (!made) return undefined;
  const { telling, noun, ...column } = made;
  const type = bounds ? 'integer' : column.type;
  return {
    column: {
      ...column,
      ...(type === undefined ? {} : { type }),
      ...(noun === undefined || bounds ? {} : { noun }),
      optional: column.optional || optional,
      unique,
    },
    telling: telling || optional || unique || within !== undefined || bounds !== undefined,
    ...(bounds ? { bounds } : {}),
    ...(within === undefined ? {} : { within: singularName(within) }),
  };
}

function madeOf(text: string): (WrittenColumn & { readonly telling: boolean }) | undefined {
  const none = { optional: false, unique: false, primary: false };
  for (const [form, make] of forms) {
    const found = form.exec(text);
    const made = found ? make(...found) : undefined;
    if (made) return { ...none, ...made, telling: true };
  }
  const asked = /\?$/.test(text);
  const bare = text.replace(/\?$/, '').trim();
  const phrase = phraseOf(
    valued(bare)
      .replace(/\[([^\]]*)\]/g, '($1)')
      .replace(/%/g, ' percent'),
  );
  if (!phrase || phrase.words.length > 5) return undefined;
  const name = phrase.written;
  const meaning = meaningOf(name) ?? meaningOf(phrase.name);
  if (asked && (!meaning || meaning.type === 'boolean')) return { ...none, name, type: 'boolean', telling: true };
  if (phrase.words.length === 1 && !meaning && isParticiple(name))
    return whether.test(name)
      ? { ...none, name, type: 'boolean', telling: true }
      : { ...none, name: `${name}_on`, type: 'date', telling: true };
  const written = columnOf(valued(bare));
  const { references } = written ?? {};
  const listed = written?.values ?? valuesIn(noteOf(valued(bare)));
  const answers = listed?.join() === 'yes,no';
  const values = answers ? undefined : listed;
  const type = answers ? ('boolean' as const) : written?.type;
  return {
    ...none,
    name,
    ...(type === undefined ? {} : { type }),
    ...(values === undefined ? {} : { values }),
    ...(references === undefined ? {} : { references }),
    optional: asked || written?.optional === true,
    unique: false,
    primary: written?.primary === true,
    ...(values || type !== undefined || references !== undefined || phrase.plural || meaning?.strength === 'strong'
      ? {}
      : { noun: phrase.name }),
    telling: meaning !== undefined || type !== undefined || values !== undefined || isPerson(phrase.name),
  };
}

/** `grade (A/B/C)`, `status [open | closed]`, `type: a/b`: one of these. */
function valued(text: string): string {
  return text
    .replace(/\[([^\]]*)\]/g, '($1)')
    .replace(/\(([^()]*)\)/g, (_, inside: string) => `(${inside.replace(/\s*[/|]\s*|\s+or\s+/g, ', ')})`)
    .replace(
      /^([a-z][a-z ]*?)(?:\s*[:=])?\s+([a-z]+(?:\s?[/|]\s?[a-z]+)+)$/i,
      (_, of: string, list: string) => `${of} (${list.replace(/\s?[/|]\s?/g, ', ')})`,
    );
}

/** What stands in parentheses behind it. */
function noteOf(text: string): string {
  return /\(([^()]*)\)\s*$/.exec(text)?.[1] ?? '';
}

function isParticiple(word: string): boolean {
  return (
    /^[a-z]+(?:[^e]ed|wn|ught|ilt|old|ept)$/.test(word) &&
    !/^(?:bed|seed|breed|feed|speed|town|crown|gold|world|hundred)$/.test(word)
  );
}
