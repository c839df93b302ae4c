import type { Suppression } from './script.ts';

/** Finds out what suppression comments speak for, as a script goes by. */
export interface Suppressions {
  /** A comment that begins on the line. */
  comment(text: string, line: number, where: { readonly insideStatement: boolean; readonly behindCode: boolean }): void;
  /** A token of a statement on the line. */
  token(line: number): void;
  /** The statement that runs from one line to another has ended. */
  statement(from: number, to: number): void;
  /** The script has ended. */
  end(line: number): void;
  /** What is settled since the last call. */
  take(): readonly Suppression[];
}

interface Waiting extends Comment {
  readonly line: number;
  readonly inside: boolean;
}

interface Comment {
  readonly rules: readonly string[];
  readonly reason: string;
}

export function newSuppressions(file: string): Suppressions {
  let settled: Suppression[] = [];
  let waiting: readonly Waiting[] = [];
  /** Where the statement began that ended last. */
  let previous = 1;

  function settle(comment: Comment, line: number, from: number, to: number): void {
    settled.push({
      rules: comment.rules,
      reason: comment.reason,
      file,
      line,
      covers: { from, to },
    });
  }
  function settleWaiting(which: (comment: Waiting) => boolean, from: number, to: number): void {
    if (waiting.length === 0) return;
    for (const comment of waiting) if (which(comment)) settle(comment, comment.line, from, to);
    waiting = waiting.filter((comment) => !which(comment));
  }

  return {
    comment(text, line, where) {
      const found = suppressionIn(text);
      if (!found) return;
      if (!where.behindCode) waiting = [...waiting, { ...found, line, inside: where.insideStatement }];
      else settle(found, line, where.insideStatement ? line : previous, line);
    },
    token(line) {
      settleWaiting((comment) => comment.inside, line, line);
    },
    statement(from, to) {
      settleWaiting((comment) => comment.inside, to, to);
      settleWaiting(() => true, from, to);
      previous = from;
    },
    end(line) {
      settleWaiting(() => true, line, line);
    },
    take() {
      const taken = settled;
      if (taken.length > 0) settled = [];
      return taken;
    },
  };
}

/** Reads the text of a comment; nothing when it does not suppress anything. Without the name of a rule it means all of them (`*`). */
export function suppressionIn(comment: string): Comment | undefined {
  if (!comment.includes('relvar:')) return undefined;
  const match = /relvar:\s*ignore(?![\w-])(?:\s+([a-z0-9][a-z0-9-]*(?:\s*,\s*[a-z0-9-]+)*|\*(?!\/)))?([\s\S]*)/.exec(
    comment,
  );
  if (!match) return undefined;
  const { 1: named = '*' } = match;
  const reason = (match[2] ?? '').replace(/\*\/\s*$/, '').replace(/^[\s:–—-]+/, '');
  return { rules: named.split(/\s*,\s*/), reason: reason.replace(/\s+/g, ' ').trim() };
}
