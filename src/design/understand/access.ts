import { plural } from '../../catalog/words.ts';
import type { Cause } from '../model.ts';
import { conditionIn, withoutSpan } from './asked-conditions.ts';
import { meaningOf } from './attribute-type.ts';
import { daysOf, numberOf, numberPattern } from './numbers.ts';
import { isPerson } from './persons.ts';
import { phraseOf, singularName, singularWords, splitList } from './phrase.ts';
import { hasSubject } from './split.ts';
import type { Statement } from './statement.ts';
import { asksFresh, unitIn, withDays, withoutUnit } from './summary-words.ts';
import { isVague } from './vague-words.ts';

const verb =
  'list|chart|plot|trace|track|show|display|view|see|get|fetch|retrieve|find|look up|lookup|browse|search(?: for| through| in| across)?|filter|sort|query|load|read|report(?: on)?|count|sum|export|page through|scroll through|look at|aggregate|compute|calculate|analy[sz]e';
const asker =
  '(?:we|they|you|it|i|users?|admins?|administrators?|customers?|managers?|staff|people|everybody|everyone|members?|visitors?|students?|the (?:system|app|application|ui|api|dashboard|home ?page|page)|an? [a-z]+(?: [a-z]+)?|[a-z]+s)';
const modal =
  '(?:(?:often|mostly|mainly|also|usually|frequently|can|could|may|must|should|shall|will|want(?:s)? to|need(?:s)? to|must be able to|should be able to|have to|has to|be able to|are able to|is able to|would like to|like to|wants? to be able to)\\s+)*';
const opening = new RegExp(`^(?:(?:${asker})\\s+${modal})?(${verb})s?\\s+(.+)$`, 'i');
const nominal =
  /^(?:an?\s+|the\s+)?(?:(?:main|live|real[- ]?time)\s+)?(dashboard|report|listing|list|search|lookup|feed|timeline|overview|leaderboard|ranking|summary|statistics|analytics|history page)\s*(?:of|for|with|by|showing|:|on|over|across|per)\s+(.+)$/i;
const between = new RegExp(`(?:,?\\s+(?:and|or|then)|,)\\s+(?:(?:${asker})\\s+${modal})?(?=(?:${verb})\\s)`, 'i');

/** `search and filter products` is one query. */
const twoVerbs = new RegExp(`\\b(${verb})(?:,| and| or|, and)\\s+(${verb})(?=\\s)`, 'i');

/** `Which contracts end next month?`, `who has overdue loans?`: find them. */
function asOrder(text: string): string {
  return text
    .replace(
      /^which\s+([a-z]+(?: [a-z]+)?s)\s+(?=(?:have|has|are|is|were|end|expire|start|begin|renew)\b)/i,
      'find $1 that ',
    )
    .replace(
      /^how many\s+([a-z]+(?: [a-z]+)?s)\s+(?:are there|do we have|does .+ have|were made|did .+ make)\s*/i,
      'count $1 ',
    );
}

/** `Unpaid fees are listed by due date`, `passenger list of a sailing`: who asks is not told. */
function asActive(text: string): string {
  return text
    .replace(
      /^(.+?)\s+(?:is|are|can be|must be|should be|may be)\s+(listed|shown|displayed|searched|looked up|found|browsed|retrieved|fetched)\s+(?=(?:by|per|newest|oldest|for)\b|in\s+(?:[a-z]+\s+)?(?:order|sequence)\b)/i,
      (_, what: string, done: string) =>
        `${/^(?:searched)/i.test(done) ? 'search' : /^(?:found|looked|retrieved|fetched)/i.test(done) ? 'find' : 'list'} ${what} `,
    )
    .replace(
      /^(list\s+)?(?:the\s+)?([a-z]+)\s+lists?\s+(?=(?:of|for)\s)/i,
      (_, __, what: string) => `list ${plural(singularWords(what))} `,
    )
    .replace(
      /^(?:looking up|finding|listing|searching|reading|showing)\s+(.+?)\s+(?:takes|must take|should take|shall take|may take|needs)\s+(?:at most|less than|no more than|no longer than|under)\s+(?=\d)/i,
      (words, what: string) =>
        `${/^(?:list|show)/i.test(words) ? 'list' : /^search/i.test(words) ? 'search' : 'find'} ${what}, within `,
    );
}

