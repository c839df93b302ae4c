import type { ScriptStatement, Suppression } from '../../script.ts';
import { newSuppressions } from '../../suppressions.ts';
import { tokens } from '../sql/tokens.ts';

/** A command of the shell: a line that begins with a point, between statements. */
export interface ShellCommand {
  readonly name: string;
  readonly argument: string;
  readonly file: string;
  readonly line: number;
}

export interface SplitScript {
  readonly parts: readonly (ScriptStatement | ShellCommand)[];
  readonly suppressions: readonly Suppression[];
}

/**
 * Splits a script as the engine's shell does: at semicolons, of which those inside a trigger's body end nothing
 * (sqlite3_complete in src/complete.c).
 */
export function splitScript(text: string, file: string): SplitScript {
  const parts: (ScriptStatement | ShellCommand)[] = [];
  const suppressions = newSuppressions(file);
  const told: Suppression[] = [];
  const lineAt = lineCounter(text);
  /** Where the open statement begins, and its first words. */
  let open: number | undefined;
  let words: string[] = [];
  let lastWord = '';
  let behind = 0;
  let codeLine = 0;

  function comments(from: number, to: number): void {
    const gap = text.slice(from, to);
    if (!gap.includes('relvar:')) return;
    for (const { 0: comment, index } of gap.matchAll(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g)) {
      const line = lineAt(from + index);
      suppressions.comment(comment, line, { insideStatement: open !== undefined, behindCode: line === codeLine });
    }
    told.push(...suppressions.take());
  }
  function close(end: number): void {
    if (open === undefined) return;
    const line = lineAt(open);
    parts.push({ sql: text.slice(open, end), file, line });
    suppressions.statement(line, lineAt(end));
    told.push(...suppressions.take());
    open = undefined;
    words = [];
  }
  const inBody = () => /^(?:EXPLAIN (?:QUERY PLAN )?)?CREATE (?:TEMP |TEMPORARY )?TRIGGER\b/.test(words.join(' '));

  for (const token of tokens(text)) {
    if (token.start < behind) continue;
    comments(behind, token.start);
    codeLine = lineAt(token.start);
    suppressions.token(codeLine);
    if (open === undefined && token.text === '.' && /(?:^|\n)[ \t]*$/.test(text.slice(behind, token.start))) {
      const end = text.indexOf('\n', token.start);
      const line = text.slice(token.end, end < 0 ? text.length : end).trim();
      const [name = '', ...rest] = line.split(/\s+/);
      parts.push({ name, argument: rest.join(' ').replace(/^(['"])(.*)\1$/, '$2'), file, line: codeLine });
      behind = end < 0 ? text.length : end;
      continue;
    }
    behind = token.end;
    if (token.text === ';' && token.kind === 'operator') {
      if (!inBody() || lastWord === 'END') close(token.start);
      lastWord = '';
      continue;
    }
    open ??= token.start;
    lastWord = token.kind === 'word' ? token.value : '';
    if (words.length < 6) words.push(token.kind === 'word' ? token.value : token.text);
  }
  comments(behind, text.length);
  close(text.trimEnd().length);
  suppressions.end(lineAt(text.length));
  told.push(...suppressions.take());
  return { parts, suppressions: told };
}

/** The line of a place, from 1; places are asked for in order. */
function lineCounter(text: string): (place: number) => number {
  let line = 1;
  let next = text.indexOf('\n');
  let from = 0;
  return (place) => {
    if (place < from) {
      // Only the beginning of the open statement lies before what was asked for last.
      let count = line;
      for (let at = text.lastIndexOf('\n', from - 1); at >= place; at = text.lastIndexOf('\n', at - 1)) {
        count--;
        if (at === 0) break;
      }
      return count;
    }
    while (next >= 0 && next < place) {
      line++;
      from = next + 1;
      next = text.indexOf('\n', from);
    }
    return line;
  };
}
