import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
} from 'yaml';
import { closest } from '../catalog/closest.ts';
import { RelvarError } from '../findings/error.ts';
import { plannerSettings, settingHints, settingValue } from './planner-settings.ts';
import { parseDistinct, parseGrowth, parseQuantity, parseRate, parseShare, parseWidth } from './quantity.ts';
import type { DeclaredColumn, DeclaredTable, Volumes } from './volumes.ts';

/** The file while it is read: every message says in which line. */
interface Reader {
  readonly file: string;
  readonly document: Document;
  readonly lines: LineCounter;
}

/** @throws RelvarError `bad-volumes` or `bad-quantity`, one line with file and line */
export function parseVolumes(text: string, file: string): Volumes {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true, uniqueKeys: true });
  const [error] = document.errors;
  if (error) {
    const line = error.linePos?.[0].line;
    throw new RelvarError(
      'bad-volumes',
      `${file}${line ? `:${line}` : ''}: not YAML: ${error.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')}`,
      { cause: error },
    );
  }
  const reader: Reader = { file, document, lines };
  const volumes: {
    tables: Record<string, DeclaredTable>;
    columns: Record<string, DeclaredColumn>;
    settings: Record<string, string>;
  } = {
    tables: {},
    columns: {},
    settings: {},
  };
  if (document.contents === null) return { ...volumes, from: file };
  const root = mapOf(reader, document.contents, 'the file', 'a map with the key "tables"');
  for (const { key, value, at } of entries(reader, root)) {
    if (key === 'tables') readTables(reader, value, at, volumes);
    else if (key === 'columns') {
      for (const one of entries(
        reader,
        mapOf(reader, value, 'columns', 'a map from table.column to what is known of it', at),
      )) {
        volumes.columns[one.key] = readColumn(reader, one.value, one.key, one.at);
      }
    } else if (key === 'settings') readSettings(reader, value, at, volumes.settings);
    else throw unknownKey(reader, at, key, ['tables', 'columns', 'settings'], 'the file');
  }
  return { ...volumes, from: file };
}

function readTables(
  reader: Reader,
  value: Node | null,
  at: Node,
  volumes: { readonly tables: Record<string, DeclaredTable>; readonly columns: Record<string, DeclaredColumn> },
): void {
  for (const one of entries(reader, mapOf(reader, value, 'tables', 'a map from table to rows', at))) {
    // `orders.status: {delivered: 0.9}` beside the tables: whose name the dot belongs to, the catalog tells.
    const keys = isMap(one.value)
      ? one.value.items.map((item) => String(isScalar(item.key) ? item.key.value : ''))
      : [];
    const distribution = one.key.includes('.') && keys.length > 0 && !keys.some((key) => tableKeys.includes(key));
    if (distribution) volumes.columns[one.key] = readColumn(reader, one.value, one.key, one.at);
    else volumes.tables[one.key] = readTable(reader, one.value, one.key, one.at);
  }
}

const tableKeys = ['rows', 'growth', 'writes', 'width', 'columns'];

function readTable(reader: Reader, value: Node | null, name: string, at: Node): DeclaredTable {
  const { line } = placeOf(reader, at);
  if (isScalar(value)) return { rows: quantity(reader, value, name, parseQuantity), line };
  const declared: { -readonly [Key in keyof DeclaredTable]: DeclaredTable[Key] } = { line };
  for (const one of entries(reader, mapOf(reader, value, name, 'a number of rows or a map', at))) {
    const what = `${name}.${one.key}`;
    switch (one.key) {
      case 'rows':
        declared.rows = quantity(reader, one.value, what, parseQuantity, one.at);
        break;
      case 'growth':
        declared.growthPerMonth = quantity(reader, one.value, what, parseGrowth, one.at);
        break;
      case 'writes':
        declared.writesPerSecond = quantity(reader, one.value, what, parseRate, one.at);
        break;
      case 'width':
        declared.rowWidth = quantity(reader, one.value, what, parseWidth, one.at);
        break;
      case 'columns': {
        const columns: Record<string, DeclaredColumn> = {};
        for (const column of entries(
          reader,
          mapOf(reader, one.value, what, 'a map from column to what is known of it', one.at),
        )) {
          columns[column.key] = readColumn(reader, column.value, `${name}.${column.key}`, column.at);
        }
        declared.columns = columns;
        break;
      }
      default:
        throw unknownKey(reader, one.at, one.key, tableKeys, name);
    }
  }
  return declared;
}

