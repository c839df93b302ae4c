import type { Diagram } from '../../diagram/diagram.ts';

/** A piece of a line of text. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'quiet'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  /** A few letters that mark something: `PK`, `P0`. */
  | { readonly kind: 'badge'; readonly text: string; readonly meaning: string }
  /** To the page of a table or view, or to a heading of one. */
  | { readonly kind: 'link'; readonly text: string; readonly page: string; readonly anchor?: string };

export type Cell = readonly Inline[];

export type Block =
  | { readonly kind: 'paragraph'; readonly text: Cell }
  | {
      readonly kind: 'table';
      readonly head: readonly string[];
      readonly rows: readonly { readonly anchor?: string; readonly cells: readonly Cell[] }[];
    }
  | { readonly kind: 'code'; readonly text: string; readonly summary?: string }
  /** Of an entity, by its key, and its neighbours. */
  | { readonly kind: 'picture'; readonly diagram: Diagram; readonly focus: string };

export interface Section {
  /** Unique in its page: its anchor. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A page of the documentation, in no format yet. */
export interface Page {
  /** The qualified name of what it tells of. */
  readonly key: string;
  readonly title: string;
  /** `table`, `view`… */
  readonly kind: string;
  readonly lead: readonly Cell[];
  readonly sections: readonly Section[];
}

export const text = (value: string): Inline => ({ kind: 'text', text: value });
export const quiet = (value: string): Inline => ({ kind: 'quiet', text: value });
export const code = (value: string): Inline => ({ kind: 'code', text: value });
export const badge = (value: string, meaning: string): Inline => ({ kind: 'badge', text: value, meaning });

/** Cells one after the other, with something between. */
export function joinedCells(cells: readonly Cell[], between: string): Cell {
  return cells.flatMap((cell, at) => (at === 0 ? cell : [text(between), ...cell]));
}
