import { qualified } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'table-without-transactions',
  category: 'shape',
  dimension: 'integrity',
  severity: 'high',
  summary: 'A table whose storage engine knows no transactions.',
  headline: (count) => `${count} tables are stored by engines without transactions`,
  why: 'A statement that fails in the middle leaves half of its rows, a rollback changes nothing, foreign keys are read and not kept, and a crash can damage the table.',
  effort: 'hours',
  tradeOff: 'The table is written anew once; counting all rows takes a scan from then on.',
  needs: ['catalog'],
  when: (traits) => traits.enginesWithoutTransactions !== undefined,
  settings: {},
  *check({ lookups, sizes, traits }) {
    for (const table of lookups.ownTables) {
      const engine = table.options['engine'];
      if (engine === undefined || !traits.enginesWithoutTransactions?.has(engine.toLowerCase())) continue;
      const size = sizes.describe(table);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} is stored by ${engine}, which knows no transactions${size ? `; ${size}` : ''}`,
        evidence: [stated(`the table says ENGINE=${engine}`)],
        // In memory on purpose: its rows are gone with the server anyway.
        severity: /^memory$/i.test(engine) ? 'low' : 'high',
        changes: [],
      };
    }
  },
});
