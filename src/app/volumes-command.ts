import { closest } from '../catalog/closest.ts';
import { compareText, qualified } from '../catalog/names.ts';
import { type ColumnStatistics, indexKey, type Origin, type Statistics } from '../catalog/statistics.ts';
import type { Table, View } from '../catalog/table.ts';
import { type Config, configPath } from '../config/config.ts';
import { parseRows, readVolumes, type Volumes } from '../config/volumes.ts';
import { type Diagnostic, RelvarError } from '../findings/error.ts';
import { matchesGlob } from '../findings/glob.ts';
import type { VolumesColumn, VolumesReport, VolumesTable } from '../output/volumes/report.ts';
import { derive, type TableReasons } from '../scale/derive/derive.ts';
import { grow, parseScale } from '../scale/grow.ts';
import { openSource } from './open-source.ts';
import type { OpenedSource } from './opened-source.ts';

/** A look at volumes as the command line and the API ask for it. */
export interface VolumesRequest {
  readonly source: string;
  readonly config: Config;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly input: AsyncIterable<Uint8Array>;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Tell only of these; `*` stands for any text. */
  readonly tables: readonly string[];
  /** `orders=50M` each. */
  readonly rows: readonly string[];
  readonly volumes: string | undefined;
  /** One factor. */
  readonly scale: string | undefined;
}

