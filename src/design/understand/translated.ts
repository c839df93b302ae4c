import { plural, spoken } from '../../catalog/words.ts';
import {
  type TranslatedLanguage,
  type Translation,
  translatedLanguages,
  translationsOf,
} from '../knowledge/translations.ts';
import { phraseOf } from './phrase.ts';
import type { Statement } from './statement.ts';

/**
 * Things that the library knows, by their names in the language of the text: of a sentence in another language the nouns
 * alone are sure. Each once, with the word that names it.
 */
export function readTranslated(text: string, language: string): readonly Statement[] {
  const known = translatedLanguages.find((one) => one === language);
  if (known === undefined) return [];
  const found = new Map<string, Statement>();
  for (const [at, line] of text.split('\n').entries()) {
    for (const { name, word } of namedIn(line, known)) {
      const phrase = phraseOf(plural(spoken(name)));
      if (phrase && !found.has(name))
        found.set(name, { kind: 'entity', phrase, cause: { kind: 'said', words: word, line: at + 1 } });
    }
  }
  return [...found.values()];
}

/** In the order of the line; a word with two meanings has the first of the table. */
function namedIn(
  line: string,
  language: TranslatedLanguage,
): readonly { readonly name: string; readonly word: string }[] {
  const plain = line.toLowerCase();
  const taken = new Set<number>();
  return translationsOf(language)
    .flatMap(({ name, words }: Translation) =>
      words.flatMap((word) => {
        const ending = language === 'German' ? '(?:n|s|innen)?' : '(?:s|es|x)?';
        const form = new RegExp(`(?<![\\p{L}\\p{N}])${word}${ending}(?![\\p{L}\\p{N}])`, 'u');
        const at = form.exec(plain);
        return at ? [{ name, word: line.slice(at.index, at.index + at[0].length), at: at.index }] : [];
      }),
    )
    .filter(({ at }) => !taken.has(at) && taken.add(at))
    .sort((one, other) => one.at - other.at);
}
