import type { Lookups } from '../../catalog/lookups.ts';
import type { Column, ForeignKey, Table } from '../../catalog/table.ts';
import { endsWithPhrase, phrases, singularWords, spoken, words } from '../../catalog/words.ts';
import { isHousekeeping } from '../housekeeping.ts';
import { isKeyAlone } from '../judged-columns.ts';

/** A column that repeats a column of the row that a foreign key refers to. */
export interface Copy {
  readonly column: Column;
  readonly key: ForeignKey;
  readonly parent: Table;
  readonly source: Column;
  readonly named: 'after parent' | 'same';
}

/** In how many tables each column name stands. */
export function columnUse(tables: readonly Table[]): ReadonlyMap<string, number> {
  const use = new Map<string, number>();
  for (const table of tables) for (const column of table.columns) use.set(column.name, (use.get(column.name) ?? 0) + 1);
  return use;
}

export function copiesOf(
  table: Table,
  lookups: Lookups,
  use: ReadonlyMap<string, number>,
  maximumTablesWithName: number,
): readonly Copy[] {
  const references = lookups.referencesFrom(table);
  if (references.length === 0) return [];
  const keys = new Set([...table.foreignKeys.flatMap((key) => key.columns), ...(table.primaryKey?.columns ?? [])]);
  const own = table.columns.filter(
    (column) => !keys.has(column.name) && !column.generated && !isHousekeeping(column.name),
  );
  const copies = new Map<Column, Copy>();
  const byFirstWord = new Map<string, Column[]>();
  for (const column of own) {
    const [first = ''] = words(column.name);
    byFirstWord.set(first, [...(byFirstWord.get(first) ?? []), column]);
  }
  for (const { key, to: parent } of references) {
    if (parent?.kind !== 'table') continue;
    for (const role of rolesOf(key, parent)) {
      for (const column of byFirstWord.get(role.split(' ', 1)[0] ?? '') ?? []) {
        const rest = restAfter(spoken(column.name), role);
        if (rest === undefined || copies.has(column)) continue;
        const source = parent.columns.find((one) => isCalled(spoken(one.name), rest));
        if (source && isCopy(column, source, parent)) {
          copies.set(column, { column, key, parent, source, named: 'after parent' });
        }
      }
    }
  }
  const telling = own.filter(
    (column) => (use.get(column.name) ?? 0) > 1 && (use.get(column.name) ?? 0) <= maximumTablesWithName,
  );
  for (const { key, to: parent } of references) {
    if (!parent || parent === table || parent.kind !== 'table' || telling.length === 0) continue;
    if (!isNamedAfter(key, parent)) continue;
    for (const column of telling) {
      const source = copies.has(column) ? undefined : lookups.column(parent, column.name);
      if (!source || source.type.text !== column.type.text || !isDistinctive(column)) continue;
      if (isCopy(column, source, parent) && !tellsChange(table, column) && !isKeyAlone(lookups, table, column.name)) {
        copies.set(column, { column, key, parent, source, named: 'same' });
      }
    }
  }
  return [...copies.values()];
}

/** What a column of the referenced row is called by: the key's own name without its ending, and the table's. */
function rolesOf(key: ForeignKey, parent: Table): readonly string[] {
  const roles = new Set(namesOf(parent));
  if (key.columns.length === 1) roles.add(bareName(key.columns[0] ?? ''));
  return [...roles].filter((role) => role !== '');
}

/** Whether the key is the table's plain reference (`customer_id` of customers), not a role beside it (`created_by`, `support_rep_id`). */
function isNamedAfter(key: ForeignKey, parent: Table): boolean {
  const names = namesOf(parent);
  return key.columns.some((column) => names.includes(bareName(column)));
}

/** A key column's name without its ending: `customer_id` → customer. */
function bareName(column: string): string {
  return spoken(column).replace(/ (?:id|uuid|guid|key|fk|no|code)$/, '');
}

function namesOf(table: Table): readonly string[] {
  const all = singularWords(table.name);
  return [all.join(' '), all.at(-1) ?? ''];
}

/** A table with `old_md5` beside `md5` tells of a change, and both are its own. */
function tellsChange(table: Table, column: Column): boolean {
  return table.columns.some(
    (one) =>
      /^(?:old|new|previous|prev|original|former) /.test(spoken(one.name)) &&
      spoken(one.name).endsWith(` ${spoken(column.name)}`),
  );
}

/** `manager_name` may be the manager's `full_name`. */
function isCalled(name: string, wanted: string): boolean {
  return name === wanted || (wanted === 'name' && (name === 'full name' || name === 'display name'));
}

function restAfter(text: string, role: string): string | undefined {
  return text.startsWith(`${role} `) ? text.slice(role.length + 1) : undefined;
}

/** Facts that a child has in its own right, though a parent has one too. */
const own = new Set(
  phrases(`
  id, uuid, guid, key, type, kind, class, count, total, position, order, sort order, index, version, role, status,
  state, comment, note, notes, data, metadata, config, settings, options`),
);

function isCopy(column: Column, source: Column, parent: Table): boolean {
  const text = spoken(source.name);
  if (own.has(text) || isHousekeeping(source.name) || source.type.family !== column.type.family) return false;
  if (column.type.family === 'boolean') return false;
  const parentKeys = parent.primaryKey?.columns ?? [];
  return !parentKeys.includes(source.name) && !parent.foreignKeys.some((key) => key.columns.includes(source.name));
}

const identifying = new Set(
  phrases(`
  sku, email, isbn, ean, upc, gtin, vin, iban, ssn, username, login, phone, barcode, currency, price, unitprice`),
);
const generic = phrases(`
  name, title, description, type, status, state, code, value, url, path, count, order, id, uuid, key, ref,
  reference, label, comment, notes, reason, message, error, text, html, options, config, settings, metadata, data,
  info, params, format, mode, level, size, width, height, color, hash, token, digest, by, image, icon, names, tags`);

/** Whether a name is telling enough that two tables would hardly use it for two different facts. */
function isDistinctive(column: Column): boolean {
  const { family } = column.type;
  if (
    family.startsWith('timestamp') ||
    family === 'date' ||
    family === 'time' ||
    family === 'uuid' ||
    family.startsWith('json') ||
    family === 'array'
  )
    return false;
  const text = spoken(column.name);
  if (identifying.has(text)) return true;
  return words(column.name).length >= 2 && !endsWithPhrase(text, generic);
}
