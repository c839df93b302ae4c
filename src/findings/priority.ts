import type { Catalog } from '../catalog/catalog.ts';
import type { Lookups, Reference } from '../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Priority, Severity } from './finding.ts';

const severityPoints: Readonly<Record<Severity, number>> = { critical: 8, high: 4, medium: 2, low: 1 };

/** The most severe of one or several. */
export function mostSevere(first: Severity, others: readonly Severity[]): Severity {
  return others.reduce((most, one) => (severityPoints[one] > severityPoints[most] ? one : most), first);
}

/** The urgency from which a case is P0, and P1 (docs/priority.md). */
const mustFix = 56;
const shouldFix = 24;

/** How pressing a case is, 1 to 160: severity (8, 4, 2, 1) × confidence (1 to 10) × (1 + importance of the table). */
export function urgency(severity: Severity, confidence: number, importance: number): number {
  return severityPoints[severity] * confidence * (1 + importance);
}

/**
 * P0 must be fixed, P1 is of high priority, P2 is nice to have (docs/priority.md).
 *
 * P0 from an urgency of 56, if the confidence is at least 8, or 6 where the severity is critical; P1 from 24, if the
 * confidence is at least 4; all else is P2. So low is always P2, medium never P0, and a sure critical case always P0.
 */
export function priority(severity: Severity, confidence: number, importance: number): Priority {
  const pressing = urgency(severity, confidence, importance);
  if (pressing >= mustFix && confidence >= (severity === 'critical' ? 6 : 8)) return 'P0';
  return pressing >= shouldFix && confidence >= 4 ? 'P1' : 'P2';
}

/** A table of this many rows is as important by its size as one can be, where no table is larger. */
const manyRows = 1_000_000;
/** The same for references: this many, where no table has more. */
const manyReferences = 4;
/** What is left of the importance of a table whose size is not known: much referenced tables are often small. */
const withoutSize = 0.5;
const weights = { size: 3, references: 1, queries: 1 } as const;

/**
 * How important each table is, 0 to 1, by qualified name (docs/priority.md): the weighted mean of its size (3), its
 * references (1) and its use in queries (1), each on a logarithmic scale against the greatest; what is not known is
 * left out of the mean, and where the size is not known the mean is halved. A partition is as important as its parent.
 *
 * @param rows nothing when not known
 * @param queries how many queries of the workload read or write the table; 0 for all when there is no workload
 */
export function tableImportance(
  catalog: Catalog,
  lookups: Lookups,
  rows: (table: QualifiedName) => number | undefined,
  queries: (table: QualifiedName) => number = () => 0,
): ReadonlyMap<string, number> {
  const facts = new Map(
    catalog.tables.map((table) => {
      const whole = root(table, lookups);
      return [
        qualified(table),
        { rows: rows(whole), references: references(whole, lookups), queries: queries(whole) },
      ] as const;
    }),
  );
  const all = [...facts.values()];
  const mostRows = greatest(
    all.map((fact) => fact.rows ?? 0),
    manyRows,
  );
  const mostReferences = greatest(
    all.map((fact) => fact.references),
    manyReferences,
  );
  const mostQueries = greatest(
    all.map((fact) => fact.queries),
    0,
  );
  const result = new Map<string, number>();
  for (const [name, fact] of facts) {
    let sum = weights.references * share(fact.references, mostReferences);
    let weight: number = weights.references;
    if (fact.rows !== undefined) {
      sum += weights.size * share(fact.rows, mostRows);
      weight += weights.size;
    }
    if (mostQueries > 0) {
      sum += weights.queries * share(fact.queries, mostQueries);
      weight += weights.queries;
    }
    const known = fact.rows === undefined ? withoutSize : 1;
    result.set(name, Math.round((sum / weight) * known * 1000) / 1000);
  }
  return result;
}

/** References to the table count whole, those from it half; copies that partitions inherit do not count. */
function references(table: QualifiedName, lookups: Lookups): number {
  const own = (reference: Reference) => !reference.key.inherited && reference.from.partitionOf === undefined;
  return lookups.referencesTo(table).filter(own).length + lookups.referencesFrom(table).filter(own).length / 2;
}

function root(name: QualifiedName, lookups: Lookups): QualifiedName {
  let table: QualifiedName = name;
  for (
    let parent = lookups.table(table)?.partitionOf?.parent;
    parent;
    parent = lookups.table(table)?.partitionOf?.parent
  ) {
    table = parent;
  }
  return table;
}

function greatest(values: readonly number[], least: number): number {
  return values.reduce((a, b) => Math.max(a, b), least);
}

function share(value: number, most: number): number {
  return most <= 0 ? 0 : Math.log1p(Math.max(0, value)) / Math.log1p(most);
}
