/** An identifier's words, lower case: `firstName`, `first_name` and `FIRST-NAME` are all first, name. Digits stand alone. */
export function words(identifier: string): readonly string[] {
  let known = split.get(identifier);
  if (!known) {
    known = plain.test(identifier)
      ? (identifier.match(plainWord) ?? [])
      : (identifier.match(pattern) ?? []).map((word) => word.toLowerCase());
    // Rules ask for the same few thousand names again and again; a process that sees ever new ones must not grow.
    if (split.size >= 50_000) split.clear();
    split.set(identifier, known);
  }
  return known;
}

/** `IDs`, capitals before a capitalised word (`HTTPServer`), a word with or without its capital, digits. */
const pattern = /\p{Lu}{2,}s(?!\p{Ll})|\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
/** Most names are of this form, for which a simpler pattern is several times faster. */
const plain = /^[a-z0-9_]*$/;
const plainWord = /[a-z]+|[0-9]+/g;
const split = new Map<string, readonly string[]>();

/** Plurals that the endings do not tell. */
const irregular: Readonly<Record<string, string>> = {
  people: 'person',
  taxa: 'taxon',
  phyla: 'phylum',
  spectra: 'spectrum',
  curricula: 'curriculum',
  addenda: 'addendum',
  memoranda: 'memorandum',
  herbaria: 'herbarium',
  aquaria: 'aquarium',
  children: 'child',
  men: 'man',
  women: 'woman',
  mice: 'mouse',
  feet: 'foot',
  teeth: 'tooth',
  geese: 'goose',
  oxen: 'ox',
  loaves: 'loaf',
  calves: 'calf',
  wolves: 'wolf',
  lives: 'life',
  wives: 'wife',
  knives: 'knife',
  leaves: 'leaf',
  halves: 'half',
  shelves: 'shelf',
  indices: 'index',
  vertices: 'vertex',
  vortices: 'vortex',
  matrices: 'matrix',
  appendices: 'appendix',
  criteria: 'criterion',
  genera: 'genus',
  larvae: 'larva',
  nuclei: 'nucleus',
  fungi: 'fungus',
  cacti: 'cactus',
  alumni: 'alumnus',
  strata: 'stratum',
  phenomena: 'phenomenon',
  analyses: 'analysis',
  diagnoses: 'diagnosis',
  hypotheses: 'hypothesis',
  bases: 'base',
  aliases: 'alias',
  atlases: 'atlas',
  canvases: 'canvas',
  biases: 'bias',
  gases: 'gas',
  lenses: 'lens',
  quizzes: 'quiz',
  movies: 'movie',
  cookies: 'cookie',
  calories: 'calorie',
  zombies: 'zombie',
  ties: 'tie',
  lies: 'lie',
  pies: 'pie',
  caches: 'cache',
  niches: 'niche',
  shoes: 'shoe',
  uses: 'use',
  causes: 'cause',
  clauses: 'clause',
  houses: 'house',
  warehouses: 'warehouse',
  spouses: 'spouse',
  pauses: 'pause',
  menus: 'menu',
};

/** Words that end in s and are no plurals, or are both. */
const unchanging = new Set([
  'series',
  'species',
  'news',
  'alias',
  'atlas',
  'canvas',
  'bias',
  'gas',
  'lens',
  'sms',
  'gps',
  'dns',
  'tls',
  'css',
  'rss',
  'os',
  'aws',
  'sns',
  'sqs',
  'pos',
  'cms',
  'https',
  'sales',
  'always',
  'means',
  'previous',
  'this',
  'its',
  'yes',
  'has',
  'was',
  'as',
  'us',
]);

