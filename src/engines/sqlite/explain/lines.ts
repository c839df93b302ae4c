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

/**
 * The lines of a plan as the shell of SQLite prints it, as a drawn tree (`|--SCAN o`) or as rows (`3|0|216|SCAN o`), or
 * as a program gets it (JSON of rows).
 * @throws RelvarError `bad-plan`
 */
export function readLines(text: string, name: string): readonly PlanLine[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('[')) return linesOf(rowsOf(trimmed, name));
  const written = trimmed.split(/\r?\n/).filter((line) => line.trim() !== '' && line.trim() !== 'QUERY PLAN');
  const rows = written.map((line) => /^(\d+)\|(\d+)\|(\d+)\|(.*)$/.exec(line.trim()));
  if (rows.length > 0 && rows.every((row) => row !== null)) {
    return linesOf(
      rows.map(([, id, parent, notused, detail = '']) => ({
        id: Number(id),
        parent: Number(parent),
        notused: Number(notused),
        detail,
      })),
    );
  }
  return drawn(written, name);
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
function drawn(written: readonly string[], name: string): readonly PlanLine[] {
  const rows: PlanRow[] = [];
  const open: { readonly depth: number; readonly id: number }[] = [];
  for (const [at, line] of written.entries()) {
    const [, rails = '', detail = ''] = /^([\s|`]*(?:--)?)(.*)$/.exec(line) ?? [];
    if (!begins.test(detail) && rails === '') throw bad(name, `line ${at + 1} is none of a plan: ${line.trim()}`);
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