const columnKeys = ['values', 'distinct', 'nulls', 'width', 'correlation'];

/** `{ values: {…}, distinct: 5 }`, or the values alone: `{ delivered: 0.9, pending: 0.02 }`. */
function readColumn(reader: Reader, value: Node | null, name: string, at: Node): DeclaredColumn {
  const map = mapOf(
    reader,
    value,
    name,
    'a map: of shares by value, or with values, distinct, nulls, width, correlation',
    at,
  );
  const all = entries(reader, map);
  const { line } = placeOf(reader, at);
  if (all.length === 0)
    throw problem(reader, at, `${name}: nothing is declared`, 'leave it out, or write a share for each value');
  const isShort = !all.some(({ key }) => columnKeys.includes(key));
  if (isShort) {
    const misspelt = all.find(({ key, value: one }) => isMap(one) && closest(key, columnKeys));
    if (misspelt) throw unknownKey(reader, misspelt.at, misspelt.key, columnKeys, name);
    return { commonValues: readValues(reader, map, name, at), line };
  }
  const declared: { -readonly [Key in keyof DeclaredColumn]: DeclaredColumn[Key] } = { line };
  for (const one of all) {
    const what = `${name}.${one.key}`;
    switch (one.key) {
      case 'values':
        declared.commonValues = readValues(
          reader,
          mapOf(reader, one.value, what, 'a map from value to share', one.at),
          name,
          one.at,
        );
        break;
      case 'distinct':
        declared.distinct = quantity(reader, one.value, what, parseDistinct, one.at);
        break;
      case 'nulls':
        declared.nullFraction = quantity(reader, one.value, what, parseShare, one.at);
        break;
      case 'width':
        declared.averageWidth = quantity(reader, one.value, what, parseWidth, one.at);
        break;
      case 'correlation':
        declared.correlation = quantity(reader, one.value, what, correlation, one.at);
        break;
      default:
        throw unknownKey(reader, one.at, one.key, columnKeys, name);
    }
  }
  return together(reader, declared, name, at);
}

function correlation(given: string | number, what: string): number {
  const value = Number(given);
  if (!Number.isFinite(value) || value < -1 || value > 1 || String(given).trim() === '') {
    throw new RelvarError('bad-quantity', `${what}: ${JSON.stringify(given)} is no correlation`, {
      hint: 'write a number from -1 to 1',
    });
  }
  return value;
}

/** Shares are rounded by people: a thousandth too much is none. */
const tolerance = 0.001;

function readValues(reader: Reader, map: YAMLMap, name: string, at: Node): NonNullable<DeclaredColumn['commonValues']> {
  const values = entries(reader, map).map((one) => ({
    value: one.key,
    fraction: quantity(reader, one.value, `${name}: ${one.key}`, parseShare, one.at),
  }));
  const sum = values.reduce((all, one) => all + one.fraction, 0);
  if (sum > 1 + tolerance) {
    throw problem(
      reader,
      at,
      `${name}: the shares of its values sum up to ${Number(sum.toPrecision(4))}, which is more than 1`,
      'shares are of all rows: 0.9, or 90%',
    );
  }
  return values.sort((a, b) => b.fraction - a.fraction);
}

