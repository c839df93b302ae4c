import { qualifiedColumn } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { isReferencing, judgedColumns } from '../judged-columns.ts';
import { keepsCopies } from '../record-tables.ts';
import { type Requirement, requirement } from '../required-columns.ts';
import { defineRule } from '../rule.ts';
import { groupDigits, type Sizes } from '../sizes.ts';

export const rule = defineRule({
  id: 'missing-not-null',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'low',
  summary: 'A column that every row has a value for may be NULL.',
  headline: (count) => `${count} columns that every row has a value for may be NULL`,
  why: 'A row that slips in without the value drops out of comparisons, sums and NOT IN without a word, and every reader must be ready for a case that is not meant to be.',
  effort: 'minutes',
  tradeOff: 'Writers that give NULL on purpose fail from then on; rows that have it must be filled first.',
  needs: ['catalog'],
  settings: {
    /** From so many rows on, none without a value is taken for a fact. */
    enoughRows: 1000,
  },
  *check({ catalog, lookups, sizes, settings }) {
    const strictDomains = new Set(
      catalog.types.flatMap((type) =>
        type.kind === 'domain' && !type.nullable ? [`${type.schema}.${type.name}`] : [],
      ),
    );
    for (const [table, column] of judgedColumns(lookups)) {
      const { ref } = column.type;
      if (!column.nullable || keepsCopies(table.name) || (ref && strictDomains.has(`${ref.schema}.${ref.name}`)))
        continue;
      const found = requirement(table, column, lookups);
      if (!found) continue;
      const nulls = nullsIn(sizes, table, column, settings.enoughRows);
      // Rows without it say that there is a case without it.
      if (nulls.some || (found.strength === 'observed' && !nulls.evidence)) continue;
      const name = qualifiedColumn(table, column.name);
      yield {
        at: { kind: 'column', object: table, names: [column.name] },
        message: `${name} may be NULL${column.default === undefined ? '' : `, though it has a default, ${shortened(column.default)}`}`,
        evidence: [
          stated(`${name} is not NOT NULL`),
          presumed(found.reason, strength(found)),
          ...(nulls.evidence ? [nulls.evidence] : []),
        ],
        severity: isReferencing(table, column.name) ? 'medium' : 'low',
        changes: [{ kind: 'set not null', table, column: column.name }],
      };
    }
  },
});

function strength({ strength }: Requirement): 'weak' | 'fair' | 'strong' {
  return strength === 'observed' ? 'weak' : strength;
}

function nullsIn(
  sizes: Sizes,
  table: Table,
  column: Column,
  enough: number,
): { readonly some: boolean; readonly evidence?: Evidence } {
  const known = sizes.statistics(table)?.columns[column.name];
  const rows = sizes.rows(table);
  if (!known || rows === undefined || rows <= 0) return { some: false };
  if (known.nullFraction > 0) return { some: true };
  if (rows < enough) return { some: false };
  return {
    some: false,
    evidence: observed(
      `none of the sampled ones of ${groupDigits(rows)} rows is without it (the planner's statistics)`,
    ),
  };
}

function shortened(expression: string): string {
  return expression.length > 40 ? `${expression.slice(0, 39)}…` : expression;
}
