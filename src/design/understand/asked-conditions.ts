import { singular } from '../../catalog/words.ts';
import { numberPattern } from './numbers.ts';
import { phraseOf } from './phrase.ts';
import type { Of } from './statement.ts';

/** What a query says of the rows that it wants, and the words that are left. */
export interface Condition extends Partial<Pick<Of<'access'>, 'whose' | 'unmet' | 'verb' | 'range'>> {
  readonly rest: string;
  readonly where: readonly string[];
  /** As many as there are of these tell which: members with more than three loans. */
  readonly counted?: string;
}

const noun = '[a-z]+(?: [a-z]+)?';
/** Words for a span of time that is looked at, from when to when. */
const span =
  '(?:(?:this|next|last|the (?:next|coming|current|following|last|past)|the coming|a given|a certain|a particular|a specific|any|one|an?|the same)\\s+(?:\\d+\\s+)?(?:days?|weeks?|months?|years?|quarters?|date)|\\d+\\s+(?:hours?|days?|weeks?|months?|years?)|today|tomorrow|yesterday|now|soon|tonight)';
const when = new RegExp(`\\s*,?\\s*\\b(?:(?:with)?in|for|on|during|over|by|before|after|until)?\\s*${span}$`, 'i');
const limits =
  '(?:(?:of\\s+|is\\s+|are\\s+)?(?:fewer|less|more|greater|higher|lower|larger|older|younger)\\s+than|(?:is\\s+|are\\s+|of\\s+|falls?\\s+|goes\\s+|drops?\\s+)?(?:below|under|above|over|at least|at most|between|before|after|up to)|exceed(?:s|ing)?)';
const adjective =
  '(?:overdue|open|unpaid|expired|expiring|pending|active|inactive|late|outstanding|upcoming|unresolved|unread|cancelled|canceled|due|failed|current|past|future|unfinished)';
const amount = `${numberPattern}|an?\\s+(?:given|certain)\\s+[a-z]+|[a-z]+`;

interface Form {
  readonly form: RegExp;
  readonly take: (found: RegExpExecArray) => Omit<Condition, 'where'> & { readonly where?: readonly string[] };
}

