import { plural } from '../../catalog/words.ts';
import { actOf, rootOf, rootOfParticiple } from './acts.ts';
import { isPerson } from './persons.ts';
import { phraseOf, singularWords } from './phrase.ts';

const irregular: Readonly<Record<string, string>> = {
  paid: 'pay',
  lent: 'lend',
  sold: 'sell',
  given: 'give',
  taken: 'take',
  bought: 'buy',
  admitted: 'admit',
  submitted: 'submit',
};

/** Nouns of verbs that no ending tells. */
const nouns: Readonly<Record<string, string>> = {
  photograph: 'photo',
  enter: 'entry',
  arrive: 'arrival',
  sell: 'sale',
  choose: 'choice',
  give: 'gift',
  complain: 'complaint',
  respond: 'response',
  fly: 'flight',
  see: 'sighting',
  bury: 'burial',
  discover: 'discovery',
  withdraw: 'withdrawal',
  analyse: 'analysis',
  analyze: 'analysis',
  advise: 'advice',
  lose: 'loss',
  depart: 'departure',
};

/** A filing date is of no filing. */
const notOf = '(?!\\s+(?:date|number|time|fee|type|status|code|period|level|year|day|place|cost|price|id)\\b)';

/** How often something is done. */
const again =
  '(?:(?:many|several|multiple|any number of|a number of|two or more)\\s+times|more than once|repeatedly|again and again|on several occasions)';

/** The noun of a verb, where the description speaks of it: whoever is admitted has an admission. */
function actTold(verb: string, plain: string): string | undefined {
  const word = verb.toLowerCase();
  const roots = [irregular[word], rootOfParticiple(word), word.replace(/ied$/, 'y'), rootOf(word), word].filter(
    (one) => one !== undefined,
  );
  const named = roots.flatMap((root) => [actOf(root), `${root.replace(/e$/, '')}ing`, `${root}ment`, root]);
  // "Nominated" and "nomination", "donate" and "donation": the same word but for its ending.
  const stem = /^([a-z]{4,}?)(?:ates?|ated|es?|ed|s)?$/.exec(word)?.[1] ?? word;
  const alike = new RegExp(
    `\\b(?:an?|each|every|the|per|of)\\s+(${stem}(?:ation|ion|ment|al|ance|ence|ure|age|ing))s?\\b${notOf}`,
  ).exec(plain)?.[1];
  const isVerb = (one: string) => roots.includes(one);
  return [...named, alike, ...roots.map((one) => nouns[one])].find(
    (one) =>
      one !== undefined &&
      new RegExp(
        `\\b(?:an?|each|every|per|any)\\s+${one}\\b${notOf}${isVerb(one) ? '' : `|\\b${plural(one)}\\b`}`,
      ).test(plain),
  );
}

/** `For each meeting`: what happens when they meet. */
function gerundTold(verb: string, plain: string): string | undefined {
  const name = `${verb.toLowerCase().replace(/e$/, '')}ing`;
  return new RegExp(`\\b(?:each|every|per) ${name}\\b(?! [a-z]+ (?:is|are))`).test(plain) ? name : undefined;
}

const subject = '(?:(?:an?|the|each|every|any|some|all)\\s+)?([a-z]+(?: [a-z]+)??)';

/**
 * `Patients may be admitted several times`, `films can be nominated for awards`, where admissions and nominations are
 * spoken of: they are of both.
 */
export function withActsTold(text: string, description: string): string {
  const plain = description.replace(/\b(each|every|any|an?|one) such (?=[a-z])/g, '$1 ');
  // "Each translation is called a job": it is told where what is done becomes one.
  const called = calling.exec(text);
  if (called && calledName(called[1] ?? '', plain) !== undefined) return '';
  const made = actsIn(text, plain);
  return made.replace(/\beach ([a-z]+) belongs to\b/g, (words: string, act: string) => {
    const name = made === text ? undefined : calledName(act, plain);
    return name === undefined ? words : `each ${name} belongs to`;
  });
}

const calling =
  /^(?:each|every|an?)\s+([a-z]+)\s+is\s+(?:called|known as|referred to as)\s+an?\s+([a-z]+(?: [a-z]+)?)$/i;

/** What the description calls each of these. */
function calledName(act: string, plain: string): string | undefined {
  return new RegExp(
    `\\b(?:each|every|an?) ${act.toLowerCase()} is (?:called|known as|referred to as) an? ([a-z]+)(?=[.,;\\s])`,
  ).exec(plain)?.[1];
}

