import { newSuppressions, type Suppressions } from '../../suppressions.ts';
import {
  append,
  type Cursor,
  lineAt,
  newCursor,
  past,
  pastComment,
  pastLine,
  pastQuoted,
  pastRows,
  settle,
} from './cursor.ts';
import { newPsql } from './psql.ts';
import { pastInsert } from './rows.ts';
import type { ScriptPart } from './script.ts';

/**
 * Splits a PostgreSQL script as psql does, by its lexical structure alone: strings, dollar quotes, quoted names,
 * nested comments, bodies of `BEGIN ATOMIC … END`, the parentheses of CREATE RULE, psql's own commands, COPY blocks.
 * Rows (COPY, INSERT) are skipped and counted as they stream by, so that memory is bounded by the longest of the
 * other statements. After a quote that never ends it goes on behind the first line that ends in a semicolon.
 */
export async function* splitScript(
  chunks: AsyncIterable<string> | Iterable<string>,
  file: string,
  { keepInserts = false }: SplitOptions = {},
): AsyncGenerator<ScriptPart> {
  const cursor = newCursor();
  const parts = scan(cursor, file, keepInserts);
  for await (const chunk of chunks) {
    append(cursor, chunk);
    for (let next = parts.next(); !next.done && next.value; next = parts.next()) yield next.value;
  }
  cursor.final = true;
  for (const part of parts) if (part) yield part;
}

export interface SplitOptions {
  /** INSERTs are statements like any other: for a migration, whose rows are few. */
  readonly keepInserts?: boolean;
}

/** The statement that is being read. */
interface Open {
  readonly line: number;
  /** Its first words in upper case; all of them for COPY. */
  readonly words: string[];
  lastWord: string;
  /** Parentheses that are open. */
  depth: number;
  /** `BEGIN ATOMIC` and `CASE` that have no END yet. */
  atomic: number;
}

const space = /[\s\ufeff]+/y;
const word = /[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*/y;
const number = /\d[\w.]*/y;
const target = /^(?:insert\s+into|copy)\s+(?:only\s+)?((?:"[^"]*"|[^\s("])+)/i;
const broken = /;[ \t]*\r?\n/g;

