import { RelvarError } from '../../../findings/error.ts';

/** A line of EXPLAIN QUERY PLAN, with those below it. */
export interface PlanLine {
  readonly detail: string;
  /**
   * What the planner counts for running it once, in its own unit of about a row read: the third column of the answer, which
   * the engine's documentation keeps open, holds ten times its logarithm to base 2 (`WhereLoop.rRun` in src/wherecode.c,
   * since 3.41). 0 where it is not told.
   */
  readonly cost: number;
  readonly children: readonly PlanLine[];
}

/** A row of the answer. */
export interface PlanRow {
  readonly id: number;
  readonly parent: number;
  readonly notused: number;
  readonly detail: string;
}

/** Rows in their places. */
export function linesOf(rows: readonly PlanRow[], parent = 0): readonly PlanLine[] {
  return rows
    .filter((row) => row.parent === parent)
    .map((row) => ({
      detail: row.detail,
      cost: row.notused > 0 ? 2 ** (row.notused / 10) : 0,
      children: linesOf(rows, row.id),
    }));
}

/** What begins a line of a plan. */
const begins =
  /^(?:SCAN|SEARCH|USE TEMP B-TREE|COMPOUND QUERY|MERGE \(|MULTI-INDEX OR|CO-ROUTINE|MATERIALIZE|(?:CORRELATED )?(?:SCALAR|LIST) SUBQUERY|LEFT-MOST|SETUP|RIGHT-JOIN)/;

/** Lines that are none of a plan: what the shell and its user wrote around it, frames and headings of tables, code fences. */
const around =
  /^\s*(?:```.*|~~~.*|(?:sqlite|\.\.\.)> ?.*|QUERY PLAN|[-+| ├┼┤┌┬┐└┴┘─]*[-─]{3,}[-+| ├┼┤┌┬┐└┴┘─]*|[|│]?\s*id\b.*\bdetail\s*[|│]?)\s*$/;

/** `3|0|216|SCAN o`, with bars, tabs, commas or spaces between. */
const written = /^(\d+)(?:\s*[|│,]\s*|\s+)(\d+)(?:\s*[|│,]\s*|\s+)(\d+)(?:\s*[|│,]\s*|\s+)(['"]?)([A-Z].*)\4$/;

/** A row without the frame of a table, or what a program writes around a tuple. */
function bareRow(line: string): string {
  const tuple = /^\s*\[?\s*\((.*)\)[\],\s]*$/.exec(line)?.[1];
  return (tuple ?? line.replace(/^\s*[|│]\s*(?=\d)|\s*[|│]\s*$/g, '')).trim();
}

/**
 * The lines of a plan as the shell of SQLite prints it, as a drawn tree (`|--SCAN o`) or as rows (`3|0|216|SCAN o`) in any
 * of its modes, or as a program gets it (rows as JSON or as tuples).
 * @throws RelvarError `bad-plan`
 */
export function readLines(text: string, name: string): readonly PlanLine[] {
  const trimmed = text
    .replace(/^\uFEFF/, '')
    .replace(/\u00A0/g, ' ')
    .replace(/\), ?\((?=\d)/g, '),\n(')
    .trim();
  if (/^\[\s*[{\]]/.test(trimmed)) return linesOf(rowsOf(trimmed, name));
  const lines = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '' && !around.test(line));
  const found = lines.map((line) => written.exec(bareRow(line)));
  if (found.length > 0 && found.every((row) => row !== null) && begins.test(found[0]?.[5] ?? '')) {
    const rows = found.map(([, id, parent, notused, , detail = '']) => ({
      id: Number(id),
      parent: Number(parent),
      notused: Number(notused),
      detail,
    }));
    // Before 3.24 the columns were the number of the SELECT, that of the loop in it, and that of the table in FROM.
    const isOld = new Set(rows.map(({ id }) => id)).size < rows.length;
    return linesOf(isOld ? rows.map(({ detail }, at) => ({ id: at + 1, parent: 0, notused: 0, detail })) : rows);
  }
  return drawn(lines, name);
}

function rowsOf(json: string, name: string): readonly PlanRow[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw bad(name, 'it begins as JSON and is none', cause);
  }
  if (!Array.isArray(parsed)) throw bad(name, 'it is no list of rows');
  return parsed.map((row: Record<string, unknown>, at) => {
    if (typeof row['detail'] !== 'string') throw bad(name, `row ${at + 1} has no detail`);
    return {
      id: Number(row['id'] ?? at + 1),
      parent: Number(row['parent'] ?? 0),
      notused: Number(row['notused'] ?? 0),
      detail: row['detail'],
    };
  });
}

/** A line that is drawn lies below the nearest one before it that stands further left. */
function drawn(lines: readonly string[], name: string): readonly PlanLine[] {
  const rows: PlanRow[] = [];
  const open: { readonly depth: number; readonly id: number }[] = [];
  for (const [at, line] of lines.entries()) {
    const [, rails = '', detail = ''] = /^([\s|`]*(?:--)?)(.*)$/.exec(line) ?? [];
    if (!begins.test(detail) && (rails === '' || at === 0))
      throw bad(name, `line ${at + 1} is none of a plan: ${line.trim()}`);
    while ((open.at(-1)?.depth ?? -1) >= rails.length) open.pop();
    rows.push({ id: at + 1, parent: open.at(-1)?.id ?? 0, notused: 0, detail });
    open.push({ depth: rails.length, id: at + 1 });
  }
  if (rows.length === 0) throw bad(name, 'it is empty');
  return linesOf(rows);
}

function bad(name: string, why: string, cause?: unknown): RelvarError {
  return new RelvarError('bad-plan', `${name}: this is no query plan of SQLite: ${why}`, {
    hint: 'give what EXPLAIN QUERY PLAN answers, as the sqlite3 shell prints it',
    ...(cause === undefined ? {} : { cause }),
  });
}
