import type { Catalog } from '../../catalog/catalog.ts';
import { nameMap } from '../../catalog/name-map.ts';
import { type QualifiedName, sameName } from '../../catalog/names.ts';
import { objectKey } from '../../catalog/object.ts';
import type { Column, ForeignKey, Table } from '../../catalog/table.ts';
import type { MovedValues, TakenValue } from '../../engines/applying.ts';

/**
 * The values that go from one table to another between two schemas, which a plan by itself would drop; `renamed` are keys
 * of objects that go on under another name, of before and of now.
 */
export function movedValues(from: Catalog, to: Catalog, renamed: ReadonlySet<string>): readonly MovedValues[] {
  const [before, after] = [byName(from), byName(to)];
  const goesOn = ({ schema, name }: Table) => renamed.has(objectKey({ kind: 'table', schema, name }));
  const made = to.tables.filter((one) => !before.get(one) && !one.partitionOf && !goesOn(one));
  const gone = from.tables.filter((one) => !after.get(one) && !one.partitionOf && !goesOn(one));
  return [
    ...made.flatMap((one) => firstOf(one.foreignKeys.map((by) => spread(one, by, before, after)))),
    ...gone.flatMap((one) => firstOf(one.foreignKeys.map((by) => gathered(one, by, before, after)))),
  ];
}

type Tables = ReturnType<typeof nameMap<Table>>;

function byName({ tables }: Catalog): Tables {
  const map = nameMap<Table>();
  for (const one of tables) map.set(one, one);
  return map;
}

function firstOf(all: readonly (MovedValues | undefined)[]): readonly MovedValues[] {
  return all.flatMap((one) => one ?? []).slice(0, 1);
}

/** What a table loses and a new one has, which refers to it by `by`: a column each, or a reference that becomes pairs. */
function spread(made: Table, by: ForeignKey, before: Tables, after: Tables): MovedValues | undefined {
  const [old, now] = [before.get(by.references), after.get(by.references)];
  if (!old || !now) return undefined;
  const goes = (name: string) => has(old, name) && !has(now, name);
  const own = new Set(by.columns);
  const values = made.columns.flatMap((column): readonly TakenValue[] => {
    if (own.has(column.name) || column.identity || column.generated) return [];
    const referring = made.foreignKeys.find((one) => one !== by && one.columns.includes(column.name));
    if (!referring) return goes(column.name) && alike(column, old) ? [taken(column, column.name)] : [];
    const formers = old.foreignKeys.filter((one) => sameTarget(one, referring));
    const former =
      formers.find((one) => one.columns.some(goes)) ?? (isPair(made, by, referring) ? formers[0] : undefined);
    const of = former?.columns[referring.columns.indexOf(column.name)];
    return of === undefined ? [] : [taken(column, of)];
  });
  const told = new Set([...own, ...values.map((one) => one.column)]);
  if (values.length === 0 || made.columns.some((one) => !told.has(one.name) && isDemanded(one))) return undefined;
  return { from: old, into: made, values, matching: paired(by.columns, by.referencedColumns), adds: true };
}

function taken({ name, nullable }: Column, of: string): TakenValue {
  return { column: name, of, ...(nullable ? {} : { needed: true as const }) };
}

/** What a table that goes had, and one that it refers to by `by` has now. */
function gathered(gone: Table, by: ForeignKey, before: Tables, after: Tables): MovedValues | undefined {
  const [old, now] = [before.get(by.references), after.get(by.references)];
  if (!old || !now) return undefined;
  const isOne = [gone.primaryKey, ...gone.uniques].some((key) => key?.columns.every((one) => by.columns.includes(one)));
  const values = now.columns.flatMap((column): readonly TakenValue[] => {
    if (has(old, column.name)) return [];
    const referring = now.foreignKeys.find((one) => one.columns.length === 1 && one.columns[0] === column.name);
    const former = referring && gone.foreignKeys.find((one) => one !== by && sameTarget(one, referring));
    if (former) return isOne || isPair(gone, by, former) ? [{ column: column.name, of: former.columns[0] ?? '' }] : [];
    return isOne && alike(column, gone) ? [{ column: column.name, of: column.name }] : [];
  });
  if (values.length === 0) return undefined;
  return { from: gone, into: now, values, matching: paired(by.referencedColumns, by.columns), adds: false };
}

