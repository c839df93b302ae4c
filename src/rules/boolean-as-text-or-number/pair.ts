/** Two values that stand for yes and no. */
export interface Pair {
  readonly yes: string;
  readonly no: string;
}

const pairs: readonly Pair[] = [
  ['1', '0'],
  ['Y', 'N'],
  ['T', 'F'],
  ['YES', 'NO'],
  ['TRUE', 'FALSE'],
  ['ON', 'OFF'],
  ['J', 'N'],
  ['S', 'N'],
  ['O', 'N'],
].flatMap(([yes = '', no = '']) => [
  { yes, no },
  ...(yes === '1'
    ? []
    : [
        { yes: yes.toLowerCase(), no: no.toLowerCase() },
        { yes: title(yes), no: title(no) },
      ]),
]);

function title(word: string): string {
  return `${word.slice(0, 1)}${word.slice(1).toLowerCase()}`;
}

/** The pair that has all the values, when there is one: both of them for letters of other languages (`J`, `N`). */
export function pairOf(values: readonly string[]): Pair | undefined {
  const different = new Set(values);
  if (different.size === 0) return undefined;
  return pairs.find(({ yes, no }) => [...different].every((value) => value === yes || value === no));
}
