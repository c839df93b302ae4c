import { type Catalog, emptyCatalog, type UserType } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { CheckConstraint, Column, ForeignKey, Index, KeyConstraint, Table, View } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { DataType } from '../catalog/type.ts';
import type { ReceivedType, Receiving } from '../engines/receiving.ts';
import { isNumbering, translated, type Writing } from './expression.ts';

/** Something that the other engine has not, or has otherwise. */
export interface Loss {
  /** `column orders.total`, `index orders_doc_idx of orders`. */
  readonly what: string;
  readonly why: string;
}

export interface Converted {
  readonly catalog: Catalog;
  readonly losses: readonly Loss[];
}

/** The engine that a schema is converted for. */
export interface Receiver {
  readonly receiving: Receiving;
  readonly traits: Traits;
  /** Adds checks that hold values to what their type held them to, where the engine's own type does not. */
  readonly holdsForms?: boolean;
}

/** The schema in the form that another engine can hold, and what of it is lost on the way; in the order of the schema. */
export function convert(from: Catalog, { receiving, traits, holdsForms = false }: Receiver): Converted {
  const losses: Loss[] = [];
  const lose = (what: string, why: string): void => void losses.push({ what, why });
  const schemas = new Set([...from.tables, ...from.views].map(({ schema }) => schema));
  const writing: Writing = {
    quote: traits.quote,
    now: receiving.now,
    numbersForTruth: receiving.numbersForTruth,
    ...(receiving.matching ? { matching: receiving.matching } : {}),
    schemas,
  };
  /** All names stand in one schema: those of others than the first say theirs, where two are alike. */
  const taken = new Map<string, string>();
  const nameOf = ({ schema, name }: QualifiedName): string => {
    const key = qualified({ schema, name });
    for (const [text, owner] of taken) if (owner === key) return text;
    const own = taken.has(name) ? `${schema}_${name}` : name;
    taken.set(own, key);
    return own;
  };
  if (schemas.size > 1) lose(`${schemas.size} schemas`, 'all tables stand in one');
  /** Indexes too stand in the schema, not in their tables. */
  const indexNames = new Set<string>();
  const indexName = (table: string, name: string): string => {
    const own = indexNames.has(name) ? `${table}_${name}` : name;
    indexNames.add(own);
    return own;
  };
  const types = new Map(from.types.map((type) => [qualified(type), type]));
  const parts = from.tables.filter(({ partitionOf }) => partitionOf);
  if (parts.length > 0) lose(`${parts.length} partitions`, 'their tables are plain ones');
  const tables = from.tables.filter(({ partitionOf, kind }) => !partitionOf && kind === 'table');
  for (const table of tables) nameOf(table);
  const result = withEqualTypes(tables.map((table) => tableOf(table)));
  for (const one of from.tables.filter(({ kind }) => kind === 'foreign'))
    lose(`foreign table ${one.name}`, 'it is elsewhere');
  const views = from.views.flatMap((view) => viewOf(view));
  others();
  return {
    catalog: {
      ...emptyCatalog,
      schemas: [{ name: traits.defaultSchema, grants: [] }],
      tables: result,
      views,
    },
    losses,
  };

  /** Foreign keys over columns of one type each, where the engine wants it so. */
  function withEqualTypes(all: readonly Table[]): readonly Table[] {
    if (!traits.foreignKeysNeedEqualTypes) return all;
    const typeOf = (table: string, column: string) =>
      all
        .find(({ name }) => name === table)
        ?.columns.find(({ name }) => name === column)
        // Texts of other lengths are of one type.
        ?.type.text.replace(/(?<=char)\(.*/, '');
    return all.map((table) => ({
      ...table,
      foreignKeys: table.foreignKeys.filter(({ name, columns, references, referencedColumns }) => {
        const other = columns.findIndex(
          (column, at) => typeOf(table.name, column) !== typeOf(references.name, referencedColumns[at] ?? ''),
        );
        if (other < 0) return true;
        lose(
          `foreign key ${name} of ${table.name}`,
          `${columns[other]} is ${typeOf(table.name, columns[other] ?? '')}, and what it refers to ${typeOf(references.name, referencedColumns[other] ?? '')}`,
        );
        return false;
      }),
    }));
  }

  function tableOf(table: Table): Table {
    const name = nameOf(table);
    const keyed = new Set([
      ...(table.primaryKey?.columns ?? []),
      ...table.uniques.flatMap(({ columns }) => columns),
      ...table.foreignKeys.flatMap(({ columns }) => columns),
      ...table.indexes.flatMap(({ keys }) => keys.flatMap(({ column }) => column ?? [])),
    ]);
    const checks: CheckConstraint[] = table.checks
      .filter(({ inherited }) => !inherited)
      .map((check) => ({ ...plainState, ...check, expression: translated(check.expression, writing) }))
      .filter((check) => understood(`check ${check.name} of ${name}`, check.expression));
    const columns = table.columns.map((column) => columnOf(column, table, keyed.has(column.name), checks));
    if (table.rowSecurity !== 'off' || table.policies.length > 0)
      lose(`policies of ${name}`, 'nothing guards its rows');
    for (const trigger of table.triggers)
      lose(`trigger ${trigger.name} of ${name}`, 'its statements are in another language');
    for (const one of table.exclusions) lose(`exclusion ${one.name} of ${name}`, 'there is no such constraint');
    if (table.partitioning) lose(`partitioning of ${name}`, 'it is one table');
    const keyNames = new Map<string, string>();
    const indexes = withoutRepeated(table.indexes, name).flatMap((index) => {
      const own = indexOf(index, name);
      if (!own) return [];
      // One engine calls every primary key alike.
      const wanted =
        index.constraint !== undefined && index.constraint === table.primaryKey?.name ? `${name}_pkey` : index.name;
      const called = indexName(name, wanted);
      if (index.constraint !== undefined) keyNames.set(index.constraint, called);
      return [{ ...own, name: called, ...(index.constraint === undefined ? {} : { constraint: called }) }];
    });
    const key = (one: KeyConstraint): KeyConstraint => {
      const called = keyNames.get(one.name) ?? one.name;
      return { ...one, ...plainState, name: called, index: called, include: [] };
    };
    return {
      schema: traits.defaultSchema,
      name,
      kind: 'table',
      persistence: 'permanent',
      columns,
      ...(table.primaryKey ? { primaryKey: key(table.primaryKey) } : {}),
      uniques: table.uniques.map(key),
      foreignKeys: table.foreignKeys.filter(({ inherited }) => !inherited).map((key) => foreignKeyOf(key)),
      checks,
      exclusions: [],
      indexes,
      inherits: [],
      policies: [],
      rowSecurity: 'off',
      triggers: [],
      rules: [],
      grants: [],
      options: {},
      replicaIdentity: 'default',
      ...(table.comment !== undefined && traits.comments ? { comment: table.comment } : {}),
    };
  }

  /** False, and told, for an expression that the engine would not understand. */
  function understood(what: string, expression: string): boolean {
    if (receiving.understands?.(expression) ?? true) return true;
    lose(what, `the engine is not known to understand ${expression}`);
    return false;
  }

  function columnOf(column: Column, table: Table, keyed: boolean, checks: CheckConstraint[]): Column {
    const what = `column ${nameOf(table)}.${column.name}`;
    const numbers = column.identity !== undefined || isNumbering(column.default) || isRowNumber(column, table);
    const resolved = resolve(column.type, what);
    const received: ReceivedType =
      numbers && receiving.numberingType !== undefined
        ? { text: receiving.numberingType }
        : receiving.type(resolved, keyed);
    if (holdsForms && received.check) hold(`${nameOf(table)}_${column.name}_form`, received.check, column.name);
    else if (received.lost !== undefined) lose(what, received.lost);
    if (column.onUpdate !== undefined) lose(what, `that it becomes ${column.onUpdate} with every change of its row`);
    if (resolved.values) {
      const list = resolved.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(', ');
      hold(`${nameOf(table)}_${column.name}_check`, (name) => `${name} IN (${list})`, column.name);
    }
    function hold(name: string, check: (column: string) => string, column: string): void {
      checks.push({
        ...plainState,
        name,
        expression: check(traits.quote(column)),
        columns: [column],
        noInherit: false,
        inherited: false,
      });
    }
    const said = numbers || column.default === undefined ? undefined : defaultOf(column.default, resolved);
    const written = said === undefined || !understood(`default of ${what}`, said) ? undefined : said;
    const computed = column.generated && translated(column.generated.expression, writing);
    const generated =
      computed !== undefined && understood(`the expression of ${what}`, computed) ? column.generated : undefined;
    return {
      name: column.name,
      type: {
        ...(resolved as DataType),
        text: received.text,
        name: received.text.replace(/\(.*/, ''),
      },
      nullable: column.nullable,
      ...(written === undefined ? {} : { default: written }),
      ...(numbers && isOnlyKey(column, table) ? { identity: { generation: 'by default' as const } } : {}),
      ...(generated && computed !== undefined
        ? {
            generated: { expression: computed, stored: generated.stored || !traits.virtualColumns },
          }
        : {}),
      ...(column.comment !== undefined && traits.comments ? { comment: column.comment } : {}),
      local: true,
    };
  }

  /** A truth value stays one, where the other engine has a word for it. */
  function defaultOf(expression: string, { family }: DataType): string {
    if (family === 'boolean' && !receiving.numbersForTruth && /^\(?'?[01]'?\)?$/.test(expression.trim()))
      return /1/.test(expression) ? 'true' : 'false';
    return translated(expression, writing);
  }

  /** Enums become texts with a check, domains what they are made of. */
  function resolve(type: DataType, what: string): DataType & { readonly values?: readonly string[] } {
    const own: UserType | undefined = type.ref && types.get(qualified(type.ref));
    const { ref: _, domain: __, element: ___, affinity: ____, ...plain } = type;
    if (own?.kind === 'domain') {
      if (own.checks.length > 0) lose(what, `the checks of its domain ${own.name}`);
      return resolve(own.base, what);
    }
    if (own?.kind === 'enum') return { ...plain, family: 'text', text: 'text', name: 'text', values: own.values };
    const written = type.family === 'enum' ? /^enum\s*\((.*)\)$/is.exec(type.text)?.[1] : undefined;
    if (written !== undefined) {
      const values = [...written.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value.replaceAll("''", "'"));
      return { ...plain, family: 'text', text: 'text', name: 'text', values };
    }
    return plain;
  }

  function foreignKeyOf(key: ForeignKey): ForeignKey {
    const { schema: _, ...rest } = key.references;
    return {
      ...key,
      ...plainState,
      deferrable: key.deferrable,
      initiallyDeferred: key.initiallyDeferred,
      references: { ...rest, schema: traits.defaultSchema, name: nameOf(key.references) },
    };
  }

  /** Where indexes hold all rows, those of some rows repeat others, or others begin them. */
  function withoutRepeated(all: readonly Index[], table: string): readonly Index[] {
    if (traits.partialIndexes) return all;
    const text = ({ keys }: Index) =>
      `${keys.map((key) => `${key.column ?? key.expression} ${key.descending}`).join()},`;
    return all.filter((index, at) => {
      if (index.unique || index.constraint !== undefined || !/^(?:btree|hash)$/.test(index.method)) return true;
      const other = all.find(
        (two, place) =>
          two !== index &&
          two.method === 'btree' &&
          (two.predicate === undefined || !two.unique) &&
          (index.predicate !== undefined || two.predicate !== undefined) &&
          text(two).startsWith(text(index)) &&
          (text(two) !== text(index) || two.unique || place < at),
      );
      if (other) lose(`index ${index.name} of ${table}`, `${other.name} serves its queries: both hold all rows here`);
      return !other;
    });
  }

  function indexOf(index: Index, table: string): Index | undefined {
    const what = `index ${index.name} of ${table}`;
    const ordered = /^(?:btree|hash)$/.test(index.method);
    if (!ordered) {
      lose(what, `there is no index of the kind ${index.method}`);
      return undefined;
    }
    if (index.predicate !== undefined && !traits.partialIndexes) {
      lose(what, index.unique ? 'it holds for some rows only' : 'it holds all rows, not those of its condition alone');
      if (index.unique) return undefined;
    }
    if (index.keys.some(({ prefix }) => prefix)) lose(what, 'it holds whole values, not their beginnings');
    if (index.include.length > 0 && !traits.includedColumns)
      lose(what, `the columns ${index.include.join(', ')} beside its keys`);
    const odd = index.keys.find(
      ({ expression, prefix }) =>
        expression !== undefined && !prefix && !understood(what, translated(expression, writing)),
    );
    if (odd) return undefined;
    if (index.nullsNotDistinct && !traits.nullsNotDistinct) lose(what, 'that two NULLs are the same');
    const { predicate, ...rest } = index;
    return {
      ...rest,
      method: 'btree',
      keys: index.keys.map(({ column, expression, prefix, descending, nullsFirst }) => ({
        ...(prefix ? { column: prefix.column } : column !== undefined ? { column } : {}),
        ...(expression !== undefined && !prefix ? { expression: translated(expression, writing) } : {}),
        descending,
        nullsFirst: descending && nullsFirst,
      })),
      include: traits.includedColumns ? index.include : [],
      nullsNotDistinct: index.nullsNotDistinct && traits.nullsNotDistinct,
      ...(predicate === undefined || !traits.partialIndexes ? {} : { predicate: translated(predicate, writing) }),
      options: {},
    };
  }

  function viewOf(view: View): readonly View[] {
    if (view.materialized) {
      lose(`materialised view ${view.name}`, 'its query would have to be asked anew each time');
      return [];
    }
    if (receiving.understands) {
      lose(`view ${view.name}`, 'its query is in another dialect, and no engine is here to try it');
      return [];
    }
    return [
      {
        schema: traits.defaultSchema,
        name: nameOf(view),
        materialized: false,
        columns: view.columns,
        definition: translated(view.definition, writing).replace(/;\s*$/, ''),
        reads: view.reads.map((read) => ({ schema: traits.defaultSchema, name: nameOf(read) })),
        indexes: [],
        triggers: [],
        rules: [],
        options: {},
        grants: [],
        populated: true,
      },
    ];
  }

  function others(): void {
    for (const routine of from.routines) lose(`${routine.kind} ${routine.name}`, 'it is in another language');
    for (const sequence of from.sequences.filter(({ ownedBy, identity }) => !ownedBy && !identity))
      lose(`sequence ${sequence.name}`, 'it belongs to no column');
    for (const extension of from.extensions) lose(`extension ${extension.name}`, 'it is of the other engine');
    for (const other of from.others) lose(`${other.kind} ${other.name}`, 'it is of the other engine');
    const granted = from.tables.filter(({ grants }) => grants.length > 0).length;
    if (granted > 0) lose(`rights on ${granted} tables`, 'roles are those of a server');
    const said = [...from.tables, ...from.tables.flatMap(({ columns }) => columns)].filter(
      ({ comment }) => comment !== undefined,
    );
    if (said.length > 0 && !traits.comments) lose(`${said.length} comments`, 'objects have none');
  }
}

const plainState = { validated: true, enforced: true, deferrable: false, initiallyDeferred: false } as const;

/** The number of its row under a name: `integer primary key` of an engine that numbers rows by itself. */
function isRowNumber(column: Column, table: Table): boolean {
  return (
    isOnlyKey(column, table) &&
    column.type.affinity === 'integer' &&
    column.type.text === 'integer' &&
    table.options['without_rowid'] !== 'true'
  );
}

function isOnlyKey({ name }: Column, { primaryKey }: Table): boolean {
  return primaryKey?.columns.length === 1 && primaryKey.columns[0] === name;
}
