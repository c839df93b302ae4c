import { bareTable } from '../catalog/bare-table.ts';
import { type Catalog, emptyCatalog, type UserType } from '../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type {
  CheckConstraint,
  Column,
  ForeignKey,
  Index,
  IndexKey,
  KeyConstraint,
  Table,
  View,
} from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';
import type { DataType } from '../catalog/type.ts';
import type { ReceivedType, Receiving, TextComparison } from '../engines/receiving.ts';
import { type Meaning, sequenceOf, translated, type Writing } from './expression.ts';
import { lossesOfColumn, lossesOfForeignKey, lossesOfIndex, lossesOfNumbering, lossesOfTable } from './losses.ts';

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

/** The engine that a schema is converted for, and what that of the schema means by it. */
export interface Receiver {
  readonly giving: Receiving;
  readonly receiving: Receiving;
  readonly traits: Traits;
  /** Adds checks that hold values to what their type held them to, where the engine's own type does not. */
  readonly holdsForms?: boolean;
}

/** The schema in the form that another engine can hold, and what of it is lost on the way; in the order of the schema. */
export function convert(from: Catalog, { giving, receiving, traits, holdsForms = false }: Receiver): Converted {
  const losses: Loss[] = [];
  const lose = (what: string, why: string): void => void losses.push({ what, why });
  const loseAll = (what: string, whys: readonly string[]): void => {
    for (const why of whys) lose(what, why);
  };
  const schemas = new Set([...from.tables, ...from.views].map(({ schema }) => schema));
  const writing: Writing = {
    quote: traits.quote,
    now: receiving.now,
    numbersForTruth: receiving.numbersForTruth,
    ...(receiving.matching ? { matching: receiving.matching } : {}),
    from: giving.speech,
    to: receiving.speech,
    schemas,
  };
  /** How many columns draw their numbers from each sequence, by its name. */
  const drawn = new Map<string, number>();
  for (const { default: given } of from.tables.flatMap(({ columns }) => columns)) {
    const name = sequenceOf(given);
    if (name !== undefined) drawn.set(name, (drawn.get(name) ?? 0) + 1);
  }
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
  if (parts.length > 0)
    lose(parts.length === 1 ? '1 partition' : `${parts.length} partitions`, 'their rows stand in the table itself');
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
        const type = typeOf(references.name, referencedColumns[other] ?? '');
        lose(
          `foreign key ${name} of ${table.name}`,
          type === undefined
            ? `${references.name} is not in the schema`
            : `${columns[other]} is ${typeOf(table.name, columns[other] ?? '')}, and what it refers to ${type}`,
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
    loseAll(`table ${name}`, lossesOfTable(table, giving));
    const numbering = new Set(
      table.columns.filter((column) => numbersRows(column, table)).map((column) => column.name),
    );
    const checks: CheckConstraint[] = table.checks
      .filter(({ inherited }) => !inherited)
      .flatMap((check) => {
        const what = `check ${check.name} of ${name}`;
        if (!check.enforced) lose(what, 'that it is not enforced: it is');
        const expression = translated(check.expression, writing, meaningOf(what, table));
        return isTaken(what, expression, check.columns, numbering)
          ? [{ ...plainState, ...check, enforced: true, expression }]
          : [];
      });
    const columns = table.columns.map((column) => columnOf(column, table, keyed.has(column.name), checks, numbering));
    for (const trigger of table.triggers)
      lose(`trigger ${trigger.name} of ${name}`, 'its statements are in another language');
    for (const one of table.exclusions) lose(`exclusion ${one.name} of ${name}`, 'there is no such constraint');
    const keyNames = new Map<string, string>();
    const indexes = withoutRepeated(table.indexes, name).flatMap((index) => {
      const own = indexOf(index, name, table);
      if (!own) return [];
      // One engine calls every primary key alike.
      const wanted =
        index.constraint !== undefined && index.constraint === table.primaryKey?.name ? `${name}_pkey` : index.name;
      const called = indexName(name, wanted);
      if (index.constraint !== undefined) keyNames.set(index.constraint, called);
      return [{ ...own, name: called, ...(index.constraint === undefined ? {} : { constraint: called }) }];
    });
    const key = (one: KeyConstraint): KeyConstraint => {
      if (one.withoutOverlaps)
        lose(`key ${one.name} of ${name}`, 'WITHOUT OVERLAPS: it keeps equal values apart alone');
      if (one.deferrable) lose(`key ${one.name} of ${name}`, 'that it is checked at the end of the transaction');
      const called = keyNames.get(one.name) ?? one.name;
      return { ...one, ...plainState, name: called, index: called, include: [] };
    };
    return bareTable({
      schema: traits.defaultSchema,
      name,
      columns,
      ...(table.primaryKey ? { primaryKey: key(table.primaryKey) } : {}),
      uniques: table.uniques.map(key),
      foreignKeys: table.foreignKeys.filter(({ inherited }) => !inherited).map((key) => foreignKeyOf(key, name)),
      checks,
      indexes,
      ...(table.comment !== undefined && traits.comments ? { comment: table.comment } : {}),
    });
  }

  /** What an expression over the rows of a table means, where that is known. */
  function meaningOf(what: string, table?: Table): Meaning {
    return {
      isWhole: (name) => {
        const column = table?.columns.find((one) => one.name === name);
        return column && column.type.family === 'integer';
      },
      tell: (why) => lose(what, why),
    };
  }

  /** False, and told, for an expression that the engine would not understand, or that reads what it must not. */
  function isTaken(
    what: string,
    expression: string,
    columns: readonly string[],
    numbering: ReadonlySet<string>,
  ): boolean {
    const read = receiving.readsNumbering ? undefined : columns.find((column) => numbering.has(column));
    if (read === undefined) return understood(what, expression);
    lose(what, `it reads ${read}, whose numbers the engine gives only later`);
    return false;
  }

  /** Whether a column numbers the rows by itself, and the engine can do so at its place. */
  function numbersRows(column: Column, table: Table): boolean {
    if (column.identity === undefined && sequenceOf(column.default) === undefined && !isRowNumber(column, table))
      return false;
    switch (receiving.numbering) {
      case 'any column':
        return true;
      case 'only of the primary key':
        return isOnlyKey(column, table);
      case 'first of an index':
        return table.indexes.some(({ method, keys }) => method === 'btree' && keys[0]?.column === column.name);
    }
  }

  function tellNumbering(what: string, column: Column): void {
    const drawnFrom = sequenceOf(column.default);
    const behind = column.identity?.sequence ?? column.ownedSequence;
    const name = behind?.name ?? drawnFrom;
    const sequence = from.sequences.find((one) => one.name === name);
    if (sequence) loseAll(what, lossesOfNumbering(sequence));
    if (drawnFrom !== undefined && (drawn.get(drawnFrom) ?? 0) > 1)
      lose(what, `that other columns draw from the same numbers, ${drawnFrom}`);
  }

  /** False, and told, for an expression that the engine would not understand. */
  function understood(what: string, expression: string): boolean {
    if (receiving.understands?.(expression) ?? true) return true;
    lose(what, `the engine is not known to understand ${expression}`);
    return false;
  }

  function columnOf(
    column: Column,
    table: Table,
    keyed: boolean,
    checks: CheckConstraint[],
    numbering: ReadonlySet<string>,
  ): Column {
    const what = `column ${nameOf(table)}.${column.name}`;
    const numbers = numbering.has(column.name);
    const isNumbered = numbers || column.identity !== undefined || sequenceOf(column.default) !== undefined;
    const resolved = resolve(column.type, what);
    const received: ReceivedType =
      numbers && receiving.numberingType !== undefined
        ? { text: receiving.numberingType }
        : receiving.type(resolved, keyed || numbers);
    if (holdsForms && received.check) hold(`${nameOf(table)}_${column.name}_form`, received.check, column.name);
    else if (received.lost !== undefined) lose(what, received.lost);
    loseAll(what, lossesOfColumn(column, giving));
    if (numbers) tellNumbering(what, column);
    else if (isNumbered) lose(what, 'that it numbers the rows by itself');
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
    const said =
      isNumbered || column.default === undefined ? undefined : defaultOf(column.default, resolved, what, table);
    const written = said === undefined || !understood(`default of ${what}`, said) ? undefined : said;
    const computed =
      column.generated &&
      translated(column.generated.expression, writing, meaningOf(`the expression of ${what}`, table));
    const generated =
      computed !== undefined && isTaken(`the expression of ${what}`, computed, namedIn(computed, table), numbering)
        ? column.generated
        : undefined;
    const collation =
      isText(resolved) && !resolved.values ? collationOf(what, giving.compares(column, table)) : undefined;
    return {
      name: column.name,
      type: {
        ...(resolved as DataType),
        text: received.text,
        name: received.text.replace(/\(.*/, ''),
      },
      nullable: column.nullable,
      ...(written === undefined ? {} : { default: written }),
      ...(numbers ? { identity: { generation: 'by default' as const } } : {}),
      ...(generated && computed !== undefined
        ? {
            generated: { expression: computed, stored: generated.stored || !traits.virtualColumns },
          }
        : {}),
      ...(collation === undefined ? {} : { collation }),
      ...(column.comment !== undefined && traits.comments ? { comment: column.comment } : {}),
      local: true,
    };
  }

  function collationOf(what: string, comparison: TextComparison): QualifiedName | undefined {
    const { name, lost } = receiving.collation(comparison);
    if (lost !== undefined) lose(what, lost);
    return name === undefined ? undefined : { schema: traits.defaultSchema, name };
  }

  /** A truth value stays one, where the other engine has a word for it, and bits stay bits. */
  function defaultOf(expression: string, { family }: DataType, what: string, table: Table): string {
    if (family === 'boolean' && !receiving.numbersForTruth && /^\(?'?[01]'?\)?$/.test(expression.trim()))
      return /1/.test(expression) ? 'true' : 'false';
    const bits = family === 'bits' ? /^b?'([01]+)'/i.exec(expression)?.[1] : undefined;
    return bits === undefined
      ? translated(expression, writing, meaningOf(`default of ${what}`, table))
      : receiving.bits(bits);
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

  function foreignKeyOf(key: ForeignKey, table: string): ForeignKey {
    loseAll(`foreign key ${key.name} of ${table}`, lossesOfForeignKey(key, receiving));
    const { schema: _, ...rest } = key.references;
    return {
      ...key,
      ...plainState,
      deferrable: key.deferrable && receiving.defers,
      initiallyDeferred: key.initiallyDeferred && receiving.defers,
      period: false,
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

  function indexOf(index: Index, name: string, table: Table): Index | undefined {
    const what = `index ${index.name} of ${name}`;
    const drop = (why: string): undefined => void lose(what, why);
    if (!/^(?:btree|hash)$/.test(index.method)) return drop(`there is no index of the kind ${index.method}`);
    const isExpression = ({ expression, prefix }: IndexKey) => expression !== undefined && !prefix;
    if (!receiving.indexesExpressions && index.keys.some(isExpression))
      return drop('there are no indexes of expressions');
    if (index.unique && index.predicate !== undefined && !traits.partialIndexes)
      return drop('it holds for some rows only');
    const meaning = meaningOf(what, table);
    const keys = index.keys.map((key) => keyOf(key, what, table, meaning));
    if (keys.some(({ expression }) => expression !== undefined && !understood(what, expression))) return undefined;
    loseAll(what, lossesOfIndex(index, traits));
    const { predicate, ...rest } = index;
    return {
      ...rest,
      method: 'btree',
      keys,
      include: traits.includedColumns ? index.include : [],
      nullsNotDistinct: index.nullsNotDistinct && traits.nullsNotDistinct,
      ...(predicate === undefined || !traits.partialIndexes
        ? {}
        : { predicate: translated(predicate, writing, meaning) }),
      options: {},
    };
  }

  function keyOf(key: IndexKey, what: string, table: Table, meaning: Meaning): IndexKey {
    const { column, expression, prefix, descending, nullsFirst } = key;
    const of = table.columns.find(({ name }) => name === (prefix?.column ?? column));
    const own = of && key.collation ? collationOf(what, giving.compares(of, table, key)) : undefined;
    return {
      ...(prefix ? { column: prefix.column } : column !== undefined ? { column } : {}),
      ...(expression !== undefined && !prefix ? { expression: translated(expression, writing, meaning) } : {}),
      ...(own && receiving.collatesKeys ? { collation: own } : {}),
      descending,
      nullsFirst: descending && nullsFirst,
    };
  }

  function viewOf(view: View): readonly View[] {
    for (const trigger of view.triggers)
      lose(`trigger ${trigger.name} of ${view.name}`, 'its statements are in another language');
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
        definition: translated(view.definition, writing, meaningOf(`view ${view.name}`)).replace(/;\s*$/, ''),
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
    for (const sequence of from.sequences.filter(
      ({ ownedBy, identity, name }) => !ownedBy && !identity && !drawn.has(name),
    ))
      lose(`sequence ${sequence.name}`, 'it belongs to no column');
    for (const extension of from.extensions) lose(`extension ${extension.name}`, 'it is of the other engine');
    for (const other of from.others) lose(`${other.kind} ${other.name}`, 'it is of the other engine');
    const granted = from.tables.filter(({ grants }) => grants.length > 0).length;
    if (granted > 0) lose(`rights on ${granted} ${granted === 1 ? 'table' : 'tables'}`, 'roles are those of a server');
    const said = [...from.tables, ...from.tables.flatMap(({ columns }) => columns)].filter(
      ({ comment }) => comment !== undefined,
    );
    if (said.length > 0 && !traits.comments)
      lose(said.length === 1 ? '1 comment' : `${said.length} comments`, 'objects have none');
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

function isText({ family }: DataType): boolean {
  return family === 'text' || family === 'character';
}

/** The columns of a table that an expression names. */
function namedIn(expression: string, { columns }: Table): readonly string[] {
  return columns.map(({ name }) => name).filter((name) => wordsOf(expression).has(name.toLowerCase()));
}

function wordsOf(expression: string): ReadonlySet<string> {
  return new Set(
    expression
      .replace(/'(?:[^']|'')*'/g, '')
      .toLowerCase()
      .match(/[\w$]+/g) ?? [],
  );
}
