import type { Change } from '../../../catalog/change.ts';
import { isJson, isKeyValue } from '../../../catalog/conversion.ts';
import { type QualifiedName, qualifiedColumn, sameName } from '../../../catalog/names.ts';
import { lostSilently } from '../../../catalog/narrowing.ts';
import type { Column } from '../../../catalog/table.ts';
import { convertedIn } from '../../../catalog/time-zone.ts';
import { type DataType, greatestInteger } from '../../../catalog/type.ts';
import type { Precondition, Situation } from '../../procedure.ts';
import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { valuesNotNull, valuesSatisfy } from './domain-values.ts';
import { noRows } from './preconditions.ts';

type ChangeType = Extract<Change, { readonly kind: 'change type' }>;

/**
 * Rows whose value does not become one of the new type: counted by a comparison where one tells, else by asking the
 * engine for each value (`pg_input_is_valid` since 16, a temporary function that tries before). Nothing where every value
 * of the old type is one of the new.
 */
export function convertsTo(change: ChangeType, situation: Situation): readonly Precondition[] {
  const { table, column, type, using } = change;
  const from = change.was?.type ?? situation.before(table)?.columns.find((one) => one.name === column)?.type;
  const to = columnTo(situation, table, column)?.type;
  if (!from || (to && neverFails(from, to))) return [];
  const name = quoteIdentifier(column);
  const holds = `Every value of ${qualifiedColumn(table, column)} can be written as ${type}.`;
  const outside = to && using === undefined ? outOfRange(name, from, to) : undefined;
  if (outside !== undefined) return [noRows(table, outside, holds)];
  const isPlainCast = using === undefined || using === `${name}::${type}` || using === `${name}::text::${type}`;
  if (isPlainCast && canAskCasts(situation) && isWritten(from, using)) {
    const invalid = `NOT pg_input_is_valid(${name}::text, ${quoteLiteral(type)})`;
    return [noRows(table, `${name} IS NOT NULL AND ${invalid}`, holds)];
  }
  const usual = isText(from) && to ? usualForms[to.text] : undefined;
  const unusual = usual === undefined ? '' : `AND ${name} !~ ${quoteLiteral(usual)}\n  `;
  return [
    {
      prepare: trial(name, from, type, using, to?.domain === true),
      ...noRows(table, `${name} IS NOT NULL\n  ${unusual}AND NOT pg_temp.relvar_converts(${name})`, holds),
    },
  ];
}

/** Rows whose value of a domain is none of another domain's: none of its base, or refused by rules that it did not have. */
export function becomesDomain(
  { type, object, was, columns }: Extract<Change, { readonly kind: 'replace type' }>,
  situation: Situation,
): readonly Precondition[] {
  if (object.kind !== 'domain' || was.kind !== 'domain') return [];
  const known = was.checks.map((check) => check.expression);
  const stricter = object.checks.filter((check) => check.validated && !known.includes(check.expression));
  const { base } = object;
  const own = columns.filter((one) => !one.type.endsWith('[]') && !neverFails(was.base, base));
  return [
    ...own.flatMap(({ table, column }) => {
      const name = quoteIdentifier(column);
      const outside = outOfRange(name, was.base, base);
      const holds = `Every value of ${qualifiedColumn(table, column)} can be written as ${base.text}.`;
      if (outside !== undefined) return [noRows(table, outside, holds)];
      const using = `${name}::text::${base.text}`;
      return convertsTo(
        {
          kind: 'change type',
          table,
          column,
          type: base.text,
          using,
          was: { name: column, type: was.base, nullable: true, local: true },
        },
        situation,
      );
    }),
    ...stricter.flatMap((check) => valuesSatisfy(type, check, situation)),
    ...(object.nullable || !was.nullable ? [] : valuesNotNull(type, situation)),
  ];
}

/** A time of day that was a moment: nothing leads back to the date, and every value loses it. */
export function losesDate(change: ChangeType, situation: Situation): boolean {
  const { table, column } = change;
  const from = change.was?.type ?? situation.before(table)?.columns.find((one) => one.name === column)?.type;
  const to = columnTo(situation, table, column)?.type;
  const isMoment = from?.family === 'timestamp' || from?.family === 'timestamp-with-zone';
  return isMoment && to?.family === 'time';
}

