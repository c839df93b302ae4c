import type { Change } from '../../catalog/change.ts';
import type { Lookups } from '../../catalog/lookups.ts';
import { displayName, qualified } from '../../catalog/names.ts';
import type { Index, Table } from '../../catalog/table.ts';
import { type Evidence, stated } from '../../findings/evidence.ts';
import { covers } from '../index-cover.ts';
import { dropIndex, type IndexOwner, indexName, indexOwners, indexSubject, isTable } from '../index-owner.ts';
import { sizeClause } from '../index-size.ts';
import { indexText } from '../index-text.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'invalid-index',
  category: 'indexes',
  dimension: 'performance',
  severity: 'high',
  summary: 'An index that the engine has marked invalid.',
  headline: (count) => `${count} indexes are invalid: written to, never read`,
  why: 'The planner does not use it, while every write still maintains it; a unique one does not vouch for the rows that were there before.',
  effort: 'minutes',
  tradeOff:
    'Rebuilding reads the table twice while reads and writes go on; of a unique index it fails while there are duplicates.',
  needs: ['catalog'],
  settings: {},
  *check({ catalog, lookups, statistics }) {
    for (const owner of indexOwners(catalog)) {
      for (const index of owner.indexes) {
        if (index.valid || index.partitionOf) continue;
        const { what, evidence, changes } = remedy(owner, index, lookups);
        yield {
          at: indexSubject(owner, index),
          message: `${qualified(owner)}: index ${displayName(index.name)}, ${indexText(index)}, is invalid${what}${sizeClause(statistics, owner, index)}`,
          evidence: [stated(`the engine marks ${displayName(index.name)} as not valid`), ...evidence],
          severity: isTable(owner) && owner.partitioning ? 'medium' : 'high',
          changes,
        };
      }
    }
  },
});

interface Remedy {
  readonly what: string;
  readonly evidence: readonly Evidence[];
  readonly changes: readonly Change[];
}

function remedy(owner: IndexOwner, index: Index, lookups: Lookups): Remedy {
  if (isTable(owner) && owner.partitioning) return unattached(owner, index, lookups);
  const drop = [dropIndex(owner, index)];
  // REINDEX CONCURRENTLY names what it builds and what it replaces so (REINDEX in the manual).
  const leftover = /_cc(new|old)\d*$/.exec(index.name);
  if (leftover) {
    return {
      what: `: left behind by an interrupted rebuild of ${displayName(index.name.slice(0, leftover.index))}`,
      evidence: [],
      changes: drop,
    };
  }
  const other = owner.indexes.find((one) => one !== index && covers(owner, one, { ...index, valid: true }));
  if (other) {
    const evidence = [
      stated(`valid index ${displayName(other.name)}, ${indexText(other)}, does all that it was meant to do`),
    ];
    return { what: `, and ${displayName(other.name)} already does its work`, evidence, changes: drop };
  }
  return {
    what: ': its build was interrupted or failed',
    evidence: [],
    changes: [{ kind: 'rebuild index', table: owner, index: indexName(owner, index) }],
  };
}

/** A partitioned table's index becomes valid with the last partition's; rebuilding does not help. */
function unattached(table: Table, index: Index, lookups: Lookups): Remedy {
  const partitions = lookups.partitions(table);
  const missing = partitions.filter(
    (partition) =>
      !partition.indexes.some(
        (own) => own.valid && own.partitionOf?.schema === table.schema && own.partitionOf.name === index.name,
      ),
  );
  const names =
    missing.slice(0, 3).map(qualified).join(', ') + (missing.length > 3 ? ` and ${missing.length - 3} more` : '');
  return {
    what:
      missing.length === 0
        ? ''
        : `: ${missing.length} of ${partitions.length} partitions have no valid index attached to it (${names})`,
    evidence: missing.length === 0 ? [] : [stated(`no valid index is attached to it from ${names}`)],
    changes: [],
  };
}
