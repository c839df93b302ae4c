import type { Language, StringForm } from './languages.ts';

/** A string of a program as the program sees it, with a hole for each value that is put in. */
export interface Literal {
  readonly text: string;
  /** In characters from 0, in the file. */
  readonly start: number;
  readonly end: number;
  /** True when something besides text is part of it. */
  readonly holes: boolean;
}

/** Stands in a literal's text for a value that the program puts in; no SQL holds it. */
export const hole = '\u0001';

/** The string literals of a program in order. */
export function* literals(text: string, language: Language): Generator<Literal> {
  let at = 0;
  // Of the line that opened here-documents: its end, and where their texts end.
  let lineEnd = -1;
  let resume = -1;
  while (at < text.length) {
    if (resume >= 0 && at >= lineEnd) {
      at = Math.max(at, resume);
      resume = -1;
      continue;
    }
    const comment = language.comments.find((look) => matches(look, text, at));
    if (comment) {
      at = Math.max(at + 1, comment.lastIndex);
      continue;
    }
    const here = hereDocumentAt(text, at, language, resume);
    if (here) {
      if (resume < 0) lineEnd = text.indexOf('\n', at);
      resume = here.resume;
      yield here.literal;
      at = here.literal.end;
      continue;
    }
    const found = literalAt(text, at, language);
    if (!found) {
      at = past(text, at);
      continue;
    }
    yield found;
    at = found.end;
  }
}

/** Behind a word, so that the letters before a quote are looked at as a whole; else behind one character. */
function past(text: string, at: number): number {
  word.lastIndex = at;
  return word.test(text) ? word.lastIndex : at + 1;
}

const word = /[\w]+(?!["'\w])/y;

function matches(look: RegExp, text: string, at: number): boolean {
  look.lastIndex = at;
  return look.test(text);
}

/** A text that begins on the next line, or at `from` where another one was opened on this line before. */
function hereDocumentAt(
  text: string,
  at: number,
  { strings }: Language,
  from: number,
): { readonly literal: Literal; readonly resume: number } | undefined {
  for (const form of strings) {
    if (!form.hereDocument) continue;
    form.open.lastIndex = at;
    const opened = form.open.exec(text);
    if (!opened) continue;
    const begin = from >= 0 ? from : text.indexOf('\n', at) + 1;
    const body = begin === 0 ? undefined : bodyOf(text, at, begin, form, opened);
    // The word that ends it may stand at the end of its line, or before what closes the call.
    if (body) return { literal: { ...body, end: at + opened[0].length }, resume: body.end + 1 };
  }
  return undefined;
}

function literalAt(text: string, at: number, { strings }: Language): Literal | undefined {
  for (const form of strings) {
    if (form.hereDocument) continue;
    form.open.lastIndex = at;
    const opened = form.open.exec(text);
    if (opened) return bodyOf(text, at, at + opened[0].length, form, opened);
  }
  return undefined;
}

/** A literal on one line may not run over its end: what looks like one is an apostrophe. */
function bodyOf(
  text: string,
  start: number,
  from: number,
  form: StringForm,
  opened: RegExpExecArray,
): Literal | undefined {
  const close = form.close(opened);
  const nested = form.nests?.(opened) ?? '';
  let depth = 0;
  const oneLine = !form.hereDocument && /["']$/.test(opened[0]) && !/"""$|'''$|@/.test(opened[0]);
  let body = '';
  let holes = false;
  let at = from;
  while (at < text.length) {
    if (nested !== '' && text[at] === nested) depth++;
    if (depth > 0 && matches(close, text, at)) {
      depth--;
      body += text[at];
      at++;
      continue;
    }
    if (matches(close, text, at)) return { text: body, start, end: close.lastIndex, holes };
    const character = text[at] as string;
    if (oneLine && character === '\n') return undefined;
    if (form.escapes === 'kept' && character === '\\') {
      body += text.slice(at, at + 2);
      at += 2;
    } else if (form.escapes && character === '\\') {
      body += escapes[text[at + 1] ?? ''] ?? text[at + 1] ?? '';
      at += 2;
    } else if (form.holes && matches(form.holes, text, at)) {
      const opening = form.holes.lastIndex;
      holes = true;
      body += hole;
      at = text.slice(at, opening).includes('{') ? pastBraces(text, opening) : pastName(text, opening);
    } else if (opened[0].includes('@') && text.startsWith('""', at)) {
      body += '"';
      at += 2;
    } else {
      body += character;
      at++;
    }
  }
  return undefined;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\n': '', '0': ' ' };

function pastBraces(text: string, from: number): number {
  let depth = 1;
  let at = from;
  while (at < text.length && depth > 0) {
    if (text[at] === '{') depth++;
    else if (text[at] === '}') depth--;
    at++;
  }
  return at;
}

function pastName(text: string, from: number): number {
  name.lastIndex = from;
  name.test(text);
  return Math.max(from, name.lastIndex);
}

const name = /\w+(?:->\w+|\[\w+\])?/y;
