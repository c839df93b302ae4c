import type { QualifiedName } from '../../../catalog/names.ts';
import type { CheckConstraint, Column, ConstraintState, ForeignKey, Index, KeyConstraint, Table, Trigger } from '../../../catalog/table.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from '../quote.ts';

const list = (columns: readonly string[]) => `(${columns.map(quoteIdentifier).join(', ')})`;

/** `CREATE TABLE` with columns and defaults alone; keys, constraints and indexes follow when all tables are there. */
export function createTable(table: Table): string {
  const columns = table.columns.filter((column) => column.local || table.partitionOf);
  const persistence = { permanent: '', unlogged: 'UNLOGGED ', temporary: 'TEMPORARY ' }[table.persistence];
  const foreign = table.kind === 'foreign' ? 'FOREIGN ' : '';
  const parts = [
    `CREATE ${persistence}${foreign}TABLE ${quoteName(table)} (\n  ${columns.map(columnDefinition).join(',\n  ')}\n)`,
    table.inherits.length > 0 ? `INHERITS (${table.inherits.map(quoteName).join(', ')})` : '',
    table.partitioning ? `PARTITION BY ${table.partitioning.definition}` : '',
    table.server === undefined ? '' : `SERVER ${quoteIdentifier(table.server)}`,
    table.accessMethod === undefined || table.partitioning ? '' : `USING ${quoteIdentifier(table.accessMethod)}`,
    options(table.options),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

export function options(given: Readonly<Record<string, string>>): string {
  const entries = Object.entries(given);
  return entries.length === 0 ? '' : `WITH (${entries.map(([name, value]) => `${name}=${quoteLiteral(value)}`).join(', ')})`;
}

function columnDefinition(column: Column): string {
  const parts = [
    quoteIdentifier(column.name),
    column.type.text,
    column.compression === undefined ? '' : `COMPRESSION ${column.compression}`,
    column.collation ? `COLLATE ${quoteName(column.collation)}` : '',
    column.generated ? `GENERATED ALWAYS AS (${column.generated.expression}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}` : '',
    column.identity ? `GENERATED ${column.identity.generation.toUpperCase()} AS IDENTITY${identityName(column)}` : '',
    column.default === undefined ? '' : `DEFAULT ${column.default}`,
    notNull(column),
  ];
  return parts.filter((part) => part !== '').join(' ');
}

function identityName(column: Column): string {
  return column.identity?.sequence ? ` (SEQUENCE NAME ${quoteName(column.identity.sequence)})` : '';
}

function notNull(column: Column): string {
  if (column.nullable || (column.notNull && !column.notNull.validated)) return '';
  const name = column.notNull?.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(column.notNull.name)} `;
  return `${name}NOT NULL${column.notNull && !column.notNull.inherited ? ' NO INHERIT' : ''}`;
}

/** What `CREATE TABLE` cannot say of a column. */
export function* columnSettings(table: Table): Iterable<string> {
  const alter = (column: Column, action: string) => `ALTER TABLE ONLY ${quoteName(table)} ALTER COLUMN ${quoteIdentifier(column.name)} ${action}`;
  for (const column of table.columns) {
    if (column.storage) yield alter(column, `SET STORAGE ${column.storage.toUpperCase()}`);
    if (column.statisticsTarget !== undefined) yield alter(column, `SET STATISTICS ${column.statisticsTarget}`);
    if (column.notNull && !column.notNull.validated) {
      const name = column.notNull.name === undefined ? '' : `CONSTRAINT ${quoteIdentifier(column.notNull.name)} `;
      yield `ALTER TABLE ${quoteName(table)} ADD ${name}NOT NULL ${quoteIdentifier(column.name)} NOT VALID`;
    }
  }
  if (table.replicaIdentity === 'full' || table.replicaIdentity === 'nothing') {
    yield `ALTER TABLE ${quoteName(table)} REPLICA IDENTITY ${table.replicaIdentity.toUpperCase()}`;
  }
}

export function attachPartition(table: Table, parent: QualifiedName, bound: string): string {
  return `ALTER TABLE ONLY ${quoteName(parent)} ATTACH PARTITION ${quoteName(table)} ${bound}`;
}

function add(table: Table, name: string, definition: string, only = true): string {
  return `ALTER TABLE ${only ? 'ONLY ' : ''}${quoteName(table)} ADD CONSTRAINT ${quoteIdentifier(name)} ${definition}`;
}

function state(constraint: ConstraintState, validates: boolean): string {
  const parts = [
    constraint.deferrable ? 'DEFERRABLE' : '',
    constraint.initiallyDeferred ? 'INITIALLY DEFERRED' : '',
    constraint.enforced ? '' : 'NOT ENFORCED',
    validates && constraint.enforced && !constraint.validated ? 'NOT VALID' : '',
  ];
  return parts.filter((part) => part !== '').map((part) => ` ${part}`).join('');
}

export function addKey(table: Table, key: KeyConstraint, primary: boolean): string {
  const columns = key.withoutOverlaps ? list(key.columns).replace(/\)$/, ' WITHOUT OVERLAPS)') : list(key.columns);
  const include = key.include.length > 0 ? ` INCLUDE ${list(key.include)}` : '';
  const nulls = key.nullsNotDistinct ? 'NULLS NOT DISTINCT ' : '';
  return add(table, key.name, `${primary ? 'PRIMARY KEY' : 'UNIQUE'} ${nulls}${columns}${include}${state(key, false)}`);
}

export function addCheck(table: Table, check: CheckConstraint): string {
  return add(table, check.name, `CHECK (${check.expression})${check.noInherit ? ' NO INHERIT' : ''}${state(check, true)}`, check.noInherit);
}

export function addForeignKey(table: Table, key: ForeignKey): string {
  const period = (columns: readonly string[]) =>
    key.period ? `(${columns.map((column, at) => `${at === columns.length - 1 ? 'PERIOD ' : ''}${quoteIdentifier(column)}`).join(', ')})` : list(columns);
  const parts = [
    `FOREIGN KEY ${period(key.columns)} REFERENCES ${quoteName(key.references)} ${period(key.referencedColumns)}`,
    key.match === 'full' ? 'MATCH FULL' : '',
    key.onUpdate === 'no action' ? '' : `ON UPDATE ${key.onUpdate.toUpperCase()}`,
    key.onDelete === 'no action' ? '' : `ON DELETE ${key.onDelete.toUpperCase()}${key.onDeleteColumns ? ` ${list(key.onDeleteColumns)}` : ''}`,
  ];
  return `${add(table, key.name, parts.filter((part) => part !== '').join(' '), !table.partitioning)}${state(key, true)}`;
}

/** An index that no constraint owns, its attachment to the parent's and its marks. */
export function* createIndex(relation: QualifiedName, index: Index): Iterable<string> {
  if (index.constraint === undefined) yield index.definition;
  if (index.clustered) yield `ALTER TABLE ${quoteName(relation)} CLUSTER ON ${quoteIdentifier(index.name)}`;
  if (index.replicaIdentity) yield `ALTER TABLE ONLY ${quoteName(relation)} REPLICA IDENTITY USING INDEX ${quoteIdentifier(index.name)}`;
}

/** Of a partition's index; an index behind an inherited constraint is attached the same way. */
export function* attachIndex(relation: QualifiedName, index: Index): Iterable<string> {
  if (index.partitionOf) {
    yield `ALTER INDEX ${quoteName(index.partitionOf)} ATTACH PARTITION ${quoteName({ schema: relation.schema, name: index.name })}`;
  }
}

export function* createTriggers(relation: QualifiedName, triggers: readonly Trigger[]): Iterable<string> {
  for (const trigger of triggers) {
    yield trigger.definition;
    const action = { origin: '', disabled: 'DISABLE', replica: 'ENABLE REPLICA', always: 'ENABLE ALWAYS' }[trigger.enabled];
    if (action) yield `ALTER TABLE ${quoteName(relation)} ${action} TRIGGER ${quoteIdentifier(trigger.name)}`;
  }
}

export function* rowSecurity(table: Table): Iterable<string> {
  if (table.rowSecurity !== 'off') yield `ALTER TABLE ${quoteName(table)} ENABLE ROW LEVEL SECURITY`;
  if (table.rowSecurity === 'forced') yield `ALTER TABLE ${quoteName(table)} FORCE ROW LEVEL SECURITY`;
  for (const policy of table.policies) {
    const parts = [
      `CREATE POLICY ${quoteIdentifier(policy.name)} ON ${quoteName(table)}`,
      policy.permissive ? '' : 'AS RESTRICTIVE',
      policy.command === 'all' ? '' : `FOR ${policy.command.toUpperCase()}`,
      policy.roles.length === 0 ? '' : `TO ${policy.roles.map(quoteIdentifier).join(', ')}`,
      policy.using === undefined ? '' : `USING (${policy.using})`,
      policy.withCheck === undefined ? '' : `WITH CHECK (${policy.withCheck})`,
    ];
    yield parts.filter((part) => part !== '').join('\n  ');
  }
}

