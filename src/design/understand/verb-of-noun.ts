/** Verbs of what is done, where no ending tells, and the forms of verbs that are not made by an ending. */
const verbs: Readonly<Record<string, readonly string[]>> = {
  loan: ['borrow', 'borrowed', 'lend', 'lent', 'loaned'],
  sale: ['sell', 'sold'],
  purchase: ['buy', 'bought', 'purchased'],
  payment: ['pay', 'paid'],
  gift: ['give', 'given'],
  flight: ['fly', 'flown'],
  sighting: ['see', 'seen', 'sighted'],
  burial: ['bury', 'buried'],
  loss: ['lose', 'lost'],
  choice: ['choose', 'chosen'],
  reading: ['read'],
  feeding: ['feed', 'fed'],
  entry: ['enter', 'entered'],
  complaint: ['complain', 'complained'],
  response: ['respond', 'responded'],
  analysis: ['analyse', 'analyze', 'analysed', 'analyzed'],
  photo: ['photograph', 'photographed'],
  drive: ['driven'],
  hire: ['hired'],
  rental: ['rent', 'rented', 'hire', 'hired'],
  absence: ['absent'],
  meeting: ['meet', 'met'],
  holding: ['hold', 'held'],
  qualification: ['qualify', 'qualified'],
  visit: ['visited'],
};

/** Endings of nouns of what is done, and what the verb has instead of each. */
const endings: readonly (readonly [RegExp, readonly string[]])[] = [
  [/ication$/, ['y', 'icate']],
  [/isation$/, ['ise']],
  [/ization$/, ['ize']],
  [/ation$/, ['ate', '', 'e']],
  [/ption$/, ['be', 'pt']],
  [/ition$/, ['e', 'it']],
  [/ction$/, ['ct']],
  [/(?<=mi)ssion$/, ['t']],
  [/sion$/, ['d', 'de', 't', 'se', 'ss']],
  [/tion$/, ['t', 'te']],
  [/ment$/, ['']],
  [/al$/, ['', 'e']],
  [/[ae]nce$/, ['', 'e']],
  [/ery$/, ['er']],
  [/ure$/, ['', 'e']],
  [/ing$/, ['', 'e']],
];

/**
 * Patterns of the words that say that the act is done, as their stems tell: calibrate, calibrated, calibrates of
 * `calibration`. A noun that is its own verb (`repair`, `export`) is said by its participle alone. Nothing where the noun is of
 * no verb.
 */
export function verbForms(noun: string): RegExp | undefined {
  const listed = verbs[noun];
  const stems = endings.flatMap(([ending, instead]) =>
    ending.test(noun) && noun.length >= 6 ? instead.map((one) => noun.replace(ending, one)) : [],
  );
  const made = stems.filter((stem) => stem.length >= 3).flatMap(formsOf);
  const own = stems.length === 0 && noun.length >= 4 ? formsOf(noun).filter((one) => one.endsWith('ed')) : [];
  const all = [...new Set([...(listed ?? []), ...made, ...own])].filter((one) => one !== noun);
  return all.length === 0 ? undefined : new RegExp(`^(?:${all.join('|')})$`);
}

function formsOf(stem: string): readonly string[] {
  if (stem.endsWith('e')) return [stem, `${stem}s`, `${stem}d`];
  if (/[^aeiou]y$/.test(stem)) return [stem, `${stem.slice(0, -1)}ies`, `${stem.slice(0, -1)}ied`];
  const last = stem.at(-1) ?? '';
  return [
    stem,
    /(?:s|sh|ch|x)$/.test(stem) ? `${stem}es` : `${stem}s`,
    `${stem}ed`,
    ...(/[^aeiou][aeiou][^aeiouwxy]$/.test(stem) ? [`${stem}${last}ed`] : []),
  ];
}
