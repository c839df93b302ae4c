import { qualifiedColumn } from '../../catalog/names.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'long-enum',
  category: 'types',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'An enum of many values, which is data and not a type.',
  headline: (count) => `${count} enums have so many values that they are data`,
  why: 'Each new value is a change of the schema; one in the middle writes the table anew, and the order of the values decides every ORDER BY.',
  effort: 'hours',
  tradeOff: 'A table of the values is joined or looked up, and its key stands in each row.',
  needs: ['catalog'],
  when: (traits) => traits.clusteredByPrimaryKey,
  settings: {
    /** More values than this are rows. */
    values: 15,
  },
  *check({ lookups, settings }) {
    for (const table of lookups.ownTables) {
      for (const column of table.columns) {
        if (column.type.family !== 'enum') continue;
        const values = column.type.text.match(/'(?:[^']|'')*'/g)?.length ?? 0;
        if (values <= settings.values) continue;
        yield {
          at: { kind: 'column', object: table, names: [column.name] },
          message: `${qualifiedColumn(table, column.name)} is an enum of ${values} values`,
          evidence: [stated(`the type lists ${values} values`)],
          changes: [],
        };
      }
    }
  },
});
