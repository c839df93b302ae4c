import { displayName, qualified } from '../../catalog/names.ts';
import { type Statistics, unusedDays } from '../../catalog/statistics.ts';
import type { Index } from '../../catalog/table.ts';
import { observed, presumed } from '../../findings/evidence.ts';
import { servesForeignKey } from '../foreign-key-index.ts';
import { covers } from '../index-cover.ts';
import { dependent, dropIndex, type IndexOwner, indexOwners, indexSubject, isTable } from '../index-owner.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';
import { describeBytes } from '../size-evidence.ts';
import { type IndexUse, indexUse } from './use.ts';

const day = 86_400_000;

export const rule = defineRule({
  id: 'unused-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'medium',
  summary: 'An index that no query has read for as long as the counters count.',
  headline: (count) => `${count} indexes are not used`,
  why: 'Every insert, and many an update, writes it; it takes memory from what is read.',
  effort: 'minutes',
  tradeOff: 'A query that runs once a quarter, or on a replica, may need it: keep its definition.',
  needs: ['statistics'],
  settings: {
    /** Younger counters prove nothing. */
    days: unusedDays,
    /** An index that was read, but not for so long, is unused too (where the engine keeps the time of the last read). */
    lastScanDays: 365,
    /** The planner reads small tables whole, whatever indexes they have. */
    smallTableRows: 1000,
    largeBytes: 1_073_741_824,
  },
  *check({ catalog, lookups, sizes, settings, statistics, now }) {
    const until = Date.parse(statistics.takenAt ?? now.toISOString());
    const age = Math.floor((until - Date.parse(statistics.countersSince ?? '')) / day);
    // Without a start of the counters the age is not a number, and the rule is silent.
    if (!(age >= settings.days)) return;
    const useOf = indexUse(catalog, statistics);
    for (const owner of indexOwners(catalog)) {
      const rows = sizes.rows(owner);
      if ((rows !== undefined && rows <= settings.smallTableRows) || idle(owner, statistics)) continue;
      for (const index of owner.indexes) {
        if (!index.valid || index.unique || dependent(owner, index, lookups) || onlyForForeignKey(owner, index))
          continue;
        const use = useOf(owner, index);
        const since = use && unusedFor(use, age, until, settings.lastScanDays);
        if (!use || since === undefined || takesOver(owner, index, useOf)) continue;
        const where = statistics.standby ? ' on this standby' : '';
        const fact = `${displayName(index.name)}: ${since.fact}${where}; counters since ${statistics.countersSince}, ${age} days`;
        yield {
          at: indexSubject(owner, index),
          message: `${qualified(owner)}: index ${displayName(index.name)}, ${indexText(index)}, ${since.text}${where}; it takes ${describeBytes(use.bytes)}`,
          // A standby counts its own scans alone: its silence is no fact about the primary.
          evidence: statistics.standby
            ? [presumed(`${fact}; the primary and other standbys count for themselves`, 'fair')]
            : [observed(fact)],
          severity: use.bytes >= settings.largeBytes ? 'high' : 'medium',
          changes: [dropIndex(owner, index)],
          questions: [
            {
              question: statistics.standby
                ? 'What do the index counters of the primary and of the other standbys say?'
                : 'Do replicas answer queries, and what do their index counters say?',
              changes: 'which unused indexes can be dropped: each server counts only its own scans',
            },
          ],
        };
      }
    }
  },
});

/** Neither read nor written: that is about the table, not its indexes. */
function idle(owner: IndexOwner, { tables }: Statistics): boolean {
  const table = tables[qualified(owner)];
  if (!table || table.sequentialScans === undefined) return false;
  const activity = [table.sequentialScans, table.indexScans, table.inserted, table.updated, table.deleted];
  return activity.every((count) => (count ?? 0) === 0);
}

function unusedFor(
  use: IndexUse,
  age: number,
  until: number,
  lastScanDays: number,
): { readonly text: string; readonly fact: string } | undefined {
  if (use.scans === 0) return { text: `was not read once in ${age} days`, fact: '0 scans' };
  const idleDays = use.lastScan === undefined ? 0 : Math.floor((until - Date.parse(use.lastScan)) / day);
  return idleDays >= lastScanDays
    ? { text: `was last read ${idleDays} days ago`, fact: `last scan ${use.lastScan}` }
    : undefined;
}

/** Without it, deleting a parent row reads the whole table: it is kept for the day that this happens. */
function onlyForForeignKey(owner: IndexOwner, index: Index): boolean {
  if (!isTable(owner)) return false;
  const others = owner.indexes.filter((one) => one !== index);
  return owner.foreignKeys.some(
    (key) => servesForeignKey(index, key) && !others.some((one) => servesForeignKey(one, key)),
  );
}

/** Where a weaker index that is read is to be dropped, this one will take over its scans. */
function takesOver(
  owner: IndexOwner,
  index: Index,
  useOf: (owner: IndexOwner, index: Index) => IndexUse | undefined,
): boolean {
  return owner.indexes.some((other) => covers(owner, index, other) && (useOf(owner, other)?.scans ?? 0) > 0);
}
