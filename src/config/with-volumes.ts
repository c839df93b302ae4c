import type { Catalog } from '../catalog/catalog.ts';
import { closest } from '../catalog/closest.ts';
import { displayName, type QualifiedName, qualified } from '../catalog/names.ts';
import type { ColumnStatistics, Statistics, TableStatistics } from '../catalog/statistics.ts';
import type { Column, Table } from '../catalog/table.ts';
import { truthOf } from '../catalog/truth.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { DeclaredColumn, DeclaredTable, Volumes } from './volumes.ts';

/**
 * Statistics with the declared volumes in them: what was declared wins over what was read. A name without a schema
 * means the default schema, else the only table of that name; an unknown or ambiguous name becomes a diagnostic.
 */
export function withVolumes(
  catalog: Catalog,
  statistics: Statistics,
  volumes: Volumes,
  defaultSchema: string,
): { readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] } {
  const tables: Record<string, TableStatistics> = { ...statistics.tables };
  const diagnostics: Diagnostic[] = [];
  const declarations = Object.entries(volumes.tables).map(([name, declared]) => ({ name, declared }));
  for (const [name, declared] of Object.entries(volumes.columns ?? {})) {
    const split = splitColumn(catalog, name, defaultSchema);
    declarations.push({ name: split.table, declared: { columns: { [split.column]: declared }, ...lineOf(declared) } });
  }
  for (const { name, declared } of declarations) {
    const found = resolve(catalog, name, defaultSchema);
    const table = found.length === 1 ? found[0] : undefined;
    if (!table) {
      diagnostics.push(unresolved(catalog, name, found, volumes.from, declared));
      continue;
    }
    const key = qualified(table);
    tables[key] = declaredTable(tables[key], declared, table, catalog, volumes.from, diagnostics);
  }
  return {
    statistics: { ...statistics, tables, settings: { ...statistics.settings, ...volumes.settings } },
    diagnostics,
  };
}

function declaredTable(
  before: TableStatistics | undefined,
  declared: DeclaredTable,
  table: Stored,
  catalog: Catalog,
  from: string,
  diagnostics: Diagnostic[],
): TableStatistics {
  const columns: Record<string, Partial<ColumnStatistics>> = { ...before?.declared?.columns };
  for (const [name, { line: _, ...one }] of Object.entries(declared.columns ?? {})) {
    const column = table.columns.find((candidate) => candidate.name === name);
    const wrong = column
      ? unknownValues(catalog, table, column, one, from, declared.columns?.[name])
      : unknownColumn(table, name, from, declared.columns?.[name]);
    if (wrong) diagnostics.push(wrong);
    if (column && !wrong) columns[name] = { ...columns[name], ...one };
  }
  // Tables of unknown size are told by an origin of none of their own; their rows are derived later.
  const rowsKnown = before !== undefined && !(before.origin === 'derived' && before.rows === 0);
  const observedRows = before?.declared?.observedRows ?? (before?.origin === 'observed' ? before.rows : undefined);
  const rowWidth = declared.rowWidth ?? before?.declared?.rowWidth;
  return {
    columns: {},
    ...before,
    rows: declared.rows ?? before?.rows ?? 0,
    origin: declared.rows !== undefined ? 'declared' : rowsKnown ? before.origin : 'derived',
    ...(declared.growthPerMonth === undefined ? {} : { growthPerMonth: declared.growthPerMonth }),
    ...(declared.writesPerSecond === undefined ? {} : { writesPerSecond: declared.writesPerSecond }),
    declared: {
      columns,
      ...(rowWidth === undefined ? {} : { rowWidth }),
      ...(observedRows === undefined ? {} : { observedRows }),
    },
  };
}

function unresolved(
  catalog: Catalog,
  name: string,
  found: readonly QualifiedName[],
  from: string,
  declared: DeclaredTable,
): Diagnostic {
  if (found.length > 0) {
    return {
      severity: 'warning',
      code: 'volumes-ambiguous-table',
      message: told(from, declared, `${name} stands in several schemas`),
      hint: `write ${found.map(qualified).join(' or ')}`,
      ...placeOf(from, declared),
    };
  }
  const guess = closest(
    name,
    storedIn(catalog).flatMap((table) => [table.name, `${table.schema}.${table.name}`]),
  );
  return {
    severity: 'warning',
    code: 'volumes-unknown-table',
    message: told(from, declared, `${name} is no table here`),
    hint: guess === undefined ? 'check the name' : `did you mean ${guess}?`,
    ...placeOf(from, declared),
  };
}

