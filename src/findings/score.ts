import { compareText, type QualifiedName, qualified } from '../catalog/names.ts';
import { type Dimension, dimensions, type Finding, type Severity } from './finding.ts';

/** What one finding takes off a sub-score. */
export interface Deduction {
  readonly rule: string;
  readonly points: number;
  /** The arithmetic in words and numbers. */
  readonly how: string;
}

/** A sub-score: 100 less its deductions. */
export interface ScorePart {
  readonly dimension: Dimension;
  /** 0 to 100, to one decimal. */
  readonly value: number;
  /** Its share in the score. */
  readonly weight: number;
  /** The greatest first. */
  readonly deductions: readonly Deduction[];
}

/** The health of a schema with the arithmetic that leads to it (docs/score.md). */
export interface Score {
  /** 0 to 100, whole. */
  readonly value: number;
  /** What the value means, in a word or two. */
  readonly word: string;
  readonly parts: readonly ScorePart[];
  /** The weighted mean written out. */
  readonly how: string;
}

/** What the score is judged against: the tables that hold rows, and the importance of each by qualified name. */
export interface ScoredSchema {
  readonly tables: readonly QualifiedName[];
  readonly importance: ReadonlyMap<string, number>;
}

const weights: Readonly<Record<Dimension, number>> = {
  performance: 0.3,
  integrity: 0.35,
  maintainability: 0.15,
  scalability: 0.2,
};

/** The share of a sub-score, in percent, that a sure case would take if it concerned every table. */
const costs: Readonly<Record<Severity, number>> = { critical: 80, high: 45, medium: 20, low: 6 };

/** What must be fixed counts as if it reached at least this far, however large the schema. */
const leastReachOfMustFix = 0.25;

/** Every table weighs at least this much, on top of its importance. */
const baseWeight = 0.2;

/**
 * The health score (docs/score.md): each finding takes a share of what is left of its sub-score, the greatest first:
 * its cost (severity × confidence, the mean over the tables concerned) × its reach (the square root of the share of
 * the tables concerned, weighed by importance). The score is the weighted mean of the four. No findings, 100.
 */
export function healthScore(findings: readonly Finding[], schema: ScoredSchema): Score {
  const places = tableWeights(schema);
  const parts = dimensions.map((dimension) => {
    const weighed = findings
      .filter((finding) => finding.dimension === dimension && finding.items.length > 0)
      .map((finding) => weigh(finding, places))
      .sort((a, b) => b.share - a.share || compareText(a.rule, b.rule));
    return scorePart(dimension, weighed);
  });
  const mean = tenths(parts.reduce((sum, part) => sum + part.value * part.weight, 0));
  const value = Math.round(mean);
  const terms = parts.map((part) => `${part.weight.toFixed(2)} × ${part.value.toFixed(1)}`).join(' + ');
  const mustFix = findings.some((finding) => finding.priority === 'P0');
  return { value, word: scoreWord(value, mustFix), parts, how: `${terms} = ${mean.toFixed(1)}` };
}

/** What a score means, in the words of every report; what must be fixed is never called sound. */
function scoreWord(value: number, mustFix: boolean): string {
  if (value >= 90 && !mustFix) return 'healthy';
  if (value >= 75 && !mustFix) return 'sound';
  if (value >= 55) return 'needs attention';
  if (value >= 40) return 'at risk';
  return 'in poor health';
}

interface Weighed {
  readonly rule: string;
  /** Of what is left, 0 to 1. */
  readonly share: number;
  readonly how: string;
}

/** What each table weighs, by qualified name, and together. */
interface Weights {
  readonly of: ReadonlyMap<string, number>;
  readonly total: number;
}

function tableWeights(schema: ScoredSchema): Weights {
  const of = new Map(
    schema.tables.map((table) => {
      const name = qualified(table);
      return [name, baseWeight + (schema.importance.get(name) ?? 0)] as const;
    }),
  );
  return { of, total: [...of.values()].reduce((a, b) => a + b, 0) };
}

function weigh(finding: Finding, { of: tables, total: known }: Weights): Weighed {
  const typical = tables.size === 0 ? 1 : known / tables.size;
  const worst = new Map<string, number>();
  for (const item of finding.items) {
    const place = qualified(item.at.object);
    worst.set(place, Math.max(worst.get(place) ?? 0, (costs[item.severity] * item.confidence) / 10));
  }
  let concerned = 0;
  let total = known;
  let cost = 0;
  for (const [place, itsCost] of worst) {
    const weight = tables.get(place) ?? typical;
    if (!tables.has(place)) total += typical;
    concerned += weight;
    cost += weight * itsCost;
  }
  cost /= concerned;
  const part = Math.min(1, concerned / total);
  const reach = Math.max(Math.sqrt(part), finding.priority === 'P0' ? leastReachOfMustFix : 0);
  const onTables = [...worst.keys()].filter((place) => tables.has(place)).length;
  const where =
    onTables === worst.size
      ? `${onTables} of ${count(tables.size, 'table')}`
      : `${count(worst.size, 'object')}, ${onTables} of them tables out of ${tables.size}`;
  return {
    rule: finding.rule,
    share: (cost * reach) / 100,
    how: `${where}, ${Math.round(part * 100)}% by importance: cost ${cost.toFixed(1)} × reach ${reach.toFixed(2)} = ${(cost * reach).toFixed(1)}%`,
  };
}

function scorePart(dimension: Dimension, weighed: readonly Weighed[]): ScorePart {
  let left = 100;
  const deductions: Deduction[] = [];
  for (const { rule, share, how } of weighed) {
    const points = Math.min(left, Math.max(0.1, tenths(left * share)));
    deductions.push({ rule, points, how: `${how} of the ${left.toFixed(1)} left` });
    left = tenths(left - points);
  }
  return { dimension, value: left, weight: weights[dimension], deductions };
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
