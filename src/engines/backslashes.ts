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

/** What a character behind a backslash stands for in a text; `%` and `_` keep theirs for patterns. */
export function escapedCharacter(character: string): string {
  return escapes[character] ?? character;
}