/**
 * `Show screenings of a cinema for a day`: somebody is to look up what the description, `plain`, speaks of elsewhere, too,
 * and no show screenings are kept. No noun goes on with an article.
 */
export function isLookUp(text: string, plain: string): boolean {
  const [, rest = ''] = lookUp.exec(text) ?? [];
  if (rest === '' || /[:(–—]/.test(text)) return false;
  if (/^(?:an?|the|all|every|each|their|my|one)\s|^[a-z]+(?: [a-z]+)?(?:'s|s')\s/i.test(rest)) return true;
  const [noun = ''] = /^[a-z]+(?: [a-z]+)??s(?=\s|$)/i.exec(rest.toLowerCase()) ?? [];
  const verb = text
    .slice(0, text.length - rest.length)
    .trim()
    .toLowerCase();
  const elsewhere = plain.replaceAll(`${verb} ${noun}`, ' ');
  return noun !== '' && new RegExp(`\\b(?:${noun}|${singularWords(noun)})\\b`).test(elsewhere);
}

const lookUp =
  /^(?:show|list|display|find|look up|lookup|get|fetch|retrieve|browse|see|view|search(?: for)?|count|filter|sort)\s+(.+)$/i;

/** Sums that are named by what they are told for alone. */
const toldBy =
  /^(?:an?\s+|the\s+)?(?:[a-z]+\s+)?(?:dashboard|report|overview|summary|statistics|analytics)\s+(?:by|per|across)\s/i;

/** What the description says of how data is read; a sentence may tell of several queries. */
export function readAccess(text: string, cause: Cause): readonly Statement[] {
  const plain = asActive(asOrder(text.replace(/[.!;?]\s*$/, ''))).replace(
    /^(?:access pattern|query|q\d+|ap\d+)\s*[:.)-]\s*/i,
    '',
  );
  // Load that grows is no query, and sellers who list items while buyers make offers ask for none.
  if (
    /\bgrow(?:s|ing)?\b/i.test(plain) ||
    /^(?:.*:\s+)?(?:lists|shows|views|reports|loads|displays|searches|queries|counts|filters|tracks)\s+(?:have|has|contain|belong|are|can|may|must|hold|consist|include)\b/i.test(
      plain,
    )
  )
    return [];
  // "A paper gets three reviews", "a festival shows films": only people see something, and what shows it to them.
  const seeing =
    /^(?:an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+(?:gets|shows|lists|displays|tracks|reports|loads|counts|sums)\s/i.exec(
      plain,
    )?.[1] ?? /^([a-z]+s)\s+(?:get|report|load|track)\s/i.exec(plain)?.[1];
  if (
    seeing !== undefined &&
    !/^(?:(?:[a-z]+ )?(?:dashboard|page|screen|view|app|application|system|report|site|website|portal|widget|ui|api)|users|people|everyone|everybody)$/i.test(
      seeing,
    ) &&
    !isPerson(phraseOf(seeing)?.name ?? '')
  )
    return [];
  // "Readers get a card with a number": they have one.
  if (
    /^(?:(?:an?|each|every)\s+)?[a-z]+(?: [a-z]+)?\s+gets?\s+(?:an?|one)\s+[a-z]+(?: [a-z]+)?\s+(?:with|having)\s+(?:an?|the|its|their)\s/i.test(
      plain,
    )
  )
    return [];
  // "A vet sees a pet at an appointment": whoever sees one is with it, and looks at no list.
  if (
    /^(?:an?|each|every)\s+[a-z]+(?: [a-z]+)?\s+sees\s+(?:an?|one|several|many)\s+(?!(?:[a-z]+ )?(?:list|overview|summary|history|dashboard|report|calendar|timeline|chart)\b)/i.test(
      plain,
    )
  )
    return [];
  // What somebody needs to track is a thing that is kept.
  if (/^(?:we|i|they|you)\s+(?:also\s+)?(?:need|want|have|would like)\s+to\s+track\b(?!.*\bby\b)/i.test(plain))
    return [];
  const [, next = ''] = plain.split(/,\s+(?:and\s+)?(.+)/s);
  if (/^(?!we\b|users\b|admin)[a-z]+s\s/i.test(plain) && hasSubject(next) && !opening.test(next)) return [];
  const parts = plain.replace(twoVerbs, '$2').split(between);
  if (!opening.test(parts[0] ?? '') && !nominal.test(parts[0] ?? '')) return [];
  const single = parts.flatMap((part) => severalQueries(part.trim()));
  return single.flatMap(eitherWay).flatMap((part) => {
    const one = readOne(part, { ...cause, words: single.length > 1 ? part : cause.words });
    return one ? [one] : [];
  });
}

/** `list a user's orders, the items of an order and payments by day`: a query for each, with the verb and the goal of all. */
function severalQueries(text: string): readonly string[] {
  const asked = opening.exec(text);
  if (!asked) return [text];
  const rest = asked[2] ?? '';
  const head = text.slice(0, text.length - rest.length);
  const goal =
    /,\s*(?:all\s+|each\s+)?((?:in|within|under|below|less than)\s+\d[\d.]*\s*(?:ms|milliseconds?|s|seconds?))\s*$/i.exec(
      rest,
    );
  const found: string[] = [];
  for (const part of (goal ? rest.slice(0, goal.index) : rest).split(/(,\s*(?:and\s+)?|\s+and\s+)/i)) {
    const last = found.at(-1);
    if (last === undefined) found.push(part);
    else if (/[,\s]$/.test(last) && isQuery(part)) found.push(part);
    else found[found.length - 1] = last + part;
  }
  return found.map(
    (one) => `${head}${one.replace(/(?:,\s*(?:and\s*)?|\s+and\s*)$/i, '')}${goal ? `, ${goal[1]}` : ''}`,
  );
}

/** `find members by email or by number` are two look-ups. */
function eitherWay(text: string): readonly string[] {
  const found =
    /^((?:.*\s)?(?:find|look up|lookup|get|fetch|retrieve)s?\s+.+?)\s+by\s+(.+?),?\s+(?:or|and)\s+by\s+(.+)$/i.exec(
      text,
    );
  if (!found) return [text];
  const goal =
    /\s*[,(]?\s*(?:in|within|under|below|less than)\s+\d[\d.]*\s*(?:ms|milliseconds?|s|seconds?)\)?$/i.exec(
      found[3] ?? '',
    )?.[0] ?? '';
  return [`${found[1]} by ${found[2]}${goal}`, `${found[1]} by ${found[3]}`];
}

/** It names rows and whose they are or what they go by: `the items of an order`, and no `date of birth`. */
function isQuery(text: string): boolean {
  if (/^(?:an?\s+|the\s+|each\s+|every\s+|their\s+)?[\w-]+(?:'s|s')\s+\w/i.test(text)) return true;
  const found = /^(.+?)\s+(?:of|for|by|in|from|per|on)\s+\S/i.exec(text);
  if (/^(?:the\s+)?(?:average|total|sum|mean|number|count)\s.+\s(?:by|per)\s/i.test(text)) return true;
  const phrase = phraseOf(found?.[1] ?? '');
  if (!phrase) return false;
  if (/^(?:the\s+)?(?:latest|newest|last|most recent)\s+\w+\s+(?:of|for|from|per)\s/i.test(text)) return true;
  if (/^(?:the|all)\s+[\w ]+\s+of\s+(?:an?|each|every)\s/i.test(text)) return true;
  if (meaningOf(phrase.name)?.strength === 'strong') return false;
  return phrase.plural || /^(?:the|all|each|every)\s/i.test(text);
}

/** Who somebody is by what was done: tasks assigned to a user have him as their assignee. */
function partOf(participle: string | undefined): string | undefined {
  return {
    assigned: 'assignee',
    written: 'author',
    authored: 'author',
    created: 'creator',
    owned: 'owner',
    managed: 'manager',
    reported: 'reporter',
    requested: 'requester',
    approved: 'approver',
    sent: 'sender',
    addressed: 'recipient',
    reviewed: 'reviewer',
    led: 'lead',
  }[participle?.toLowerCase() ?? ''];
}

function readOne(text: string, cause: Cause): Statement | undefined {
  const asked = opening.exec(text) ?? undefined;
  // "Show a dashboard of page views by site" is the dashboard.
  if (asked && !/^(?:count|sum|list)/i.test(asked[1] ?? '') && nominal.test(asked[2] ?? ''))
    return readOne(asked[2] ?? '', cause);
  const named = asked ? undefined : (nominal.exec(text) ?? undefined);
  const word = (asked?.[1] ?? named?.[1] ?? '').toLowerCase();
  let rest = (asked?.[2] ?? named?.[2] ?? '').trim();
  if (rest === '' || /^to\s/i.test(rest)) return undefined;
  rest = rest.replace(/\b(today|tomorrow|yesterday|this (?:week|month|year))['’]s\s+(.+)$/i, '$2 $1');
  const frequency = new RegExp(
    `[,(]?\\s*(${numberPattern})\\s*(?:times|calls|requests|queries|qps|rps)?\\s*(?:per|a|an|each|every|\\/)\\s*(second|sec|s|minute|min|hour|h|day)\\)?`,
    'i',
  ).exec(rest);
  const goal =
    /[,(]?\s*(?:in|within|under|below|less than|<|p\d+ ?[<=:]?)\s*(\d+(?:\.\d+)?)\s*(ms|milliseconds?|s|seconds?)\b\)?/i.exec(
      rest,
    );
  if (frequency) rest = rest.replace(frequency[0], '');
  if (goal) rest = rest.replace(goal[0], '');
  const condition = conditionIn(rest);
  if (condition?.counted !== undefined) rest = `${condition.rest} by number of ${plural(condition.counted)}`;
  else if (condition) rest = condition.rest;
  const spanned = condition ? undefined : withoutSpan(rest);
  if (spanned !== undefined) rest = spanned;
  const newest =
    /,?\s*\b(?:(?:the )?(?:newest|latest|most recent)(?: ones?)? first|in reverse chronological order|reverse chronologically|(?:sorted|ordered) by (?:newest|latest|recency))\b/i.exec(
      rest,
    );
  const oldest =
    /,?\s*\b(?:(?:the )?(?:oldest|earliest) first|in (?:chronological )?order(?! (?:of|by))|chronologically)\b/i.exec(
      rest,
    );
  const latest = /\b(?:latest|newest|most recent|recent|last (\d+)|last)\s+(?!name\b)/i.exec(rest);
  const each =
    latest !== null && /\b(?:(?:of|for|from|in)\s+(?:each|every)|per|for all)\s+[a-z]/i.test(rest.slice(latest.index));
  const top = /^(?:the\s+)?top\s+(?:(\d+)\s+)?/i.exec(rest);
  if (top) rest = rest.slice(top[0].length);
  const ranked = top !== null || /^(?:leaderboard|ranking)$/.test(word);
  const ordered =
    /,?\s*\b(?:(?:sorted|ordered|ranked|sort|order|rank) by|in order of|by order of)\s+(?:the\s+)?([\w ]+?)(?=$|,|\s+(?:desc|asc|and|first|for|within)\b)(\s+(?:desc\w*|asc\w*))?/i.exec(
      rest,
    );
  const superlative =
    /,?\s*\b(?:by\s+)?(?:the\s+)?(highest|lowest|best|cheapest|most expensive|largest|biggest|longest|shortest|most popular|top)(?: rated| selling)?(?:\s+([a-z ]+?))?\s+first\b/i.exec(
      rest,
    );
  for (const found of [newest, oldest, ordered, superlative]) if (found) rest = rest.replace(found[0], ' ');
  // "For a day, ordered by start time".
  const before = condition || spanned !== undefined ? undefined : withoutSpan(rest.trim());
  if (before !== undefined) rest = before;
  if (latest) rest = rest.replace(latest[0], '');
  // "Per day and status": per status and day.
  rest = withDays(rest).replace(
    /\b(?:per|by) ((?:hour|day|week|month|year)(?:,| and) (?:(?:per|by) )?)(?=[a-z])/i,
    'by ',
  );
  const range =
    /,?\s*\b(?:and|by|in|within|over|for|between|during)?\s*(?:an?\s+|the\s+|given\s+)*(?:date|time|price|amount)?\s*(?:range|period|interval|window)s?\b|\bbetween two (?:dates|times)\b|\b(?:in|of|over|for) the (?:last|past) (?:\d+ )?(?:day|week|month|year|hour|quarter)s?\b|\b(?:per|by) (?:day|week|month|year|hour)\b|\b(?:with)?in (?:the (?:next|coming|following) )?\d+ (?:hour|day|week|month|year)s?\b|\bthis (?:week|month|year|quarter)\b|\b(?:today|tomorrow|yesterday)\b/i.exec(
      rest,
    );
  if (range) rest = rest.replace(range[0], ' ').trim();
  const unit = unitIn(withDays(asked?.[2] ?? named?.[2] ?? ''));
  rest = withoutUnit(rest);
  const bounded = range !== null && /\b(?:range|period|interval|window|between)\b/i.test(range[0]);
  const adding =
    /^(?:the\s+)?(?:total|sum|number|count|average|mean|revenue|volume)s?\b(?:\s+(?:of|number of|amount of))?\s*/i.exec(
      rest,
    );
  const summary =
    !each &&
    (/^(?:count|sum|report|aggregate|compute|calculate|analy|dashboard|statistics|analytics|summary)/.test(word) ||
      adding !== null ||
      /\b(?:total|totals|per (?!page)\w+|revenue|statistics)\b/i.test(rest));
  if (adding && /^(?:the\s+)?(?:total|sum|number|count|average)/i.test(adding[0]))
    rest = rest.slice(adding[0].length) || rest;

  // "search products by name", "filter by edition and tag", "find users by email or phone", "orders for a user"
  const by = /\b(?:by|using|via|on)\s+(?:their\s+|its\s+|the\s+|an?\s+)?(.+)$/i.exec(rest);
  const perGroup = /\b(?:per|for each|grouped by|for every)\s+(.+)$/i.exec(rest);
  const head = (by ? rest.slice(0, by.index) : perGroup ? rest.slice(0, perGroup.index) : rest).trim();
  const groups = splitList(by?.[1] ?? perGroup?.[1] ?? '').flatMap(
    (one) => phraseOf(one.replace(/^(?:by|per|their|its)\s+/i, ''))?.name ?? [],
  );
  const owned =
    /^(?:all\s+|the\s+|only\s+)?(?:an?\s+|the\s+|each\s+|every\s+|their\s+)?([\w ]+?)(?:'s|s')\s+(.+)$/i.exec(head);
  const of =
    /^(.+?)\s+(?:of|for|from|in|within|belonging to|placed by|made by|written by|assigned to|at|to)\s+(?:an?|the|one|each|every|all|any|given|their|my|his|its|some|specific|particular)?\s*(?:given|specific|particular|single|certain)?\s*(.+)$/i.exec(
      head,
    );
  // "Subscriptions that renew", "payments that are open".
  const relative = /^(.+?)\s+(?:that|which|who)\s+(?:(?:are|is|were|have|has)\s+)?([a-z]+)$/i.exec(head);
  const own = /^(?:my|their|his|her|its|our)\s+(.+)$/i.exec(head);
  const what = owned?.[2] ?? of?.[1] ?? own?.[1] ?? relative?.[1] ?? head;
  const objects = splitList(what).flatMap((one) => phraseOf(one) ?? []);
  const object = objects.find((one) => !isVague(one));
  const asks = asked ? new RegExp(`^(${asker})\\s`, 'i').exec(text)?.[1] : undefined;
  const whose = owned?.[1] ?? of?.[2];
  const owner =
    whose === undefined
      ? own && asks && !/^(?:we|they|you|it|i|the )/i.test(asks)
        ? singularName(asks.replace(/^(?:an?|each|every)\s+/i, ''))
        : undefined
      : phraseOf(whose)?.name;
  if (!object && groups.length === 0) return undefined;
  const counted = /^(?:the\s+)?(?:number|count|amount)\s+of\s+(?:their\s+|its\s+)?([\w ]+)$/i.exec(
    by?.[1] ?? ordered?.[1] ?? '',
  );
  const many = counted ? phraseOf(counted[1] ?? '') : undefined;
  if (many && object)
    return {
      kind: 'access',
      title: text.replace(new RegExp(`^${asker}\\s+${modal}`, 'i'), '').replace(/\s+/g, ' '),
      of: object.name,
      by: [many.name],
      search: [],
      range: range !== null,
      summary: true,
      rank: true,
      word: 'number',
      where: [],
      ...(top?.[1] === undefined ? {} : { limit: Number(top[1]) }),
      ...(goal ? { goalMilliseconds: Number(goal[1]) * (/^s/i.test(goal[2] ?? '') ? 1000 : 1) } : {}),
      cause,
    };
  const searching = /^search/.test(word) || (named !== undefined && /^search/.test(word));
  const perDay = frequency ? daysOf(frequency[2] ?? '') : undefined;
  const often = frequency ? numberOf(frequency[1] ?? '') : undefined;
  const descending = newest !== null || (latest !== null && !oldest);
  const hasOrder = newest !== null || oldest !== null || latest !== null || ordered !== null || superlative !== null;
  const as = partOf(/\b([a-z]+)\s+(?:to|by)\s+(?:an?|the|one|each|every|their|my)?\s*[\w -]+$/i.exec(head)?.[1]);
  const is = relative && /\b(?:are|is|were|have|has)\s+[a-z]+$/i.test(relative[0]);
  // "Dashboard by category and day": what it tells of each category is not said.
  const unsaid = summary && object !== undefined && groups.length === 0 && owner === undefined && toldBy.test(text);
  return {
    kind: 'access',
    title: text.replace(new RegExp(`^${asker}\\s+${modal}`, 'i'), '').replace(/\s+/g, ' '),
    of: unsaid ? '' : (object?.name ?? ''),
    ...(owner === undefined ? {} : { owner }),
    by: searching
      ? groups.filter((one) => !/name|title|text|description|content|keyword|word/.test(one))
      : unsaid
        ? [object.name]
        : groups,
    search: searching ? groups.filter((one) => /name|title|text|description|content|keyword|word/.test(one)) : [],
    ...(hasOrder
      ? {
          order: {
            ...(ordered?.[1]
              ? { by: singularName(ordered[1].replace(/\b(?:newest|latest)\b.*$/, 'created at')) }
              : superlative?.[2]
                ? { by: singularName(superlative[2]) }
                : {}),
            descending: ordered
              ? /desc/i.test(ordered[2] ?? '')
              : superlative
                ? !/lowest|cheapest|shortest/i.test(superlative[1] ?? '')
                : descending,
          },
        }
      : {}),
    range:
      range !== null ||
      spanned !== undefined ||
      before !== undefined ||
      condition?.range === true ||
      (summary && unit !== undefined),
    summary,
    ...(summary && unit !== undefined ? { per: unit } : {}),
    ...(summary && asksFresh(text) ? { fresh: true } : {}),
    ...(/^sum/.test(word) || (adding && /revenue|amount|sum|total(?! number)/i.test(adding[0]))
      ? { sum: 'amount' }
      : {}),
    where: [...(relative && is ? [(relative[2] ?? '').toLowerCase()] : []), ...(condition?.where ?? [])],
    ...(condition?.whose === undefined ? {} : { whose: condition.whose }),
    ...(condition?.unmet === undefined ? {} : { unmet: condition.unmet }),
    ...(condition?.verb === undefined ? {} : { verb: condition.verb }),
    ...(as === undefined ? {} : { as }),
    ...(each ? { each } : {}),
    ...(ranked ? { rank: true, word } : {}),
    ...(bounded ? { filters: true } : {}),
    ...(relative && !is ? { verb: (relative[2] ?? '').toLowerCase() } : {}),
    ...(top?.[1] !== undefined || latest?.[1] !== undefined ? { limit: Number(top?.[1] ?? latest?.[1]) } : {}),
    ...(often !== undefined && perDay !== undefined ? { perHour: often / perDay / 24 } : {}),
    ...(goal ? { goalMilliseconds: Number(goal[1]) * (/^s/i.test(goal[2] ?? '') ? 1000 : 1) } : {}),
    cause,
  };
}
