/** Something in a text that has a name: a statement of a script, a column of a table. */
export interface TextPart {
  /** What it is about, once in its text: `table orders`, `column orders.placed_at`. */
  readonly key: string;
  /** The key of what it goes with: an index with its table. */
  readonly of?: string;
  /** Blanks and comments before it. */
  readonly lead: string;
  readonly text: string;
  /** What ends it, to the end of its line: `; -- a comment`. */
  readonly trail: string;
  /** Its own parts; `text` is all of them together. */
  readonly inner?: TextParts;
}

/** A text as the parts it is made of. */
export interface TextParts {
  readonly head: string;
  readonly parts: readonly TextPart[];
  readonly end: string;
  /** Between two parts, before the trail of the first. */
  readonly separator: string;
}

/** The text that the parts are of. */
export function textOfParts({ head, parts, end, separator }: TextParts): string {
  const last = parts.length - 1;
  const texts = parts.map(({ lead, text, trail }, at) => `${lead}${text}${at === last ? '' : separator}${trail}`);
  return `${head}${texts.join('')}${end}`;
}

/** Keys that are each given once: a second of the same name is told apart by its number. */
export function newKeys(): (key: string) => string {
  const given = new Map<string, number>();
  return (key) => {
    const number = (given.get(key) ?? 0) + 1;
    given.set(key, number);
    return number === 1 ? key : `${key} (${number})`;
  };
}

/** What stands between separators, each with the separator before it. */
export function piecesOf(text: string, separator: RegExp): readonly Pick<TextPart, 'lead' | 'text'>[] {
  const all = text.split(new RegExp(`(${separator.source})`));
  return all.flatMap((piece, at) => (at % 2 === 0 ? [{ lead: at === 0 ? '' : (all[at - 1] ?? ''), text: piece }] : []));
}
