import { qualified, qualifiedColumn } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { implied } from '../implied.ts';
import { neverNull } from '../nullability.ts';
import { defineRule } from '../rule.ts';
import { percent } from '../size-evidence.ts';
import { isCertain, tenancy, tenantNames } from '../tenancy.ts';

export const rule = defineRule({
  id: 'tenant-column-nullable',
  category: 'security and tenancy',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'The column that says whose row it is can be NULL.',
  headline: (count) => `${count} tables can hold rows of no tenant`,
  why: 'A row without a tenant belongs to nobody: filters by tenant and policies pass it by, unique and foreign keys with the tenant do not check it, and it stays when the tenant leaves.',
  effort: 'minutes',
  tradeOff: 'Rows that are there for all tenants then need a place of their own.',
  needs: ['catalog'],
  settings: { tenantNames },
  *check({ lookups, sizes, settings }) {
    const model = tenancy(lookups, settings.tenantNames);
    if (!model) return;
    for (const { table, column } of model.owned.values()) {
      if (neverNull(column) || expectsNull(table, column.name)) continue;
      const at = { kind: 'column', object: table, names: [column.name] } as const;
      const name = qualifiedColumn(table, column.name);
      const nulls = sizes.statistics(table)?.columns[column.name]?.nullFraction;
      const setNull = table.foreignKeys.find((key) => key.columns.includes(column.name) && key.onDelete === 'set null');
      const fixable = (nulls === undefined || nulls === 0) && setNull === undefined;
      yield {
        at,
        message: `${name} allows NULL: a row of ${qualified(table)} may belong to no tenant${setNull ? `, and ${setNull.name} makes it so when its tenant is deleted` : ''}`,
        evidence: [
          stated(`${name} is not NOT NULL`),
          presumed(
            `${model.owned.size} tables have ${model.column}: it says whose the row is`,
            isCertain(model) ? 'strong' : 'fair',
          ),
          ...nullEvidence(nulls, name),
        ],
        changes: fixable ? [{ kind: 'set not null', table, column: column.name }] : [],
        implies: implied(at, ['missing-not-null']),
        ...(fixable
          ? {}
          : {
              questions: [
                {
                  question: `Whose are the rows without ${column.name}?`,
                  changes: 'the tenant to give them before the column can be NOT NULL',
                },
              ],
            }),
      };
    }
  },
});

/** A check, a policy or an index that speaks of its being NULL: rows without a tenant are meant to be. */
function expectsNull(table: Table, column: string): boolean {
  const mention = new RegExp(`(?<![\\w"])"?${column.replaceAll(/[^\w]/g, '\\$&')}"? IS (?:NOT )?NULL`);
  return (
    table.policies.some((policy) => mention.test(policy.using ?? '') || mention.test(policy.withCheck ?? '')) ||
    table.checks.some((check) => mention.test(check.expression)) ||
    table.indexes.some((index) => mention.test(index.predicate ?? ''))
  );
}

function nullEvidence(nulls: number | undefined, name: string): readonly Evidence[] {
  if (nulls === undefined) return [];
  return [
    observed(
      nulls === 0
        ? `no sampled row has NULL in ${name} (the planner's statistics)`
        : `${name} is NULL in ${percent(nulls)} of the rows (the planner's statistics)`,
    ),
  ];
}
