import type { Catalog } from '../../catalog/catalog.ts';
import type { RowLimit } from '../../catalog/declared-row.ts';
import type { Column, Index, ReferentialAction, Table } from '../../catalog/table.ts';
import type { DataType } from '../../catalog/type.ts';
import type { TakenOver } from '../receiving.ts';
import { type Dialect, dialectOf } from './flavour.ts';
import { fitted } from './limits/fitted.ts';
import { withoutUnknown } from './other-words.ts';
import { compressedValues } from './read/column.ts';
import { schemaName } from './read/draft.ts';
import { engineAttributes } from './read/engine-attributes.ts';
import { periodOptions, withoutHistory, withoutOverlaps } from './read/periods.ts';
import { isRowTime } from './render/create-table.ts';
import { schemaStatements } from './schema.ts';

type Lose = (what: string, why: string) => void;

/**
 * The schema of MySQL as MariaDB can hold it, or the other way round, and what is lost on the way
 * (https://mariadb.com/kb/en/incompatibilities-and-feature-differences-between-mariadb-and-mysql-80/).
 */
export function fromProduct(given: Catalog, to: Dialect, rows: RowLimit | undefined): TakenOver {
  const losses: { readonly what: string; readonly why: string }[] = [];
  const lose: Lose = (what, why) => void losses.push({ what, why });
  const catalog = withoutUnknown(given, to, lose);
  const tables = catalog.tables.map((table) =>
    to.flavour === 'mariadb' ? forMariaDb(table, to, lose) : forMySql(table, lose),
  );
  if (to.flavour === 'mysql')
    for (const { name } of catalog.sequences)
      lose(`sequence ${name}`, 'MySQL has none: what drew from it has no default');
  const [no, usual] =
    to.flavour === 'mariadb' ? (['no action', 'restrict'] as const) : (['restrict', 'no action'] as const);
  // Both mean the same by them, and each writes one of them as nothing.
  const action = (one: ReferentialAction): ReferentialAction => (one === no ? usual : one);
  const foreignKeys = (table: Table): Table => ({
    ...table,
    foreignKeys: table.foreignKeys.map((key) => ({
      ...key,
      onDelete: action(key.onDelete),
      onUpdate: action(key.onUpdate),
    })),
  });
  const within = fitted(
    {
      ...catalog,
      tables: (to.flavour === 'mysql' ? withOwnCheckNames(tables) : tables).map(foreignKeys),
      sequences: to.flavour === 'mysql' ? [] : catalog.sequences,
    },
    to,
    rows,
  );
  return {
    losses: [...losses, ...within.losses],
    catalog: within.catalog,
    statements: (converted) => schemaStatements(converted, to.flavour),
  };
}

/** Options of MySQL that MariaDB does not know. */
const ofMySql = [
  'compression',
  'encryption',
  'tablespace',
  'autoextend_size',
  'secondary_engine',
  'engine_attribute',
  'secondary_engine_attribute',
];

