import type { Change } from '../../../catalog/change.ts';
import type { Statement } from '../../engine.ts';
import { parenthesized, quoteIdentifier, quoteName } from '../quote.ts';
import { layout, transactional } from './layout.ts';

/** Columns and expressions in one list; an expression alone has statistics of its own, without a kind (PostgreSQL 14). */
export function createStatistics(
  change: Extract<Change, { readonly kind: 'create statistics' }>,
): readonly Statement[] {
  const { table, name, kinds, columns, expressions } = change;
  const parts = [...columns.map(quoteIdentifier), ...expressions.map(parenthesized)];
  return [
    transactional(
      layout(
        `CREATE STATISTICS ${quoteName({ schema: table.schema, name })}${kinds.length === 0 ? '' : ` (${kinds.join(', ')})`}`,
        `ON ${parts.join(', ')}`,
        `FROM ${quoteName(table)}`,
      ),
    ),
  ];
}
