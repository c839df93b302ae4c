import { singular } from '../../catalog/words.ts';
import type { Domain } from '../knowledge/domain.ts';
import { addEntity, type Draft } from './draft.ts';
import { generalNouns, stopWords } from './lexicon.ts';
import type { Library } from './library.ts';
import { phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';

/** It names the domain and hardly anything of it. */
export function isVague(draft: Draft, library: Library, statements: readonly Statement[]): boolean {
  if (!library.main) return false;
  const said = [...draft.entities.values()];
  if (said.some((one) => one.listed)) return false;
  if (said.length === 0) return true;
  const topical = statements.some(
    (one) => one.kind === 'topic' && library.main?.words.some((word) => new RegExp(`\\b${word}`, 'i').test(one.words)),
  );
  const onlyQueries = said.every((one) => statements.some((two) => two.kind === 'access' && two.cause === one.cause));
  return topical && onlyQueries;
}

/** `users`, `notes`: of no domain, and known all the same. */
export function takeBare(draft: Draft, domains: readonly Domain[], text: string): void {
  if (draft.entities.size > 0 || text.length > 80) return;
  for (const one of splitList(text.trim().replace(/[.!]$/, ''))) {
    const phrase = phraseOf(one);
    if (!phrase?.plural) continue;
    const known = domains.flatMap((domain) =>
      domain.entities.flatMap((entity) => (entity.name === phrase.name ? [{ domain, entity }] : [])),
    );
    const [first] = [...known].sort((a, b) => a.entity.attributes.length - b.entity.attributes.length);
    if (first) addEntity(draft, phrase.name, { kind: 'said', words: one, line: 1 }, first);
  }
}

/** What kind of work it is for, and no word of any domain. */
const asking =
  /^(?:small|large|simple|big|modern|typical|local|public|private|online|web|mobile|good|basic|complete|full|create|build|make|give|draft|propose|write|please|want|center|centre|collection|business|company|firm|the|new|one|db|organi[sz]ation)$/;

/** Of a dance school, what a school usually has was taken, and nothing of dance: that is told. */
export function tellUnknown(draft: Draft, { main }: Library, statements: readonly Statement[]): void {
  if (!main) return;
  const known = [...main.words, main.title, ...main.entities.flatMap((one) => [one.name, ...(one.synonyms ?? [])])]
    .flatMap((one) => one.toLowerCase().split(/[^\p{L}]+/u))
    .map(singular);
  for (const one of statements) {
    if (one.kind !== 'topic') continue;
    const unknown = (one.words.toLowerCase().match(/\p{L}{3,}/gu) ?? []).filter(
      (word) =>
        !stopWords.has(word) &&
        !generalNouns.has(singular(word)) &&
        !asking.test(word) &&
        !known.some((two) => two.slice(0, 5) === singular(word).slice(0, 5)),
    );
    if (unknown.length > 0)
      draft.notUnderstood.push({
        words: one.cause.words,
        line: one.cause.line ?? 1,
        why: `the library knows nothing of ${unknown.map((word) => `"${word}"`).join(' and ')}: what is usual under "${main.title}" was taken`,
      });
  }
}
