import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import type { Subject } from '../../findings/finding.ts';
import { closedListName } from '../closed-lists.ts';
import { constantDefault } from '../constants.ts';
import { implied } from '../implied.ts';
import { isKeyAlone, isReferencing, judgedColumns } from '../judged-columns.ts';
import { defineRule } from '../rule.ts';
import { type SampledValues, sampledValues } from '../sampled-values.ts';
import { valuesInComment } from './comment.ts';

export const rule = defineRule({
  id: 'closed-list-as-free-text',
  category: 'types',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A column of a few fixed words takes any text.',
  headline: (count) => `${count} columns of a few fixed words take any text`,
  why: 'A misspelt or outdated word is stored without complaint, and the rows that have it drop out of every query that asks for the right one.',
  effort: 'hours',
  tradeOff:
    'A new value then needs a migration that replaces the constraint; rows that break it now must be corrected before it can be validated.',
  needs: ['catalog'],
  settings: {
    /** A column with more values than this in the statistics is no closed list. */
    mostValues: 20,
  },
  *check({ lookups, sizes, settings, traits }) {
    for (const [table, column] of judgedColumns(lookups)) {
      if (!takesAnyWord(column)) continue;
      const strength = closedListName(table, column);
      if (!strength || isConstrained(table, column) || isKeyAlone(lookups, table, column.name)) continue;
      const known = sizes.statistics(table)?.columns[column.name];
      if (known && (known.distinct < 0 || known.distinct > settings.mostValues)) continue;
      const sampled = sampledValues(sizes, table, column);
      const found = valuesOf(column, sampled, known?.distinct);
      if (strength === 'weak' && !found.isClue) continue;
      const at: Subject = { kind: 'column', object: table, names: [column.name] };
      const name = lookups.freeConstraintName(table, [column.name], 'check', traits.identifierBytes);
      yield {
        at,
        message: `${qualifiedColumn(table, column.name)} is ${column.type.text} and nothing limits it${found.values ? ` to its ${found.values.length} values: ${shown(found.values)}` : ' to its values'}`,
        severity: found.values ? 'medium' : 'low',
        evidence: [
          stated(`no constraint and no list of values limits what ${qualified(table)} takes there`),
          presumed('the name is that of a column of a few fixed words', strength),
          ...found.evidence,
        ],
        changes: found.values
          ? [
              {
                kind: 'add check',
                table,
                name,
                expression: `${traits.quote(column.name)} IN (${found.values.map(literal).join(', ')})`,
              },
            ]
          : [],
        questions: found.values
          ? []
          : [
              {
                question: 'Which values may columns such as status, type and role hold?',
                changes: 'the check constraints that would keep all others out',
              },
            ],
        implies: implied(at, ['inconsistent-types-for-one-name', 'missing-check']),
      };
    }
  },
});

function takesAnyWord({ type }: Column): boolean {
  if (type.domain || (type.family !== 'text' && type.family !== 'character')) return false;
  // A longer text is prose, `status varchar(2000)`; one character has its own habits, but the same problem.
  return type.length === undefined || type.length <= 255;
}

function isConstrained(table: Table, column: Column): boolean {
  return isReferencing(table, column.name) || table.checks.some((check) => check.columns.includes(column.name));
}

interface Found {
  /** All values, when they are known. */
  readonly values?: readonly string[];
  /** Whether anything beside the name speaks for a closed list. */
  readonly isClue: boolean;
  readonly evidence: readonly Evidence[];
}

function valuesOf(column: Column, sampled: SampledValues | undefined, distinct: number | undefined): Found {
  if (sampled?.complete) {
    const values = [...sampled.values].sort();
    const evidence = observed(`the engine's statistics show ${values.length} different values in all rows`);
    return { values, isClue: true, evidence: [evidence] };
  }
  const said = valuesInComment(column.comment);
  if (said)
    return {
      values: said,
      isClue: true,
      evidence: [presumed(`its comment lists the values: “${column.comment}”`, 'strong')],
    };
  if (distinct !== undefined && distinct > 0) {
    return {
      isClue: true,
      evidence: [observed(`the engine's statistics show ${Math.round(distinct)} different values`)],
    };
  }
  const given = constantDefault(column);
  const isWord = given !== undefined && /^[\p{L}\p{N}_ -]{1,40}$/u.test(given);
  return { isClue: isWord, evidence: isWord ? [presumed(`its default is one of them: '${given}'`, 'fair')] : [] };
}

function shown(values: readonly string[]): string {
  return values.slice(0, 6).join(', ') + (values.length > 6 ? ' …' : '');
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