/** Rows whose value becomes another one, which nobody would notice: a number rounded, a moment that becomes a day. */
export function keepsValues(change: ChangeType, situation: Situation): readonly Precondition[] {
  const { table, column, type, using, timeZone } = change;
  const from = change.was?.type ?? situation.before(table)?.columns.find((one) => one.name === column)?.type;
  const to = columnTo(situation, table, column)?.type;
  const name = quoteIdentifier(column);
  const isPlainCast = using === undefined || using === `${name}::${type}`;
  if (!from || !to || (!isPlainCast && timeZone === undefined)) return [];
  if (from.domain || losesDate(change, situation) || lostSilently(from.text, to.text) === undefined) return [];
  const condition =
    timeZone === undefined || using === undefined
      ? becomesAnother(name, from, to)
      : `${name} IS DISTINCT FROM (${backIn(timeZone, `(${using})::${to.text}`, from, to)})`;
  const holds = `No value of ${qualifiedColumn(table, column)} becomes another one as ${type}.`;
  return [noRows(table, condition, holds)];
}

/**
 * Rows whose value a cast that is written cuts without a word, where one that is meant refuses it: a text with a length, bits,
 * and domains of these. The column beside the old one holds what is left of it, so that only the old one tells.
 */
export function keepsLength(change: ChangeType, situation: Situation): readonly Precondition[] {
  const type = columnTo(situation, change.table, change.column)?.type;
  const held = type?.element ?? type;
  return held && (held.domain || cuts(held)) ? convertsTo(change, situation) : [];
}

/** Whether what the column beside the old one is given may be refused, which whoever writes the old one then is. */
export function mayRefuse(change: ChangeType, situation: Situation): boolean {
  const type = columnTo(situation, change.table, change.column)?.type;
  const held = type?.element ?? type;
  return held !== undefined && !cuts(held) && convertsTo(change, situation).length > 0;
}

/** SQL's explicit casts cut silently (https://www.postgresql.org/docs/current/datatype-character.html, datatype-bit.html). */
function cuts({ family, length, text }: DataType): boolean {
  return ((family === 'text' || family === 'character') && length !== undefined) || /^(?:bit|varbit)\b/.test(text);
}

/** Whether the cast to the other type and back gives another value; of an array, of one of its elements. */
function becomesAnother(name: string, from: DataType, to: DataType): string {
  if (from.element && to.element) {
    const differs = becomesAnother('element', from.element, to.element);
    return `EXISTS (SELECT FROM unnest(${name}) AS element WHERE ${differs})`;
  }
  const outside = outOfRange(name, from, to) ?? (from.family === 'float' ? notFinite(name, to) : undefined);
  const differs = `${name} IS DISTINCT FROM ${name}::${to.text}::${from.text}`;
  return outside === undefined ? differs : `CASE WHEN ${outside} THEN false ELSE ${differs} END`;
}

/** A value of the new type as one of the old, in the zone that led to it. */
function backIn(zone: string, value: string, from: DataType, to: DataType): string {
  return convertedIn(zone, to, from, `(${value})`) ?? `(${value})::${from.text}`;
}

/** A float that no other number type takes, or that is outside of its range. */
function notFinite(name: string, to: DataType): string {
  const limit = to.family === 'integer' ? `${2n ** BigInt((to.bytes ?? 8) * 8 - 1) - 1n}` : '1e15';
  return `${name}::text ~ 'NaN|Inf' OR abs(${name}) >= ${limit}`;
}

/** What the way back does not bring back though no value is lost: how texts were written that became something else. */
export function spellingLost(change: ChangeType, situation: Situation): string | undefined {
  const { table, column, type } = change;
  const from = change.was?.type ?? situation.before(table)?.columns.find((one) => one.name === column)?.type;
  const to = columnTo(situation, table, column)?.type;
  if (!from || !to || !isText(from) || isText(to) || to.element || to.family === 'enum') return undefined;
  return `how values of ${qualifiedColumn(table, column)} were written that ${type} writes otherwise`;
}

function columnTo({ to }: Situation, table: QualifiedName, column: string): Column | undefined {
  return to.tables.find((one) => sameName(one, table))?.columns.find((one) => one.name === column);
}

/** Asks without failing. */
function canAskCasts({ traits }: Situation): boolean {
  return Number.parseInt(traits.name.replace(/\D+/, ''), 10) >= 16;
}

const isText = ({ family, element }: DataType): boolean => !element && (family === 'text' || family === 'character');

/** Its values go over as they are written: they are texts, or the expression makes them texts. */
function isWritten(from: DataType, using: string | undefined): boolean {
  return isText(from) || (using ?? '').includes('::text::');
}

