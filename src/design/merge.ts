/** A text that two sides changed, put together line by line. */
export interface Merged {
  readonly text: string;
  /** Where both changed the same lines, the lines of `own` stay; these are what was left out instead, by line of the result. */
  readonly conflicts: readonly { readonly line: number; readonly wanted: string }[];
}

/** Three-way merge: what was changed by hand since `base` stays, what `other` changed is taken. */
export function merge(base: string, own: string, other: string): Merged {
  const [old, mine, theirs] = [base, own, other].map((text) => text.split('\n')) as [string[], string[], string[]];
  const toMine = matches(old, mine);
  const toTheirs = matches(old, theirs);
  const out: string[] = [];
  const conflicts: { readonly line: number; readonly wanted: string }[] = [];
  let [i, a, b] = [0, 0, 0];
  while (i < old.length || a < mine.length || b < theirs.length) {
    // The next line that all three have.
    let next = i;
    while (next < old.length && (toMine[next] === undefined || toTheirs[next] === undefined)) next++;
    const [endMine, endTheirs] =
      next < old.length ? [toMine[next] ?? 0, toTheirs[next] ?? 0] : [mine.length, theirs.length];
    const before = old.slice(i, next);
    const byHand = mine.slice(a, endMine);
    const wanted = theirs.slice(b, endTheirs);
    if (same(byHand, before)) out.push(...wanted);
    else {
      if (!same(wanted, before) && !same(wanted, byHand))
        conflicts.push({ line: out.length + 1, wanted: wanted.join('\n') });
      out.push(...byHand);
    }
    if (next < old.length) out.push(old[next] ?? '');
    [i, a, b] = [next + 1, endMine + 1, endTheirs + 1];
  }
  return { text: out.join('\n'), conflicts };
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((line, at) => line === b[at]);
}

/** For each line of `from`, its place in `to`: a longest common subsequence. */
function matches(from: readonly string[], to: readonly string[]): readonly (number | undefined)[] {
  let start = 0;
  while (start < from.length && start < to.length && from[start] === to[start]) start++;
  let [endFrom, endTo] = [from.length, to.length];
  while (endFrom > start && endTo > start && from[endFrom - 1] === to[endTo - 1]) {
    endFrom--;
    endTo--;
  }
  const [rows, columns] = [endFrom - start, endTo - start];
  const lengths = Array.from({ length: rows + 1 }, () => new Uint32Array(columns + 1));
  const length = (row: number, column: number) => lengths[row]?.[column] ?? 0;
  for (let row = rows - 1; row >= 0; row--) {
    const line = lengths[row];
    if (!line) continue;
    for (let column = columns - 1; column >= 0; column--) {
      line[column] =
        from[start + row] === to[start + column]
          ? length(row + 1, column + 1) + 1
          : Math.max(length(row + 1, column), length(row, column + 1));
    }
  }
  const found: (number | undefined)[] = Array.from({ length: from.length }, () => undefined);
  for (let at = 0; at < start; at++) found[at] = at;
  for (let at = endFrom; at < from.length; at++) found[at] = endTo + at - endFrom;
  for (let [row, column] = [0, 0]; row < rows && column < columns; ) {
    if (from[start + row] === to[start + column]) found[start + row++] = start + column++;
    else if (length(row + 1, column) >= length(row, column + 1)) row++;
    else column++;
  }
  return found;
}
