import type { Table } from '../../../catalog/table.ts';
import type { MigrationAction } from '../../migration-action.ts';
import type { Safer, SaferContext, SaferStatement } from '../../migration-reading.ts';
import { dialectOf } from '../flavour.ts';
import { askedBy } from '../online/alter-class.ts';
import { askedBySql } from '../online/asked.ts';
import { classifyAlter } from '../online/classify.ts';
import { quoteIdentifier } from '../quote.ts';
import { copyOf, type Draft } from '../read/draft.ts';
import { carryOut, draftOf } from '../render.ts';

/** Rows of a piece: locked for some milliseconds. */
const piece = 5000;

/**
 * What does the same and spares the table: an ALTER TABLE in parts that need not make it anew, and ranges of the key for a
 * write of all rows.
 */
export const safer: Safer = (sql, actions, context) => {
  const [action] = actions;
  if (action?.kind === 'update' || action?.kind === 'delete') return inPieces(sql, action, context);
  const dialect = dialectOf(context.traits.name.replace(/^\D+/, ''));
  return inParts(sql, copyOf(draftOf(context.catalog, dialect)));
};

/** What only the dictionary notes, apart from what works in place, where both together would make the table anew. */
function inParts(sql: string, draft: Draft): readonly SaferStatement[] | undefined {
  const asked = askedBySql(sql, draft);
  if (!asked || asked.actions.length < 2 || asked.algorithm !== undefined) return undefined;
  if (!classifyAlter(sql, draft)?.rebuilds) return undefined;
  const isInstant = (action: string) => {
    const alone = classifyAlter(asked.doing([action], []), draft);
    return alone?.algorithm === 'INSTANT' && !alone.copies;
  };
  const groups = [asked.actions.filter(isInstant), asked.actions.filter((one) => !isInstant(one))];
  if (groups.some((group) => group.length === 0)) return undefined;
  const statements: SaferStatement[] = [];
  for (const group of groups) {
    const found = classifyAlter(asked.doing(group, []), draft);
    // The second group may need what the first brings; then there is no telling.
    if (!found || found.rebuilds || found.untold) return undefined;
    statements.push({ sql: asked.doing(group, askedBy(found)), transactional: true });
    carryOut(asked.doing(group, []), draft);
  }
  return statements;
}

/** By ranges of a key that is one number; nothing where the table has none. */
function inPieces(
  sql: string,
  { table, where, joins }: Extract<MigrationAction, { readonly kind: 'update' | 'delete' | 'merge' }>,
  context: SaferContext,
): readonly SaferStatement[] | undefined {
  const name = context.resolve(table);
  const known = context.lookups.table(name);
  const key = known && numberKey(known);
  if (!known || key === undefined || context.isNew(name) || joins) return undefined;
  if (/^\s*WITH\b|\b(?:LIMIT|ORDER\s+BY)\b/i.test(sql)) return undefined;
  const head =
    where === undefined
      ? sql.trimEnd()
      : sql
          .slice(0, sql.lastIndexOf(where))
          .replace(/\bWHERE\s*$/i, '')
          .trimEnd();
  const condition = where === undefined ? '' : ` AND (${where})`;
  const [column, own] = [quoteIdentifier(key), quoteIdentifier(known.name)];
  const from = (start: number, end: number) => `${head} WHERE ${column} > ${start} AND ${column} <= ${end}${condition}`;
  return [
    { sql: from(0, piece), transactional: true },
    {
      sql: `${from(piece, 2 * piece)} -- and so on, up to (SELECT max(${column}) FROM ${own})`,
      transactional: true,
    },
  ];
}

function numberKey({ primaryKey, columns }: Table): string | undefined {
  const [only, ...more] = primaryKey?.columns ?? [];
  const column = columns.find(({ name }) => name === only);
  return more.length === 0 && column?.type.family === 'integer' ? column.name : undefined;
}
