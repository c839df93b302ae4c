import { plural } from '../../catalog/words.ts';
import { meaningOf } from './attribute-type.ts';
import { phraseOf, singularWords, splitList } from './phrase.ts';
import type { Form } from './twofold-forms.ts';

const keep =
  '(?:(?:please|also|always)\\s+)*(?:track|store|keep|record|log|register|document|note|save|capture)(?:\\s+(?:down|(?:a\\s+|the\\s+)?(?:record|log|track|note|list|history)\\s+of))?';
const each = '(?:each|every|each and every|every single)';
const noun = '[a-z]+(?: [a-z]+)?';
const often =
  '(?:hourly|daily|weekly|monthly|yearly|(?:every|each)\\s+(?:\\d+\\s+)?(?:second|minute|hour|day|week|month|morning|evening)s?|(?:once|twice)\\s+(?:a|per|an)\\s+(?:hour|day|week|month|year))';

/** The members of a list, each with an article. */
function counted(list: string): string {
  return splitList(list)
    .map((one) => (/^(?:an?|the|its|their)\s/i.test(one) ? one : `the ${one}`))
    .join(', ');
}

/** What somebody is told to keep, as what is kept. */
export const imperatives: readonly Form[] = [
  // "Store the temperature of each fridge hourly": each time is a reading.
  [
    new RegExp(`^${keep}\\s+(the\\s+[a-z][a-z ,]*?)\\s+of\\s+${each}\\s+(${noun}?),?\\s+${often}$`, 'i'),
    (_, list, of) => {
      const reading = `${(splitList(list ?? '')[0] ?? '').replace(/^(?:the|an?)\s+/i, '')} reading`;
      return `each ${of} has several ${plural(reading)}; each ${reading} has ${counted(list ?? '')}, a time`;
    },
  ],
  // "Keep the date and cost of every repair".
  [
    new RegExp(`^${keep}\\s+(the\\s+[a-z][a-z ,]*?)\\s+of\\s+${each}\\s+(${noun})$`, 'i'),
    (words, list, of) =>
      splitList(list ?? '').some((one) => meaningOf(phraseOf(one)?.name ?? '') !== undefined)
        ? `each ${singularWords(of ?? '')} has ${counted(list ?? '')}`
        : (words ?? ''),
  ],
  // "Log each inspection with its date and result".
  [
    new RegExp(`^${keep}\\s+${each}\\s+(${noun}?)\\s+with\\s+([^;:]+)$`, 'i'),
    (_, of, list) => `each ${of} has ${counted((list ?? '').replace(/\b(?:its|their)\s+/gi, 'the '))}`,
  ],
  // "Track every delivery".
  [new RegExp(`^${keep}\\s+${each}\\s+(${noun})$`, 'i'), (_, of) => `we keep ${plural(singularWords(of ?? ''))}`],
  // "Tables: order, user and group".
  [
    /^(?:the\s+)?(?:tables?|entit(?:y|ies))(?::|\s+are:?)?\s+([a-z]+(?:,\s*[a-z]+)+,?\s+and\s+[a-z]+)$/i,
    (_, list) =>
      `we keep ${splitList(list ?? '')
        .map((one) => plural(singularWords(one)))
        .join(', ')}`,
  ],
];
