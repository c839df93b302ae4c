import type { Condition } from '../query-facts.ts';
import { conditionsOf } from './conditions.ts';
import type { QueryDialect } from './dialect.ts';
import { queryReader, readExpression, SyntaxFault } from './expression.ts';
import { parse } from './parse.ts';

/** The conditions in an expression, whose columns are taken as they are written; none where it cannot be read. */
export function readConditions(text: string, dialect: QueryDialect): readonly Condition[] {
  try {
    const reader = queryReader(text, dialect, () => {
      throw new SyntaxFault('a sub-query', 0);
    });
    const expression = readExpression(reader);
    if (reader.peek() !== undefined) return [];
    return conditionsOf(expression, 'where', {
      sql: text,
      dialect,
      column: ({ table, name }) => ({
        ...(table === undefined ? {} : { relation: table }),
        column: name,
        scope: undefined,
      }),
    });
  } catch (error) {
    if (error instanceof SyntaxFault) return [];
    throw error;
  }
}

/** Whether a text is one statement that can be read; where it cannot, why and where in it. */
export function syntaxFault(
  sql: string,
  dialect: QueryDialect,
): { readonly message: string; readonly position: number } | undefined {
  try {
    parse(sql, dialect);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return { message: error.message, position: error.position };
    throw error;
  }
}
