import type { ReferentialAction } from '../../../catalog/table.ts';
import type { MigrationAction, WrittenColumn, WrittenConstraint, WrittenName } from '../../migration-action.ts';
import { readColumn } from '../read/column.ts';
import { newDraft } from '../read/draft.ts';
import { type References, readReferences } from '../read/foreign-key.ts';
import { withoutPlace } from '../read/table-parts.ts';
import type { Reader } from '../sql/reader.ts';
import { readingDialect } from './written-name.ts';

const plain = {
  notValid: false,
  enforced: true,
  referencedColumns: [],
  deferrable: false,
  initiallyDeferred: false,
  nullsNotDistinct: false,
} as const;

/** A column as its definition says, from behind its name on. */
export function writtenColumn(name: string, reader: Reader): WrittenColumn {
  const draft = newDraft(readingDialect);
  const { definition } = withoutPlace(reader);
  const { column, key, checks, references } = readColumn(definition, name, draft.collation, draft, { columns: [] });
  const constraints: WrittenConstraint[] = [
    ...(key
      ? [{ ...plain, constraint: key === 'primary' ? ('primary key' as const) : ('unique' as const), columns: [name] }]
      : []),
    ...checks.map((check) => ({
      ...plain,
      constraint: 'check' as const,
      columns: [name],
      enforced: check.enforced,
      expression: check.expression,
    })),
    ...(references ? [foreignKey([name], references)] : []),
  ];
  return {
    column: name,
    type: column.type.text,
    notNull: !column.nullable,
    ...(column.default === undefined ? {} : { default: column.default }),
    defaultCalls: [],
    serial: column.identity !== undefined,
    ...(column.generated ? { generated: column.generated.stored ? ('stored' as const) : ('virtual' as const) } : {}),
    constraints,
  };
}

function foreignKey(columns: readonly string[], read: References, name?: string): WrittenConstraint {
  const action = (one: ReferentialAction) => (one === 'no action' ? undefined : one);
  const [onDelete, onUpdate] = [action(read.onDelete), action(read.onUpdate)];
  return {
    ...plain,
    constraint: 'foreign key',
    ...(name === undefined ? {} : { name }),
    columns,
    references: { name: read.references.name },
    referencedColumns: read.referencedColumns,
    ...(onDelete === undefined ? {} : { onDelete }),
    ...(onUpdate === undefined ? {} : { onUpdate }),
  };
}

/** The columns of a key; an expression or the beginning of a text leaves nothing. */
function keyColumns(reader: Reader): readonly string[] {
  return reader.parts().flatMap((part) => {
    if (part.peek()?.text === '(') return [];
    const name = part.name();
    return part.peek()?.text === '(' ? [] : [name];
  });
}

/** An index or constraint of a table, from behind ADD on; nothing where it is a column that follows. */
export function writtenPart(reader: Reader, table: WrittenName): MigrationAction | undefined {
  let name: string | undefined;
  if (reader.take('CONSTRAINT') && !/^(?:PRIMARY|UNIQUE|FOREIGN|CHECK)$/.test(reader.peek()?.value ?? ''))
    name = reader.name();
  const constraint = (one: WrittenConstraint): MigrationAction => ({
    kind: 'add constraint',
    table,
    ...one,
    ...(name === undefined ? {} : { name }),
  });
  if (reader.take('PRIMARY', 'KEY')) {
    while (!reader.done() && !reader.sees('(')) reader.next();
    return constraint({ ...plain, constraint: 'primary key', columns: keyColumns(reader.brackets()) });
  }
  if (reader.take('FOREIGN', 'KEY')) {
    while (!reader.done() && !reader.sees('(')) reader.next();
    const columns = keyColumns(reader.brackets());
    return constraint(foreignKey(columns, readReferences(reader, newDraft(readingDialect))));
  }
  if (reader.take('CHECK')) {
    const expression = reader.brackets().rest();
    const enforced = !reader.take('NOT', 'ENFORCED');
    return constraint({ ...plain, constraint: 'check', columns: [], expression, enforced });
  }
  const kind = ['UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR'].find((one) => reader.take(one));
  const isIndex = reader.take('INDEX') || reader.take('KEY');
  if (kind === undefined && !isIndex) return undefined;
  const ifNotExists = reader.take('IF', 'NOT', 'EXISTS');
  const own = reader.sees('(') || reader.sees('USING') ? undefined : reader.name();
  name = own ?? name;
  while (!reader.done() && !reader.sees('(')) reader.next();
  const columns = keyColumns(reader.brackets());
  if (kind === 'UNIQUE') return constraint({ ...plain, constraint: 'unique', columns });
  return createdIndex({ table, name, columns, unique: false, kind, ifNotExists, sql: reader.sql });
}

/** An index that is made, whatever statement makes it. */
export function createdIndex({
  table,
  name,
  columns,
  unique,
  kind,
  ifNotExists,
  sql,
}: {
  readonly table: WrittenName;
  readonly name: string | undefined;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly kind: string | undefined;
  readonly ifNotExists: boolean;
  readonly sql: string;
}): MigrationAction {
  return {
    kind: 'create index',
    table,
    ...(name === undefined ? {} : { index: name }),
    unique,
    concurrently: false,
    only: false,
    ifNotExists,
    method: kind === undefined || kind === 'UNIQUE' ? 'btree' : kind.toLowerCase(),
    columns,
    nullsNotDistinct: false,
    concurrentForm: sql,
    plainForm: sql,
  };
}

/** The keys in the brackets of CREATE INDEX. */
export function indexColumns(reader: Reader): readonly string[] {
  return keyColumns(reader.brackets());
}
