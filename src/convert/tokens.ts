import type { Speech } from '../engines/receiving.ts';
import { textPattern } from './texts.ts';

const others =
  /[xX]'[\da-fA-F]*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[A-Za-z_][^\]]*\]|::\s*(?:"[^"]+"|[a-z_]\w*(?:\.[a-z_]\w*)?)(?:\s+(?:varying|precision|without time zone|with time zone))*(?:\s*\(\s*\d+(?:\s*,\s*\d+)?\s*\))?(?:\[\])*|[A-Za-z_][\w$]*(?:\s*\(\s*\d*\s*\))?|\d+(?:\.\d+)?|!?~~\*?|\s+|[\s\S]/;

/** Texts as the source writes them, names, casts, words with the brackets of a call without arguments, numbers. */
export function tokensOf(expression: string, from: Speech): readonly string[] {
  return [...expression.matchAll(new RegExp(`${textPattern(from)}|${others.source}`, 'gi'))].map(([part]) => part);
}