/** Every value of the one is a value of the other. */
function neverFails(from: DataType, to: DataType): boolean {
  if (to.domain) return false;
  if (from.text === to.text) return true;
  if (from.element || to.element) {
    if (from.element && to.element) return neverFails(from.element, to.element);
    if (to.element) return from.text === to.element.text;
  }
  if (isKeyValue(from) && isJson(to)) return true;
  if (isText(to))
    return to.length === undefined || (isText(from) && (from.length ?? Number.POSITIVE_INFINITY) <= to.length);
  if (from.ref || to.ref) return false;
  if (from.family === 'integer') {
    if (to.family === 'integer') return greatestInteger(to) >= greatestInteger(from);
    return to.family === 'float' || (to.family === 'decimal' && digitsBefore(to) >= integerDigits(from));
  }
  if (from.family === 'decimal' && to.family === 'decimal')
    return digitsBefore(to) >= digitsBefore(from) + ((to.scale ?? 0) < (from.scale ?? 0) ? 1 : 0);
  if (from.family === 'float' && to.family === 'float') return (to.bytes ?? 8) >= (from.bytes ?? 8);
  if (from.family === 'money') return to.family === 'decimal' && digitsBefore(to) >= moneyDigits;
  if (from.family === 'boolean') return to.family === 'integer';
  if (from.family === 'json-binary') return to.family === 'json';
  return times.includes(from.family) && times.includes(to.family);
}

/** An eight-byte integer, of which the locale takes some digits for the fraction, or none. */
const moneyDigits = 19;

const times: readonly DataType['family'][] = ['date', 'timestamp', 'timestamp-with-zone', 'time'];

function digitsBefore({ precision, scale = 0 }: DataType): number {
  return precision === undefined ? Number.POSITIVE_INFINITY : precision - scale;
}

function integerDigits(type: DataType): number {
  return String(greatestInteger(type)).length;
}

/** What tells a value that does not fit, where the types alone decide. */
function outOfRange(name: string, from: DataType, to: DataType): string | undefined {
  if (from.element || to.element || from.ref || to.ref) return undefined;
  if (to.family === 'integer' && (from.family === 'integer' || from.family === 'decimal')) {
    const bits = (to.bytes ?? 8) * 8 - 1;
    const value = from.family === 'integer' ? name : `round(${name})`;
    return `${value} NOT BETWEEN -${2n ** BigInt(bits)} AND ${2n ** BigInt(bits) - 1n}`;
  }
  // A number that is none (NaN) goes over as it is.
  if (
    to.family === 'decimal' &&
    to.precision !== undefined &&
    (from.family === 'integer' || from.family === 'decimal' || from.family === 'money')
  ) {
    const scale = to.scale ?? 0;
    const limit = `${name}::text <> 'NaN' AND abs(round(${name}::numeric, ${scale})) >= 1e${to.precision - scale}::numeric`;
    return from.family !== 'decimal' ? limit.replace(`${name}::text <> 'NaN' AND `, '') : limit;
  }
  // Spaces at the end are cut; anything else is refused.
  if (isText(from) && isText(to) && to.length !== undefined)
    return `char_length(rtrim(${name}::text, ' ')) > ${to.length}`;
  return undefined;
}

const day = '[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])';
const moment = `^${day}[ T]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?$`;

/** Forms that most values have and the engine takes: they need not be tried one by one. */
const usualForms: Readonly<Record<string, string>> = {
  smallint: '^[-+]?[0-9]{1,4}$',
  integer: '^[-+]?[0-9]{1,9}$',
  bigint: '^[-+]?[0-9]{1,18}$',
  uuid: '^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$',
  date: `^${day}$`,
  'timestamp without time zone': moment,
  'timestamp with time zone': moment,
};

/** A function of the session that turns a value as the change does, and tells whether it could. */
function trial(name: string, from: DataType, type: string, using: string | undefined, isDomain: boolean): string {
  const converted = using ?? name;
  const target = isDomain ? `PERFORM CAST(${converted} AS ${type});` : `converted := ${converted};`;
  return `CREATE OR REPLACE FUNCTION pg_temp.relvar_converts(${from.text}) RETURNS boolean LANGUAGE plpgsql AS $converts$
DECLARE
  ${name} ALIAS FOR $1;${isDomain ? '' : `\n  converted ${type};`}
BEGIN
  ${target}
  RETURN true;
EXCEPTION WHEN data_exception OR check_violation OR not_null_violation THEN
  RETURN false;
END
$converts$`;
}
