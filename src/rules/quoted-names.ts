/**
 * Whether a name can only be written in quotes for its letters: upper case, spaces, a digit first. Reserved words are
 * another matter, and small letters of any alphabet need none.
 */
export function needsQuotes(name: string, quote: (identifier: string) => string): boolean {
  if (/^[a-z_][a-z0-9_]*$/.test(name)) return false;
  const plain = name.replaceAll(/[\p{Ll}\p{Lo}]/gu, 'a').replaceAll(/(?<=.)\$/g, 'a');
  // The ending makes a keyword of no engine out of it.
  const word = `${plain}_aa`;
  return quote(word) !== word;
}