function unknownColumn(table: Stored, name: string, from: string, declared: DeclaredColumn | undefined): Diagnostic {
  const guess = closest(
    name,
    table.columns.map((column) => column.name),
  );
  return {
    severity: 'warning',
    code: 'volumes-unknown-column',
    message: told(from, declared, `${displayName(table.name)} has no column ${displayName(name)}`),
    hint:
      guess === undefined
        ? `it has ${table.columns
            .map((column) => column.name)
            .slice(0, 6)
            .join(', ')}`
        : `did you mean ${guess}?`,
    ...placeOf(from, declared),
  };
}

/** Values that the column's enum, or its type, cannot hold. */
function unknownValues(
  catalog: Catalog,
  table: Stored,
  column: Column,
  declared: Partial<ColumnStatistics>,
  from: string,
  place: DeclaredColumn | undefined,
): Diagnostic | undefined {
  const labels = labelsOf(catalog, column);
  const values = declared.commonValues ?? [];
  const isFlag = column.type.family === 'boolean';
  const wrong = values.find(({ value }) =>
    isFlag ? truthOf(value) === undefined : labels ? !labels.includes(value) : !fits(column, value),
  );
  if (!wrong) return undefined;
  const guess = labels && closest(wrong.value, labels);
  return {
    severity: 'warning',
    code: 'volumes-unknown-value',
    message: told(
      from,
      place,
      `${JSON.stringify(wrong.value)} is no value of ${displayName(table.name)}.${displayName(column.name)}: ${labels && !isFlag ? 'its enum does not have it' : `it is of type ${column.type.text}`}`,
    ),
    hint:
      guess !== undefined
        ? `did you mean ${guess}?`
        : labels
          ? `it has ${labels.join(', ')}`
          : 'what is declared of the column was left out',
    ...placeOf(from, place),
  };
}

function labelsOf(catalog: Catalog, column: Column): readonly string[] | undefined {
  if (column.type.family === 'boolean') return ['true', 'false'];
  const { ref } = column.type;
  if (column.type.family !== 'enum' || !ref) return undefined;
  const type = catalog.types.find((one) => one.schema === ref.schema && one.name === ref.name);
  return type?.kind === 'enum' ? type.values : undefined;
}

function fits({ type }: Column, value: string): boolean {
  if (type.family === 'integer') return /^[+-]?\d+$/.test(value);
  if (type.family === 'decimal' || type.family === 'float') return value.trim() !== '' && !Number.isNaN(Number(value));
  if (type.family === 'uuid') return /^[0-9a-f-]{32,36}$/i.test(value);
  if (type.family === 'date' || type.family.startsWith('timestamp')) return !Number.isNaN(Date.parse(value));
  return true;
}

/** The file and its line come with the diagnostic; what has none names where it is from. */
function told(from: string, declared: { readonly line?: number } | undefined, message: string): string {
  return declared?.line === undefined ? `${from}: ${message}` : message;
}

function lineOf({ line }: { readonly line?: number }): { readonly line?: number } {
  return line === undefined ? {} : { line };
}

function placeOf(from: string, declared: { readonly line?: number } | undefined): Pick<Diagnostic, 'file' | 'line'> {
  return declared?.line === undefined ? {} : { file: from, line: declared.line };
}

/** `orders.status` and `shop.orders.status`: the table is the longest beginning that is one. */
function splitColumn(
  catalog: Catalog,
  name: string,
  defaultSchema: string,
): { readonly table: string; readonly column: string } {
  const last = name.lastIndexOf('.');
  for (let at = last; at > 0; at = name.lastIndexOf('.', at - 1)) {
    const table = name.slice(0, at);
    if (resolve(catalog, table, defaultSchema).length > 0) return { table, column: name.slice(at + 1) };
  }
  return { table: name.slice(0, Math.max(0, last)) || name, column: name.slice(last + 1) };
}

/** What has rows: a table, or a materialised view. */
type Stored = Pick<Table, 'schema' | 'name' | 'columns'>;

function storedIn({ tables, views }: Catalog): readonly Stored[] {
  return [
    ...tables,
    ...views
      .filter((one) => one.materialized)
      .map(({ schema, name, columns }) => ({
        schema,
        name,
        columns: columns.map((column): Column => ({ ...column, nullable: true, local: true })),
      })),
  ];
}

function resolve(catalog: Catalog, name: string, defaultSchema: string): readonly Stored[] {
  const all = storedIn(catalog);
  const exact = all.filter((table) => `${table.schema}.${table.name}` === name || qualified(table) === name);
  if (exact.length > 0) return exact;
  const same = all.filter((table) => table.name === name);
  const usual = same.filter((table) => table.schema === defaultSchema);
  return usual.length > 0 ? usual : same;
}
