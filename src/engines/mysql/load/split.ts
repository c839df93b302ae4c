import type { ScriptStatement, Suppression } from '../../script.ts';
import { newSuppressions } from '../../suppressions.ts';

/** A command of the client that names another file. */
export interface Include {
  readonly include: string;
  readonly file: string;
  readonly line: number;
}

export interface SplitScript {
  readonly parts: readonly (ScriptStatement | Include)[];
  readonly suppressions: readonly Suppression[];
}

/** What is none of quotes, comments, delimiters and ends of lines. */
const plainRun = /[^'"`#\-/;$|\\\n]+/y;
const quoted = /'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|"(?:[^"\\]|""|\\[\s\S])*(?:"|$)|`(?:[^`]|``)*(?:`|$)/y;
const comment = /--(?=\s|$)[^\n]*|#[^\n]*|\/\*(?!M?!)[\s\S]*?(?:\*\/|$)/y;
const command = /[ \t]*(?:delimiter|source|\\\.)[ \t]+([^\n]*)/iy;
/** A program whose body has semicolons of its own. */
const program =
  /^CREATE\s+(?:OR\s+REPLACE\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:AGGREGATE\s+)?(?:TRIGGER|FUNCTION|PROCEDURE|EVENT)\b/i;
const blockWord = /\b(?:BEGIN|CASE|END(?:\s+(?:IF|LOOP|WHILE|REPEAT|CASE))?)\b/gi;

/**
 * Splits a script as the engine's client does: at the delimiter that DELIMITER sets. Where a program was written without
 * one, semicolons between its BEGIN and END end nothing.
 */
export function splitScript(text: string, file: string): SplitScript {
  const parts: (ScriptStatement | Include)[] = [];
  const suppressions = newSuppressions(file);
  const told: Suppression[] = [];
  let delimiter = ';';
  let line = 1;
  let counted = 0;
  let open: number | undefined;
  let openLine = 1;
  let codeLine = 0;
  let depth = 0;
  let looked = 0;

  const lineAt = (place: number): number => {
    for (let next = text.indexOf('\n', counted); next >= 0 && next < place; next = text.indexOf('\n', counted)) {
      line++;
      counted = next + 1;
    }
    return line;
  };
  const matchAt = (expression: RegExp, at: number): RegExpExecArray | null => {
    expression.lastIndex = at;
    return expression.exec(text);
  };
  const begin = (at: number) => {
    codeLine = lineAt(at);
    suppressions.token(codeLine);
    if (open !== undefined) return;
    [open, openLine, depth, looked] = [at, codeLine, 0, at];
  };
  const close = (end: number) => {
    if (open === undefined) return;
    const sql = text.slice(open, end).trimEnd();
    parts.push({ sql, file, line: openLine });
    suppressions.statement(openLine, lineAt(end));
    told.push(...suppressions.take());
    open = undefined;
  };
  /** Whether the semicolon stands inside a block of a program's body. */
  const inBlock = (at: number): boolean => {
    if (open === undefined || !program.test(text.slice(open, open + 200))) return false;
    const body = text.slice(looked, at).replace(/'(?:[^'\\]|''|\\[\s\S])*'|--\s[^\n]*|\/\*[\s\S]*?\*\//g, ' ');
    for (const [word] of body.matchAll(blockWord)) {
      if (/^end\s+(?:if|loop|while|repeat)$/i.test(word)) continue;
      depth += /^end/i.test(word) ? -1 : 1;
    }
    looked = at;
    return depth > 0;
  };

  for (let at = 0; at < text.length; ) {
    const lineBegins = at === 0 || text[at - 1] === '\n';
    if (open === undefined && lineBegins) {
      const found = matchAt(command, at);
      if (found) {
        const argument = (found[1] ?? '').trim();
        if (/delimiter/i.test(found[0].slice(0, 20).trim().slice(0, 9))) delimiter = argument.split(/\s/)[0] || ';';
        else
          parts.push({ include: argument.replace(/;$/, '').replace(/^(['"])(.*)\1$/, '$2'), file, line: lineAt(at) });
        at += found[0].length;
        continue;
      }
    }
    if (text.startsWith(delimiter, at)) {
      if (delimiter !== ';' || !inBlock(at)) close(at);
      at += delimiter.length;
      continue;
    }
    const character = text[at] ?? '';
    if (character === '\n' || character === ' ' || character === '\t' || character === '\r') {
      at++;
      continue;
    }
    const skipped = character === '-' || character === '#' || character === '/' ? matchAt(comment, at) : null;
    if (skipped) {
      if (skipped[0].includes('relvar:')) {
        const here = lineAt(at);
        suppressions.comment(skipped[0], here, { insideStatement: open !== undefined, behindCode: here === codeLine });
        told.push(...suppressions.take());
      }
      at += skipped[0].length;
      continue;
    }
    begin(at);
    const run = matchAt(quoted, at) ?? matchAt(plainRun, at);
    const end = at + (run?.[0].length ?? 1);
    // A delimiter of letters or other signs may stand inside what looks plain.
    const cut =
      delimiter === ';' || run === null || /^['"`]/.test(run[0]) ? -1 : text.slice(at, end).indexOf(delimiter);
    at = cut > 0 ? at + cut : end;
    codeLine = lineAt(at - 1);
  }
  close(text.length);
  suppressions.end(lineAt(text.length));
  told.push(...suppressions.take());
  return { parts, suppressions: told };
}
