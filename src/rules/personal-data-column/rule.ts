import { displayName, qualified } from '../../catalog/names.ts';
import { presumed } from '../../findings/evidence.ts';
import { type PersonalKind, personalColumns } from '../personal-names.ts';
import { isMigrationRecord } from '../record-tables.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'personal-data-column',
  category: 'security and tenancy',
  dimension: 'maintainability',
  severity: 'low',
  summary: 'Columns that seem to hold personal data: a list for those who must know where it is.',
  headline: (count) => `${count} tables seem to hold personal data`,
  why: 'Access, deletion, retention and copies of personal data are regulated (GDPR, CCPA and others): who answers for them needs the list.',
  effort: 'hours',
  tradeOff: 'Nothing is to be changed for its own sake.',
  needs: ['catalog'],
  settings: {
    /** Kinds to leave out. */
    except: [],
  },
  *check({ lookups, settings, sizes }) {
    const except = new Set<string>(settings.except);
    for (const table of lookups.ownTables) {
      if (isMigrationRecord(table.name)) continue;
      const byKind = new Map<PersonalKind, string[]>();
      for (const { column, kind } of personalColumns(table)) {
        if (except.has(kind)) continue;
        byKind.set(kind, [...(byKind.get(kind) ?? []), displayName(column.name)]);
      }
      if (byKind.size === 0) continue;
      const list = [...byKind]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([kind, columns]) => `${kind} (${columns.sort().join(', ')})`);
      const size = sizes.describe(table);
      yield {
        at: { kind: 'table', object: table },
        message: `${qualified(table)} seems to hold ${list.join(', ')}${size ? `; ${size}` : ''}`,
        evidence: [presumed('the names of the columns say so', byKind.size > 1 ? 'fair' : 'weak')],
        changes: [],
      };
    }
  },
});