const has = ({ columns }: Table, name: string) => columns.some((one) => one.name === name);

/** Whether the table has a column of this name and type. */
function alike({ name, type }: Column, { columns }: Table): boolean {
  return columns.some((one) => one.name === name && JSON.stringify(one.type) === JSON.stringify(type));
}

function sameTarget(one: ForeignKey, other: ForeignKey): boolean {
  return sameName(one.references, other.references) && one.referencedColumns.join() === other.referencedColumns.join();
}

/** Whether rows of the table are pairs of the two that it refers to. */
function isPair({ primaryKey }: Table, one: ForeignKey, other: ForeignKey): boolean {
  const both = new Set([...one.columns, ...other.columns]);
  return primaryKey?.columns.length === both.size && primaryKey.columns.every((name) => both.has(name));
}

function isDemanded({ nullable, default: value, identity, generated }: Column): boolean {
  return !nullable && value === undefined && !identity && !generated;
}

function paired(columns: readonly string[], of: readonly string[]): readonly TakenValue[] {
  return columns.map((column, at) => ({ column, of: of[at] ?? column }));
}

/** A column of a table that rows are to have values in before more is done. */
export interface OpenColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

/**
 * The schema between two: as the first, with the new tables and columns that rows must fill before the rest is done. What
 * they are filled from is still there, and may be without a value.
 */
export function schemaBetween(
  from: Catalog,
  to: Catalog,
  moved: readonly MovedValues[],
  open: readonly OpenColumn[],
  filled: readonly QualifiedName[],
): Catalog {
  const [before, after] = [byName(from), byName(to)];
  const added = (table: QualifiedName) => [
    ...open.flatMap((one) => (sameName(one.table, table) ? [one.column] : [])),
    ...moved.flatMap((one) => (!one.adds && sameName(one.into, table) ? one.values.map(({ column }) => column) : [])),
  ];
  const left = (table: Table) => {
    const now = after.get(table);
    const goes = moved.flatMap((one) => (one.adds && sameName(one.from, table) ? one.values.map(({ of }) => of) : []));
    return new Set(now ? goes.filter((name) => !has(now, name) && !table.primaryKey?.columns.includes(name)) : []);
  };
  const old = from.tables.map((table): Table => {
    const names = new Set(added(table));
    const loose = left(table);
    const more = after.get(table)?.columns.filter(({ name }) => names.has(name) && !has(table, name)) ?? [];
    return {
      ...table,
      columns: [
        ...table.columns.map((one) => (loose.has(one.name) ? optional(one) : one)),
        ...more.map((one) => optional(one)),
      ],
    };
  });
  const wanted = [...moved.flatMap((one) => (one.adds ? [one.into] : [])), ...filled].filter((one) => !before.get(one));
  const isWanted = (one: QualifiedName) => wanted.some((two) => sameName(one, two));
  const made = to.tables.filter(isWanted).map(
    (table): Table => ({
      ...table,
      foreignKeys: table.foreignKeys.filter(
        ({ references, referencedColumns }) =>
          isWanted(references) ||
          referencedColumns.every((name) => before.get(references)?.columns.some((one) => one.name === name)),
      ),
      triggers: [],
      policies: [],
      rowSecurity: 'off',
    }),
  );
  const own = new Set(from.sequences.map((one) => `${one.schema}.${one.name}`));
  return {
    ...from,
    tables: [...old, ...made],
    types: [...from.types, ...to.types.filter((one) => !from.types.some((two) => sameName(one, two)))],
    sequences: [
      ...from.sequences,
      ...to.sequences.filter(
        (one) => !own.has(`${one.schema}.${one.name}`) && one.ownedBy !== undefined && isWanted(one.ownedBy.table),
      ),
    ],
  };
}

/** The column without a demand that rows have a value in it. */
function optional({ notNull: _, ...column }: Column): Column {
  return { ...column, nullable: true };
}
