import { RelvarError } from '../findings/error.ts';
import { type Token, tokens } from './tokens.ts';

/** A statement whose parameters are `$1`, `$2`…, and the way back to what the user wrote. */
export interface Numbered {
  readonly sql: string;
  /** As the user wrote them, by number from 1. */
  readonly parameters: readonly string[];
  /** Where a character of `sql` (from 0) stands in the text that was given. */
  readonly origin: (position: number) => number;
}

/** Words behind which a value must come, so that a `?` or `:name` behind them is one. */
const beforeValue = new Set(
  `all and any array as between by case desc asc distinct else escape except fetch first from group having ilike in
  intersect interval into is join lateral like limit next not offset on or returning row select set similar some
  then to union using values when where with date time timestamp timestamptz`.split(/\s+/),
);

/** Operators that end in `@` or `?` themselves, or begin with it: nothing of them is a parameter. */
const operators = new Set(['<@', '@>', '@@', '@@@', '@?', '?|', '?&', '?', '?-', '?#', '?||', '?-|', '~@', '#?']);

/** Operators that may stand right before a parameter, without a space. */
const beforeParameter = /^(?:=|<|>|<=|>=|<>|!=|\+|-|\*|\/|\|\||~|~\*|!~|!~\*|->|->>|#>|#>>|@>|<@|&&|@@|\?|\^|&|\|)$/;

/**
 * Parameters in any of the usual forms (`$1`, `:name`, `@name`, `?`, `?1`, `%s`, `%(name)s`, psql's `:'name'`) as `$n`;
 * the same name has the same number. Strings, comments, casts, slices, modulo and the operators of JSON, arrays and
 * text search stay as they are; JDBC's `??` becomes the operator `?`, and beside parameters of Python's drivers `%%` is
 * one `%`, in strings too (PEP 249, paramstyles format and pyformat).
 * @throws RelvarError `mixed-parameters` for numbered parameters beside others
 */
export function numberParameters(text: string, where: string): Numbered {
  const pieces: Piece[] = [];
  const names: string[] = [];
  let numbered = 0;
  let before: Token | undefined;
  const list = [...tokens(text)];
  const put = (from: number, to: number, number: number) => {
    // What stands bare behind IN is a list that the user's library writes out.
    const bare = before?.kind === 'name' && before.text.toLowerCase() === 'in';
    pieces.push({ from, to, text: bare ? `($${number})` : `$${number}` });
  };
  const named = (name: string): number => {
    const known = names.indexOf(name);
    return known >= 0 ? known + 1 : names.push(name);
  };
  for (let at = 0; at < list.length; at++) {
    const token = list[at] as Token;
    if (token.kind === 'space' || token.kind === 'comment') continue;
    if (token.kind === 'parameter') {
      numbered = Math.max(numbered, Number(token.text.slice(1)));
    } else if (token.kind === 'operator' || token.text === ':') {
      const found = parameterAt(list, at, endsValue(before));
      if (found?.kind === 'escape') pieces.push({ from: token.start, to: token.start + 2, text: '?' });
      else if (found) {
        if (found.operator) before = { ...token, text: found.operator };
        const start = token.start + (found.operator?.length ?? 0);
        const end = list[at + found.tokens]?.end ?? text.length;
        put(start, end, found.kind === 'named' ? named(text.slice(start, end)) : names.push(text.slice(start, end)));
        at += found.tokens;
        before = { kind: 'parameter', text: '$', start, end };
        continue;
      }
    }
    before = token;
  }
  if (numbered > 0 && names.length > 0) {
    throw new RelvarError('mixed-parameters', `${where}: parameters of two kinds: $${numbered} and ${names[0]}`, {
      hint: 'write all of them one way',
    });
  }
  const formats = names.some((name) => name.startsWith('%'));
  return {
    ...replaced(text, formats ? withSinglePercents(list, pieces) : pieces),
    parameters: numbered > 0 ? Array.from({ length: numbered }, (_, at) => `$${at + 1}`) : names,
  };
}

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** The pieces, and each `%%` outside of comments as `%`. */
function withSinglePercents(list: readonly Token[], pieces: readonly Piece[]): readonly Piece[] {
  const doubled = list
    .filter(({ kind }) => kind !== 'comment')
    .flatMap(({ text, start }) =>
      [...text.matchAll(/%%/g)].map(({ index }) => ({ from: start + index, to: start + index + 2, text: '%' })),
    );
  return [...pieces, ...doubled].sort((one, two) => one.from - two.from);
}

interface Found {
  readonly kind: 'named' | 'positional' | 'escape';
  /** The operator that the parameter is written against. */
  readonly operator?: string;
  /** How many further tokens belong to it. */
  readonly tokens: number;
}

/** The parameter that begins at, or ends, a token of operator characters or a colon. */
function parameterAt(list: readonly Token[], at: number, afterValue: boolean): Found | undefined {
  const { text } = list[at] as Token;
  const next = list[at + 1];
  if (text === ':') return colonParameter(list[at - 1], next, afterValue);
  if (afterValue && /^\?\?[|&]?$/.test(text)) return { kind: 'escape', tokens: 0 };
  const mark = text.at(-1);
  const operator = text.slice(0, -1);
  // Alone it is a parameter where a value is wanted; behind an operator where that is one and both are none.
  const possible = operator === '' ? !afterValue : !operators.has(text) && beforeParameter.test(operator);
  if (!possible) return undefined;
  const prefix = operator === '' ? {} : { operator };
  switch (mark) {
    case '?':
      return next?.kind === 'number' && /^\d+$/.test(next.text)
        ? { kind: 'named', tokens: 1, ...prefix }
        : { kind: 'positional', tokens: 0, ...prefix };
    case '@':
      return next?.kind === 'name' && !next.text.startsWith('"') ? { kind: 'named', tokens: 1, ...prefix } : undefined;
    case '%':
      if (next?.kind === 'name' && /^[sbt]$/.test(next.text)) return { kind: 'positional', tokens: 1, ...prefix };
      return isNamedFormat(list, at + 1) ? { kind: 'named', tokens: 4, ...prefix } : undefined;
    default:
      return undefined;
  }
}

function colonParameter(previous: Token | undefined, next: Token | undefined, afterValue: boolean): Found | undefined {
  if (afterValue || !next) return undefined;
  const name = next.kind === 'name' && !next.text.startsWith('"');
  // `a[:2]` is a slice.
  const number = next.kind === 'number' && /^\d+$/.test(next.text) && previous?.text !== '[';
  const quoted = next.kind === 'string' && /^'\w+'$/.test(next.text);
  return name || number || quoted ? { kind: 'named', tokens: 1 } : undefined;
}

/** `(name)s` */
function isNamedFormat(list: readonly Token[], at: number): boolean {
  const [open, name, close, format] = list.slice(at, at + 4);
  return open?.text === '(' && name?.kind === 'name' && close?.text === ')' && /^[sbt]$/.test(format?.text ?? '');
}

/** Whether a value has just ended, so that an operator comes next. */
function endsValue(token: Token | undefined): boolean {
  if (!token) return false;
  switch (token.kind) {
    case 'name':
      return token.text.startsWith('"') || !beforeValue.has(token.text.toLowerCase());
    case 'string':
    case 'number':
    case 'parameter':
      return true;
    default:
      return token.text === ')' || token.text === ']';
  }
}

function replaced(text: string, pieces: readonly Piece[]): Pick<Numbered, 'sql' | 'origin'> {
  let sql = '';
  let at = 0;
  /** Where each piece begins and ends, in the new text and in the old. */
  const marks: { readonly made: number; readonly given: number }[] = [{ made: 0, given: 0 }];
  for (const piece of pieces) {
    sql += text.slice(at, piece.from);
    marks.push({ made: sql.length, given: piece.from });
    sql += piece.text;
    at = piece.to;
    marks.push({ made: sql.length, given: piece.to });
  }
  sql += text.slice(at);
  return {
    sql,
    origin(position) {
      const index = marks.findLastIndex(({ made }) => made <= position);
      const mark = marks[index] ?? { made: 0, given: 0 };
      // Inside a piece every character stands where the parameter begins.
      return index % 2 === 1 ? mark.given : mark.given + position - mark.made;
    },
  };
}
