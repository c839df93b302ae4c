import type { Table } from '../catalog/table.ts';
import type { Work } from './procedure.ts';

/** Tables that a query reads, by name, with those of their columns that it names; all in lower case. */
export interface RowsRead {
  readonly tables: ReadonlySet<string>;
  readonly columns: ReadonlySet<string>;
}

/** What a query reads of the tables that are there: every name that stands in its text counts. */
export function rowsRead(query: string, tables: readonly Table[]): RowsRead {
  const text = query.toLowerCase();
  const named = tables.filter(({ name }) => isNamed(text, name.toLowerCase()));
  const columns = named.flatMap((table) => table.columns.map(({ name }) => name.toLowerCase()));
  return {
    tables: new Set(named.map(({ name }) => name.toLowerCase())),
    columns: new Set(columns.filter((name) => isNamed(text, name))),
  };
}

/**
 * Whether a piece of work may change what a query gives that reads this: its rows, or what its names stand for. What is
 * not sure may. A wait is no work.
 */
export function mayChange(work: Work, read: RowsRead): boolean {
  if (work.kind === 'wait') return false;
  if (work.kind === 'batches') return writes(work.sql.toLowerCase(), read);
  return work.statements.some(({ sql }) => statementChanges(sql.toLowerCase(), read));
}

/** Whether a piece of work may make the names of what a query reads stand for something else, or take it away. */
export function mayRename(work: Work, read: RowsRead): boolean {
  if (work.kind !== 'statements') return false;
  return work.statements.some(({ sql }) => {
    const text = sql.toLowerCase();
    const reshapes = /\b(?:rename|set\s+schema|drop\s+(?:table|column|schema))\b/.test(text);
    return reshapes && names(text, read.tables) && statementChanges(text, read);
  });
}

/** Statements that leave rows and names as they are; `drop` of what is no table among them. */
const harmless = /^(?:comment|grant|revoke|analyze|vacuum|reindex|optimize|set|reset|lock|notify)\b/;

function statementChanges(sql: string, read: RowsRead): boolean {
  const text = sql.replace(/^(?:\s+|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  const isNear = names(text, read.tables);
  // Bodies apart, several statements in one text are a script, of which any may do anything.
  if (/^create\b/.test(text)) return /\b(?:function|procedure|trigger)\b/.test(text) && names(text, read.columns);
  if (/;\s*\S/.test(text)) return true;
  if (harmless.test(text)) return false;
  if (/^drop\b/.test(text)) return isNear && /^drop\s+(?:foreign\s+)?(?:table|schema)\b/.test(text);
  if (/^alter\s+table\b/.test(text)) return isNear && alters(text, read);
  if (/^(?:alter|rename)\b/.test(text))
    return !/^alter\s+(?:index|sequence|default|policy|publication|view)\b/.test(text);
  return writes(text, read);
}

/** Another name of the table, or another form of a column that the query names. */
function alters(text: string, read: RowsRead): boolean {
  if (/\brename\s+(?!column\b|constraint\b|index\b)|\bset\s+schema\b|\bconvert\s+to\b|\bpartition\b/.test(text))
    return true;
  const reshapes = /\b(?:rename|type|modify|change|drop\s+(?!not\b|default\b|constraint\b|index\b|key\b|check\b))/;
  return reshapes.test(text) && names(text, read.columns);
}

/** What is deleted takes rows of other tables along; of what is updated, triggers may set columns that it does not name. */
function writes(text: string, read: RowsRead): boolean {
  if (!/\b(?:insert|update)\b/.test(text) || /\b(?:delete|truncate|merge|replace|call|execute)\b/.test(text))
    return true;
  return names(text, read.tables);
}

function names(text: string, words: ReadonlySet<string>): boolean {
  return [...words].some((word) => isNamed(text, word));
}

/** Whether the name stands in the text as a word, quoted or not. */
function isNamed(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    if (!/[\w$]/.test(text[at - 1] ?? '') && !/[\w$]/.test(text[at + name.length] ?? '')) return true;
  }
  return false;
}
