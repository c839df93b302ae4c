import type { ReceivedCollation, Speech, TextComparison } from '../engines/receiving.ts';
import { withCasts } from './casts.ts';
import { withCollations } from './collations.ts';
import { type Dividing, kindOf, withDivisions } from './divisions.ts';
import { type Matching, withLikes } from './likes.ts';
import { callOf } from './meant-calls.ts';
import { type Ordering, withNullOrders } from './null-orders.ts';
import { bare, endsInOperand, isName } from './operands.ts';
import { type Operators, plainOperators } from './operators.ts';
import { tellTextsAgainstNumbers } from './text-numbers.ts';
import { quotedText, textOf } from './texts.ts';
import { type Timing, withTimes } from './times.ts';
import { tokensOf } from './tokens.ts';
import { partsOfCast, wordedCast } from './worded-casts.ts';
import { tellZero } from './zero-divisions.ts';

/** How the engines at both ends write things. */
export interface Writing extends Operators {
  readonly quote: (identifier: string) => string;
  readonly now: string;
  /** Bytes as a constant, by their hexadecimal digits. */
  readonly bytes: (digits: string) => string;
  /** The collation that comes nearest to how texts are compared. */
  readonly collation: (comparison: TextComparison) => ReceivedCollation;
  /** What the source means by what it says, and how the other says it. */
  readonly from: Speech;
  readonly to: Speech;
  /** Schemas of the source, which names are no longer told of. */
  readonly schemas: ReadonlySet<string>;
}

/** Of an expression: what its columns are, as far as it is known, and where to tell what it no longer means. */
export type Meaning = Pick<Dividing, 'numberOf' | 'tell'> &
  Pick<Matching, 'caseOf'> &
  Pick<Timing, 'timeOf'> &
  Pick<Ordering, 'neverNull'> & { readonly isText: (column: string) => boolean };

const present = /^(?:now\s*\(\s*\)|current_timestamp(?:\s*\(\s*\d*\s*\))?|localtimestamp|getdate\s*\(\s*\)|sysdate)$/i;

/** Functions under names that one engine alone has, and all three under another. */
const renamed: Readonly<Record<string, string>> = {
  ifnull: 'coalesce',
  lcase: 'lower',
  ucase: 'upper',
};

/**
 * An expression as another engine writes it: quotes of names, casts with `::`, the present time, truth values, functions
 * and operators that mean something else there.
 */
export function translated(expression: string, writing: Writing, meaning: Meaning): string {
  const { quote, now, numbersForTruth, schemas, from, to } = writing;
  const tokens = tokensOf(expression, from);
  // A join has rows without those of the other side.
  const joins = tokens.some((part) => /^join$/i.test(part));
  const ends = { from, to, ...meaning, ...(joins ? { neverNull: () => false } : {}) };
  tellTextsAgainstNumbers(tokens, { from, to, isText: meaning.isText, tell: meaning.tell });
  const given = withTimes(withBytes(tokens, writing), ends);
  const said = withNullOrders(withLikes(withDivisions(given, ends), ends), ends);
  const all = withEscapes(withCollations(withCasts(said, to), { ...writing, ...meaning }), writing, meaning);
  return plainOperators(written(all), writing);

  function written(parts: readonly string[]): string {
    let text = '';
    for (let at = 0; at < parts.length; at++) {
      const part = parts[at] ?? '';
      const next = parts[at + 1];
      if (next === '.' && schemas.has(bare(part))) at++;
      // The character set of a text, which the other has not: `_utf8mb4'…'`.
      else if (/^_[a-z]\w*$/i.test(part) && next?.startsWith("'")) continue;
      else {
        // A function whose name is a word of the language is in quotes in some engines, and in none in others.
        const name = /^"?([a-z_]\w*)"?$/i.exec(part)?.[1];
        const call = name === undefined ? undefined : argumentsAt(parts, at + 1);
        const said = call && called(name?.toLowerCase() ?? '', call.list);
        if (said === undefined) text += call && next === '(' ? (name ?? part) : word(part, text);
        else text += said;
        if (call && said !== undefined) at = call.end;
      }
    }
    return text;
  }

  /** A call as the other engine says it; nothing where it says the same. */
  function called(name: string, list: readonly (readonly string[])[]): string | undefined {
    const texts = list.map((one) => written(one).trim());
    const [only = ''] = texts;
    if (name === 'length' && from.lengthIsOfCharacters !== to.lengthIsOfCharacters)
      return from.lengthIsOfCharacters ? to.characters(only) : to.bytes(only);
    if (name === 'char_length' || name === 'character_length') return to.characters(only);
    if (name === 'octet_length') return to.bytes(only);
    if (name === 'concat' && (!to.hasConcat || (texts.length > 1 && !(from.concatSkipsNull && to.concatSkipsNull))))
      return to.joined(from.concatSkipsNull ? texts.map((one) => `coalesce(${one}, '')`) : texts);
    if (/^(?:substr|substring|mid)$/.test(name)) tellStart(texts);
    if (name === 'if' || name === 'iif') return chosen(texts);
    if (name === 'string_agg' && !to.hasConcat && texts.length === 2 && !/\border\s+by\b/i.test(texts.join(' ')))
      return `group_concat(${texts.join(', ')})`;
    if (name === 'cast') return castOf(list[0] ?? []);
    const kind = kindOf(list[0] ?? [], meaning.numberOf);
    const other = renamed[name];
    if (name === 'mod') tellZero(texts[1] ?? '', { from, to, tell: meaning.tell });
    const elsewhere = callOf({ name: other ?? name, texts, kind, tell: meaning.tell }, writing);
    if (elsewhere !== undefined) return elsewhere;
    return other === undefined ? undefined : `${other}(${texts.join(', ')})`;
  }

  function castOf(inside: readonly string[]): string | undefined {
    const cast = partsOfCast(inside);
    if (!cast) return undefined;
    const { value, type } = cast;
    const names = value.filter(isName).map(bare);
    return wordedCast(
      {
        value: written(value).trim(),
        type,
        kind: kindOf(value, meaning.numberOf),
        isText: names.length > 0 && names.every(meaning.isText),
        tell: meaning.tell,
      },
      writing,
    );
  }

  function tellStart([, start = '']: readonly string[]): void {
    if (from.startBelowOne !== to.startBelowOne && /-|^\(*0\)*$/.test(start))
      meaning.tell(`substr() counts a start below 1 from ${to.startBelowOne}, no longer from ${from.startBelowOne}`);
  }

  /** `CASE`, which all engines have. */
  function chosen([condition = '', value = '', other]: readonly string[]): string {
    return `CASE WHEN ${condition} THEN ${value}${other === undefined ? '' : ` ELSE ${other}`} END`;
  }

  function word(part: string, before: string): string {
    const [first] = part;
    if (first === "'" && from.backslashEscapes !== to.backslashEscapes) return quotedText(textOf(part, from), to);
    const digits = /^x'([\da-f]*)'$/i.exec(part)?.[1];
    if (digits !== undefined && from.hexIsBytes) return writing.bytes(digits);
    // Behind an operand it holds a text against a regular expression.
    if (part === '~' && from.bitsUnsigned !== to.bitsUnsigned && !endsInOperand(before))
      meaning.tell('~ gives numbers below 0, or no longer does');
    if (first === '"' || first === '`') return quote(bare(part));
    if (first === '[' && part.endsWith(']')) return quote(part.slice(1, -1));
    if (present.test(part)) return now;
    if (part === '^' && to.caret !== undefined && from.caret !== to.caret) meaning.tell(`^ gives ${to.caret} in it`);
    if (from.uuids.includes(/^(\w+)\s*\(\s*\)$/.exec(part)?.[1]?.toLowerCase() ?? '')) return to.uuid;
    // `IS TRUE` is a test, of which no number can be one.
    if (numbersForTruth && /^(?:true|false)$/i.test(part) && !/\bis(?:\s+not)?\s+$/i.test(before))
      return part.toLowerCase() === 'true' ? '1' : '0';
    return part;
  }
}

