import type { Category, Dimension, Effort, Finding, FindingItem } from './finding.ts';
import { compareItems } from './order.ts';

/** What a finding takes from its rule; every rule is one. */
export interface GroupingRule {
  readonly id: string;
  readonly category: Category;
  readonly dimension: Dimension;
  /** The headline of several cases together. */
  readonly headline: (count: number) => string;
  readonly why: string;
  readonly effort: Effort;
  readonly tradeOff: string;
}

/** All cases of one rule as one finding, most pressing first; nothing when there is none. */
export function groupItems(rule: GroupingRule, items: readonly FindingItem[]): Finding | undefined {
  const sorted = [...items].sort(compareItems);
  const first = sorted[0];
  if (!first) return undefined;
  const atPriority = sorted.filter((item) => item.priority === first.priority);
  return {
    id: rule.id,
    rule: rule.id,
    category: rule.category,
    dimension: rule.dimension,
    priority: first.priority,
    confidence: atPriority.reduce((best, item) => Math.max(best, item.confidence), 1),
    message: sorted.length === 1 ? first.message : rule.headline(sorted.length),
    why: sorted.length === 1 ? (first.why ?? rule.why) : rule.why,
    effort: rule.effort,
    tradeOff: rule.tradeOff,
    items: sorted,
  };
}
