import { escapedCharacter } from '../engines/backslashes.ts';
import type { Speech } from '../engines/receiving.ts';

/** Whether a backslash says something in texts. */
export type Escaping = Pick<Speech, 'backslashEscapes'>;

/** A text of SQL, in single quotes, in the form of an engine. */
export function textPattern({ backslashEscapes }: Escaping): string {
  return backslashEscapes ? String.raw`'(?:[^'\\]|''|\\[\s\S])*'` : "'(?:[^']|'')*'";
}

/** What a text of SQL stands for; `quoted` is in single quotes. */
export function textOf(quoted: string, { backslashEscapes }: Escaping): string {
  const inside = quoted.slice(1, -1);
  if (!backslashEscapes) return inside.replaceAll("''", "'");
  return inside.replace(/''|\\([\s\S])/g, (_, escaped?: string) =>
    escaped === undefined ? "'" : escapedCharacter(escaped),
  );
}

/** A text as an engine writes it. */
export function quotedText(text: string, { backslashEscapes }: Escaping): string {
  const plain = text.replaceAll("'", "''");
  return `'${backslashEscapes ? plain.replaceAll('\\', '\\\\') : plain}'`;
}
