import { plural } from '../../catalog/words.ts';
import { singularName, splitList } from './phrase.ts';

const scale =
  '(?:(?:with|from|by|on a scale of|on a scale from)\\s+)?(\\d+)\\s*(?:-|–|to)\\s*(\\d+)(?:\\s+(?:stars?|points?))?(?=\\s*(?:[.,;]|$|and\\b|with\\b))';

/** `rate them 1-5 stars`, `members rate wines 1-5 stars`: ratings with a score, of what was spoken of. */
export function withRatings(text: string, subject: string | undefined): string {
  const told = text.replace(
    new RegExp(
      `\\b(rates?|reviews?)\\s+((?:the\\s+|their\\s+)?(?!from\\b|with\\b|by\\b|on\\b|of\\b)[a-z]+(?: (?!from\\b|with\\b|by\\b|on\\b)[a-z]+)?)\\s+${scale}`,
      'i',
    ),
    '$1 $2 from $3 to $4',
  );
  const found =
    /^(?:(?:we|you|people|one)\s+(?:(?:can|may|want to)\s+)?)?rates?\s+(them|it|each(?: of them)?|[a-z]+s)\s+from (\d+) to (\d+)[.]?$/i.exec(
      told,
    );
  if (!found) return told;
  const [, what = '', least, most] = found;
  const thing = /^(?:them|it|each)/i.test(what) ? subject?.replaceAll('_', ' ') : singularName(what);
  return thing === undefined
    ? told
    : `each ${thing} has several ratings; each rating has a score (${least} to ${most})`;
}

/** Periods and pairs in the words that say what is kept of them: `valid for a period`, `played between two members`. */
export function withPeriods(given: string): string {
  const way =
    /\b(an?|the)\s+(route|flight|trip|journey|connection|transfer|ride|leg|link|road|line|pipeline)\s+between\s+two\s+([a-z]+s)\b/i.exec(
      given,
    );
  const end = singularName(way?.[3] ?? '');
  const text = way
    ? `${given.replace(way[0], `${way[1]} ${way[2]}`).replace(/[.;]\s*$/, '')}; ${plural(way[2] ?? '')} have an origin ${end} and a destination ${end}`
    : given;
  return text
    .replace(
      /\b((?:assigned|appointed|added|invited|allocated)\s+to\s+[a-z ]+?)\s+as\s+(?:an?\s+)?([a-z-]+(?:,\s+(?:an?\s+)?[a-z-]+)*,?\s+or\s+(?:an?\s+)?[a-z-]+)[.;]?$/i,
      (_, head: string, list: string) =>
        `${head} with a role (${splitList(list)
          .map((one) => one.replace(/^an?\s+/i, ''))
          .join(', ')})`,
    )
    .replace(
      /^((?:an?\s+|the\s+)?[a-z]+)\s+(?:brings?|takes?)\s+((?:an?\s+|the\s+|their\s+)?[a-z]+)\s+to\s+((?:an?\s+|the\s+)?[a-z]+)(?:\s+with\s+((?:an?\s+|the\s+)?[a-z]+))?[.;]?$/i,
      (_, who: string, what: string, event: string, whom?: string) =>
        `${who} have ${what}, ${what} have ${event}${whom === undefined ? '' : `, ${whom} have ${event}`}`,
    )
    .replace(
      /^(\w+s)\s*,?\s+(?:such as|including|like)\s+[\w ,-]+?\s+(?:and|or)\s+[a-z]+s?,?\s+(happen|take place|occur|are|have|can|may|must|belong)\b/i,
      '$1 $2',
    )
    .replace(
      /\s+in (?:(?:an?|the|their)\s+)?(?:(?:given|certain|fixed|specific|particular|defined|manual|custom)\s+order|sequence)\b|(?<=^(?!(?:we|i|users?)?\s*(?:also\s+)?(?:list|show|see|view|display)s?\b).*\b(?:has|have|contains?|consists?|with)\b.*)\s+in (?:an |their |the )?order(?=\s*(?:[.,;]|$|and\b))/gi,
      ' with a position',
    )
    .replace(/(\b[a-z]+s?)\s+(?:consisting of|composed of|made up of)\s+/gi, '$1, which have ')
    .replace(
      /\b(has|have)\s+(?:[a-z]+\s+)?(?:facts|values|figures)\s*:\s*(.+)$/i,
      (_, verb: string, list: string) =>
        `${verb} ${splitList(list.replace(/[.;]\s*$/, ''))
          .map((one) => `${one} (decimal)`)
          .join(', ')}`,
    )
    .replace(
      /\b(?:is|are)\s+(valid|effective)\s+(?:only\s+)?(?:for|during|in|within)\s+(?:an?\s+|the\s+|certain\s+|some\s+)?(?:limited\s+)?(?:periods?|date ranges?|time ranges?|ranges? of dates)\b/gi,
      'have a $1 from date and a $1 until date',
    )
    .replace(
      /\b((?:rents?|leases?|hires?|books?|reserves?)\s+[\w ]+?)\s+for\s+(?:an?\s+|the\s+|certain\s+|some\s+)?(?:periods?|date ranges?|ranges? of dates)\b/gi,
      '$1 with a start date and an end date',
    )
    .replace(
      /\b(?:is|are|takes? place|happens?)(?:\s+[a-z]+ed)?\s+between\s+(?:two|2)\s+([a-z]+s)(?:,?\s+one\s+(?:with|as|playing|on)\s+(?:the\s+)?([a-z]+)\s+and\s+(?:one|the other|another)\s+(?:with|as|playing|on)\s+(?:the\s+)?([a-z]+)|,\s+([a-z]+)\s+and\s+([a-z]+)(?=\s*(?:,|\.|;|$)))?(?:,\s+with\s+(?=an?\s))?/gi,
      (words, who: string, one?: string, other?: string, first?: string, second?: string) => {
        const role = singularName(who);
        const more = /,\s+with\s+$/i.test(words) ? ', ' : '';
        return `have a ${one ?? first ?? 'first'} ${role} and a ${other ?? second ?? 'second'} ${role}${more}`;
      },
    );
}

/** Without how often something is done: no part of what is done. */
export function withoutTimes(text: string): string {
  return text
    .replace(
      /^(?:(?:each|every) (?:(?:\d+|two|three|four|five|six|ten|fifteen|twenty|thirty) )?(?:second|minute|hour|day|week|month|quarter|year|night)s?|once (?:a|per) (?:day|week|month|year)|during [\w ]+,|at the end of [\w ]+,)\s+/i,
      '',
    )
    .replace(
      /\s+every (?:\d+|two|three|four|five|six|ten|fifteen|twenty|thirty) (?:seconds?|minutes?|hours?|days?|weeks?|months?)(?=\s|,|\.|$),?/i,
      '',
    )
    .replace(/\s+once (?:a|per) (?:day|week|month|year)\b/i, '');
}
