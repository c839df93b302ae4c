export {
  endsWithPhrase,
  listed,
  phraseEndings,
  phrases,
  plural,
  singular,
  singularWords,
  spoken,
  words,
} from '../catalog/words.ts';
