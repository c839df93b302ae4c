import type { Speech } from '../engines/receiving.ts';

/** Whether a backslash says something in texts. */
export type Escaping = Pick<Speech, 'backslashEscapes'>;

/** What stands behind a backslash where it escapes (https://dev.mysql.com/doc/refman/8.4/en/string-literals.html). */
const escapes: Readonly<Record<string, string>> = {
  '0': '\0',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\x1a',
  '%': '\\%',
  _: '\\_',
};

/** A text of SQL, in single quotes, in the form of an engine. */
export function textPattern({ backslashEscapes }: Escaping): string {
  return backslashEscapes ? String.raw`'(?:[^'\\]|''|\\[\s\S])*'` : "'(?:[^']|'')*'";
}

/** What a text of SQL stands for; `quoted` is in single quotes. */
export function textOf(quoted: string, { backslashEscapes }: Escaping): string {
  const inside = quoted.slice(1, -1);
  if (!backslashEscapes) return inside.replaceAll("''", "'");
  return inside.replace(/''|\\([\s\S])/g, (_, escaped?: string) =>
    escaped === undefined ? "'" : (escapes[escaped] ?? escaped),
  );
}

/** A text as an engine writes it. */
export function quotedText(text: string, { backslashEscapes }: Escaping): string {
  const plain = text.replaceAll("'", "''");
  return `'${backslashEscapes ? plain.replaceAll('\\', '\\\\') : plain}'`;
}
