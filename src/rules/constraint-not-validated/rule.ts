import { unwrapped } from '../../catalog/conjuncts.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import { objectName } from '../../catalog/object-name.ts';
import type { Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import type { Severity } from '../../findings/finding.ts';
import { keyText } from '../foreign-key-text.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'constraint-not-validated',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A constraint was added as NOT VALID and never validated.',
  headline: (count) => `${count} constraints were never validated`,
  why: 'Rows from before it may break it; an update of such a row fails out of the blue, a dump of it cannot be restored, and the planner may not rely on it.',
  effort: 'minutes',
  tradeOff:
    'Validation reads the table while reads and writes go on, and fails at the first row that breaks the constraint.',
  needs: ['catalog'],
  settings: {},
  *check({ lookups, traits }) {
    for (const table of lookups.ownTables) {
      for (const { name, text, severity } of unvalidated(table, traits.identifierBytes)) {
        yield {
          at: { kind: 'constraint', object: table, names: [name] },
          message: `${qualified(table)}: ${text} is not validated`,
          evidence: [stated(`${displayName(name)} is marked NOT VALID`)],
          severity,
          changes: [{ kind: 'validate constraint', table, name }],
        };
      }
    }
  },
});

interface Unvalidated {
  readonly name: string;
  readonly text: string;
  readonly severity: Severity;
}

/** What is enforced for new rows only. NOT ENFORCED is another thing, and was asked for; what is inherited is its parent's. */
function* unvalidated(table: Table, identifierBytes: number): Generator<Unvalidated> {
  for (const key of table.foreignKeys) {
    if (key.validated || !key.enforced || key.inherited) continue;
    yield { name: key.name, text: `foreign key ${displayName(key.name)}, ${keyText(key)},`, severity: 'medium' };
  }
  for (const check of table.checks) {
    if (check.validated || !check.enforced || check.inherited) continue;
    yield {
      name: check.name,
      text: `check ${displayName(check.name)}, ${unwrapped(check.expression)},`,
      severity: 'medium',
    };
  }
  for (const column of table.columns) {
    if (column.notNull?.validated !== false || !column.local) continue;
    const name = column.notNull.name ?? objectName([table.name, column.name], 'not_null', identifierBytes);
    yield { name, text: `NOT NULL of ${displayName(column.name)}`, severity: 'medium' };
  }
}
