/** Whether two pieces of plain data say the same; a property that is undefined is none. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((one, at) => same(one, b[at]));
  }
  const left = new Map(Object.entries(a).filter(([, value]) => value !== undefined));
  const right = Object.entries(b).filter(([, value]) => value !== undefined);
  return left.size === right.length && right.every(([name, value]) => left.has(name) && same(left.get(name), value));
}

/** The same but for some properties. */
export function sameBut<T extends object>(a: T, b: T, ...but: readonly (keyof T)[]): boolean {
  const rest = (one: T) => Object.fromEntries(Object.entries(one).filter(([name]) => !but.some((key) => key === name)));
  return same(rest(a), rest(b));
}
