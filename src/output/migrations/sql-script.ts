import {
  commented,
  type ExportContext,
  ended,
  limitStatements,
  type Migration,
  type Piece,
  piecesFor,
  togetherStatements,
} from './migration.ts';

/** A script of SQL that is run by itself, and whether it may be run in a transaction. */
export interface Script {
  readonly together: boolean;
  readonly statements: readonly string[];
}

/**
 * The way of a migration as scripts for tools that know SQL alone: all that may share a transaction in one, every
 * statement that may not by itself, batches as a loop that the server runs. Where `several` may stand in a script outside
 * transactions, its limits and what clears up before it stand there too.
 */
export function scriptsOf(
  context: ExportContext,
  migration: Migration,
  direction: 'up' | 'down',
  several = false,
): readonly Script[] {
  const { down, title } = migration;
  if (direction === 'down' && 'none' in down) {
    return [{ together: true, statements: [context.dialect.refuse(`${title} cannot be taken back: ${down.none}`)] }];
  }
  return piecesFor(migration, direction).map((piece) => scriptOf(piece, context, several));
}

function scriptOf(piece: Piece, context: ExportContext, several: boolean): Script {
  switch (piece.kind) {
    case 'together':
      return { together: true, statements: togetherStatements(context, piece) };
    case 'alone':
      return { together: false, statements: several ? severally(context, piece) : [piece.statement] };
    case 'batches':
      return { together: false, statements: [context.dialect.loop(piece.work, piece.precautions)] };
  }
}

/**
 * A script as text; `transaction` writes BEGIN and COMMIT for tools that do not, `end` ends a statement where the tool
 * would end it at a semicolon inside.
 */
export function scriptText({ together, statements }: Script, transaction = false, end = ended): string {
  const lines = statements.map((statement) => end(statement));
  return transaction && together && statements.length > 1
    ? ['BEGIN;', ...lines, 'COMMIT;'].join('\n')
    : lines.join('\n');
}

/** The head of a file: what it does, what the reader must know. */
export function headOf({ title, remarks }: Migration, limits: readonly string[], mark = '--'): string {
  return commented([title, ...remarks, ...limits], mark);
}

/** What stands in a file that has nothing to do. */
export const nothing = 'SELECT 1;';

/**
 * Pairs the scripts of both ways, for tools that want one script to a file: the first file has the last script back.
 * A way that has fewer does nothing in the rest.
 */
export function paired(
  up: readonly Script[],
  down: readonly Script[],
): readonly { readonly up: Script | undefined; readonly down: Script | undefined }[] {
  const length = Math.max(up.length, down.length);
  return Array.from({ length }, (_, at) => ({ up: up[at], down: down[length - 1 - at] }));
}

function severally(
  context: ExportContext,
  { before, statement, precautions }: Extract<Piece, { readonly kind: 'alone' }>,
): readonly string[] {
  const limits = limitStatements(context, precautions, false);
  const reset = limits.length === 0 ? [] : context.dialect.resetTimeouts;
  return [...limits, ...before, statement, ...reset];
}