export interface VolumesResult {
  readonly report: VolumesReport;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * How large every table is, and how that is known: observed, declared, or derived, by which rule.
 * @throws RelvarError for every kind of bad input
 */
export async function volumesCommand(request: VolumesRequest): Promise<VolumesResult> {
  const factor = oneFactor(request.scale);
  const opened = await openSource({ ...request, volumes: await declaredVolumes(request) });
  try {
    return { report: reportOf(opened, request, factor), diagnostics: opened.diagnostics };
  } finally {
    await opened.close();
  }
}

function oneFactor(scale: string | undefined): number {
  if (scale === undefined) return 1;
  const [factor = 1, ...more] = parseScale(scale);
  if (more.length > 0) {
    throw new RelvarError('bad-scale', `--scale ${scale}: volumes are shown at one size at a time`, {
      hint: `write --scale ${factor}`,
    });
  }
  return factor;
}

async function declaredVolumes({ volumes, config, rows }: VolumesRequest): Promise<readonly Volumes[]> {
  const file = volumes ?? (config.volumes && configPath(config, config.volumes));
  return [...(file === undefined ? [] : [await readVolumes(file)]), ...(rows.length > 0 ? [parseRows(rows)] : [])];
}

function reportOf(opened: OpenedSource, request: VolumesRequest, factor: number): VolumesReport {
  const { catalog, traits, engine } = opened;
  const derived = derive(catalog, opened.statistics, { sizes: engine.sizes, traits, now: request.now });
  const statistics = grow(catalog, derived.statistics, factor, engine.sizes);
  const relations = [...catalog.tables, ...catalog.views.filter((view) => view.materialized)];
  const wanted = relations.filter((one) => isWanted(one, request.tables));
  if (wanted.length === 0 && request.tables.length > 0) throw noSuchTable(request.tables, relations);
  const all = new Map(relations.map((one) => [qualified(one), tableOf(one, opened, derived.reasons, statistics)]));
  const tables = wanted.flatMap((one) => {
    const table = all.get(qualified(one));
    return table ? [table.kind === 'partitioned' ? withParts(table, [...all.values()]) : table] : [];
  });
  return {
    source: opened.source.name,
    engine: traits.name,
    defaultSchema: traits.defaultSchema,
    factor,
    settings: statistics.settings,
    tables: tables.sort((a, b) => b.totalBytes - a.totalBytes || b.rows - a.rows || compareText(a.name, b.name)),
  };
}

/** A partitioned table as large as its partitions together. */
function withParts(table: VolumesTable, all: readonly VolumesTable[]): VolumesTable {
  const parts = leaves(table, all);
  const sum = (of: (one: VolumesTable) => number) => parts.reduce((total, one) => total + of(one), 0);
  return {
    ...table,
    heapBytes: sum((one) => one.heapBytes),
    indexBytes: sum((one) => one.indexBytes),
    totalBytes: sum((one) => one.totalBytes),
  };
}

function leaves(table: VolumesTable, all: readonly VolumesTable[]): readonly VolumesTable[] {
  return all
    .filter((one) => one.parent === table.name)
    .flatMap((one) => (one.kind === 'partitioned' ? leaves(one, all) : [one]));
}

type Relation = Table | View;

function isWanted(relation: Relation, patterns: readonly string[]): boolean {
  return (
    patterns.length === 0 ||
    patterns.some((pattern) => matchesGlob(pattern, relation.name) || matchesGlob(pattern, qualified(relation)))
  );
}

function noSuchTable(patterns: readonly string[], relations: readonly Relation[]): RelvarError {
  const [first = ''] = patterns;
  const guess = closest(
    first,
    relations.flatMap((one) => [one.name, qualified(one)]),
  );
  return new RelvarError('unknown-table', `--table ${first}: there is no such table`, {
    hint: guess === undefined ? '* stands for any text' : `did you mean ${guess}?`,
  });
}

function tableOf(
  relation: Relation,
  { engine }: OpenedSource,
  reasons: ReadonlyMap<string, TableReasons>,
  statistics: Statistics,
): VolumesTable {
  const key = qualified(relation);
  const known = statistics.tables[key];
  const reason = reasons.get(key);
  if (!known || !reason) throw new Error(`nothing was derived for ${key}`);
  const partitioned = 'partitioning' in relation && relation.partitioning !== undefined;
  const columns = relation.columns.map((column) => ({ nullable: true, ...column }));
  const indexes = relation.indexes.map((index) => {
    const one = statistics.indexes[indexKey(statistics, relation, index.name)];
    return {
      name: index.name,
      method: index.method,
      bytes: one?.bytes ?? 0,
      rows: one?.rows ?? 0,
      ...(one?.height === undefined ? {} : { height: one.height }),
    };
  });
  const heap = engine.sizes.heap({
    table: { columns, options: relation.options },
    rows: known.rows,
    columns: known.columns,
  });
  return {
    name: key,
    schema: relation.schema,
    table: relation.name,
    kind: partitioned
      ? 'partitioned'
      : 'partitionOf' in relation && relation.partitionOf
        ? 'partition'
        : 'materialized' in relation
          ? 'materialized view'
          : 'table',
    ...('partitionOf' in relation && relation.partitionOf ? { parent: qualified(relation.partitionOf.parent) } : {}),
    rows: known.rows,
    origin: originOf(reason.rows, known.origin),
    reason: reason.rows,
    list: reason.list,
    rowBytes: Math.round(heap.rowBytes),
    heapBytes: known.bytes ?? 0,
    indexBytes: indexes.reduce((sum, one) => sum + one.bytes, 0),
    totalBytes: known.totalBytes ?? 0,
    ...(known.growthPerMonth === undefined ? {} : { growthPerMonth: known.growthPerMonth }),
    ...(known.writesPerSecond === undefined ? {} : { writesPerSecond: known.writesPerSecond }),
    indexes,
    columns: relation.columns.map((column) =>
      columnOf(column.name, column.type.text, known.columns[column.name], reason.columns[column.name]),
    ),
  };
}

/** A sum of what was read or declared of partitions is neither by itself. */
function originOf(reason: string, origin: Origin): Origin {
  return reason === 'observed' || reason === 'declared' ? reason : origin === 'observed' ? 'observed' : 'derived';
}

function columnOf(
  name: string,
  type: string,
  statistics: ColumnStatistics | undefined,
  reason: string | undefined,
): VolumesColumn {
  if (!statistics) throw new Error(`nothing was derived for the column ${name}`);
  return {
    name,
    type,
    distinct: statistics.distinct,
    nullFraction: statistics.nullFraction,
    averageWidth: statistics.averageWidth,
    ...(statistics.correlation === undefined ? {} : { correlation: statistics.correlation }),
    commonValues: statistics.commonValues ?? [],
    ...(statistics.histogram && statistics.histogram.length > 1
      ? { least: statistics.histogram[0] ?? '', greatest: statistics.histogram.at(-1) ?? '' }
      : {}),
    reason: reason ?? '',
  };
}
