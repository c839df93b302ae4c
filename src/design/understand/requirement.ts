import { meaningOf } from './attribute-type.ts';
import { isPerson } from './persons.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const must = '(?:shall|must|should|will|has to|have to|needs? to)';
const kept = '(?:kept|recorded|stored|noted|registered|logged|tracked|captured|known|documented|saved|retained)';
const one = (name = '') => singularWords(name);

/** A requirement as specifications word it, and what it says of things. */
const forms: readonly Form[] = [
  // "An order passes through these states: requested, confirmed".
  [
    /^(?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:passes|goes|moves|runs)\s+through\s+(?:these|the following|the|several)\s+(?:states|stages|statuses|phases|steps)\s*:\s*([a-z][^.;:()]*)/i,
    (_, of, list) => `each ${of} has a status (${(list ?? '').replace(/,?\s+(?:or|and)\s+/gi, ', ')})`,
  ],
  // "The berth it comes from or goes to": there are two.
  [
    /\b(?:the|an?)\s+([a-z]+(?: [a-z]+)?)\s+(?:that\s+|which\s+)?it\s+(?:comes?|goes|starts?|departs?|leaves?|sails?|travels?)\s+from\s+(?:or|and)\s+(?:it\s+)?(?:goes|comes|arrives|ends|sails|travels|leads)\s+(?:to|at)\b/gi,
    (_, of) => `an origin ${of} and a destination ${of}`,
  ],
  // "A date until which the licence is valid".
  [
    /\b(an?|the)\s+date\s+(until|from|since)\s+which\s+(?:the|an?|its|their)\s+([a-z]+)\s+is\s+([a-z]+)/gi,
    (_, article, when, of, how) => `${article} ${of} ${how} ${when} date`,
  ],
  // "A watch starts and ends at a given time."
  [
    /^(?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:starts|begins)\s+and\s+(?:ends|finishes|stops)\s+(?:at|on)\s+an?\s+(?:given\s+|certain\s+|fixed\s+|specific\s+)?(time|date)(?=\s*(?:[.;,]|$))/i,
    (_, of, when) => `each ${of} has a start ${when} and an end ${when}`,
  ],
  // "Each agent receives an invoice with one line per order": several, and each has lines.
  [
    /^(?:once (?:a|per|every) [a-z]+,?\s+|(?:each|every) (?:day|week|month|quarter|year),?\s+)?(?:each|every)\s+([a-z]+)\s+(?:receives|gets)\s+an?\s+([a-z]+)\s+with\s+(?:one|an?)\s+(line|item|entry|position)\s+(?:per|for each|for every)\s+([a-z]+(?: [a-z]+)?)(?=\s*(?:[.;]|$))/i,
    (_, who, what, line, of) =>
      `each ${who} has several ${what}s; each ${what} has several ${what} ${line === 'entry' ? 'entrie' : line}s; each ${what} ${line} belongs to one ${of}`,
  ],
  // "The tariff depends on tonnage and direction": it has them.
  [
    /^(?:the|an?|each|every)\s+([a-z]+(?: [a-z]+)?)\s+depends\s+on\s+((?:the\s+)?[a-z]+(?: [a-z]+)?(?:,\s+(?:the\s+)?[a-z]+(?: [a-z]+)?)*,?\s+and\s+(?:the\s+)?[a-z]+(?: [a-z]+)?)(?=\s*(?:[.;]|$))/i,
    (words, of, list) =>
      splitList(list ?? '').every((each) => phraseOf(each)?.plural === false)
        ? `each ${of} has ${list}`
        : (words ?? ''),
  ],
  // "After the job the pilot fills in a report: start time, remarks".
  [
    /^(?:(?:after|before|when|once|during|at)\b[^:]*?,?\s+)?(?:the|an?|each|every)\s+([a-z]+)\s+(?:fills (?:in|out)|completes|writes|submits|places|files|enters|makes|creates|issues|sends)\s+an?\s+([a-z]+(?: [a-z]+)?):\s+(.+)$/is,
    (words, who, what, list) =>
      isPerson(one(who)) ? `each ${what} belongs to one ${who}; each ${what} has ${list}` : (words ?? ''),
  ],
  // "Boats are serviced every 500 engine hours": how often is no thing.
  [/\s+every\s+\d[\d,.]*\s+(?:[a-z]+\s+hours|kilomet(?:re|er)s|km|miles|cycles)(?=\s*(?:[,.;]|$))/gi, () => ''],
  // "The period in which a host presents a show shall be kept": from when to when each does.
  [
    new RegExp(
      `^the\\s+(?:period|time|dates|interval)s?\\s+(?:in|during|for|between|over)\\s+which\\s+(?:an?|each|every|the)\\s+([a-z]+(?: [a-z]+)?)\\s+([a-z]+s(?:\\s+(?:in|at|on|for|to|with))?)\\s+(?:an?|each|every|the)\\s+([a-z]+(?: [a-z]+)?)\\s+(?:${must}\\s+be|is|are)\\s+${kept}(?=\\s*(?:[.;]|$))`,
      'i',
    ),
    (_, who, verb, what) => `a ${who} ${verb} several ${what}s with a start date and an end date`,
  ],
  // "Every change to an episode shall be logged with the user and the time": an episode has several, each with both.
  [
    new RegExp(
      `^(?:each|every|any|all)\\s+(change|edit|update|correction|modification)s?\\s+(?:to|of|in)\\s+(?:an?\\s+|the\\s+)?([a-z]+(?: [a-z]+)?)\\s+(?:${must}\\s+be|is|are)\\s+${kept}\\s+with\\s+((?:the|its|an?)\\s+[^;:]+)`,
      'i',
    ),
    (_, what, of, list) => `each ${one(of)} has several ${one(of)} ${what}s; each ${one(of)} ${what} has ${list}`,
  ],
  // "An episode is stored in one or more recordings": they are parts of it.
  [
    /\b((?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?)\s+is\s+(?:stored|kept|held|recorded|delivered|published|issued|split|divided|saved)\s+(?:in|as|into)\s+((?:one or more|several|many|multiple)\s+(?:[a-z]+ )?(?:recordings|files|parts|pieces|volumes|formats|versions|documents|segments|chunks|tracks|instal?ments|sections|chapters))(?=\s*(?:[.;,]|$))/i,
    (_, of, things) => `${of} has ${things}`,
  ],
  // "Several burials may take place in the same plot": it has several.
  [
    /^(?:several|many|multiple|two or more)\s+([a-z]+(?: [a-z]+)?s)\s+(?:can|may)\s+(?:take place|happen|lie|stand|be|hang|live|be held|be kept|be stored|be made|[a-z]+)\s+(?:in|on|at|by|for|to|with)\s+(?:the\s+same|one|a\s+single)\s+([a-z]+(?: [a-z]+)?)(?=\s*(?:[.;]|$))/i,
    (words, what, where) => (meaningOf(one(where)) ? (words ?? '') : `each ${where} has several ${what}`),
  ],
  // "A permit appears on at most one invoice": it is of one.
  [
    /^((?:an?|each|every)\s+[a-z]+(?: [a-z]+)?)\s+(?:(may|can)\s+)?appears?\s+(?:on|in)\s+(?=(?:at most|exactly|only|no more than|just|an?|one)\s)/i,
    (_, what, perhaps) => `${what} ${perhaps === undefined ? 'belongs' : 'may belong'} to `,
  ],
  // "Several pilots share a watch": it has several.
  [
    /\b(?:several|many|multiple|two or more)\s+([a-z]+(?: [a-z]+)?s)\s+(?:can\s+|may\s+)?share\s+(?:an?|one|the same)\s+([a-z]+(?: [a-z]+)?)(?=\s*(?:[.;,]|$))/gi,
    (words, who, what) => (meaningOf(one(what)) ? (words ?? '') : `each ${what} has several ${who}`),
  ],
  // "A pilot is on duty in many watches."
  [
    /\b(is|are)\s+(?:on duty|on call|active|involved|engaged|present|employed|stationed)\s+(in|on|at|during)\s+(?=(?:an?|the|one|many|several|multiple|different|[a-z]+s)\b)/gi,
    (_, verb, where) => `work${verb === 'is' ? 's' : ''} ${where === 'during' ? 'in' : where} `,
  ],
  // "A recording may be subject to licences."
  [
    /\b((?:an?|each|every|the)\s+[a-z]+(?: [a-z]+)?)\s+(?:may|can)\s+be\s+subject\s+to\s+(?=[a-z]+s\b)/i,
    (_, of) => `${of} may have several `,
  ],
  // "A user has one of the roles archivist, host, administrator": a role, which is one of these.
  [
    /(\b(?:has|have|with|and)|,)\s+one\s+of\s+the(?:se)?\s+(?:following\s+)?([a-z]+s)\s*:?\s+([a-z][\w-]*(?:(?:,|\s+or|,\s+or|\s+and)\s+[a-z][\w-]*)+)(?=\s*(?:[.;]|$|,?\s+and\s+an?\s))/gi,
    (_, verb, what, list) => `${verb} a ${one(what)} (${(list ?? '').replace(/,?\s+(?:or|and)\s+/gi, ', ')})`,
  ],
  // "The state of an episode is one of: draft, published".
  [
    /^the\s+(status|state|stage|type|kind|category|priority|severity|level)\s+of\s+(?:an?|each|every|the)\s+([a-z]+(?: [a-z]+)?)\s+(?:is|must be|can be|may be|shall be)\s+(?:(?:exactly\s+)?one of|either)\s*:?\s*([a-z][^.;:()]*)(?=\s*(?:[.;]|$))/i,
    (_, what, of, list) => `each ${of} has a ${what} (${(list ?? '').replace(/,?\s+(?:or|and)\s+/gi, ', ')})`,
  ],
  // "The episodes of a show shall be listed by air date".
  [
    new RegExp(
      `^((?:the|all)\\s+)?(.+?)\\s+${must}\\s+be\\s+(listed|shown|displayed|searched|searchable|found|sorted|retrievable|retrieved|looked up)\\s+(?=by\\s)`,
      'i',
    ),
    (_, __, what, how) =>
      `${/^search/i.test(how ?? '') ? 'search' : /^(?:found|retriev|looked)/i.test(how ?? '') ? 'find' : 'list'} ${what} `,
  ],
  [new RegExp(`\\b${must}\\s+be\\s+able\\s+to\\b`, 'gi'), () => 'can'],
];

/** What somebody does with what is kept, whoever it is: no tie between the two. */
const administers =
  /^(?:create|add|register|record|maintain|manage|edit|define|enter|update|change|administer|catalogue|catalog|configure|set up|import|delete|remove|archive|view|document|log|input|capture|store|keep|modify|correct)$/i;
const system =
  '(?:the|this|our)\\s+(?:(?:new|proposed)\\s+)?(?:system|application|software|app|platform|solution|tool|product|database|portal|website|site)';
const allowing = new RegExp(
  `^${system}\\s+(?:${must}\\s+)?(?:allows?|enables?|lets?|permits?|support)\\s+(?:an?\\s+|the\\s+|all\\s+)?([a-z]+(?: [a-z]+)?)\\s+(?:to|in|can)?\\s*([a-z]+(?: up)?)\\s+(.+)$`,
  'is',
);
const able = new RegExp(
  `^(?:an?\\s+|the\\s+|all\\s+)?([a-z]+(?: [a-z]+)?)\\s+(?:${must}\\s+be\\s+able\\s+to|shall be allowed to|shall)\\s+([a-z]+(?: up)?)\\s+(.+)$`,
  'is',
);
const doing = new RegExp(
  `^${system}\\s+${must}\\s+(?=(?:list|show|display|report|search|find|keep|store|record|maintain|manage|track|hold|provide|register|log)\\b)`,
  'i',
);

/** "The system shall store for every notary: full name, email": each has these. */
const storing = new RegExp(
  `^(?:${system}\\s+${must}\\s+|we\\s+)(?:store|keep|record|hold|save|log|register|capture|know|need)\\s+(?:for|of)\\s+(?:each|every|any|all)\\s+([a-z]+(?: [a-z]+)?)\\s*[:,]\\s*(.+)$`,
  'is',
);

/** A requirement in plain words. `plain` is the whole description in lower case: whoever is told of there is a thing. */
export function asStatement(text: string, plain: string): string {
  const [, stored, list] = storing.exec(text) ?? [];
  if (stored !== undefined) return `each ${one(stored)} has ${list}`;
  const allowed = allowing.exec(text) ?? able.exec(text);
  const [, who = '', verb = '', what = ''] = allowed ?? [];
  if (allowed && !/^(?:be|have|not|also)$/i.test(verb)) {
    if (!administers.test(verb)) return `${who} can ${verb} ${what}`;
    if (!isToldOf(who, plain)) return administered(what);
  }
  const told = text.replace(doing, '');
  return forms.reduce((said, [form, words]) => said.replace(form, words), told);
}

/** "Shows with a title, a slug": each has these. */
function administered(what: string): string {
  const having =
    /^(?:an?\s+|the\s+|new\s+)*([a-z]+(?: [a-z]+)?)\s+(?:with|having|consisting of)\s+((?:an?|the|its|their)\s.+)$/is.exec(
      what,
    );
  return having ? `each ${one(having[1])} has ${having[2]}` : `We manage ${what}`;
}

/** True where something is said of such a person elsewhere, and not only what he may do. */
function isToldOf(who: string, plain: string): boolean {
  const name = one(who).toLowerCase();
  return new RegExp(
    `\\b(?:(?:an?|each|every)\\s+${name}\\s+(?:has|is identified|belongs|may have)|${name}s\\s+(?:have|are identified|belong)|${name}\\s*[:(])`,
  ).test(plain);
}
