/** Line and column, both from 1, of a character of a text. */
export function placeOf(text: string, position: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, position);
  const newline = before.lastIndexOf('\n');
  return { line: before.split('\n').length, column: before.length - newline };
}
