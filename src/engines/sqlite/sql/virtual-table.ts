import { quoteIdentifier, quoteLiteral } from '../quote.ts';
import { atCommas, readerOf } from './reader.ts';
import { identifierOf, type Token, tokens } from './tokens.ts';

/**
 * What a virtual table keeps. `rows`: they can be read and copied. `index of a table`: of rows that another table holds;
 * it can be filled from there. `index alone`: of texts that nobody keeps. `nothing`: it shows what is elsewhere.
 * `unknown`: the module is none of those that are known here.
 */
export type Keeps = 'rows' | 'index of a table' | 'index alone' | 'nothing' | 'unknown';

/** `CREATE VIRTUAL TABLE`, as its module takes it. */
export interface VirtualTable {
  readonly name: string;
  /** In lower case: case counts for nobody. */
  readonly module: string;
  /** In one form, however they were laid out. */
  readonly arguments: readonly string[];
  readonly keeps: Keeps;
  /** Where the module is known: the columns whose values it is given. */
  readonly columns: readonly string[];
  /** The table whose rows it is an index of. */
  readonly content?: string;
  /** A row has a number besides its columns. */
  readonly numbered: boolean;
}

type Read = Pick<VirtualTable, 'arguments' | 'keeps' | 'columns' | 'content' | 'numbered'>;

/** Modules that show what is elsewhere, of SQLite's own (https://sqlite.org/vtablist.html). */
const rowless: ReadonlySet<string> = new Set(
  'fts5vocab fts4aux fts3tokenize dbstat csv completion sqlite_stmt unionvtab swarmvtab zipfile fsdir'.split(' '),
);

/** Reads the statement; nothing for any other. */
export function readVirtualTable(sql: string): VirtualTable | undefined {
  const reader = readerOf(sql);
  if (!reader.take('CREATE', 'VIRTUAL', 'TABLE')) return undefined;
  reader.take('IF', 'NOT', 'EXISTS');
  const first = reader.name();
  const name = reader.take('.') ? reader.name() : first;
  if (name === undefined || !reader.take('USING')) return undefined;
  const module = reader.name()?.toLowerCase();
  if (module === undefined) return undefined;
  return { name, module, ...readArguments(module, atCommas(reader.brackets() ?? '')) };
}

/** The statement in one form, whoever wrote it. */
export function createVirtualTable(table: VirtualTable, name = table.name): string {
  const list = table.arguments.length === 0 ? '' : `(${table.arguments.join(', ')})`;
  return `CREATE VIRTUAL TABLE ${quoteIdentifier(name)} USING ${quoteIdentifier(table.module)}${list}`;
}

function readArguments(module: string, written: readonly string[]): Read {
  if (module === 'fts5') return ofFts5(written);
  const list = written.map(plain);
  if (module === 'fts3' || module === 'fts4') return ofFts4(list);
  if (module === 'rtree' || module === 'rtree_i32') {
    return { arguments: list, keeps: 'rows', columns: list.map(firstName), numbered: false };
  }
  if (module === 'geopoly') {
    return { arguments: list, keeps: 'rows', columns: ['_shape', ...list.map(firstName)], numbered: true };
  }
  return { arguments: list, keeps: rowless.has(module) ? 'nothing' : 'unknown', columns: [], numbered: false };
}

/** Without comments, and with one space where there was any. */
function plain(argument: string): string {
  let text = '';
  let end = 0;
  for (const token of tokens(argument)) {
    text += `${text !== '' && token.start > end ? ' ' : ''}${token.text}`;
    end = token.end;
  }
  return text;
}

/** The name that an argument begins with: `+label TEXT` → `label`. */
function firstName(argument: string): string {
  return identifierOf([...tokens(argument)].find(({ text }) => text !== '+')) ?? argument;
}

/** Options of FTS5, which takes any beginning of their names (fts5ConfigParseSpecial in ext/fts5/fts5_config.c). */
const options5 =
  'prefix tokenize content contentless_delete contentless_unindexed content_rowid columnsize detail tokendata locale'.split(
    ' ',
  );
/** What is so where nothing is said. */
const presumed5: ReadonlySet<string> = new Set(
  "columnsize = '1'|detail = 'full'|tokenize = 'unicode61'|contentless_delete = '0'|contentless_unindexed = '0'|content_rowid = 'rowid'|tokendata = '0'|locale = '0'".split(
    '|',
  ),
);

/** https://sqlite.org/fts5.html#fts5_table_creation_and_initialization: columns, then options in the order of their names. */
function ofFts5(written: readonly string[]): Read {
  const columns: string[] = [];
  const shown: string[] = [];
  const set = new Map<string, string>();
  for (const argument of written) {
    const [name, second, third] = [...tokens(argument)];
    if (second?.text === '=' && name?.kind === 'word') {
      const key = options5.find((one) => one.startsWith(name.text.toLowerCase())) ?? name.text.toLowerCase();
      const value = optionValue(key, third);
      // Said more than once, they add up.
      set.set(key, key === 'prefix' ? numbersOf(`${set.get(key) ?? ''} ${value}`) : value);
      continue;
    }
    const column = identifierOf(name) ?? argument;
    columns.push(column);
    shown.push(`${quoteIdentifier(column)}${second ? ` ${argument.slice(second.start).toUpperCase()}` : ''}`);
  }
  const content = set.get('content');
  const said = [...set].map(([key, value]) => `${key} = ${quoteLiteral(value)}`).filter((one) => !presumed5.has(one));
  return {
    arguments: [...shown, ...said.sort()],
    columns,
    ...indexed(content),
    numbered: true,
  };
}

function optionValue(key: string, token: Token | undefined): string {
  if (!token) return '';
  const value = token.kind === 'string' || token.kind === 'name' ? token.value : token.text;
  if (key === 'tokenize') return plain(value).replace(/^\w+/, (word) => word.toLowerCase());
  return key === 'detail'
    ? (['full', 'columns', 'none'].find((one) => one.startsWith(value.toLowerCase())) ?? value)
    : value;
}

function numbersOf(text: string): string {
  const numbers = text.split(/[\s,]+/).filter((one) => one !== '');
  return [...new Set(numbers)].sort((a, b) => Number(a) - Number(b)).join(' ');
}

/** https://sqlite.org/fts3.html#fts4_options: `key=value` without a space. */
function ofFts4(list: readonly string[]): Read {
  const isOption = (argument: string) => /^\w+=/.test(argument) || /^tokenize\s/i.test(argument);
  const named = list.filter((argument) => !isOption(argument)).map(firstName);
  const content = list.find((argument) => /^content=/i.test(argument))?.replace(/^\w+=\s*/, '');
  return {
    arguments: list,
    columns: named.length === 0 ? ['content'] : named,
    ...indexed(content === undefined ? undefined : ([...tokens(content)].map(identifierOf)[0] ?? '')),
    numbered: true,
  };
}

function indexed(content: string | undefined): Pick<VirtualTable, 'keeps' | 'content'> {
  if (content === undefined) return { keeps: 'rows' };
  return content === '' ? { keeps: 'index alone' } : { keeps: 'index of a table', content };
}
