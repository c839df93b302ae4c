/**
 * What backs a finding, strongest kind first:
 * measured (queries were run on rows), planned (the planner was asked), rehearsed (the statement was run in the
 * lab and watched), counted (rows were counted), observed (the live system's counters), stated (follows from the
 * DDL alone), presumed (a name or a habit suggests it).
 */
export type EvidenceKind = 'measured' | 'planned' | 'rehearsed' | 'counted' | 'observed' | 'stated' | 'presumed';

export const evidenceKinds: readonly EvidenceKind[] = [
  'measured',
  'planned',
  'rehearsed',
  'counted',
  'observed',
  'stated',
  'presumed',
];

export interface Evidence {
  readonly kind: EvidenceKind;
  /** One sentence with the facts and where each number comes from. */
  readonly text: string;
  /** How telling a presumption is; only with `presumed`, `fair` when absent. */
  readonly strength?: 'weak' | 'fair' | 'strong';
}

export const planned = (text: string): Evidence => ({ kind: 'planned', text });
export const stated = (text: string): Evidence => ({ kind: 'stated', text });
export const observed = (text: string): Evidence => ({ kind: 'observed', text });
export const counted = (text: string): Evidence => ({ kind: 'counted', text });
export const presumed = (text: string, strength: 'weak' | 'fair' | 'strong' = 'fair'): Evidence => ({
  kind: 'presumed',
  text,
  strength,
});

const certainty: Readonly<Record<EvidenceKind, number>> = {
  measured: 10,
  planned: 9,
  counted: 9,
  observed: 8,
  stated: 8,
  rehearsed: 8,
  presumed: 4,
};
const presumption = { weak: 2, fair: 4, strong: 6 } as const;

/**
 * How sure a finding is, 1 to 10, from its evidence alone (docs/confidence.md).
 *
 * - A finding that needs a presumption and has no fact about rows or counters that confirms it is only as sure as
 *   the presumption (weak 2, fair 4, strong 6); what the DDL states beside it adds 1.
 * - Else its strongest kind decides: measured 10, planned and counted 9, observed, stated and rehearsed 8.
 * - A second, different kind beside the deciding one adds 1 (a fix that was rehearsed, a counter that agrees).
 */
export function confidence(evidence: readonly Evidence[]): number {
  const kinds = new Set(evidence.map((item) => item.kind));
  const confirmed = (['measured', 'planned', 'counted', 'observed'] as const).some((kind) => kinds.has(kind));
  let base: number;
  if (kinds.has('presumed') && !confirmed) {
    const strengths = evidence.flatMap((item) =>
      item.kind === 'presumed' ? [presumption[item.strength ?? 'fair']] : [],
    );
    base = Math.max(...strengths) + (kinds.has('stated') ? 1 : 0);
    return Math.min(10, base);
  }
  base = Math.max(1, ...[...kinds].map((kind) => certainty[kind]));
  return Math.min(10, base + (kinds.size > 1 ? 1 : 0));
}
