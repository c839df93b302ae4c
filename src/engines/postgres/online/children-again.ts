import type { Change } from '../../../catalog/change.ts';
import { descendants } from '../../../catalog/descendants.ts';
import { sameName } from '../../../catalog/names.ts';
import type { Column, Table } from '../../../catalog/table.ts';
import type { Traits } from '../../../catalog/traits.ts';
import type { Situation } from '../../procedure.ts';
import { dollarQuoted, quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';
import { grantStatements } from '../schema/grants.ts';
import { addNotNull } from '../schema/tables.ts';

/** What of a column a change of the parent's takes down to the children. */
type Part = 'default' | 'not null' | 'storage' | 'compression' | 'statistics' | 'comment' | 'grants';

const brought: Readonly<Partial<Record<Change['kind'], readonly Part[]>>> = {
  'set default': ['default'],
  'drop default': ['default'],
  'change type': ['default'],
  'drop not null': ['not null'],
  'set not null': ['not null'],
  'set storage': ['storage'],
  'set compression': ['compression'],
  'set statistics target': ['statistics'],
  'reset statistics target': ['statistics'],
};

/**
 * What the way back of a change of a column brings down to children that have it otherwise: theirs is set again. Nothing
 * for changes of anything else.
 */
export function childrenAgain(change: Change, { from, traits }: Situation): readonly string[] {
  const dropped = change.kind === 'drop' && change.object.kind === 'column' ? change.object : undefined;
  const name = dropped?.column.name ?? ('column' in change ? String(change.column) : undefined);
  const table = dropped?.table ?? ('table' in change ? change.table : undefined);
  const parts: readonly Part[] = dropped
    ? ['default', 'not null', 'storage', 'compression', 'statistics', 'comment', 'grants']
    : (brought[change.kind] ?? []);
  if (name === undefined || !table || parts.length === 0) return [];
  const parent = from.tables.find((one) => sameName(one, table))?.columns.find((one) => one.name === name);
  if (!parent) return [];
  return descendants(table, from.tables).flatMap((child) => {
    const column = child.columns.find((one) => one.name === name);
    return column && !column.generated ? parts.flatMap((part) => again(part, child, column, parent, traits)) : [];
  });
}

function again(part: Part, child: Table, column: Column, parent: Column, traits: Traits): readonly string[] {
  const alter = (action: string) =>
    `ALTER TABLE ONLY ${quoteName(child)} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`;
  switch (part) {
    case 'default':
      if (column.default === parent.default) return [];
      return [alter(column.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${column.default}`)];
    case 'not null': {
      const comesDown = !parent.nullable && parent.notNull?.inherited !== false;
      if (comesDown || column.nullable || column.notNull?.validated === false) return [];
      return [notNullAgain(child, column, traits)];
    }
    case 'storage':
      if (column.storage === parent.storage || column.storage === undefined) return [];
      return [alter(`SET STORAGE ${column.storage.toUpperCase()}`)];
    case 'compression':
      if (column.compression === parent.compression) return [];
      return [alter(`SET COMPRESSION ${column.compression ?? 'default'}`)];
    case 'statistics':
      if (column.statisticsTarget === parent.statisticsTarget) return [];
      return [alter(`SET STATISTICS ${column.statisticsTarget ?? -1}`)];
    case 'comment':
      if (column.comment === undefined) return [];
      return [
        `COMMENT ON COLUMN ${quoteName(child)}.${quoteIdentifier(column.name)} IS ${quoteLiteral(column.comment)}`,
      ];
    case 'grants':
      return [
        ...grantStatements(
          `TABLE ${quoteName(child)}`,
          child.grants.filter((grant) => grant.column === column.name),
        ),
      ];
  }
}

/** Where it went, and no row stands against it. */
function notNullAgain(child: Table, column: Column, traits: Traits): string {
  const name = quoteName(child);
  return `DO ${dollarQuoted(`BEGIN
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = ${quoteLiteral(name)}::regclass AND attname = ${quoteLiteral(column.name)} AND NOT attnotnull)
    AND NOT EXISTS (SELECT FROM ONLY ${name} WHERE ${quoteIdentifier(column.name)} IS NULL) THEN
    ${setNotNull(child, column, traits)};
  END IF;
END`)}`;
}

/** As a constraint, which goes on to children in turn, it is known since 18. */
function setNotNull(child: Table, column: Column, { notValidNotNull }: Traits): string {
  if (column.notNull) return addNotNull(quoteName(child), column);
  return `ALTER TABLE ${notValidNotNull ? '' : 'ONLY '}${quoteName(child)} ALTER COLUMN ${quoteIdentifier(column.name)} SET NOT NULL`;
}
