import { stated } from '../../findings/evidence.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'foreign-keys-not-enforced',
  category: 'keys and relations',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'Foreign keys are declared, and the engine checks them only in sessions that ask for it.',
  headline: (count) => `${count} schemas declare foreign keys that nobody is seen to switch on`,
  why: 'A session that does not switch them on deletes parents and leaves their children, and inserts rows that refer to nothing, without complaint.',
  effort: 'minutes',
  tradeOff: 'Writes that were wrong all along begin to fail; each one looks its parent up.',
  needs: ['catalog'],
  when: (traits) => !traits.enforcesForeignKeys,
  settings: {},
  *check({ lookups, statistics, catalog }) {
    if (statistics.settings['foreign_keys'] === 'on') return;
    const tables = lookups.ownTables.filter(({ foreignKeys }) => foreignKeys.length > 0);
    const [schema] = catalog.schemas;
    if (tables.length === 0 || !schema) return;
    const keys = tables.reduce((sum, { foreignKeys }) => sum + foreignKeys.length, 0);
    yield {
      at: { kind: 'schema', object: { schema: schema.name, name: schema.name } },
      message: `${keys === 1 ? 'a foreign key is' : `${keys} foreign keys are`} declared, and nothing here switches them on: every connection must say PRAGMA foreign_keys = ON`,
      evidence: [
        stated(
          `the tables with foreign keys: ${tables
            .map(({ name }) => name)
            .sort()
            .slice(0, 5)
            .join(', ')}${tables.length > 5 ? ` and ${tables.length - 5} more` : ''}`,
        ),
        stated('the setting is kept in no database file: it is off in each new connection'),
      ],
      changes: [],
      weighs: tables,
      questions: [
        {
          question: 'Does every connection of the application switch foreign keys on?',
          changes: 'whether the foreign keys hold at all',
        },
      ],
    };
  },
});
