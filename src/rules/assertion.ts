import type { Evidence } from '../findings/evidence.ts';

/** How surely a message can say what a column holds: nothing but a fair or weak presumption only makes it seem so. */
export function verb(evidence: readonly Evidence[]): 'holds' | 'seems to hold' {
  return evidence.some((one) => one.kind !== 'presumed' || one.strength === 'strong') ? 'holds' : 'seems to hold';
}
