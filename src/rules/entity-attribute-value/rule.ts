import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { listed, phrases, singular, singularWords, spoken, words } from '../../catalog/words.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { isHousekeeping } from '../housekeeping.ts';
import { keepsCopies } from '../record-tables.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'entity-attribute-value',
  category: 'shape',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Rows hold an entity, the name of an attribute and a value, in place of columns.',
  headline: (count) => `${count} tables hold attributes as rows`,
  why: 'No type, NOT NULL, check or foreign key can hold for one attribute; reading an entity takes a join for each, and the planner cannot estimate any.',
  effort: 'days',
  tradeOff: 'Columns, or one JSON column for the rare attributes, need a migration when a common attribute is added.',
  needs: ['catalog'],
  settings: {
    maximumColumns: 12,
    attributeNames: phrases(`
      attribute, attribute name, attribute key, attribute code, attr, attr name, attr key, key, key name,
      meta key, metakey, property, property name, property key, prop, prop name, prop key, field, field name,
      field key, param, param name, parameter, parameter name, option name, option key, setting, setting name,
      setting key, preference, preference key, attribute id, attr id, property id, field id, custom field id,
      meta key id, attributeid, propertyid, fieldid, key id, k, name`),
    /** Words of tables in which a free list of names and values is the purpose: milder. */
    mildTables: phrases(`
      setting, preference, config, configuration, option, metadata, meta, tag, label, annotation, translation, header,
      env, environment, variable, var, parameter, param, flag, cookie, secret`),
  },
  *check({ lookups, settings, sizes }) {
    for (const table of lookups.ownTables) {
      if (table.columns.length > settings.maximumColumns || keepsCopies(table.name)) continue;
      const shape = shapeOf(table, lookups, settings.attributeNames);
      if (!shape) continue;
      const { entity, attribute, values, unique, telling } = shape;
      const mild = words(table.name).some((word) => settings.mildTables.includes(singular(word)));
      const size = sizes.describe(table);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} holds attributes as rows: ${entity} has ${listed(values)} under ${attribute}${size ? `; ${size}` : ''}`,
        evidence: [
          stated(
            `${entity}, ${attribute} and ${listed(values)} are its columns${unique ? `, and ${entity} with ${attribute} is unique` : ''}`,
          ),
          presumed(
            values.length > 1
              ? 'it has one column of values for each type'
              : 'the names of the table and its columns say so',
            values.length > 1 || (unique && telling) ? 'strong' : unique || telling ? 'fair' : 'weak',
          ),
        ],
        severity: mild ? 'low' : 'medium',
        changes: [],
        questions: [
          {
            question: 'Which attributes do the tables of attributes hold, and which of them are searched?',
            changes: 'which deserve a column, and which fit one JSON column of their entity',
          },
        ],
      };
    }
  },
});

interface Shape {
  readonly entity: string;
  readonly attribute: string;
  readonly values: readonly string[];
  readonly unique: boolean;
  /** The table or the attribute column is named for attributes. */
  readonly telling: boolean;
}

const tellingWords = new Set(
  phrases(`
  attribute, attr, eav, property, prop, meta, metadata, field, kv, custom, extra, detail, param, parameter,
  setting, preference, characteristic, feature, attributevalue`),
);
const valueTypes =
  /^(?:value|val|v)(?: (?:text|string|str|varchar|int|integer|long|bigint|number|numeric|decimal|float|double|dbl|bool|boolean|date|datetime|time|timestamp|json|jsonb|blob|id))?$|^(?:text|string|str|varchar|int|integer|long|bigint|number|numeric|decimal|float|double|dbl|bool|boolean|date|datetime|time|timestamp|json|jsonb) (?:value|val|v)$|^(?:meta|attribute|attr|property|prop|field|param|parameter|option|setting|preference|custom) (?:value|val)$|^metavalue$/;

function shapeOf(table: Table, lookups: Lookups, attributeNames: readonly string[]): Shape | undefined {
  const values = table.columns.filter((column) => valueTypes.test(spoken(column.name)));
  if (values.length === 0 || !values.some(holdsAnything) || isSeries(table)) return undefined;
  const attribute = table.columns.find((column) => isAttribute(column, table, lookups, attributeNames));
  if (!attribute) return undefined;
  const entity = entityOf(table, attribute, lookups);
  if (!entity) return undefined;
  const known = new Set([attribute, entity, ...values]);
  const others = table.columns.filter(
    (column) => !known.has(column) && !isHousekeeping(column.name) && !isOwnKey(column, table),
  );
  if (others.length > 3) return undefined;
  const unique = lookups.uniqueKeys(table).some((key) => key.includes(attribute.name) && key.includes(entity.name));
  const telling = [...singularWords(table.name), ...words(attribute.name)].some((word) => tellingWords.has(word));
  if (spoken(attribute.name) === 'name' && !telling && !unique) return undefined;
  return {
    entity: entity.name,
    attribute: attribute.name,
    values: values.map((column) => column.name),
    unique,
    telling,
  };
}

/** Text or JSON can hold a value of any type; several columns of values are one for each. */
function holdsAnything(column: Column, _at: number, all: readonly Column[]): boolean {
  return all.length > 1 || ['text', 'character', 'json', 'json-binary', 'xml'].includes(column.type.family);
}

/** A value at a time under the key is a measurement; a value in a language is a translation. */
function isSeries(table: Table): boolean {
  const key = table.primaryKey?.columns ?? [];
  return table.columns.some(
    (column) =>
      (key.includes(column.name) &&
        /^(?:timestamp|date|time)|^(?:ts|time)$/.test(
          `${column.type.family === 'integer' ? spoken(column.name) : column.type.family}`,
        )) ||
      ['locale', 'language', 'lang', 'language code', 'locale id', 'language id'].includes(spoken(column.name)),
  );
}

function isAttribute(column: Column, table: Table, lookups: Lookups, names: readonly string[]): boolean {
  const text = spoken(column.name);
  if (
    names.includes(text) &&
    ['text', 'character', 'enum', 'integer', 'uuid'].includes(column.type.family) &&
    !isOwnKey(column, table)
  )
    return true;
  const target = lookups
    .referencesFrom(table)
    .find(({ key }) => key.columns.length === 1 && key.columns[0] === column.name)?.to;
  const last = target && singularWords(target.name).at(-1);
  return (
    last !== undefined &&
    /^(?:.*attribute|property|attr|custom ?field|meta ?key)$/.test(last) &&
    table.name !== target?.name
  );
}

/** The column that says whose attribute it is: a reference, or a name that says so. */
function entityOf(table: Table, attribute: Column, lookups: Lookups): Column | undefined {
  const candidates = table.columns.filter((column) => column !== attribute && !isOwnKey(column, table));
  const referenced = candidates.find((column) =>
    lookups.referencesFrom(table).some(({ key }) => key.columns[0] === column.name),
  );
  return (
    referenced ??
    candidates.find(
      (column) =>
        /(?:^| )(?:id|uuid)$/.test(spoken(column.name)) && ['integer', 'uuid', 'text'].includes(column.type.family),
    )
  );
}

/** The table's own surrogate key. */
function isOwnKey(column: Column, table: Table): boolean {
  return table.primaryKey?.columns.length === 1 && table.primaryKey.columns[0] === column.name;
}