function forMariaDb(given: Table, to: Dialect, lose: Lose): Table {
  const foreign = ofMySql.filter((name) => given.options[name] !== undefined);
  const said = foreign.filter((name) => !/^'?N(?:ONE)?'?$/i.test(given.options[name] ?? ''));
  if (said.length > 0) lose(`table ${given.name}`, `its options ${said.join(', ')}`);
  const options = Object.fromEntries(Object.entries(given.options).filter(([name]) => !foreign.includes(name)));
  const table = withoutAttributes({ ...given, options }, lose);
  const of = (column: string) => `column ${table.name}.${column}`;
  return {
    ...withCollations(table, (name) => mariaDbCollation(name, to), lose),
    columns: withCollations(table, (name) => mariaDbCollation(name, to), lose, true).columns.map((column) => {
      if (column.type.family === 'json') lose(of(column.name), 'its type: JSON is a text whose form a check holds');
      return withoutDefault(
        withType(column, mariaDbType, of, lose),
        /\b(?:uuid_to_bin|bin_to_uuid)\s*\(/i,
        'MariaDB does not have',
        of,
        lose,
      );
    }),
    checks: table.checks.filter(({ name, enforced }) => {
      if (!enforced) lose(`check ${name} of ${table.name}`, 'it is not enforced: MariaDB enforces every check');
      return enforced;
    }),
    indexes: table.indexes.filter(({ name, keys }) => {
      const expression = keys.find(({ column, prefix }) => column === undefined && !prefix);
      if (expression)
        lose(
          `index ${name} of ${table.name}`,
          `MariaDB has no index over an expression: add a column that is generated as ${expression.expression}, and an index over it`,
        );
      return !expression;
    }),
  };
}

/** MariaDB has no words for an engine at columns and indexes. */
function withoutAttributes(table: Table, lose: Lose): Table {
  const without = <One extends { readonly options?: Readonly<Record<string, string>> }>(
    one: One,
    what: string,
  ): One => {
    const foreign = engineAttributes.filter((name) => one.options?.[name] !== undefined);
    if (foreign.length === 0) return one;
    lose(what, `its options ${foreign.join(', ')}`);
    const kept = Object.entries(one.options ?? {}).filter(([name]) => !foreign.includes(name));
    return { ...one, options: Object.fromEntries(kept) };
  };
  return {
    ...table,
    columns: table.columns.map((column) => without(column, `column ${table.name}.${column.name}`)),
    indexes: table.indexes.map((index) => without(index, `index ${index.name} of ${table.name}`)),
  };
}

function forMySql(given: Table, lose: Lose): Table {
  const table = withoutHistoryOf(given, lose);
  const of = (column: string) => `column ${table.name}.${column}`;
  const { engine, ...options } = table.options;
  const foreign =
    engine !== undefined &&
    !/^(?:innodb|myisam|memory|csv|archive|blackhole|ndb|ndbcluster|merge|mrg_myisam|federated)$/i.test(engine);
  if (foreign) lose(`table ${table.name}`, `its engine, ${engine}: it is InnoDB`);
  const ours = Object.keys(options).filter((name) =>
    /^(?:page_|transactional$|ietf_quotes$|encrypted$|encryption_key_id$|sequence$)/.test(name),
  );
  if (ours.length > 0) lose(`table ${table.name}`, `its options ${ours.join(', ')}`);
  const kept = Object.fromEntries(Object.entries(options).filter(([name]) => !ours.includes(name)));
  const collated = withCollations({ ...table, options: kept }, mySqlCollation, lose);
  return {
    ...collated,
    options: { ...collated.options, ...(engine === undefined || foreign ? {} : { engine }) },
    columns: withCollations(table, mySqlCollation, lose, true).columns.map((column) =>
      withoutDefault(
        withType(asItIs(column, of, lose), mySqlType, of, lose),
        /\bnext(?:val| value for)\b|\blastval\s*\(/i,
        'MySQL does not have',
        of,
        lose,
      ),
    ),
    indexes: collated.indexes.filter((index) => {
      const hashed = index.unique && index.keys.some(({ column }) => /(?:text|blob)$/.test(typeOf(table, column)));
      if (hashed)
        lose(`index ${index.name} of ${table.name}`, 'MySQL keeps long values apart by their beginnings alone');
      return !hashed;
    }),
  };
}

function typeOf({ columns }: Table, name: string | undefined): string {
  return columns.find((column) => column.name === name)?.type.name ?? '';
}

/** Of a table with a history its present rows: the columns of its period that the engine keeps go, and so do their keys. */
function withoutHistoryOf(table: Table, lose: Lose): Table {
  const gone = new Set(table.columns.filter(isRowTime).map(({ name }) => name));
  const own = [...periodOptions, 'system_versioning'].filter((name) => table.options[name] !== undefined);
  if (own.includes('system_versioning')) lose(`table ${table.name}`, 'its history: only rows of the present are kept');
  if (table.options['period'] !== undefined) lose(`table ${table.name}`, `its period, ${table.options['period']}`);
  const stays = (name: string | undefined) => name === undefined || !gone.has(name);
  const indexOf = (index: Index): Index => {
    const { [withoutOverlaps]: overlaps, ...options } = index.options;
    if (overlaps !== undefined) lose(`index ${index.name} of ${table.name}`, 'that periods of its rows do not overlap');
    return { ...index, options, keys: index.keys.filter(({ column }) => stays(column)) };
  };
  return {
    ...table,
    options: Object.fromEntries(Object.entries(table.options).filter(([name]) => !own.includes(name))),
    columns: table.columns.filter(({ name }) => stays(name)).map(versionless),
    indexes: table.indexes.map(indexOf),
    ...(table.primaryKey
      ? { primaryKey: { ...table.primaryKey, columns: table.primaryKey.columns.filter(stays) } }
      : {}),
    uniques: table.uniques.map((key) => ({ ...key, columns: key.columns.filter(stays) })),
  };
}

/** MySQL compresses no single column. */
function asItIs(column: Column, of: (name: string) => string, lose: Lose): Column {
  const { options, ...rest } = column;
  if (options?.[compressedValues] === undefined) return column;
  const { [compressedValues]: _, ...others } = options;
  lose(of(column.name), 'that its values are kept compressed');
  return Object.keys(others).length === 0 ? rest : { ...rest, options: others };
}

function versionless(column: Column): Column {
  if (column.options?.[withoutHistory] === undefined) return column;
  const { options: _, ...rest } = column;
  return rest;
}

type Replaced = { readonly text: string; readonly lost: string } | undefined;

function withType(
  column: Column,
  replace: (type: DataType) => Replaced,
  of: (name: string) => string,
  lose: Lose,
): Column {
  const other = replace(column.type);
  if (!other) return column;
  lose(of(column.name), other.lost);
  return { ...column, type: { ...column.type, text: other.text, name: other.text.replace(/\(.*/, '') } };
}

function mariaDbType({ text }: DataType): Replaced {
  return / srid \d+/.test(text)
    ? {
        text: text.replace(/ srid (\d+)/, ' ref_system_id=$1'),
        lost: 'that its values are of one reference system is not checked',
      }
    : undefined;
}

/** As long as the longest value of the type as text. */
const textsOf: Readonly<Record<string, string>> = { uuid: 'char(36)', inet6: 'varchar(45)', inet4: 'varchar(15)' };

function mySqlType({ name, text }: DataType): Replaced {
  const known = textsOf[name];
  if (known !== undefined) return { text: known, lost: `its type, ${name}: it is text, and any text is taken` };
  return /ref_system_id=/.test(text)
    ? { text: text.replace(/ ref_system_id=(\d+)/, ' srid $1'), lost: 'its values must all be of one reference system' }
    : undefined;
}

function withoutDefault(
  column: Column,
  foreign: RegExp,
  why: string,
  of: (name: string) => string,
  lose: Lose,
): Column {
  if (column.default === undefined || !foreign.test(column.default)) return column;
  lose(of(column.name), `its default, ${column.default}, which ${why}`);
  const { default: _, ...rest } = column;
  return rest;
}

type Collated = { readonly name: string; readonly lost?: string };

/** The table with the collations of its texts and its own in the other's words; what they do otherwise is told once. */
function withCollations(table: Table, replace: (name: string) => Collated, lose: Lose, quietly = false): Table {
  const changed = (name: string, what: string): string => {
    const { name: other, lost } = replace(name);
    if (lost !== undefined && !quietly) lose(what, `its collation, ${name}, becomes ${other}: ${lost}`);
    return other;
  };
  const own = table.options['collation'];
  return {
    ...table,
    options: { ...table.options, ...(own === undefined ? {} : { collation: changed(own, `table ${table.name}`) }) },
    columns: table.columns.map((column) =>
      column.collation
        ? {
            ...column,
            collation: {
              schema: schemaName,
              name: changed(column.collation.name, `column ${table.name}.${column.name}`),
            },
          }
        : column,
    ),
  };
}

const otherUnicode = 'texts are compared and sorted by another version of Unicode';

/** Collations by Unicode 9 are those by Unicode 14, or by 5.2 where the server is older (10.10 has the new ones). */
function mariaDbCollation(name: string, { number }: Dialect): Collated {
  const [, language = '', strength = ''] = /^utf8mb4_(?:(\w+)_)?0900_(\w+)$/.exec(name) ?? [];
  if (strength === '') return { name };
  if (strength === 'bin') return { name: 'utf8mb4_nopad_bin' };
  const words = language === '' ? '' : `, and not by the rules of ${language}`;
  if (number < 101_000)
    return {
      name: strength === 'ai_ci' ? 'utf8mb4_unicode_520_nopad_ci' : 'utf8mb4_nopad_bin',
      lost: `${otherUnicode}${words}${strength === 'ai_ci' ? '' : ', letters in every form told apart'}`,
    };
  return { name: `utf8mb4_uca1400_nopad_${strength}`, lost: `${otherUnicode}${words}` };
}

function mySqlCollation(name: string): Collated {
  const [, set = '', , strength = ''] = /^(\w+?)_uca1400_(?:(\w+?)_)??(?:nopad_)?(a[is]_c[is])$/.exec(name) ?? [];
  if (set !== '') {
    const other = set === 'utf8mb4' ? `utf8mb4_0900_${strength}` : `${set}_unicode_520_ci`;
    const blanks = /_nopad_/.test(name) || set !== 'utf8mb4' ? '' : ', and blanks at the end tell them apart';
    return { name: other, lost: `${otherUnicode}${blanks}` };
  }
  if (name === 'utf8mb4_nopad_bin') return { name: 'utf8mb4_0900_bin' };
  return /_nopad_/.test(name)
    ? { name: name.replace('_nopad', ''), lost: 'blanks at the end do not tell texts apart' }
    : { name };
}

/** Checks have names of their own among all of a schema, where MariaDB has them within their table, or column. */
function withOwnCheckNames(tables: readonly Table[]): readonly Table[] {
  const taken = new Set<string>();
  return tables.map((table) => ({
    ...table,
    checks: table.checks.map((check) => {
      const isColumns = table.columns.some(({ name }) => name === check.name);
      let name =
        isColumns || /^CONSTRAINT_\d+$/.test(check.name) ? `${table.name}_${check.name.toLowerCase()}` : check.name;
      for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${table.name}_${check.name}_${number}`;
      taken.add(name.toLowerCase());
      return { ...check, name };
    }),
  }));
}

/** Whether a schema of the version has to be taken over: it is of the other product. */
export function isOtherProduct(from: string, to: Dialect): boolean {
  return dialectOf(from).flavour !== to.flavour;
}
