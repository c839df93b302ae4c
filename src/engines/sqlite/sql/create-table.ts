import type { ReferentialAction } from '../../../catalog/table.ts';
import { quoteLiteral } from '../quote.ts';
import { canonicalExpression } from './canonical.ts';
import { atCommas, type Reader, readerOf } from './reader.ts';

/** What a constraint does when a row is against it, where that is not to fail the statement: `replace`, `ignore`… */
type Conflict = string | undefined;

/** A key column of a primary key or unique constraint. */
export interface WrittenKeyColumn {
  readonly name: string;
  readonly collation?: string;
  readonly descending: boolean;
}

export interface WrittenKey {
  readonly name?: string;
  readonly columns: readonly WrittenKeyColumn[];
  readonly conflict?: string;
  readonly autoincrement?: true;
  /** It stands with its column. */
  readonly inline?: true;
}

export interface WrittenForeignKey {
  readonly name?: string;
  readonly columns: readonly string[];
  readonly table: string;
  /** Empty: the primary key of the table. */
  readonly referenced: readonly string[];
  readonly onDelete: ReferentialAction;
  readonly onUpdate: ReferentialAction;
  readonly match: 'simple' | 'full';
  readonly deferrable: boolean;
  readonly initiallyDeferred: boolean;
}

export interface WrittenColumn {
  readonly name: string;
  /** As declared; empty for none. */
  readonly type: string;
  readonly notNull?: { readonly name?: string; readonly conflict?: string };
  readonly default?: string;
  readonly collation?: string;
  readonly generated?: { readonly expression: string; readonly stored: boolean };
}

/** What a CREATE TABLE says, and the engine's pragmas do not tell in full. */
export interface WrittenTable {
  readonly columns: readonly WrittenColumn[];
  readonly primaryKey?: WrittenKey;
  readonly uniques: readonly WrittenKey[];
  readonly foreignKeys: readonly WrittenForeignKey[];
  readonly checks: readonly { readonly name?: string; readonly expression: string; readonly column?: string }[];
}

interface Building {
  readonly columns: WrittenColumn[];
  primaryKey?: WrittenKey;
  readonly uniques: WrittenKey[];
  readonly foreignKeys: WrittenForeignKey[];
  readonly checks: { name?: string; expression: string; column?: string }[];
}

/** Reads a CREATE TABLE as the engine keeps it: it is known to be well-formed. */
export function readCreateTable(sql: string): WrittenTable {
  const reader = readerOf(sql);
  while (reader.peek() !== undefined && reader.peek()?.text !== '(') reader.next();
  const built: Building = { columns: [], uniques: [], foreignKeys: [], checks: [] };
  for (const part of atCommas(reader.brackets() ?? '')) readDefinition(part, built);
  return built;
}

function readDefinition(sql: string, built: Building): void {
  const reader = readerOf(sql);
  const [first, second] = [reader.peek(), reader.peek(1)];
  const begins = first?.kind === 'word' ? first.value : '';
  const isConstraint =
    begins === 'CONSTRAINT' ||
    begins === 'CHECK' ||
    begins === 'UNIQUE' ||
    (begins === 'PRIMARY' && second?.value === 'KEY') ||
    (begins === 'FOREIGN' && second?.value === 'KEY');
  if (isConstraint) readConstraints(reader, built);
  else readColumn(reader, built);
}

/** Table constraints need no comma between them. */
function readConstraints(reader: Reader, built: Building): void {
  let name: string | undefined;
  while (reader.peek() !== undefined) {
    const named = name === undefined ? {} : { name };
    if (reader.take('CONSTRAINT')) {
      name = reader.name();
      continue;
    }
    if (reader.take('PRIMARY', 'KEY')) {
      const columns = keyColumns(reader.brackets() ?? '');
      built.primaryKey = { ...named, ...columns, ...conflict(reader) };
    } else if (reader.take('UNIQUE')) {
      const columns = keyColumns(reader.brackets() ?? '');
      built.uniques.push({ ...named, ...columns, ...conflict(reader) });
    } else if (reader.take('CHECK')) {
      built.checks.push({ ...named, expression: canonicalExpression(reader.brackets() ?? '') });
      conflict(reader);
    } else if (reader.take('FOREIGN', 'KEY')) {
      const columns = atCommas(reader.brackets() ?? '').map((one) => readerOf(one).name() ?? one);
      reader.take('REFERENCES');
      built.foreignKeys.push({ ...named, columns, ...references(reader) });
    } else reader.next();
    name = undefined;
  }
}

