/** The number of a cause as a sign beside its node: `❶`; beyond ten `(11)`. */
export function mark(number: number): string {
  return number >= 1 && number <= 10 ? String.fromCodePoint(0x2775 + number) : `(${number})`;
}
