import type { ForeignKey, ReferentialAction } from '../../../catalog/table.ts';
import { bytesOfKey } from '../limits/key-bytes.ts';
import { limitsOf } from '../limits/limits.ts';
import { columnsNamed } from '../sql/expression.ts';
import { tableOf } from './catalog.ts';
import { columnNamed, type Draft, type DraftIndex, type DraftTable, Refused, schemaName } from './draft.ts';
import { requireDivided, requireParts } from './required-parts.ts';
import { covers } from './table-parts.ts';

/**
 * What engines ask of keys beside their columns, whatever is switched off: that they are no longer than an entry of an index,
 * and have columns that such an index is of; and InnoDB, that foreign keys lead to a key, set nothing that is never NULL, and
 * nothing that is checked or that stored values are computed from (seen on MariaDB 10.11;
 * https://dev.mysql.com/doc/refman/8.4/en/create-table-foreign-keys.html). `before`: the table as it was.
 * @throws Refused
 */
export function requireKeys(table: DraftTable, draft: Draft, before?: DraftTable): void {
  const isKept = before?.engine === table.engine && before.options['row_format'] === table.options['row_format'];
  for (const index of table.indexes) {
    if (isKept && before.indexes.includes(index)) continue;
    requireParts(index, table, draft);
    requireLength(index, table, draft);
  }
  requireDivided(table, draft);
  if (!isInnodb(table)) return;
  for (const key of table.foreignKeys) {
    requireNullable(key, table);
    requireUnread(key, table, draft);
    if (!before?.foreignKeys.includes(key)) requireTarget(key, table, draft);
  }
}

const isInnodb = ({ engine }: DraftTable) => /^innodb$/i.test(engine);

/** Bytes of a key, and of one of its columns, by the engine and the form of its rows (https://mariadb.com/kb/en/innodb-limitations/). */
function bytesIn({ engine, options }: DraftTable, draft: Draft): { readonly key: number; readonly part: number } {
  if (/^myisam$/i.test(engine)) return { key: 1000, part: 1000 };
  if (/^aria$/i.test(engine)) return { key: 2300, part: 2300 };
  const { keyBytes } = limitsOf(draft.dialect);
  const isOld = /^innodb$/i.test(engine) && /^(?:compact|redundant)$/i.test(options['row_format'] ?? '');
  return { key: keyBytes, part: isOld ? 767 : keyBytes };
}

/** A part of a plain index that is too long is cut, and a long unique key of MariaDB is kept by its hash. */
function requireLength(index: DraftIndex, table: DraftTable, draft: Draft): void {
  if (index.method !== 'btree' || /^memory$/i.test(table.engine)) return;
  // How long the values of an expression are is the server's to know.
  if (index.keys.some(({ column, prefix }) => column === undefined && !prefix)) return;
  const { key, part } = bytesIn(table, draft);
  const whole = tableOf(table, draft);
  const most = index.kind === 'index' ? key : Number.POSITIVE_INFINITY;
  const bytes = index.keys.map((one) => Math.min(bytesOfKey(one, whole, index.expressionColumns), most));
  const isLong = bytes.reduce((sum, one) => sum + one, 0) > key;
  if (isLong && index.kind === 'unique' && limitsOf(draft.dialect).hashesLongKeys) return;
  const what = `index ${index.name} of ${table.name}`;
  if (isLong) throw new Refused(`${what} is longer than the ${key} bytes of a key: shorten it, as in (name(100))`);
  if (bytes.some((one) => one > part))
    throw new Refused(
      `${what} has a column of more than ${part} bytes, which rows of ${table.options['row_format']} have no room for: shorten it, as in (name(${Math.floor(part / 4)})), or say ROW_FORMAT=DYNAMIC`,
    );
}

function requireNullable({ name, columns, onDelete, onUpdate }: ForeignKey, table: DraftTable): void {
  if (onDelete !== 'set null' && onUpdate !== 'set null') return;
  const never = columns.find((column) => !columnNamed(table, column).nullable);
  if (never !== undefined)
    throw new Refused(`foreign key ${name} of ${table.name} sets ${never} to NULL, which it never is`);
}

const sets = (action: ReferentialAction) => action === 'set null' || action === 'set default';

/** What a foreign key sets in a row is checked by nothing, and no stored value is computed from it: neither would be noticed. */
function requireUnread(key: ForeignKey, table: DraftTable, draft: Draft): void {
  const { onDelete, onUpdate, name } = key;
  const changes = sets(onDelete) || sets(onUpdate) || onUpdate === 'cascade';
  const { storedBesideCascade } = limitsOf(draft.dialect);
  const refuse = (what: string, set: string): never => {
    throw new Refused(
      `foreign key ${name} of ${table.name} sets ${set}, and ${what}: let it refuse instead (RESTRICT), or drop the other`,
    );
  };
  if (!changes && (storedBesideCascade || onDelete !== 'cascade')) return;
  const set = new Set(key.columns);
  const reads = (expression: string) => columnsNamed(expression, draft.dialect, [...set])[0];
  for (const { name: own, generated } of table.columns) {
    if (generated === undefined) continue;
    const source = reads(generated.expression);
    if (changes && key.columns.includes(own)) refuse(`${own} is computed`, own);
    if (source !== undefined && generated.stored) refuse(`${own} is computed from it and stored`, source);
    if (source !== undefined) set.add(own);
  }
  if (!changes) return;
  for (const { name: own, expression } of table.checks) {
    const source = reads(expression);
    if (source !== undefined) refuse(`the check ${own} reads it`, source);
  }
}

/** Foreign keys that lead to tables that never came, where a server would have looked for them. */
export function keysToNothing({ tables, awaited }: Draft): readonly string[] {
  return [...tables.values()].flatMap((table) =>
    table.foreignKeys
      .filter((key) => awaited.has(key) && !tables.has(key.references.name))
      .map(({ name, references }) => `${table.name}.${name} (to ${references.name})`),
  );
}

function requireTarget(key: ForeignKey, table: DraftTable, draft: Draft): void {
  const { references, referencedColumns } = key;
  if (references.schema !== schemaName) return;
  const what = `foreign key ${key.name} of ${table.name} leads to`;
  const target = references.name === table.name ? table : draft.tables.get(references.name);
  // Files may come in any order.
  if (!target) {
    if (draft.foreignKeyChecks) draft.awaited.add(key);
    return;
  }
  if (draft.foreignKeyChecks && !isInnodb(target))
    throw new Refused(`${what} ${target.name}, a table of ${target.engine}: only InnoDB keeps foreign keys`);
  if (draft.foreignKeyChecks && target.options['partition_by'] !== undefined)
    throw new Refused(`${what} ${target.name}, which is divided into partitions: none leads there`);
  if (referencedColumns.length === 0 || !isInnodb(target)) return;
  if (!target.indexes.some((index) => index.method === 'btree' && covers(index, referencedColumns)))
    throw new Refused(`${what} ${referencedColumns.join(', ')} of ${target.name}, with which no key begins`);
}
