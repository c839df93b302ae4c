import type { Catalog } from '../../catalog/catalog.ts';
import { qualified } from '../../catalog/names.ts';
import { indexKey, type Statistics } from '../../catalog/statistics.ts';
import type { Index } from '../../catalog/table.ts';
import { type IndexOwner, indexOwners } from '../index-owner.ts';

/** What the counters say of an index, the partitions' parts of it included. */
export interface IndexUse {
  readonly scans: number;
  readonly bytes: number;
  /** ISO 8601. */
  readonly lastScan?: string;
}

/** The use of each index; nothing where a part of it is not known. */
export function indexUse(
  catalog: Catalog,
  statistics: Statistics,
): (owner: IndexOwner, index: Index) => IndexUse | undefined {
  const attached = new Map<string, string[]>();
  for (const owner of indexOwners(catalog)) {
    for (const index of owner.indexes) {
      if (!index.partitionOf) continue;
      const parent = qualified(index.partitionOf);
      const parts = attached.get(parent) ?? [];
      attached.set(parent, parts);
      parts.push(indexKey(statistics, owner, index.name));
    }
  }
  const use = (name: string): IndexUse | undefined => {
    const parts = attached.get(name);
    if (!parts) {
      const own = statistics.indexes[name];
      if (own?.scans === undefined) return undefined;
      return { scans: own.scans, bytes: own.bytes, ...(own.lastScan === undefined ? {} : { lastScan: own.lastScan }) };
    }
    const uses = parts.map(use);
    return uses.every((part) => part !== undefined) ? uses.reduce(together) : undefined;
  };
  return (owner, index) => use(indexKey(statistics, owner, index.name));
}

function together(a: IndexUse, b: IndexUse): IndexUse {
  const scanned = [a.lastScan, b.lastScan].filter((time) => time !== undefined).sort();
  const last = scanned.at(-1);
  return { scans: a.scans + b.scans, bytes: a.bytes + b.bytes, ...(last === undefined ? {} : { lastScan: last }) };
}