/** Shares that leave no room for the nulls beside them can only be of the rows that have a value. */
function together(reader: Reader, declared: DeclaredColumn, name: string, at: Node): DeclaredColumn {
  const { commonValues = [], distinct, nullFraction = 0 } = declared;
  if (distinct !== undefined && distinct > 0 && distinct < commonValues.length) {
    throw problem(
      reader,
      at,
      `${name}: ${commonValues.length} values are listed, but distinct says ${distinct}`,
      'distinct counts all values',
    );
  }
  const sum = commonValues.reduce((all, one) => all + one.fraction, nullFraction);
  if (sum <= 1 + tolerance) return declared;
  return {
    ...declared,
    commonValues: commonValues.map(({ value, fraction }) => ({ value, fraction: fraction * (1 - nullFraction) })),
  };
}

function readSettings(reader: Reader, value: Node | null, at: Node, settings: Record<string, string>): void {
  for (const one of entries(reader, mapOf(reader, value, 'settings', 'a map from setting to value', at))) {
    const kind = plannerSettings.get(one.key);
    if (!kind) {
      const guess = closest(one.key, plannerSettings.keys());
      throw problem(
        reader,
        one.at,
        `${JSON.stringify(one.key)} is no setting of the planner`,
        guess === undefined ? 'for example work_mem, random_page_cost, effective_cache_size' : `did you mean ${guess}?`,
      );
    }
    const given = isScalar(one.value) ? one.value : undefined;
    const text = given ? (typeof given.value === 'string' ? given.value : String(given.source ?? given.value)) : '';
    const taken = settingValue(kind, text);
    if (taken === undefined) {
      throw problem(reader, one.at, `${one.key}: ${JSON.stringify(text)} cannot be its value`, settingHints[kind]);
    }
    settings[one.key] = taken;
  }
}

interface Entry {
  readonly key: string;
  readonly value: Node | null;
  /** What the key's place is taken from. */
  readonly at: Node;
}

function entries(reader: Reader, map: YAMLMap): readonly Entry[] {
  return (map.items as readonly Pair<Node, Node | null>[]).map(({ key, value }) => {
    if (!isScalar(key)) throw problem(reader, map, 'a key must be a name', 'write name: value');
    const text = typeof key.value === 'string' ? key.value : String(key.source ?? key.value);
    return { key: text, value: resolved(reader, value), at: key };
  });
}

function resolved(reader: Reader, node: Node | null): Node | null {
  return isAlias(node) ? (node.resolve(reader.document) ?? null) : node;
}

function mapOf(reader: Reader, node: Node | null, what: string, expected: string, at: Node | null = node): YAMLMap {
  if (isMap(node)) return node;
  throw problem(reader, at, `${what}: expected ${expected}`, 'see docs/volumes.md');
}

function quantity<T>(
  reader: Reader,
  node: Node | null,
  what: string,
  parse: (given: string | number, what: string) => T,
  at: Node | null = node,
): T {
  const value = isScalar(node) ? node.value : undefined;
  const { place } = placeOf(reader, at);
  if (typeof value !== 'string' && typeof value !== 'number') {
    throw new RelvarError('bad-volumes', `${place}: ${what}: expected a number`);
  }
  return parse(value, `${place}: ${what}`);
}

function placeOf({ file, lines }: Reader, node: Node | null): { readonly place: string; readonly line: number } {
  const { line } = lines.linePos(node?.range?.[0] ?? 0);
  return { place: `${file}:${line}`, line };
}

function problem(reader: Reader, at: Node | null, message: string, hint: string): RelvarError {
  return new RelvarError('bad-volumes', `${placeOf(reader, at).place}: ${message}`, { hint });
}

function unknownKey(reader: Reader, at: Node, key: string, known: readonly string[], where: string): RelvarError {
  const guess = closest(key, known);
  return problem(
    reader,
    at,
    `${where}: unknown key ${JSON.stringify(key)}`,
    guess === undefined ? `it may hold ${known.join(', ')}` : `did you mean ${guess}?`,
  );
}