const forms: readonly Form[] = [
  // "Pets whose vaccination is due", "customers whose subscription ends this month", "tanks whose level is below 10".
  {
    form: new RegExp(
      `^(.+?)\\s+whose\\s+(${noun}?)\\s+((?:is|are|was|were|has|have|does|do|will|ends?|expires?|starts?|begins?|renews?|runs out|falls?|goes|drops?|exceeds?|comes)\\b.*)$`,
      'i',
    ),
    take: ([, rest = '', whose = '', tail = '']) => ({ rest, whose: nameOf(whose), ...tailOf(tail) }),
  },
  // "Customers with overdue invoices", "members who have open loans".
  {
    form: new RegExp(
      `^(.+?)\\s+(?:with|(?:who|that|which)\\s+(?:have|has))\\s+(?:an?\\s+|any\\s+|the\\s+)?(${adjective})\\s+(${noun})$`,
      'i',
    ),
    take: ([, rest = '', state = '', whose = '']) => ({ rest, whose: nameOf(whose), where: [state.toLowerCase()] }),
  },
  // "Members with more than 3 loans", "products with fewer than 10 in stock".
  {
    form: new RegExp(
      `^(.+?)\\s+(?:with|(?:who|that|which)\\s+(?:have|has)|having)\\s+(?:fewer|less|more)\\s+than\\s+(?:${numberPattern}|[a-z]+)\\s+(?:(?:items?|pieces?|units?|copies)\\s+)?((?:left\\s+)?(?:in|on|of)\\s+)?(${noun})$`,
      'i',
    ),
    take: ([, rest = '', of, what = '']) =>
      of === undefined ? { rest, counted: nameOf(what) } : { rest, whose: nameOf(what), range: true },
  },
  // "Products with a price below 20", "jobs with more than 10 applicants".
  {
    form: new RegExp(
      `^(.+?)\\s+(?:with|having|(?:who|that|which)\\s+(?:have|has))\\s+(?:an?\\s+|the\\s+)?(${noun}?)\\s+${limits}\\s+(?:${amount}).*$`,
      'i',
    ),
    take: ([, rest = '', whose = '']) => ({ rest, whose: nameOf(whose), range: true }),
  },
  // "Products that are out of stock", "items low on stock", "products with low stock".
  {
    form: /^(.+?)\s+(?:(?:that|which)\s+(?:are|is)\s+)?(?:out of|(?:running )?low (?:on|in)|with (?:low|little|no|high))\s+(stock|inventory|supply|credit|balance|fuel|capacity)$/i,
    take: ([, rest = '', whose = '']) => ({ rest, whose: nameOf(whose), range: true }),
  },
  // "Customers without orders", "books that have never been lent": what is not there is no condition on what is.
  {
    form: /^(.+?)\s+((?:without|with no|(?:who|that|which)\s+(?:have|has|do|does|did|are|is|were|was)\s+(?:no|not|never|n't)\b)\s*.*)$/i,
    take: ([, rest = '', unmet = '']) => ({ rest, unmet }),
  },
  // "Subscriptions that end this month".
  {
    form: /^(.+?)\s+(?:that|which|who)\s+((?:ends?|expires?|starts?|begins?|renews?|runs? out)\b.*|(?:(?:are|is)\s+due|(?:have|has)\s+[a-z]+ed)\s+.*)$/i,
    take: ([, rest = '', tail = '']) => ({ rest, ...tailOf(tail) }),
  },
];

/** What comes behind the thing that is asked for, where it says which rows are wanted. */
export function conditionIn(text: string): Condition | undefined {
  for (const { form, take } of forms) {
    const found = form.exec(text.trim());
    if (found) return { where: [], ...take(found) };
  }
  return undefined;
}

/** A query that says whose or which rows it wants. */
export function asksWhose(text: string): boolean {
  return (
    /^(?:(?:we|i|users|staff|they)\s+(?:(?:can|must|want to|need to)\s+)?)?(?:find|list|show|get|look up|search(?: for)?|which)\s/i.test(
      text,
    ) && conditionIn(text.replace(/[.!?;]\s*$/, '')) !== undefined
  );
}

/** `ends this month`, `is due`, `has expired`, `is below 10`. */
function tailOf(tail: string): Pick<Condition, 'verb' | 'range'> & { readonly where?: readonly string[] } {
  if (new RegExp(`^${limits}\\b`, 'i').test(tail)) return { range: true };
  const timed = when.test(tail);
  const words = tail
    .replace(when, '')
    .trim()
    .replace(/^(?:is|are|was|were|has|have|will)\s+(?:been\s+|be\s+|already\s+|still\s+)*/i, '')
    .toLowerCase();
  if (words === '') return { range: true };
  const verb = /^(?:end|expire|start|begin|renew|run out)/.exec(words)?.[0];
  if (verb !== undefined) return { verb: verb === 'run out' ? 'end' : verb, range: true };
  return { where: [words.replaceAll(' ', '_')], ...(timed ? { range: true } : {}) };
}

function nameOf(text: string): string {
  return phraseOf(text)?.name ?? singular(text);
}

/** `appointments of a vet for a day`: what is left, and that a span is looked at. */
export function withoutSpan(text: string): string | undefined {
  const found =
    /^(.+?),?\s+(?:for|on|of|in|during|over|within)\s+(?:an?|the|one|any|some|this|next|last|each)\s+(?:given\s+|particular\s+|specific\s+|certain\s+|single\s+|coming\s+|current\s+|past\s+)?(?:day|date|week|month|quarter|year|weekend)$/i.exec(
      text,
    ) ??
    /^(.+?),?\s+(?:for\s+|of\s+|on\s+)?(?:today|tomorrow|yesterday|next (?:week|month|year|quarter)|last (?:week|month|year|quarter))$/i.exec(
      text,
    );
  return /\bfor each\b/i.test(text.slice(found?.[1]?.length ?? 0)) ? undefined : found?.[1];
}