function readColumn(reader: Reader, built: Building): void {
  const name = reader.name() ?? '';
  const type = readType(reader);
  let column: WrittenColumn = { name, type };
  let constraint: string | undefined;
  while (reader.peek() !== undefined) {
    const named = constraint === undefined ? {} : { name: constraint };
    if (reader.take('CONSTRAINT')) {
      constraint = reader.name();
      continue;
    }
    if (reader.take('PRIMARY', 'KEY')) {
      const descending = reader.take('DESC');
      if (!descending) reader.take('ASC');
      const kept = conflict(reader);
      const auto = reader.take('AUTOINCREMENT') ? { autoincrement: true as const } : {};
      built.primaryKey = { ...named, columns: [{ name, descending }], ...kept, ...auto, inline: true };
    } else if (reader.take('NOT', 'NULL')) column = { ...column, notNull: { ...named, ...conflict(reader) } };
    else if (reader.take('NULL')) conflict(reader);
    else if (reader.take('UNIQUE'))
      built.uniques.push({ ...named, columns: [{ name, descending: false }], ...conflict(reader) });
    else if (reader.take('CHECK')) {
      built.checks.push({ ...named, expression: canonicalExpression(reader.brackets() ?? ''), column: name });
      conflict(reader);
    } else if (reader.take('DEFAULT')) column = { ...column, default: readDefault(reader) };
    else if (reader.take('COLLATE')) column = { ...column, collation: reader.name() ?? '' };
    else if (reader.take('REFERENCES')) built.foreignKeys.push({ ...named, columns: [name], ...references(reader) });
    else if (reader.take('GENERATED', 'ALWAYS', 'AS') || reader.take('AS')) {
      const expression = canonicalExpression(reader.brackets() ?? '');
      const stored = reader.take('STORED');
      if (!stored) reader.take('VIRTUAL');
      column = { ...column, generated: { expression, stored } };
    } else reader.next();
    constraint = undefined;
  }
  built.columns.push(column);
}

const endsType = new Set('CONSTRAINT PRIMARY NOT NULL UNIQUE CHECK DEFAULT COLLATE REFERENCES GENERATED AS'.split(' '));

/** Words up to the first constraint, and one or two numbers in brackets. */
function readType(reader: Reader): string {
  const words: string[] = [];
  for (let token = reader.peek(); token; token = reader.peek()) {
    if (token.text === '(') {
      const modifiers = reader.brackets() ?? '';
      return `${words.join(' ')}(${atCommas(modifiers).join(',')})`;
    }
    if (token.kind === 'operator' || (token.kind === 'word' && endsType.has(token.value))) break;
    words.push(token.kind === 'word' ? token.text : token.value);
    reader.next();
  }
  return words.join(' ');
}

const keywordDefault = /^(?:NULL|TRUE|FALSE|CURRENT_(?:TIMESTAMP|DATE|TIME))$/;

function readDefault(reader: Reader): string {
  const inBrackets = reader.brackets();
  if (inBrackets !== undefined) return `(${canonicalExpression(inBrackets)})`;
  const first = reader.peek();
  if (first?.text === '-' || first?.text === '+') reader.next();
  reader.next();
  // A name is a text here, in whatever quotes or in none.
  if (first?.kind === 'name') return quoteLiteral(first.value);
  if (first?.kind === 'word' && !keywordDefault.test(first.value)) return quoteLiteral(first.text);
  return canonicalExpression(reader.since(first?.start ?? 0));
}

function conflict(reader: Reader): { readonly conflict?: string } {
  if (!reader.take('ON', 'CONFLICT')) return {};
  const does: Conflict = reader.next()?.value.toLowerCase();
  return does === undefined || does === 'abort' ? {} : { conflict: does };
}

function keyColumns(sql: string): Pick<WrittenKey, 'columns' | 'autoincrement'> {
  let autoincrement = false;
  const columns = atCommas(sql).map((part): WrittenKeyColumn => {
    const reader = readerOf(part);
    const name = reader.name() ?? part;
    const collation = reader.take('COLLATE') ? reader.name() : undefined;
    const descending = reader.take('DESC');
    if (!descending) reader.take('ASC');
    autoincrement ||= reader.take('AUTOINCREMENT');
    return { name, descending, ...(collation === undefined ? {} : { collation }) };
  });
  return { columns, ...(autoincrement ? { autoincrement: true } : {}) };
}

function references(reader: Reader): Omit<WrittenForeignKey, 'columns' | 'name'> {
  const table = reader.name() ?? '';
  const referenced = atCommas(reader.brackets() ?? '').map((one) => readerOf(one).name() ?? one);
  let onDelete: ReferentialAction = 'no action';
  let onUpdate: ReferentialAction = 'no action';
  let match: 'simple' | 'full' = 'simple';
  let deferrable = false;
  let initiallyDeferred = false;
  for (;;) {
    if (reader.take('ON', 'DELETE')) onDelete = action(reader);
    else if (reader.take('ON', 'UPDATE')) onUpdate = action(reader);
    else if (reader.take('ON', 'INSERT')) action(reader);
    else if (reader.take('MATCH')) match = reader.next()?.value === 'FULL' ? 'full' : 'simple';
    else if (reader.take('NOT', 'DEFERRABLE')) {
      if (!reader.take('INITIALLY', 'DEFERRED')) reader.take('INITIALLY', 'IMMEDIATE');
    } else if (reader.take('DEFERRABLE')) {
      deferrable = true;
      initiallyDeferred = reader.take('INITIALLY', 'DEFERRED');
      if (!initiallyDeferred) reader.take('INITIALLY', 'IMMEDIATE');
    } else break;
  }
  return { table, referenced, onDelete, onUpdate, match, deferrable, initiallyDeferred };
}

function action(reader: Reader): ReferentialAction {
  if (reader.take('SET', 'NULL')) return 'set null';
  if (reader.take('SET', 'DEFAULT')) return 'set default';
  if (reader.take('CASCADE')) return 'cascade';
  if (reader.take('RESTRICT')) return 'restrict';
  reader.take('NO', 'ACTION');
  return 'no action';
}
