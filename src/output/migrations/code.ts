import type { BatchesWork } from '../../plan/plan.ts';
import {
  type ExportContext,
  isTogether,
  limitStatements,
  type Migration,
  type Piece,
  piecesFor,
  togetherStatements,
} from './migration.ts';

/** How a tool's language runs things: each gives lines of code. */
export interface Language {
  /** Runs a statement. */
  run(sql: string): readonly string[];
  /** Runs lines in a transaction, where the tool has opened none. */
  transaction(lines: readonly string[]): readonly string[];
  loop(work: BatchesWork, limits: readonly string[]): readonly string[];
  fail(message: string): readonly string[];
}

/** True when the tool's own transaction can hold both ways of a migration: a tool decides that for a file as a whole. */
export function oneTransaction(migration: Migration): boolean {
  return isTogether(piecesFor(migration, 'up')) && isTogether(piecesFor(migration, 'down'));
}

/** A way of a migration as lines of code. */
export function codeOf(
  context: ExportContext,
  migration: Migration,
  direction: 'up' | 'down',
  language: Language,
): readonly string[] {
  const { down, title } = migration;
  if (direction === 'down' && 'none' in down) return language.fail(`${title} cannot be taken back: ${down.none}`);
  const inside = oneTransaction(migration);
  return piecesFor(migration, direction).flatMap((piece) => pieceCode(piece));

  function pieceCode(piece: Piece): readonly string[] {
    if (piece.kind === 'together') {
      const lines = togetherStatements(context, piece).flatMap(language.run);
      return inside ? lines : language.transaction(lines);
    }
    const limits = limitStatements(context, piece.precautions, false);
    const reset = limits.length === 0 ? [] : context.dialect.resetTimeouts;
    if (piece.kind === 'batches') {
      const { everyRow } = context.dialect;
      const seen = everyRow ? [everyRow.set(false)] : [];
      const after = everyRow ? [...reset, everyRow.reset] : reset;
      return [...language.loop(piece.work, [...seen, ...limits]), ...after.flatMap(language.run)];
    }
    const statements = context.dialect.singleStatements?.(piece.statement) ?? [piece.statement];
    return [...limits, ...piece.before, ...statements, ...reset].flatMap(language.run);
  }
}

/** A template literal of JavaScript that holds the text as it is. */
export function template(text: string): string {
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, '\\$&')}\``;
}

/** Lines set in by some spaces; those of a text in them stay as they are, where that would change the text. */
export function setIn(lines: readonly string[], by: number): string {
  return lines.map((line) => ' '.repeat(by) + line).join('\n');
}
