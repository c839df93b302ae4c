import { qualifiedColumn } from '../../catalog/names.ts';
import type { CheckConstraint, Column, Table } from '../../catalog/table.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { allowedValues, constantDefault, convertedDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isKeyAlone, isReferencing, judgedColumns } from '../judged-columns.ts';
import { retype } from '../retype.ts';
import { defineRule } from '../rule.ts';
import { type SampledValues, sampledValues } from '../sampled-values.ts';
import { booleanName } from './name.ts';
import { type Pair, pairOf } from './pair.ts';

export const rule = defineRule({
  id: 'boolean-as-text-or-number',
  category: 'types',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A yes or no is kept as a number or a text.',
  headline: (count) => `${count} columns keep a yes or no as a number or a text`,
  why: 'A third value is stored without complaint unless a constraint forbids it, every query must know which value means yes, and the column takes up to eight times the space.',
  effort: 'hours',
  tradeOff:
    'The table is rewritten under a lock that shuts out writers (readers too, on some servers), and every query that compares the column with 1 or with Y must change at the same time.',
  needs: ['catalog'],
  when: (traits) => traits.enforcesTypes,
  settings: {},
  *check(context) {
    const { lookups, sizes, traits } = context;
    for (const [table, column] of judgedColumns(lookups)) {
      if (!couldHold(column) || isReferencing(table, column.name) || isKeyAlone(lookups, table, column.name)) continue;
      const judged = judge(table, column, sampledValues(sizes, table, column));
      if (!judged) continue;
      const { pair } = judged;
      const quoted = traits.quote(column.name);
      const retyping = retype(context, table, column, {
        type: 'boolean',
        using: conversion(column, quoted, pair),
        default: convertedDefault(column, (value) => truth(value, pair)),
        drops: pair ? pointless(table, column) : [],
      });
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} is a yes or no kept as ${column.type.text}${pair ? `, ${pair.yes} or ${pair.no}` : ''}`,
        evidence: [stated(`the type of the column is ${column.type.text}`), ...judged.evidence, ...retyping.evidence],
        changes: retyping.changes,
        questions: pair
          ? []
          : [
              {
                question: 'Do the numbers and letters that stand for yes and no ever have a third value?',
                changes: 'whether these columns can become boolean',
              },
            ],
        implies: implied(at, ['inconsistent-types-for-one-name', 'missing-check', 'closed-list-as-free-text']),
      };
    }
  },
});

function couldHold({ type, identity, ownedSequence }: Column): boolean {
  if (type.domain || identity || ownedSequence) return false;
  switch (type.family) {
    case 'integer':
      return type.name !== 'oid';
    case 'decimal':
      return type.precision === 1 && type.scale === 0;
    case 'bits':
      return type.length === 1 && type.name === 'bit';
    case 'text':
      return type.length === undefined || type.length <= 5;
    case 'character':
      return (type.length ?? 0) <= 5;
    default:
      return type.text === '"char"';
  }
}

interface Judged {
  /** The two values, when they are known. */
  readonly pair?: Pair;
  readonly evidence: readonly Evidence[];
}

/** Nothing when the column is no yes or no, or nobody knows. */
function judge(table: Table, column: Column, sampled: SampledValues | undefined): Judged | undefined {
  const allowed = allowedValues(table, column.name);
  if (allowed) {
    const pair = pairOf(allowed);
    return pair && { pair, evidence: [stated(`a check constraint allows only ${pair.yes} and ${pair.no}`)] };
  }
  const strength = booleanName(column);
  if (!strength) return undefined;
  const name = presumed('the name asks for a yes or no', strength);
  if (sampled) {
    const pair = pairOf(sampled.values.map((value) => value.trim()));
    return pair && sampled.complete
      ? { pair, evidence: [observed(`the engine's statistics show only ${sampled.values.join(' and ')}`), name] }
      : undefined;
  }
  const given = constantDefault(column);
  const pair = given === undefined ? undefined : pairOf([given]);
  // A default that is neither yes nor no, `is_open smallint default 7`, speaks against it.
  if (given !== undefined && given !== '' && !pair) return undefined;
  const isText = column.type.family === 'text' || column.type.family === 'character';
  if (pair) return { ...(isText ? {} : { pair }), evidence: [name, presumed(`its default is ${given}`, 'strong')] };
  return column.type.family === 'text' && column.type.length === undefined ? undefined : { evidence: [name] };
}

/** The engine's own cast reads y, yes, t, true, on, 1 and their opposites, in any case, and stops at anything else. */
function conversion(column: Column, quoted: string, pair: Pair | undefined): string {
  const { family } = column.type;
  if (family === 'integer' || family === 'decimal') return `${quoted} <> 0`;
  if (family === 'bits') return `${quoted} = B'1'`;
  if (pair && !castable(pair)) return `${quoted} = '${pair.yes}'`;
  return `${quoted}::text::boolean`;
}

function castable({ yes, no }: Pair): boolean {
  return /^(?:1|y|yes|t|true|on)$/i.test(yes) && /^(?:0|n|no|f|false|off)$/i.test(no);
}

function truth(value: string, pair: Pair | undefined): string | undefined {
  const known = pair ?? pairOf([value.trim()]);
  if (!known) return undefined;
  return value.trim() === known.yes ? 'true' : value.trim() === known.no ? 'false' : undefined;
}

/** The checks that list the two values: the type says as much. */
function pointless(table: Table, column: Column): readonly string[] {
  return table.checks
    .filter((check: CheckConstraint) => check.columns.length === 1 && check.columns[0] === column.name)
    .map((check) => check.name);
}
