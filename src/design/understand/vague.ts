import { listed } from '../../catalog/words.ts';
import type { Domain } from '../knowledge/domain.ts';
import { addEntity, type Draft } from './draft.ts';
import type { Library } from './library.ts';
import { phraseOf, splitList } from './phrase.ts';
import type { Statement } from './statement.ts';

/** It names the domain and hardly anything of it. */
export function isVague(draft: Draft, library: Library, statements: readonly Statement[]): boolean {
  if (!library.main) return false;
  const said = [...draft.entities.values()];
  if (said.some((one) => one.listed)) return false;
  if (said.length === 0) return true;
  const topical = library.asked.named?.domain === library.main;
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

/** What the request was taken for, and by which words; of a dance school, that nothing is known of dance. */
export function tellChoice(draft: Draft, { main, asked }: Library, statements: readonly Statement[]): void {
  const { named, nearest } = asked;
  const topic = statements.find((one) => one.kind === 'topic');
  if (!main || !named || named.domain !== main || !topic) return;
  const { words, product, unknown } = named;
  const other = nearest.map(({ domain }) => `"${domain.title}"`).slice(0, 3);
  draft.decisions.push({
    what: `What is usual under "${main.title}" was taken.`,
    why:
      product === undefined
        ? `the description asks for "${words}"`
        : `the description names the product "${product}", which is known as "${words}"`,
    ...(other.length === 0
      ? {}
      : { instead: `Words of it are of ${other.join(' and ')}, too: name the things to keep if that is meant.` }),
    cause: topic.cause,
  });
  if (unknown.length > 0)
    draft.notUnderstood.push({
      words: topic.cause.words,
      line: topic.cause.line ?? 1,
      why: `the library knows nothing of ${unknown.map((word) => `"${word}"`).join(' and ')}: what is usual under "${main.title}" was taken`,
    });
}

/** The domains that come nearest to a request of which none is sure, and how to go on: a hint. */
export function whereToGo({ asked }: Library, domains: readonly Domain[]): string {
  const how = 'name the things to keep: "users with several addresses, orders with items"';
  const near = asked.nearest.slice(0, 3).map(({ domain, words }) => `${domain.title} (by "${words}")`);
  if (near.length > 0)
    return `the library comes nearest with ${near.join(', ')}: ask for one of these by its name, or ${how}`;
  return `${how}; the library knows ${listed(
    domains.map(({ title }) => title.replace(/^[A-Z](?=[a-z]+(?:[ ,]|$))/, (letter) => letter.toLowerCase())),
    12,
  )}`;
}
