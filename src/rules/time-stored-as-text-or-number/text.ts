import type { Column } from '../../catalog/table.ts';
import { type Evidence, observed, stated } from '../../findings/evidence.ts';
import { convertedDefault } from '../constants.ts';
import type { Conversion } from '../retype.ts';
import type { Question } from '../rule.ts';
import { type SampledValues, shareOf } from '../sampled-values.ts';
import type { TimeName } from '../time-names.ts';
import type { Judged } from './judged.ts';

const iso = /^\s*[+-]?\d{4,6}-\d{1,2}-\d{1,2}/;
const anyTime =
  /^\s*(?:\d{4,6}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[-./]\d{1,2}[-./]\d{2,4}|\d{8}|\d{10}|\d{13}|\d{14}|\d{1,2}:\d{2}|\d{1,2} \w{3,9} \d{4}|\w{3,9} \d{1,2},? \d{4}|\w{3},? \d{1,2} \w{3})/;

const formatQuestion: Question = {
  question: 'In which format were the times written that are stored as text, and in which time zone?',
  changes: 'the conversion, which reads ISO dates and takes the zone of the session where none is written',
};

/** A column of text; nothing when its values are no times. */
export function judgeText(
  column: Column,
  name: TimeName,
  sampled: SampledValues | undefined,
  quoted: string,
): Judged | undefined {
  const { length } = column.type;
  // Shorter than a date: `date_type varchar(6)` is a code.
  if (length !== undefined && length < (name.kind === 'time' ? 5 : 8)) return undefined;
  const values = sampled?.values.filter((value) => value.trim() !== '') ?? [];
  if (values.length > 0 && shareOf(values, (value) => anyTime.test(value)) < 0.9) return undefined;
  const readable = values.length === 0 ? undefined : shareOf(values, (value) => iso.test(value)) === 1;
  const conversion = name.kind === 'time' || readable === false ? undefined : conversionOf(column, name, quoted);
  return {
    holds: `a ${name.kind === 'instant' ? 'moment' : name.kind} as text`,
    severity: name.strength === 'strong' || values.length > 0 ? 'medium' : 'low',
    evidence: evidenceOf(column, values),
    ...(conversion ? { conversion } : {}),
    questions: [formatQuestion],
  };
}

function evidenceOf(column: Column, values: readonly string[]): readonly Evidence[] {
  const said = /\b(?:iso.?8601|yyyy|rfc.?\d{3,4}|timestamp|datetime)\b/i.test(column.comment ?? '');
  return [
    ...(values.length > 0 ? [observed(`the values in the engine's statistics are times, such as ${values[0]}`)] : []),
    ...(said ? [stated(`its comment says “${column.comment}”`)] : []),
  ];
}

function conversionOf(column: Column, name: TimeName, quoted: string): Conversion {
  const type = name.kind === 'date' ? 'date' : 'timestamp with time zone';
  const cast = name.kind === 'date' ? 'date' : 'timestamptz';
  const now = column.default !== undefined && /\b(?:now\(\)|CURRENT_TIMESTAMP|CURRENT_DATE)/i.test(column.default);
  const constant = (value: string) =>
    iso.test(value) ? `'${value.trim()}'::${cast}` : value === '' && column.nullable ? 'NULL' : undefined;
  return {
    type,
    using: column.nullable ? `nullif(${quoted}, '')::${cast}` : `${quoted}::${cast}`,
    default: now ? (name.kind === 'date' ? 'CURRENT_DATE' : 'now()') : convertedDefault(column, constant),
  };
}
