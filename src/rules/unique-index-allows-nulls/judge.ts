import { displayName } from '../../catalog/names.ts';
import type { Table } from '../../catalog/table.ts';
import { words } from '../../catalog/words.ts';
import type { Severity } from '../../findings/finding.ts';
import type { Nulls } from './nulls.ts';

export interface Verdict {
  readonly severity: Severity;
  readonly strength: 'weak' | 'fair' | 'strong';
  readonly presumption: string;
  readonly why?: string;
}

/**
 * What a null means in the index, as far as names and references tell. In (email, deleted_at) it marks the rows that matter. In (parent_id, name) it stands
 * for "none", and the name should be unique there too. In (tenant_id, external_id) it stands for "has none", which many
 * rows may share, as in a unique index on one nullable column: nothing is wrong.
 */
export function judge(table: Table, { nullable, fixed }: Nulls, deleted: string | undefined): Verdict | undefined {
  const references = new Set(table.foreignKeys.flatMap((key) => key.columns));
  const scope = (name: string) => references.has(name) || words(name)[0] === 'parent';
  const id = (name: string) => words(name).at(-1) === 'id';
  const names = nullable.map(displayName).join(', ');
  if (deleted !== undefined && nullable.includes(deleted)) {
    return {
      severity: 'high',
      strength: 'strong',
      presumption: `${displayName(deleted)} is NULL in every row that is not deleted`,
      why: `Two nulls count as different, and all live rows have a null in ${displayName(deleted)}: among them nothing is unique.`,
    };
  }
  if (fixed.length === 0) {
    if (!nullable.every((name) => references.has(name))) return undefined;
    return { severity: 'low', strength: 'fair', presumption: 'every row is meant to refer to all of them' };
  }
  const identified = fixed.some((name) => !scope(name) && !id(name));
  const outside = nullable.every(scope);
  if (outside && identified) {
    return {
      severity: 'medium',
      strength: 'fair',
      presumption: `a row without ${names} is meant to be unique among its like`,
    };
  }
  if (!outside && !identified) return undefined;
  return { severity: 'low', strength: 'weak', presumption: `rows without ${names} are not meant to repeat` };
}
