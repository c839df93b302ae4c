import { lookups as makeLookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import { indexKey } from '../../catalog/statistics.ts';
import type { Config } from '../../config/config.ts';
import type { Diagnostic } from '../../findings/error.ts';
import type { Report } from '../../findings/report.ts';
import type { Dictionary, DocumentedFinding, DocumentedSize } from '../../output/docs/dictionary.ts';
import { personalColumns } from '../../rules/personal-names.ts';
import { type Derived, derive } from '../../scale/derive/derive.ts';
import type { WorkloadWorld } from '../indexes/workload-queries.ts';
import type { OpenedSource } from '../opened-source.ts';
import { review } from '../review.ts';
import { selectRules } from '../select-rules.ts';
import { documentedQueries } from './documented-queries.ts';

export interface DictionaryOptions extends WorkloadWorld {
  readonly config: Config;
  readonly now: Date;
  readonly title: string;
  /** Inputs of queries; those that came with the source when empty. */
  readonly workload: readonly string[];
  /** False: the rules are not run. */
  readonly findings: boolean;
}

/**
 * Everything that the documentation of a source tells. The rules are run without a workload: advice that is searched
 * for in limited time would not be the same every time.
 */
export async function dictionaryOf(
  opened: OpenedSource,
  options: DictionaryOptions,
): Promise<{ readonly dictionary: Dictionary; readonly diagnostics: readonly Diagnostic[] }> {
  const { catalog, engine, traits } = opened;
  const lookups = makeLookups(catalog);
  const report = options.findings
    ? await review(opened, {
        selection: selectRules([], [], options.config),
        config: options.config,
        tables: [],
        // Pages tell what to run, not what it locks.
        watched: false,
        command: 'relvar review',
        now: options.now,
        progress: options.progress,
      })
    : undefined;
  const derived = derive(catalog, opened.statistics, { sizes: engine.sizes, traits, now: options.now });
  const { queries, diagnostics } = await documentedQueries(
    opened,
    options.workload,
    options,
    lookups,
    derived.statistics,
  );
  const dictionary: Dictionary = {
    title: options.title,
    engine: traits.name,
    catalog,
    sizes: sizesOf(opened, derived),
    findings: report ? findingsOf(report) : {},
    personal: Object.fromEntries(
      lookups.ownTables.map((table) => [
        qualified(table),
        Object.fromEntries(personalColumns(table).map(({ column, kind }) => [column.name, kind])),
      ]),
    ),
    queries,
    ...(report ? { score: report.score.value } : {}),
  };
  return { dictionary, diagnostics: [...opened.diagnostics, ...diagnostics] };
}

/** Of tables and materialised views; a partitioned table is as large as its partitions together. */
function sizesOf(
  { catalog }: OpenedSource,
  { statistics, reasons }: Derived,
): Readonly<Record<string, DocumentedSize>> {
  const own = new Map<string, { heap: number; indexes: number }>();
  const parents = new Map<string, string>();
  for (const one of [...catalog.tables, ...catalog.views.filter((view) => view.materialized)]) {
    const key = qualified(one);
    if ('partitionOf' in one && one.partitionOf) parents.set(key, qualified(one.partitionOf.parent));
    const indexes = one.indexes.reduce(
      (sum, index) => sum + (statistics.indexes[indexKey(statistics, one, index.name)]?.bytes ?? 0),
      0,
    );
    const split = 'partitioning' in one && one.partitioning !== undefined;
    own.set(key, split ? { heap: 0, indexes: 0 } : { heap: statistics.tables[key]?.bytes ?? 0, indexes });
  }
  const whole = new Map([...own].map(([key, size]) => [key, { ...size }]));
  for (const [key, size] of own) {
    for (let parent = parents.get(key); parent !== undefined; parent = parents.get(parent)) {
      const sum = whole.get(parent);
      if (!sum) break;
      sum.heap += size.heap;
      sum.indexes += size.indexes;
    }
  }
  return Object.fromEntries(
    [...whole].flatMap(([key, size]) => {
      const known = statistics.tables[key];
      const reason = reasons.get(key);
      if (!known || !reason) return [];
      const growth = known.growthPerMonth;
      const origin =
        reason.rows === 'observed' || reason.rows === 'declared'
          ? reason.rows
          : known.origin === 'observed'
            ? 'observed'
            : 'derived';
      return [
        [
          key,
          {
            rows: known.rows,
            origin,
            reason: reason.rows,
            heapBytes: size.heap,
            indexBytes: size.indexes,
            ...(growth === undefined ? {} : { growthPerMonth: growth }),
          } satisfies DocumentedSize,
        ],
      ];
    }),
  );
}

function findingsOf({ findings }: Report): Readonly<Record<string, readonly DocumentedFinding[]>> {
  const byTable = new Map<string, DocumentedFinding[]>();
  for (const finding of findings) {
    for (const item of finding.items) {
      const key = qualified(item.at.object);
      const known = byTable.get(key) ?? [];
      byTable.set(key, known);
      known.push({
        priority: item.priority,
        rule: finding.rule,
        message: item.message,
        why: item.why ?? finding.why,
        confidence: item.confidence,
        sql: item.sql,
      });
    }
  }
  for (const all of byTable.values())
    all.sort((a, b) => (a.priority < b.priority ? -1 : a.priority > b.priority ? 1 : 0));
  return Object.fromEntries(byTable);
}
