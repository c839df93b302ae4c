import type { Column } from '../../catalog/table.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import { convertedDefault } from '../constants.ts';
import type { Conversion } from '../retype.ts';
import type { Question } from '../rule.ts';
import { type SampledValues, shareOf } from '../sampled-values.ts';
import type { TimeName, TimeUnit } from '../time-names.ts';
import type { Judged } from './judged.ts';

/** What a number of a time counts since 1970; `day` is a date written as 20240131. */
type Unit = TimeUnit | 'day';

const perSecond: Readonly<Record<TimeUnit, number>> = { seconds: 1, milliseconds: 1000, microseconds: 1_000_000 };

const unitQuestion: Question = {
  question: 'Do the numbers that stand for times count seconds or milliseconds since 1970?',
  changes: 'the conversion, which takes numbers above 100 000 000 000 as milliseconds',
};

/** A column of numbers; nothing when they are no times, or the name alone is too little for it. */
export function judgeNumber(
  column: Column,
  name: TimeName,
  sampled: SampledValues | undefined,
  quoted: string,
): Judged | undefined {
  const seen = unitOfValues(sampled);
  if (seen === 'none') return undefined;
  const said = unitOfWords(column) ?? (name.unit && { unit: name.unit, text: `the name tells ${name.unit}` });
  if (seen === undefined && said === undefined && !nameIsEnough(column, name)) return undefined;
  const small = column.type.name === 'integer';
  const unit = seen ?? said?.unit ?? (small && name.kind === 'instant' ? 'seconds' : undefined);
  const conversion = conversionOf(column, name, unit, quoted);
  return {
    holds: described(name, unit, small),
    severity: small && unit !== 'day' ? 'medium' : 'low',
    evidence: evidenceOf(seen, said?.text, small && name.kind === 'instant' && unit === 'seconds'),
    ...(conversion ? { conversion } : {}),
    questions: unit === undefined ? [unitQuestion] : [],
  };
}

/** A `start_time` or an `order_date` of a small type may well count minutes or days; a fraction may be hours. */
function nameIsEnough({ type }: Column, name: TimeName): boolean {
  if (type.name === 'bigint') return true;
  if (type.name === 'integer') return name.strength === 'strong' || name.kind === 'date';
  return (
    name.strength === 'strong' &&
    name.kind === 'instant' &&
    (type.scale === undefined || type.scale === 0 || type.scale === 3)
  );
}

function described(name: TimeName, unit: Unit | undefined, small: boolean): string {
  const what = name.kind === 'date' ? 'a date' : 'a moment';
  if (unit === undefined) return `${what} as a number`;
  if (unit === 'day') return 'a date as a number such as 20240131';
  return `${what} as ${unit} since 1970${small && unit === 'seconds' ? ', which no longer fit on 19 January 2038' : ''}`;
}

function evidenceOf(seen: Unit | undefined, said: string | undefined, fits: boolean): readonly Evidence[] {
  return [
    ...(seen
      ? [
          observed(
            `the values in the engine's statistics are ${seen === 'day' ? 'days such as 20240131' : `${seen} since 1970`}`,
          ),
        ]
      : []),
    ...(said ? [stated(said)] : []),
    ...(fits && !seen && !said
      ? [stated('milliseconds since 1970 do not fit into an integer: the numbers can only be seconds')]
      : []),
  ];
}

/** Seconds since 1970 of 1 January 1980 and of 1 January 2100. */
const earliest = 315_532_800;
const latest = 4_102_444_800;

function unitOfValues(sampled: SampledValues | undefined): Unit | 'none' | undefined {
  // Zero often stands for never.
  const values = sampled?.values.filter((value) => Number(value) !== 0) ?? [];
  if (values.length === 0) return undefined;
  if (shareOf(values, (value) => /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$/.test(value)) > 0.9)
    return 'day';
  for (const unit of ['seconds', 'milliseconds', 'microseconds'] as const) {
    const factor = perSecond[unit];
    if (shareOf(values, (value) => Number(value) >= earliest * factor && Number(value) <= latest * factor) > 0.9)
      return unit;
  }
  return 'none';
}

function unitOfWords(column: Column): { readonly unit: Unit; readonly text: string } | undefined {
  if (column.default !== undefined && /epoch/i.test(column.default)) {
    const factor = /\*\s*\(?'?(1000000|1000)\b/.exec(column.default)?.[1];
    const unit = factor === undefined ? 'seconds' : factor === '1000' ? 'milliseconds' : 'microseconds';
    return { unit, text: `its default ${column.default} makes ${unit} since 1970` };
  }
  const comment = column.comment ?? '';
  const found = commentUnits.find(([pattern]) => pattern.test(comment));
  return found && { unit: found[1], text: `its comment says “${comment}”` };
}

const commentUnits: readonly (readonly [RegExp, Unit])[] = [
  [/\bmilli(?:s|seconds?)\b|\bms\b/i, 'milliseconds'],
  [/\bmicro(?:s|seconds?)\b/i, 'microseconds'],
  [/\bseconds\b.*\b(?:since|epoch|unix)\b|\b(?:epoch|unix)\b.*\bseconds\b|\bunix time(?:stamp)?\b/i, 'seconds'],
  [/\byyyymmdd\b/i, 'day'],
];

/** Nothing for dates of which it is not known whether they are 20240131 or a count. */
function conversionOf(column: Column, name: TimeName, unit: Unit | undefined, quoted: string): Conversion | undefined {
  if (unit === 'day') {
    const date = (value: string) => (/^\d{8}$/.test(value) ? `'${value}'::date` : undefined);
    return { type: 'date', using: `to_date(${quoted}::text, 'YYYYMMDD')`, default: convertedDefault(column, date) };
  }
  if (unit === undefined && name.kind === 'date') return undefined;
  const now =
    column.default !== undefined && /epoch.*(?:now\(\)|current_timestamp|clock_timestamp\(\))/i.test(column.default);
  return {
    type: 'timestamp with time zone',
    using: instant(quoted, unit),
    default: now
      ? 'now()'
      : convertedDefault(column, (value) => (unit || value === '0' ? instant(value, unit ?? 'seconds') : undefined)),
  };
}

/** Without a unit, numbers that would be seconds beyond the year 5138 are taken as milliseconds. */
function instant(number: string, unit: TimeUnit | undefined): string {
  if (unit === undefined) {
    return `to_timestamp(CASE WHEN abs(${number}) > 100000000000 THEN ${number} / 1000.0 ELSE ${number} END)`;
  }
  return unit === 'seconds' ? `to_timestamp(${number})` : `to_timestamp(${number} / ${perSecond[unit]}.0)`;
}
