import type { Lookups } from '../catalog/lookups.ts';
import type { Column, Table } from '../catalog/table.ts';
import { spoken } from '../catalog/words.ts';
import { closedListName } from './closed-lists.ts';
import { constantDefault, escaped } from './constants.ts';
import { isReferencing } from './judged-columns.ts';
import { junction } from './junction.ts';
import { isUserTable, loginName } from './login-names.ts';
import { neverNull } from './nullability.ts';
import { isCreationTime, isUpdateTime } from './time-names.ts';

/** Why a column that can be null is meant to have a value in every row. */
export interface Requirement {
  readonly reason: string;
  /** `observed`: only worth saying when the rows agree. */
  readonly strength: 'observed' | 'weak' | 'fair' | 'strong';
}

const families = new Set(
  'boolean integer decimal float money text character enum json json-binary array key-value'.split(' '),
);
const present = /^(?:now\(\)|CURRENT_|LOCALTIME|(?:clock|statement|transaction)_timestamp\(\)|timezone\()/;
const generator = /^(?:(?:\w+\.)?(?:gen_random_uuid|uuid_generate_v\w+|uuidv[47])\(|nextval\()/;
/** An event that is still to come has no time, whatever fills the column at first. */
const eventual =
  /\b(?:deleted|removed|archived|expires?|expired|ends?|ended|finished|completed|closed|cancell?ed|processed|due|until|resolved|assign|assigned|revoked|used|read|valid to)\b/;
const naming = new Set(['name', 'title', 'label']);

/** What says that a nullable column is always there; nothing when its null has a meaning, or nothing says so. */
export function requirement(table: Table, column: Column, lookups: Lookups): Requirement | undefined {
  if (neverNull(column) || column.generated || table.primaryKey?.columns.includes(column.name)) return undefined;
  const found = isReferencing(table, column.name)
    ? ofReference(table, column, lookups)
    : (ofTime(column) ?? ofDefault(table, column) ?? ofName(table, column));
  return found && !knowsNull(table, column.name) ? found : undefined;
}

function ofReference(table: Table, column: Column, lookups: Lookups): Requirement | undefined {
  const keys = table.foreignKeys.filter((key) => key.columns.includes(column.name));
  if (keys.some((key) => key.onDelete === 'set null' || key.onDelete === 'set default' || key.onUpdate === 'set null'))
    return undefined;
  const found = junction(table, lookups);
  if (!found?.declared || (found.surrogate !== undefined && !found.namedAfter) || !found.columns.includes(column.name))
    return undefined;
  return { reason: 'the table joins others: a row without one of the two ties nothing together', strength: 'strong' };
}

function ofTime(column: Column): Requirement | undefined {
  const isTime = column.type.family.startsWith('timestamp') || column.type.family === 'date';
  if (!isTime) return undefined;
  const filled = present.test(column.default ?? '');
  if (isCreationTime(column.name)) {
    return filled
      ? { reason: 'every row came to be at some time, and the default sets it', strength: 'strong' }
      : { reason: 'every row came to be at some time', strength: 'observed' };
  }
  if (!filled || eventual.test(spoken(column.name))) return undefined;
  return isUpdateTime(column.name)
    ? { reason: 'the default sets it when the row comes to be', strength: 'strong' }
    : { reason: 'the default sets it to the present time', strength: 'fair' };
}

function ofDefault(table: Table, column: Column): Requirement | undefined {
  if (generator.test(column.default ?? ''))
    return { reason: 'the default gives each row a value of its own', strength: 'strong' };
  const value = constantDefault(column);
  if (value === undefined || !families.has(column.type.family)) return undefined;
  if (column.type.family === 'boolean')
    return {
      reason: `it is true or false, ${value} unless something else is given, and NULL is a third answer`,
      strength: 'strong',
    };
  const shown = value === '' ? 'an empty text' : value.length > 30 ? 'a value' : value;
  if (closedListName(table, column) === 'fair')
    return { reason: `a row is always in one of its states, at first ${shown}`, strength: 'strong' };
  return {
    reason: `rows have ${shown} unless something else is given: NULL would be a second way to say it`,
    strength: 'fair',
  };
}

function ofName(table: Table, column: Column): Requirement | undefined {
  if (column.default !== undefined) return undefined;
  if (isUserTable(table.name) && loginName(column))
    return { reason: 'users are known by it', strength: loginName(column) === 'name' ? 'fair' : 'weak' };
  return naming.has(spoken(column.name)) ? { reason: 'rows are known by it', strength: 'observed' } : undefined;
}

/** Whether a check, a policy or an index speaks of its being null: nulls have a meaning then; or a check forbids them already. */
function knowsNull(table: Table, column: string): boolean {
  const mention = new RegExp(`(?<![\\w"$])"?${escaped(column.replaceAll('"', '""'))}"? IS (?:NOT )?(?:NULL|DISTINCT)`);
  return (
    table.checks.some((check) => mention.test(check.expression)) ||
    table.indexes.some(
      (index) =>
        mention.test(index.predicate ?? '') ||
        index.keys.some((key) => /coalesce/i.test(key.expression ?? '') && index.expressionColumns.includes(column)),
    ) ||
    table.policies.some((policy) => mention.test(policy.using ?? '') || mention.test(policy.withCheck ?? ''))
  );
}
