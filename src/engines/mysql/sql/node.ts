import type { Reader } from './reader.ts';

/** What expressions are of: names of its columns are written as the table has them. */
export interface Scope {
  readonly columns: readonly string[];
  /** The database that it stands in: its own names go without it. */
  readonly database?: string | undefined;
  /** What a name without a table is written as, by its small letters; nothing for one that several tables have. */
  readonly owners?: ReadonlyMap<string, string | undefined>;
  /** Hears each name that stands where a column does, without its table. */
  readonly named?: (name: string) => void;
  /**
   * The one form of a query inside of it, of which `exists` asks for rows alone. What cannot be read fails then, instead of
   * keeping its tokens.
   * @throws NotUnderstood
   */
  readonly query?: (query: string, exists: boolean) => string;
}

/** A part that was read, and how tightly it holds together: 0 is `or`, 20 needs no brackets anywhere. */
export interface Node {
  readonly text: string;
  readonly level: number;
  /** What NOT makes of it, where that has a form of its own: the engine writes that. */
  readonly negated?: () => Node;
}

/** Of a plain value, that it is not true; of anything else its own negation. */
export function negation(node: Node): Node {
  return node.negated?.() ?? { text: `${wrapped(node, 7)} = 0`, level: 6, negated: () => node };
}

/** A comparison, and what it is when it fails. */
export function comparison(text: string, opposite: string): Node {
  return { text, level: 6, negated: () => comparison(opposite, text) };
}

export const whole = 20;

export function wrapped({ text, level }: Node, least: number): string {
  return level >= least ? text : `(${text})`;
}

export type Read = (reader: Reader, scope: Scope) => Node;

export function allOf(nodes: readonly Node[], at: 0 | 2, word: 'and' | 'or'): Node {
  const [first] = nodes;
  if (nodes.length === 1 && first) return first;
  const text = nodes.map((node) => wrapped(node, at + 1)).join(` ${word} `);
  const [level, other] = word === 'and' ? ([0, 'or'] as const) : ([2, 'and'] as const);
  return { text, level: at, negated: () => allOf(nodes.map(negation), level, other) };
}

export function columnOf(name: string, { columns }: Scope): string {
  return columns.find((one) => one.toLowerCase() === name.toLowerCase()) ?? name;
}
