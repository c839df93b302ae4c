import { displayName, qualified } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { stated } from '../../findings/evidence.ts';
import { defineRule, type Draft } from '../rule.ts';
import { words } from '../words.ts';

export const rule = defineRule({
  id: 'identifier-needs-quotes',
  category: 'names and habits',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'A name can only be written in quotes.',
  headline: (count) => `${count} objects have names that need quotes`,
  why: 'Every statement that is written by hand must quote the name in exactly this form; without quotes the engine folds it to lower case and finds nothing.',
  effort: 'days',
  tradeOff: 'A new name breaks every program that uses the old one; a view of the old name can bridge the time.',
  needs: ['catalog'],
  settings: {
    /** From this share of the tables of a schema on, such names are its convention, and said once for the whole of it. */
    convention: 0.5,
    leastTables: 5,
  },
  *check({ catalog, lookups, settings, traits }) {
    const odd = (name: string) => traits.quote(name) !== name && traits.quote(name.toLowerCase()) !== name;
  },
});