/** Yields the parts as they are complete, and nothing when more text is needed. */
function* scan(cursor: Cursor, file: string, keepInserts: boolean): Generator<ScriptPart | undefined, void> {
  const psql = newPsql();
  const suppressions = newSuppressions(file);
  const data = new Map<string, { rows: number; readonly line: number }>();
  let open: Open | undefined;
  let codeOnLine = false;
  /** False after `SET standard_conforming_strings = off`: backslashes escape in every string. */
  let conforming = true;
  let recoveries = 0;

  function count(table: string, rows: number, line: number): void {
    if (psql.skipping()) return;
    const entry = data.get(table);
    if (entry) entry.rows += rows;
    else data.set(table, { rows, line });
  }

  /** The name that an INSERT or COPY gives its table. */
  const tableName = (): string => target.exec(cursor.text.slice(cursor.keep, cursor.keep + 1000))?.[1] ?? '';

  function close(from: number, to: number): readonly ScriptPart[] {
    suppressions.statement(from, to);
    cursor.keep = -1;
    cursor.disposable = false;
    open = undefined;
    return settled(suppressions);
  }

  /** Ends the statement at hand on a line. */
  function* finish(line: number): Generator<ScriptPart> {
    if (!open) return;
    const sql = cursor.text.slice(cursor.keep, cursor.last);
    if (!psql.skipping()) {
      if (!keepInserts && open.words[0] === 'INSERT')
        yield { kind: 'open data', table: tableName(), file, line: open.line };
      else yield { kind: 'statement', sql, file, line: open.line };
    }
    if (open.words[0] === 'SET') conforming = conformingAfter(sql) ?? conforming;
    yield* close(open.line, line);
  }

  /** Reads the comment or psql command that was passed since `mark`. */
  function* aside(): Generator<ScriptPart> {
    const text = cursor.text.slice(cursor.mark, cursor.at);
    const line = lineAt(cursor, cursor.mark);
    if (!text.startsWith('\\')) {
      suppressions.comment(text, line, { insideStatement: open !== undefined, behindCode: codeOnLine });
      yield* settled(suppressions);
    } else {
      const { command, sends } = psql.command(text);
      if (command && (command.name !== 'gexec' || open)) yield { kind: 'command', ...command, file, line };
      if (command?.name === 'gexec') close(open?.line ?? line, line);
      else if (sends) yield* finish(line);
      // Inside a statement it is no part of the text.
      else if (open)
        cursor.text = cursor.text.slice(0, cursor.mark) + ' '.repeat(text.length) + cursor.text.slice(cursor.at);
    }
    cursor.mark = -1;
  }

  /** Takes the scan back behind the first line that ends in a semicolon, for want of the end of a quote. */
  function* recover(): Generator<ScriptPart> {
    const from = open ? cursor.keep : cursor.mark;
    if (from < 0) return;
    const line = open?.line ?? lineAt(cursor, from);
    broken.lastIndex = from;
    const end = recoveries++ < 20 ? broken.exec(cursor.text)?.index : undefined;
    cursor.mark = -1;
    cursor.keep = from;
    open ??= { line, words: [], lastWord: '', depth: 0, atomic: 0 };
    cursor.last = end ?? cursor.text.length;
    yield* finish(line);
    if (end === undefined) return;
    cursor.at = end + 1;
    cursor.counted = from;
    cursor.line = line;
  }

  for (;;) {
    if (cursor.text.length - cursor.at < 1024) yield* settle(cursor);
    if (cursor.at >= cursor.text.length) {
      if (!open || (open.atomic === 0 && !(open.depth > 0 && isRule(open)))) break;
      yield* recover();
      continue;
    }
    space.lastIndex = cursor.at;
    const blank = space.exec(cursor.text)?.[0];
    if (blank !== undefined) {
      cursor.at += blank.length;
      if (blank.includes('\n')) codeOnLine = false;
      continue;
    }
    const pair = cursor.text.slice(cursor.at, cursor.at + 2);
    if (pair === '--' || pair === '/*' || (pair.startsWith('\\') && pair !== '\\;')) {
      cursor.mark = cursor.at;
      if (pair !== '/*') yield* pastLine(cursor);
      else if (!(yield* pastComment(cursor))) {
        yield* recover();
        continue;
      }
      yield* aside();
      continue;
    }
    if (pair === '\\;') cursor.at++;
    const line = lineAt(cursor, cursor.at);
    const c = cursor.text[cursor.at];
    codeOnLine = true;
    if (c === ';' && !(open && (open.atomic > 0 || (open.depth > 0 && isRule(open))))) {
      const table = open && readsRows(open) ? tableName() : undefined;
      cursor.at++;
      if (open && table !== undefined) {
        const from = open.line;
        close(from, line);
        yield* settled(suppressions);
        if (yield* past(cursor, '\n')) {
          const first = lineAt(cursor, cursor.at);
          const ended = yield* pastRows(cursor);
          count(table, lineAt(cursor, cursor.at) - first, from);
          if (!ended) yield { kind: 'open data', table, file, line: from };
        }
      } else yield* finish(line);
      continue;
    }
    if (!open) {
      open = { line, words: [], lastWord: '', depth: 0, atomic: 0 };
      cursor.keep = cursor.at;
    }
    suppressions.token(line);
    const quoted = yield* pastQuoted(cursor, conforming);
    if (quoted === false) {
      yield* recover();
      continue;
    }
    if (quoted === undefined) {
      word.lastIndex = cursor.at;
      const name = word.exec(cursor.text)?.[0];
      number.lastIndex = cursor.at;
      const digits = name === undefined ? number.exec(cursor.text)?.[0] : undefined;
      if (name !== undefined) noteWord(open, name.toUpperCase());
      if (c === '(') open.depth++;
      if (c === ')') open.depth = Math.max(0, open.depth - 1);
      if (!keepInserts && open.words.length === 1 && name?.toUpperCase() === 'INSERT') {
        const table = tableName();
        cursor.disposable = true;
        const rows = yield* pastInsert(cursor, conforming);
        if (rows === undefined) yield* recover();
        else {
          count(table, rows, line);
          yield* close(line, lineAt(cursor, cursor.at));
        }
        continue;
      }
      cursor.at += name?.length ?? digits?.length ?? 1;
    }
    cursor.last = cursor.at;
  }
  yield* finish(lineAt(cursor, cursor.text.length));
  suppressions.end(cursor.line);
  yield* settled(suppressions);
  for (const [table, entry] of data) yield { kind: 'data', table, ...entry, file };
}

function noteWord(open: Open, name: string): void {
  if (open.words.length < 4 || open.words[0] === 'COPY') open.words.push(name);
  if (open.atomic > 0) {
    if (name === 'CASE') open.atomic++;
    else if (name === 'END') open.atomic--;
  } else if (name === 'ATOMIC' && open.lastWord === 'BEGIN' && open.depth === 0 && open.words[0] === 'CREATE') {
    open.atomic = 1;
  }
  open.lastWord = name;
}

function isRule(open: Open): boolean {
  return (
    open.words[0] === 'CREATE' && (open.words[1] === 'RULE' || (open.words[1] === 'OR' && open.words[3] === 'RULE'))
  );
}

function readsRows(open: Open): boolean {
  return open.words[0] === 'COPY' && open.words.some((name, i) => name === 'FROM' && open.words[i + 1] === 'STDIN');
}

function conformingAfter(sql: string): boolean | undefined {
  const value = /^set\s+standard_conforming_strings\s*(?:=|\bto\b)\s*'?(on|off)/i.exec(sql)?.[1];
  return value === undefined ? undefined : value.toLowerCase() === 'on';
}

function settled(suppressions: Suppressions): readonly ScriptPart[] {
  return suppressions.take().map((one) => ({ kind: 'suppression', ...one }));
}