const whenDone =
  /^(?:when|whenever|each time|every time|once|as soon as)\s+(?:an?|the|one)\s+([a-z]+(?: [a-z]+)??)\s+(?:is|was|has been)\s+([a-z]+(?:ed|en|nt|ld|ht|wn))(?:\s+by\s+(?:an?|the)\s+([a-z]+))?,\s+(?:(?:we|it|(?:the|our) [a-z]+(?:'s)?(?: [a-z]+)?)\s+(?:also\s+)?(?:records?|notes?|stores?|keeps?|registers?|logs?|saves?|writes? down)\s+((?:the|an?|its)\s[^;]+)|((?:the|its)\s[^;]+?)\s+(?:is|are)\s+(?:recorded|noted|stored|kept|registered|logged|saved))$/i;

function actsIn(text: string, plain: string): string {
  const often = new RegExp(
    `^${subject}\\s+(?:(?:can|may|might|is|are|will|could)\\s+)?(?:be\\s+)?([a-z]+)(?:\\s+(?!(?:to|by|in|at|on|for|with|from)\\b)[a-z]+)?(?:\\s+(?:to|by|in|at|on|for|from)\\s+[a-z ]+?)?\\s+${again}$`,
    'i',
  ).exec(text);
  const act = often && actTold(often[2] ?? '', plain);
  if (often && act) return `each ${singularWords(often[1] ?? '')} has several ${plural(act)}`;
  // "When a bin is emptied, the handset records the time and the weight", where emptyings are spoken of.
  const [, whose = '', deedDone = '', by, ours, listed] = whenDone.exec(text) ?? [];
  const happened = deedDone === '' ? undefined : actTold(deedDone, plain);
  if (happened !== undefined && singularWords(whose) !== happened) {
    const each = `each ${happened}`;
    const doer = by === undefined ? '' : `${each} belongs to one ${by}; `;
    return `${each} belongs to one ${whose}; ${doer}${each} has ${ours ?? listed}`;
  }
  // "Sessions are paid by card": how, and with no other thing.
  const manner = new RegExp(
    `^${subject}\\s+(?:(?:can|may|must)\\s+be|is|are)\\s+([a-z]+)(?:\\s+(?:(?:by|in|with|via|either|or|and)\\s+)+[a-z]+(?:,?\\s+or\\s+(?:(?:by|in|with|via)\\s+)?[a-z]+)?)?$`,
    'i',
  ).exec(text);
  const paid = manner && !/\b(?:by|with)\s+[a-z]+s\b/i.test(text) ? actTold(manner[2] ?? '', plain) : undefined;
  if (manner && paid !== undefined && /(?:ed|id|nt|en|ht)$/.test(manner[2] ?? ''))
    return `each ${paid} belongs to one ${singularWords(manner[1] ?? '')}`;
  // "Sections meet in rooms", where meetings are spoken of: each is of both.
  const meet = new RegExp(
    `^${subject}\\s+([a-z]{3,}?)s?\\s+(?:in|at|with)\\s+(?:(?:an?|one|several|the)\\s+)?([a-z]+(?: [a-z]+)?)$`,
    'i',
  ).exec(text);
  const met =
    meet && !/^(?:i|wa|ha|doe|can|may|must|are|take|place)$/i.test(meet[2] ?? '')
      ? gerundTold(meet[2] ?? '', plain)
      : undefined;
  if (meet && met !== undefined)
    return `each ${met} belongs to one ${singularWords(meet[1] ?? '')}; each ${met} belongs to one ${singularWords(meet[3] ?? '')}`;
  // "Listeners enter a competition", where every entry has an answer: it is of both.
  const active =
    /^(?:(?:an?|each|every)\s+)?([a-z]+)\s+(?:(?:can|may)\s+)?([a-z]{4,})\s+(?:an?|one|the|several|one or more)\s+([a-z]+(?: [a-z]+)?)(?:\s+by\s+[a-z]+ing\b.*)?$/i.exec(
      text,
    );
  const [, doer = '', deed = '', object = ''] = active ?? [];
  const entered = active && isPerson(phraseOf(doer)?.name ?? '') ? actTold(deed, plain) : undefined;
  if (
    entered !== undefined &&
    new RegExp(`\\b(?:each|every|an?) ${entered} (?:has|is|states|contains|gets|may|must|consists)\\b`).test(plain) &&
    ![phraseOf(doer)?.name, phraseOf(object)?.name].includes(entered)
  )
    return `each ${entered} belongs to one ${singularWords(doer)}; each ${entered} belongs to one ${singularWords(object)}`;
  const done = new RegExp(
    `^${subject}\\s+(?:(?:can|may|might|must|shall|should|will)\\s+be|is|are)\\s+([a-z]+(?:ed|en|id|nt|ht))\\s+(during|in|into|for|at|on|to|against)\\s+((?:an?|the|one|several|many|one or more|certain|different)\\s+[a-z]+(?: [a-z]+)?|[a-z]+(?: [a-z]+)?s)$`,
    'i',
  ).exec(text);
  const [, what = '', participle = '', , where = ''] = done ?? [];
  const made = done && actTold(participle, plain);
  const [one, other] = [phraseOf(what), phraseOf(where)];
  if (!made || !one || !other || other.name === made || one.name === made) return text;
  if (/(?:^|_)(?:date|time|day|year|period|cash|basis|order)$/.test(other.name)) return text;
  return `each ${made} belongs to one ${one.name.replaceAll('_', ' ')}; each ${made} belongs to one ${other.name.replaceAll('_', ' ')}`;
}
