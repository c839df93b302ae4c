import type { Condition } from '../../query-facts.ts';
import { conditionsOf } from '../query/conditions.ts';
import { queryReader, readExpression, SyntaxFault } from '../query/expression.ts';
import { parse } from '../query/parse.ts';

/** The conditions in an expression, whose columns are taken as they are written; none where it cannot be read. */
export function readConditions(text: string): readonly Condition[] {
  try {
    const reader = queryReader(text, () => {
      throw new SyntaxFault('a sub-query', 0);
    });
    const expression = readExpression(reader);
    if (reader.peek() !== undefined) return [];
    return conditionsOf(expression, 'where', {
      sql: text,
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
export function syntaxFault(sql: string): { readonly message: string; readonly position: number } | undefined {
  try {
    parse(sql);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return { message: error.message, position: error.position };
    throw error;
  }
}