/** Bytes in the form of a text with a cast, `'\\x6162'::bytea`, as the other engine writes them. */
function withBytes(parts: readonly string[], { bytes }: Writing): readonly string[] {
  return parts.flatMap((part, at) => {
    if (/^::\s*bytea$/i.test(part) && hexIn(parts[at - 1]) !== undefined) return [];
    const digits = /^::\s*bytea$/i.test(parts[at + 1] ?? '') ? hexIn(part) : undefined;
    return [digits === undefined ? part : bytes(digits)];
  });
}

function hexIn(part = ''): string | undefined {
  return /^'\\x((?:[\da-f]{2})*)'$/i.exec(part)?.[1];
}

/** Patterns of LIKE say which character takes others for themselves, where the engines differ in what is so without it. */
function withEscapes(parts: readonly string[], { from, to }: Writing, { tell }: Meaning): readonly string[] {
  if (from.escapesLike === to.escapesLike) return parts;
  const result: string[] = [];
  let like = false;
  for (const [at, part] of parts.entries()) {
    result.push(part);
    if (part.trim() === '') continue;
    if (like && !isEscaped(parts, at)) {
      if (part.startsWith("'")) {
        if (textOf(part, from).includes('\\')) result.push(' ESCAPE ', quotedText(from.escapesLike ? '\\' : '', from));
      } else
        tell(
          `a backslash in a pattern of LIKE ${to.escapesLike ? 'takes the next character for itself' : 'stands for itself'}`,
        );
    }
    like = /^i?like$/i.test(part);
  }
  return result;
}

/** Whether the pattern at a place is followed by what escapes in it. */
function isEscaped(parts: readonly string[], at: number): boolean {
  return /^escape$/i.test(nextOf(parts, at) ?? '');
}

/** Whether an expression reads the present time. */
export function readsPresent(expression: string, from: Speech): boolean {
  return tokensOf(expression, from).some((part) => present.test(part));
}

function nextOf(parts: readonly string[], at: number): string | undefined {
  return parts.slice(at + 1).find((part) => part.trim() !== '');
}

/** What stands in the brackets that follow, one list for each argument, and where they end. */
function argumentsAt(
  parts: readonly string[],
  start: number,
): { readonly list: readonly (readonly string[])[]; readonly end: number } | undefined {
  let at = start;
  while (parts[at]?.trim() === '') at++;
  if (parts[at] !== '(') return undefined;
  const list: string[][] = [[]];
  let depth = 0;
  for (; at < parts.length; at++) {
    const part = parts[at] ?? '';
    if (part === '(') depth++;
    if (part === ')' && --depth === 0) return { list, end: at };
    if (part === ',' && depth === 1) list.push([]);
    else if (depth > 1 || part !== '(') list.at(-1)?.push(part);
  }
  return undefined;
}

/** `orders_id_seq` of `nextval('shop.orders_id_seq'::regclass)`: the rows number themselves; of any other default nothing. */
export function sequenceOf(expression: string | undefined): string | undefined {
  const [, name] = /^\s*nextval\s*\(\s*'?([^')]+)'?/i.exec(expression ?? '') ?? [];
  return name
    ?.split('.')
    .at(-1)
    ?.replace(/^["`](.*)["`]$/, '$1')
    .trim();
}
