/** What a text says of a flag, however it is spelt: `t`, `true` and `1`, `f`, `false` and `0`; nothing for other texts. */
export function truthOf(value: string): boolean | undefined {
  const text = value.toLowerCase();
  if (text === 't' || text === 'true' || text === '1') return true;
  return text === 'f' || text === 'false' || text === '0' ? false : undefined;
}

/** Whether two texts are one value, or two spellings of one truth. */
export function isSameValue(value: string, other: string): boolean {
  if (value === other) return true;
  const truth = truthOf(value);
  return truth !== undefined && truth === truthOf(other);
}
