import type { Change } from '../../../catalog/change.ts';
import type { QualifiedName } from '../../../catalog/names.ts';
import { convertedIn, usualTimeZone } from '../../../catalog/time-zone.ts';
import type { DataType, TypeFamily } from '../../../catalog/type.ts';
import type { MigrationAction, WrittenName } from '../../migration-action.ts';
import type { SaferContext } from '../../migration-reading.ts';
import { quoteIdentifier } from '../quote.ts';

type ChangeType = Extract<Change, { readonly kind: 'change type' }>;

/**
 * The changes of types that a statement makes. Where the zone of the session would decide, they say which zone is meant:
 * UTC.
 */
export function retypedColumns(
  actions: readonly MigrationAction[],
  table: QualifiedName,
  { catalog, lookups }: SaferContext,
): readonly ChangeType[] {
  // Without a schema it is the database's own, or one of those that the engine brings.
  const own = ({ name }: WrittenName) => catalog.others.find((one) => one.kind === 'collation' && one.name === name);
  const collation = (written: WrittenName): QualifiedName => ({
    schema: written.schema ?? own(written)?.schema ?? 'pg_catalog',
    name: written.name,
  });
  return actions.flatMap((action) =>
    action.kind === 'change type'
      ? [
          {
            kind: 'change type' as const,
            table,
            column: action.column,
            type: action.type,
            ...(action.collation === undefined ? {} : { collation: collation(action.collation) }),
            ...usingOf(action, lookups.table(table)?.columns.find((one) => one.name === action.column)?.type),
          },
        ]
      : [],
  );
}

function usingOf(
  { column, type, using }: Extract<MigrationAction, { readonly kind: 'change type' }>,
  was: DataType | undefined,
): Pick<ChangeType, 'using' | 'timeZone'> {
  if (using !== undefined || was === undefined) return using === undefined ? {} : { using };
  const [, family] = times.find(([pattern]) => pattern.test(type)) ?? [];
  if (!family) return {};
  const { element: _, ...plain } = was;
  const name = family === 'timestamp-with-zone' ? 'timestamp with time zone' : family;
  const told = convertedIn(usualTimeZone, was, { ...plain, family, name, text: type }, quoteIdentifier(column));
  return told === undefined ? {} : { using: told, timeZone: usualTimeZone };
}

const times: readonly (readonly [RegExp, TypeFamily])[] = [
  [/^(?:pg_catalog\.)?(?:timestamptz(?: ?\(\d\))?|timestamp(?: ?\(\d\))? with time zone)$/i, 'timestamp-with-zone'],
  [/^(?:pg_catalog\.)?timestamp(?: ?\(\d\))?(?: without time zone)?$/i, 'timestamp'],
  [/^(?:pg_catalog\.)?date$/i, 'date'],
  [/^(?:pg_catalog\.)?time(?: ?\(\d\))?(?: without time zone)?$/i, 'time'],
];
