import type { QualifiedName } from '../catalog/names.ts';
import { type IndexStatistics, indexKey, type Statistics } from '../catalog/statistics.ts';
import type { Index } from '../catalog/table.ts';
import { describeBytes } from './size-evidence.ts';

export function indexStatistics(
  statistics: Statistics,
  owner: QualifiedName,
  index: Index,
): IndexStatistics | undefined {
  return statistics.indexes[indexKey(statistics, owner, index.name)];
}

/** `; it takes 12 MB (observed)`, or nothing when not known. */
export function sizeClause(statistics: Statistics, owner: QualifiedName, index: Index): string {
  const bytes = indexStatistics(statistics, owner, index)?.bytes;
  return bytes === undefined ? '' : `; it takes ${describeBytes(bytes)} (observed)`;
}
