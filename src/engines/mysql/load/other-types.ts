import { displayName } from '../../../catalog/names.ts';
import type { DataType } from '../../../catalog/type.ts';
import type { Diagnostic } from '../../../findings/error.ts';
import type { Dialect } from '../flavour.ts';
import { applyStatement } from '../read/apply.ts';
import { copyOf, type Draft, Refused } from '../read/draft.ts';
import { isKnownType } from '../read/types.ts';
import { NotUnderstood } from '../sql/reader.ts';

/** So many columns are named. */
const mostNamed = 3;

/**
 * Columns whose types no server of the dialect has, in one line: the reader takes whatever stands there, and a server
 * would refuse the table.
 */
export function otherTypes({ tables, dialect }: Pick<Draft, 'tables' | 'dialect'>): readonly Diagnostic[] {
  const columns = columnsUnknown({ tables, dialect });
  if (columns.length === 0) return [];
  const more = columns.length > mostNamed ? `, and ${columns.length - mostNamed} more` : '';
  return [
    {
      severity: 'warning',
      code: 'other-dialect',
      message: `${columns.length === 1 ? 'a column is' : `${columns.length} columns are`} of a type that ${dialect.flavour === 'mariadb' ? 'MariaDB' : 'MySQL'} does not have, and no server would make the table: ${columns.slice(0, mostNamed).join(', ')}${more}`,
      hint: 'write the types of this engine, or say with --engine and --target whose SQL it is',
    },
  ];
}

/** What a statement brings of such types; nothing where it brings none, or cannot be carried out. */
export function typesUnknownIn(sql: string, draft: Draft): string | undefined {
  if (!/^\s*(?:CREATE|ALTER)\b/i.test(sql)) return undefined;
  const after = copyOf(draft);
  try {
    applyStatement(sql, after);
  } catch (error) {
    if (error instanceof NotUnderstood || error instanceof Refused) return undefined;
    throw error;
  }
  const known = new Set(columnsUnknown(draft));
  const [column] = columnsUnknown(after).filter((one) => !known.has(one));
  const product = draft.dialect.flavour === 'mariadb' ? 'MariaDB' : 'MySQL';
  return column && `${product} of this version has no such type: ${column}`;
}

function columnsUnknown({ tables, dialect }: Pick<Draft, 'tables' | 'dialect'>): readonly string[] {
  return [...tables.values()].flatMap((table) =>
    table.columns
      .filter(({ type }) => !isTypeOf(type, dialect))
      .map(({ name, type }) => `${displayName(table.name)}.${displayName(name)} (${type.text})`),
  );
}

/** https://mariadb.com/kb/en/data-types/: inet6 as of 10.5, uuid and inet4 as of 10.7 and 10.10, vector as of 11.7; MySQL has vector as of 9.0. */
function isTypeOf({ name, text }: DataType, { flavour, number }: Dialect): boolean {
  // A length must be said.
  if ((name === 'varchar' || name === 'varbinary') && !text.includes('(')) return false;
  const since: Readonly<Record<string, number>> =
    flavour === 'mariadb'
      ? { uuid: 100_700, inet4: 101_000, inet6: 100_500, vector: 110_700 }
      : {
          uuid: Number.POSITIVE_INFINITY,
          inet4: Number.POSITIVE_INFINITY,
          inet6: Number.POSITIVE_INFINITY,
          vector: 90_000,
        };
  return isKnownType(name) && number >= (since[name] ?? 0);
}
