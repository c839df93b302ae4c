import type { Judge } from './judge.ts';
import type { Normalised } from './normalise.ts';
import { tokens } from './tokens.ts';

/** A statement's text with parameters in place of its constants. */
export interface NumberedText {
  readonly sql: string;
  /** For each constant and parameter of the statement its number in the text, 0 for one that stays as it is. */
  readonly numbers: readonly number[];
  /** The greatest of them. */
  readonly parameters: number;
}

/**
 * Numbers a statement's constants behind its own parameters: `a = $1 AND b = 5` becomes `a = $1 AND b = $2`. Positions
 * in ORDER BY and GROUP BY stay. Nothing where the result would be no SQL.
 */
export function numberedText(
  from: number,
  found: Normalised,
  judge: Judge,
  text: (from: number, to: number) => string,
): NumberedText | undefined {
  if (found.count < found.starts.length) {
    const own = written(from, found, text);
    if (judge.parses(own.sql)) return own;
  }
  // Numbered another way, values and numbers no longer belong together.
  const other = judge.withoutConstants(text(from, found.end));
  return other === undefined ? undefined : { sql: other, numbers: [], parameters: 0 };
}

/**
 * The same by the lexical rules alone, for what the parser refuses. Of more constants than are told apart none keeps
 * its number, and none its value.
 */
export function lexicalText(from: number, found: Normalised, text: (from: number, to: number) => string): NumberedText {
  if (found.count < found.starts.length) return written(from, found, text);
  let sql = '';
  for (const token of tokens(text(from, found.end))) {
    sql += token.kind === 'string' || token.kind === 'number' || token.kind === 'open' ? '?' : token.text;
  }
  return { sql, numbers: [], parameters: 0 };
}

/**
 * The numbers that the constants and parameters of a text have in another of the same query, which may number them in
 * another order; none where the two differ in more: lists of another length, conditions in another order.
 */
export function numbersIn(sql: string, text: NumberedText): readonly number[] {
  const [theirs, ours] = [numbering(sql), numbering(text.sql)];
  if (theirs.skeleton !== ours.skeleton) return [];
  let at = 0;
  const numbers = text.numbers.map((number) => (number === 0 ? 0 : (theirs.numbers[at++] ?? 0)));
  return at === theirs.numbers.length ? numbers : [];
}

/** A text but for the numbers of its parameters, and these in their order. */
function numbering(sql: string): { readonly skeleton: string; readonly numbers: readonly number[] } {
  const numbers: number[] = [];
  const skeleton: string[] = [];
  for (const { kind, text } of tokens(sql)) {
    if (kind === 'parameter') numbers.push(Number(text.slice(1)));
    if (kind === 'space' || kind === 'comment') continue;
    skeleton.push(kind === 'parameter' ? '$' : kind === 'name' && !text.startsWith('"') ? text.toLowerCase() : text);
  }
  return { skeleton: skeleton.join(' '), numbers };
}

function written(from: number, found: Normalised, text: (from: number, to: number) => string): NumberedText {
  let sql = '';
  let at = from;
  let next = found.parameters;
  const numbers: number[] = [];
  for (let one = 0; one < found.count; one++) {
    const start = found.starts[one] as number;
    const end = found.ends[one] as number;
    const own = found.numbers[one] as number;
    if (own !== 0) {
      numbers.push(own);
      continue;
    }
    sql += text(at, start);
    at = end;
    if (isPosition(sql)) {
      numbers.push(0);
      sql += text(start, end);
      continue;
    }
    numbers.push(++next);
    const cast = /\b(interval|date|time|timestamp|timestamptz|timestamp with(?:out)? time zone)\s+$/i.exec(sql);
    if (cast) sql = `${sql.slice(0, cast.index)}$${next}::${cast[1]}`;
    else sql += `$${next}`;
  }
  return { sql: sql + text(at, found.end), numbers, parameters: next };
}

/** `ORDER BY 1`, `GROUP BY a, 2`: the number of a column is no value. */
function isPosition(before: string): boolean {
  return /\b(?:order|group)\s+by\s+(?:(?:[\w."]+|\$\d+)(?:\s+(?:asc|desc))?(?:\s+nulls\s+(?:first|last))?\s*,\s*)*$/i.test(
    before,
  );
}
