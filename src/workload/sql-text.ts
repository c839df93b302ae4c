import { RelvarError } from '../findings/error.ts';
import { commentFacts } from './comment-facts.ts';
import type { Grouping } from './group.ts';
import { withoutMacros } from './macros.ts';
import type { Notes } from './notes.ts';
import { placeOf } from './place.ts';
import { numberParameters } from './placeholders.ts';
import { statementTexts } from './statements.ts';

/**
 * Reads the statements of an SQL text, each with what the comments before it say (`-- name`, `-- calls`, `-- goal`, `-- rows`) and
 * its place; parameters in any of the usual forms. A statement with a fault is counted and kept out.
 */
export function readSqlText(text: string, file: string, grouping: Grouping, notes: Notes): number {
  let read = 0;
  let from = 0;
  let lineFrom = 1;
  for (const statement of statementTexts(text)) {
    // Counting on from the statement before, a long file is gone through once.
    lineFrom += placeOf(text.slice(from, statement.start), Number.POSITIVE_INFINITY).line - 1;
    from = statement.start;
    const line = lineFrom;
    try {
      const where = `${file}:${line}`;
      const { sql } = numberParameters(withoutMacros(statement.sql), where);
      const facts = commentFacts(
        statement.comments.map((comment) => ({ text: comment.text, where })),
        ({ message }) => notes.note('comment not understood', file, { line, detail: message }),
      );
      grouping.given(sql, { ...facts, place: { file, line } });
      read++;
    } catch (error) {
      if (!(error instanceof RelvarError)) throw error;
      notes.note('row that cannot be read', file, { line, detail: error.message });
    }
  }
  return read;
}