/** The word in the singular: `categories` → `category`. What is no plural, or not known to be one, comes back as it is. */
export function singular(word: string): string {
  const known = Object.hasOwn(irregular, word) ? irregular[word] : undefined;
  if (known !== undefined) return known;
  if (unchanging.has(word) || word.length < 3 || !word.endsWith('s') || /(?:ss|us|is)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(?:houses|causes|clauses)$/.test(word)) return word.slice(0, -1);
  if (/(?:sses|shes|ches|xes|uses|oes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

const irregularPlurals: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(irregular).map(([many, one]) => [one, many]),
);

/** The word in the plural: `category` → `categories`. */
export function plural(word: string): string {
  const known = Object.hasOwn(irregularPlurals, word) ? irregularPlurals[word] : undefined;
  if (known !== undefined) return known;
  if (
    /^(?:series|species|news)$|(?:craft|sheep|staff|stuff|offspring|livestock|equipment|information|furniture|luggage|software|hardware)$/.test(
      word,
    ) &&
    !/^handicraft$/.test(word)
  )
    return word;
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`;
  if (/(?:s|sh|ch|x|z)$/.test(word)) return `${word}es`;
  return `${word}s`;
}

/** The word with its article: `an apiary`, `a user`, `equipment`. */
export function withArticle(noun: string): string {
  if (
    plural(noun.split(' ').at(-1) ?? '') === noun.split(' ').at(-1) &&
    !/(?:craft|sheep|offspring|series|species)$/.test(noun)
  )
    return noun;
  const vowel =
    /^(?:[aeio]|hour|heir|honou?r|honest)|^u(?!ni|s[aeiu]|ser|tili|ranium|kulele)/i.test(noun) &&
    !/^(?:eu|one\b|once\b)/i.test(noun);
  return `${vowel ? 'an' : 'a'} ${noun}`;
}

/** A sentence's beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The words as one text, for phrases of several words: `homePhoneNumber` → `home phone number`. */
export function spoken(identifier: string): string {
  let text = joined.get(identifier);
  if (text === undefined) {
    text = words(identifier).join(' ');
    if (joined.size >= 50_000) joined.clear();
    joined.set(identifier, text);
  }
  return text;
}

const joined = new Map<string, string>();

/** A list of words and phrases as it reads best: with commas, over lines. */
export function phrases(list: string): readonly string[] {
  return list.trim().split(/,\s+/);
}

/** Whether a spoken name is one of the phrases or ends with one, as whole words. */
export function endsWithPhrase(text: string, phrases: Iterable<string>): boolean {
  for (const phrase of phrases) if (text === phrase || text.endsWith(` ${phrase}`)) return true;
  return false;
}

/**
 * Finds what a spoken name ends with: the longest of the phrases, as whole words, with its value. Made once, it is quick
 * for any number of phrases.
 */
export function phraseEndings<T>(
  phrases: readonly (readonly [T, readonly string[]])[],
): (text: string) => { readonly phrase: string; readonly value: T } | undefined {
  const byLastWord = new Map<string, { readonly phrase: string; readonly value: T }[]>();
  for (const [value, all] of phrases) {
    for (const phrase of all) {
      const last = phrase.slice(phrase.lastIndexOf(' ') + 1);
      byLastWord.set(last, [...(byLastWord.get(last) ?? []), { phrase, value }]);
    }
  }
  for (const list of byLastWord.values()) list.sort((a, b) => b.phrase.length - a.phrase.length);
  return (text) =>
    byLastWord
      .get(text.slice(text.lastIndexOf(' ') + 1))
      ?.find(({ phrase }) => text === phrase || text.endsWith(` ${phrase}`));
}

/** The words of a table's name with the last one in the singular: `order_items` → order, item. */
export function singularWords(identifier: string): readonly string[] {
  const all = words(identifier);
  return all.map((word, at) => (at === all.length - 1 ? singular(word) : word));
}

/** Names as a sentence lists them: `a, b and c`; of many, the first few and how many more. */
export function listed(names: readonly string[], shown = 6): string {
  if (names.length <= 1) return names[0] ?? '';
  if (names.length > shown) return `${names.slice(0, shown - 1).join(', ')} and ${names.length - shown + 1} more`;
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
