import { isGeneral, type Phrase, phraseOf } from './phrase.ts';
import { isNoThing } from './sound.ts';

/** Headings that introduce a kind of statement and name no thing. */
export const sections =
  /\b(?:entit(?:y|ies)|data[ _]?model|schema|tables?|requirements?|functional|overview|introduction|scope|workload|access|quer(?:y|ies)|constraints?|risks?|rules?|volumes?|scale|performance|goals?|background|assumptions?|glossary|non-functional|relationships?|features?|security|compliance|context|summary|out of scope|notes?|design|database|system|specification|purpose|objectives?|stories|use cases?|description|reporting|business|general|questions?|patterns?|actors|roles|definitions|figures|numbers|governance|billing|scheduling|look[- ]?ups?|background|functions|stories|epics?|modules?|non-goals|version|document)\b/i;

/** Headings of what tells of the document or of how things came to be, and not of what is kept. */
export const around =
  /\b(?:purpose|scope|introduction|definitions|glossary|background|abbreviations|references|document|audience|revision|out of scope|non-goals|assumptions|motivation|stakeholders|current (?:situation|state|process)|(?:we|they) (?:don't|do not|won't|will not) (?:want|need|do|build)|not (?:included|needed|wanted|in scope))\b/i;
/** Headings of how well all is done, of which only numbers and wishes concern what is kept. */
export const qualities =
  /\b(?:non-?\s?functional|quality|qualities|availability|usability|reliability|maintainability|interoperability|portability|accessibility|backups?)\b/i;
/** Headings of what people look up: each line under them is a query. */
export const asking =
  /\b(?:quer(?:y|ies)|access(?: patterns?)?|look[- ]?ups?|look up|workload|reports?|reporting|searches|read patterns?|questions?|what (?:people|users|we) (?:look up|ask|need|read))\b/i;

/** The thing that a heading names: `Users`, `2.1 Order items`, `The Product entity`. */
export function headingThing(text: string): Phrase | undefined {
  const named = text
    .replace(/^(?:\d+(?:\.\d+)*\.?\s*)/, '')
    .replace(/\s+(?:entity|table|management|module)$/i, '')
    .replace(/^(?:the|entity|table)\s*:?\s+/i, '');
  const phrase = phraseOf(named);
  if (/\s(?:and|or|&)\s|,/.test(named) || (phrase && !phrase.plural && /(?:ing|ment|ance|tion|ity)$/.test(phrase.name)))
    return undefined;
  // "Things we keep", "How it hangs together".
  if (phrase && (isNoThing(phrase.name) || /^things?_/.test(phrase.name))) return undefined;
  return phrase && !sections.test(named) && !isGeneral(phrase) && phrase.words.length <= 3 ? phrase : undefined;
}
