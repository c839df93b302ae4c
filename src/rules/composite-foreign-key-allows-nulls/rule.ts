import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { ForeignKey, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import { presumed, stated } from '../../findings/evidence.ts';
import { replaceForeignKey } from '../foreign-key-change.ts';
import { keyText } from '../foreign-key-text.ts';
import { nullableAmong } from '../nullability.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'composite-foreign-key-allows-nulls',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A foreign key over several columns does not check rows in which one of them is null.',
  headline: (count) => `${count} composite foreign keys are not checked where one column is NULL`,
  why: 'With MATCH SIMPLE, the default, one null in the key is enough: whatever the other columns hold is taken as valid, even if no such parent exists.',
  effort: 'hours',
  tradeOff: 'Rows that are filled by half must be mended before the stricter form can be validated.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, traits }) {
    for (const table of lookups.ownTables) {
      for (const key of table.foreignKeys) {
        if (key.inherited || !key.enforced || key.columns.length < 2 || key.match === 'full') continue;
        const nullable = nullableAmong(lookups, table, key.columns);
        if (nullable.length === 0 || decided(table, nullable)) continue;
        const fixed = key.columns.filter((column) => !nullable.includes(column));
        if (nullable.length === 1 && checkedElsewhere(table, key, fixed)) continue;
        const unchecked = nullable.length === 1 ? fixed : key.columns;
        yield {
          at: { kind: 'constraint', object: table, names: [key.name] },
          message:
            `${qualified(table)}: foreign key ${displayName(key.name)}, ${keyText(key)}, is not checked where ${nullable.map(displayName).join(' or ')} is NULL` +
            `: ${unchecked.map(displayName).join(', ')} may then hold what does not exist`,
          evidence: [
            stated(`the key is MATCH SIMPLE, and ${nullable.map(displayName).join(', ')} can be NULL`),
            presumed(
              nullable.length === 1
                ? `a row without ${displayName(nullable[0] ?? '')} still means to refer to something by ${fixed.map(displayName).join(', ')}`
                : 'a row means to fill all of these columns or none',
              nullable.length === 1 ? 'weak' : 'strong',
            ),
          ],
          severity: nullable.length === 1 ? 'low' : 'medium',
          changes: fix(table, key, nullable, fixed, lookups, traits),
        };
      }
    }
  },
});

/** A check constraint says already when these columns are null. */
function decided(table: Table, nullable: readonly string[]): boolean {
  return table.checks.some(
    (check) =>
      nullable.filter((column) => check.columns.includes(column)).length >= Math.min(2, nullable.length) &&
      /\bIS (NOT )?NULL\b|\bnum_(non)?nulls\b/i.test(check.expression),
  );
}

/**
 * The one column that can be null says whether there is a reference at all. The others are right when another key
 * checks each of them: in (tenant_id, manager_id) the tenant has a foreign key of its own.
 */
function checkedElsewhere(table: Table, key: ForeignKey, fixed: readonly string[]): boolean {
  const others = table.foreignKeys.filter((other) => other !== key);
  const own = new Set(table.primaryKey?.columns);
  return fixed.every((column) => own.has(column) || others.some((other) => other.columns.includes(column)));
}

/** All or nothing: MATCH FULL where all can be null, a check where some cannot. A single one can only be decided by people. */
function fix(
  table: Table,
  key: ForeignKey,
  nullable: readonly string[],
  fixed: readonly string[],
  lookups: Lookups,
  traits: Traits,
): readonly Change[] {
  if (nullable.length === 1) return [];
  if (fixed.length === 0) {
    return replaceForeignKey(
      table,
      key,
      lookups.freeConstraintName(table, key.columns, 'fkey', traits.identifierBytes),
      { match: 'full' },
    );
  }
  const [first, ...rest] = nullable.map((column) => `(${traits.quote(column)} IS NULL)`);
  const expression = rest.map((test) => `${first} = ${test}`).join(' AND ');
  const name = lookups.freeConstraintName(table, nullable, 'check', traits.identifierBytes);
  return [{ kind: 'add check', table, name, expression }];
}
