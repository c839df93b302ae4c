import { compareText } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { push } from './name-index.ts';
import type { TargetTable } from './target-table.ts';

/** Tables by parts of their names, for names without separators and for short ones. */
export interface NameParts {
  /** Tables whose name, one word, ends in the text and has two letters or more before it. */
  endingIn(text: string): readonly Table[];
  /** The one table whose name, one word, has the longest common end with the text, of at least so many letters. */
  sharedEnd(text: string, least: number): Table | undefined;
  /** Tables whose name has the same words, written out or cut short: `vuln_record` for vulnerability_records. */
  shortened(stem: readonly string[]): readonly Table[];
}

export function nameParts(targets: readonly TargetTable[]): NameParts {
  // Turned round, names with one end stand side by side.
  const turned: { readonly text: string; readonly table: Table }[] = [];
  const byBeginnings = new Map<string, TargetTable[]>();
  for (const target of targets) {
    if (target.core.length > 1) push(byBeginnings, beginnings(target.core), target);
    else if (target.key !== undefined) turned.push({ text: turn(target.text), table: target.table });
  }
  turned.sort((a, b) => compareText(a.text, b.text));
  /** The place of the first name that is not before the text. */
  const placeOf = (text: string): number => {
    let from = 0;
    let to = turned.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((turned[middle]?.text ?? '') < text) from = middle + 1;
      else to = middle;
    }
    return from;
  };
  const startingWith = (text: string): readonly { readonly text: string; readonly table: Table }[] => {
    const from = placeOf(text);
    let to = from;
    while (turned[to]?.text.startsWith(text)) to++;
    return turned.slice(from, to);
  };
  return {
    endingIn(text) {
      const found = startingWith(turn(text)).filter((one) => one.text.length >= text.length + 2);
      return found.map((one) => one.table);
    },
    sharedEnd(text, least) {
      const whole = turn(text);
      const at = placeOf(whole);
      const length = Math.max(commonStart(turned[at - 1]?.text, whole), commonStart(turned[at]?.text, whole));
      if (length < least || length >= whole.length) return undefined;
      const [only, other] = startingWith(whole.slice(0, length));
      return only && !other && only.text.length >= length + 2 ? only.table : undefined;
    },
    shortened(stem) {
      const alike = byBeginnings.get(beginnings(stem))?.filter(({ core }) => isShort(stem, core)) ?? [];
      return alike.map(({ table }) => table);
    },
  };
}

function turn(text: string): string {
  return [...text].reverse().join('');
}

function commonStart(a: string | undefined, b: string): number {
  if (a === undefined) return 0;
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

/** The first three letters of every word. */
function beginnings(all: readonly string[]): string {
  return all.map((word) => word.slice(0, 3)).join(' ');
}

function isShort(stem: readonly string[], core: readonly string[]): boolean {
  const same = (word: string, other: string) => word.length >= 3 && (other.startsWith(word) || word.startsWith(other));
  return stem.every((word, at) => same(word, core[at] ?? '\n')) && stem.some((word, at) => word !== core[at]);
}
