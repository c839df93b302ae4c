import type { Lookups } from '../../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { Diagram } from '../../diagram/diagram.ts';
import type { Dictionary } from './dictionary.ts';
import { type Block, type Cell, code, type Inline, type Section } from './page.ts';

/** What the pages are made from, with look-ups. */
export interface Material {
  readonly dictionary: Dictionary;
  readonly lookups: Lookups;
  readonly diagram: Diagram;
  /** Keys that have a page. */
  readonly pages: ReadonlySet<string>;
  /** By what they read: the views. */
  readonly readers: ReadonlyMap<string, readonly string[]>;
}

/** A link where there is a page, else the name. */
export function nameLink({ pages }: Pick<Material, 'pages'>, name: QualifiedName, anchor?: string): Inline {
  const key = qualified(name);
  if (!pages.has(key)) return code(key);
  return { kind: 'link', text: key, page: key, ...(anchor === undefined ? {} : { anchor }) };
}

export function section(id: string, title: string, blocks: readonly (Block | undefined)[]): Section | undefined {
  const there = blocks.filter((block) => block !== undefined);
  return there.length === 0 ? undefined : { id, title, blocks: there };
}

export function table(head: readonly string[], rows: readonly (readonly Cell[])[]): Block | undefined {
  return rows.length === 0 ? undefined : { kind: 'table', head, rows: rows.map((cells) => ({ cells })) };
}
