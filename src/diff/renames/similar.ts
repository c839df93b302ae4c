import { singular, words } from '../../catalog/words.ts';

/** How alike two names are, from 0 to 1: by the words that they share, or by letters, whichever is more. */
export function nameSimilarity(a: string, b: string): number {
  return Math.max(wordOverlap(a, b), letterOverlap(a.toLowerCase(), b.toLowerCase()));
}

/** Words of both among the words of either; a name that the other contains counts for much. */
function wordOverlap(a: string, b: string): number {
  const left = new Set(words(a).map(singular));
  const right = new Set(words(b).map(singular));
  const shared = [...left].filter((word) => right.has(word)).length;
  if (shared === 0) return 0;
  return (shared / (left.size + right.size - shared) + shared / Math.min(left.size, right.size)) / 2;
}

/** One less the share of letters to be changed, added or taken away. */
function letterOverlap(a: string, b: string): number {
  if (a === b) return 1;
  const longest = Math.max(a.length, b.length);
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const changed = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return 1 - (row[b.length] ?? longest) / longest;
}
