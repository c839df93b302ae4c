import type { Dialect } from '../flavour.ts';
import { quoteIdentifier } from '../quote.ts';
import type { Draft } from '../read/draft.ts';
import { readName } from '../read/names.ts';
import { NotUnderstood, type Reader, readerOf } from '../sql/reader.ts';
import { takeSettings } from '../sql/settings.ts';
import { partsOf } from './alter-actions.ts';
import type { AlterClass } from './alter-class.ts';

/** A statement that alters a table, taken apart where it says how it is to be done. */
export interface Asked {
  /** The table's name as it is written, without its database. */
  readonly table: string;
  /** `INSTANT`; absent where nothing, or DEFAULT, is asked for. */
  readonly algorithm?: AlterClass['algorithm'];
  readonly lock?: 'NONE' | 'SHARED' | 'EXCLUSIVE';
  /** It says how, in a statement that the server takes no such words in. */
  readonly misplaced?: true;
  /** Each action of an ALTER TABLE as it is written. */
  readonly actions: readonly string[];
  /** The statement, or the ALTER TABLE that does the same, with other words for how, or with none. */
  readonly saying: (words: readonly string[]) => string;
  /** An ALTER TABLE of the same table with other actions. */
  readonly doing: (actions: readonly string[], words: readonly string[]) => string;
}

/** Takes an ALTER TABLE, CREATE INDEX or DROP INDEX apart; nothing for other statements. */
export function askedBySql(sql: string, draft: Draft): Asked | undefined {
  try {
    const reader = readerOf(sql, draft.dialect, draft.ansiQuotes);
    takeSettings(reader);
    if (reader.take('ALTER')) return ofAlter(reader, draft);
    return ofIndex(reader, draft);
  } catch (error) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

function ofAlter(reader: Reader, draft: Draft): Asked | undefined {
  reader.take('ONLINE');
  reader.take('IGNORE');
  if (!reader.take('TABLE')) return undefined;
  reader.take('IF', 'EXISTS');
  const { name } = readName(reader, draft);
  if (reader.take('WAIT')) reader.next();
  else reader.take('NOWAIT');
  const head = reader.since(0);
  const found: Words = {};
  const actions: string[] = [];
  for (const part of partsOf(reader)) if (!takeWord(part, found)) actions.push(part.rest());
  const doing: Asked['doing'] = (own, words) => {
    // What divides a table has no comma before it, and stands last.
    const dividing = own.filter((one) => /^(?:PARTITION\s+BY|REMOVE\s+PARTITIONING)\b/i.test(one));
    const others = own.filter((one) => !dividing.includes(one));
    return [head, [...others, ...words].join(', '), ...dividing].filter((one) => one !== '').join(' ');
  };
  return { table: name, ...found, actions, doing, saying: (words) => doing(actions, words) };
}

function ofIndex(reader: Reader, draft: Draft): Asked | undefined {
  if (reader.take('DROP', 'INDEX')) return ofDroppedIndex(reader, draft);
  if (!reader.take('CREATE')) return undefined;
  reader.take('OR', 'REPLACE');
  const kind = ['UNIQUE', 'FULLTEXT', 'SPATIAL', 'VECTOR'].find((one) => reader.take(one));
  if (!reader.take('INDEX')) return undefined;
  const spared = reader.take('IF', 'NOT', 'EXISTS') ? 'IF NOT EXISTS ' : '';
  const start = reader.at();
  reader.name();
  if (reader.take('USING')) reader.next();
  const index = reader.since(start);
  reader.expect('ON');
  const { name } = readName(reader, draft);
  const keys = reader.at();
  reader.brackets();
  const { found, text } = wordsBehind(reader);
  const definition = `${index} ${text.slice(keys)}`;
  const actions = [`ADD ${kind === undefined ? '' : `${kind} `}KEY ${spared}${definition}`];
  return {
    table: name,
    ...found,
    actions,
    doing: altering(name),
    saying: (words) => [text, ...words].join(' '),
  };
}

const altering =
  (table: string): Asked['doing'] =>
  (actions, words) =>
    `ALTER TABLE ${quoteIdentifier(table)} ${[...actions, ...words].join(', ')}`;

/** DROP INDEX of MariaDB takes no words on how (https://mariadb.com/kb/en/drop-index/): ALTER TABLE does the same. */
function ofDroppedIndex(reader: Reader, draft: Draft): Asked {
  const spared = reader.take('IF', 'EXISTS') ? 'IF EXISTS ' : '';
  const index = reader.name();
  reader.expect('ON');
  const { name } = readName(reader, draft);
  const { found, text, says } = wordsBehind(reader);
  const actions = [`DROP KEY ${spared}${quoteIdentifier(index)}`];
  const doing: Asked['doing'] = (own, words) => `ALTER TABLE ${quoteIdentifier(name)} ${[...own, ...words].join(', ')}`;
  return {
    table: name,
    ...found,
    ...(says && draft.dialect.flavour === 'mariadb' ? { misplaced: true as const } : {}),
    actions,
    doing,
    saying: (words) => (words.length === 0 ? text : doing(actions, words)),
  };
}

/** What stands behind the table's name, apart from the words on how. */
function wordsBehind(reader: Reader): { readonly found: Words; readonly text: string; readonly says: boolean } {
  const found: Words = {};
  let says = false;
  let text = reader.since(0);
  while (!reader.done()) {
    const start = reader.at();
    if (takeWord(reader, found)) {
      says = true;
      continue;
    }
    reader.next();
    text += ` ${reader.since(start)}`;
  }
  return { found, text, says };
}

interface Words {
  algorithm?: AlterClass['algorithm'];
  lock?: 'NONE' | 'SHARED' | 'EXCLUSIVE';
}

/** Takes `ALGORITHM = INSTANT` or `LOCK = NONE` where one stands here. */
function takeWord(reader: Reader, found: Words): boolean {
  const word = ['ALGORITHM', 'LOCK'].find((one) => reader.sees(one));
  const value = reader.peek(1)?.text === '=' ? reader.peek(2) : reader.peek(1);
  if (word === undefined || value?.kind !== 'word') return false;
  while (reader.peek() !== value) reader.next();
  reader.next();
  const said = value.value;
  if (word === 'ALGORITHM' && (said === 'INSTANT' || said === 'NOCOPY' || said === 'INPLACE' || said === 'COPY'))
    found.algorithm = said;
  if (word === 'LOCK' && (said === 'NONE' || said === 'SHARED' || said === 'EXCLUSIVE')) found.lock = said;
  return true;
}

const algorithms = ['INSTANT', 'NOCOPY', 'INPLACE', 'COPY'];
const locks = ['NONE', 'SHARED', 'EXCLUSIVE'];

/**
 * The class of an alteration that asks for a manner: the same or a worse one, since a server does as it is told; or why it
 * refuses. MySQL's INPLACE makes the table anew for columns that could come and go at once
 * (https://dev.mysql.com/doc/refman/8.4/en/innodb-online-ddl-operations.html).
 */
export function asAsked(
  found: AlterClass,
  { algorithm, lock, actions, misplaced }: Pick<Asked, 'algorithm' | 'lock' | 'actions' | 'misplaced'>,
  { flavour }: Pick<Dialect, 'flavour'>,
): AlterClass | { readonly refused: string } {
  const able = [`ALGORITHM=${found.algorithm}`, ...(found.lock ? [`LOCK=${found.lock}`] : [])].join(', ');
  if (misplaced) return { refused: 'DROP INDEX takes no ALGORITHM and no LOCK here; ALTER TABLE … DROP KEY does' };
  if (found.untold) {
    if (algorithm === undefined && lock === undefined) return found;
    return { refused: `no ALGORITHM or LOCK can be asked for here: ${found.why}` };
  }
  if (algorithm !== undefined && algorithms.indexOf(found.algorithm) > algorithms.indexOf(algorithm))
    return { refused: `ALGORITHM=${algorithm} cannot be had, at best ${able}: ${found.why}` };
  if (algorithm === 'INSTANT' && lock !== undefined && flavour === 'mysql')
    return { refused: `LOCK=${lock} cannot be asked for with ALGORITHM=INSTANT` };
  let result = found;
  if (algorithm === 'COPY' && found.algorithm !== 'COPY')
    result = { algorithm, lock: 'SHARED', rebuilds: true, why: 'the statement asks for a copy' };
  else if (algorithm === 'INPLACE' && flavour === 'mysql' && found.algorithm === 'INSTANT') {
    const moves = actions.some((one) =>
      /^(?:ADD|DROP)\s+(?:COLUMN\b|(?!(?:INDEX|KEY|CHECK|CONSTRAINT|UNIQUE)\b)\S)/i.test(one),
    );
    result = {
      algorithm,
      lock: 'NONE',
      rebuilds: moves,
      why: moves ? 'the statement asks for a table that is made anew' : found.why,
    };
  }
  const own = result.lock ?? 'NONE';
  if (lock === 'NONE' && own !== 'NONE') return { refused: `LOCK=NONE cannot be had, at best ${able}: ${found.why}` };
  if (lock === 'SHARED' && own === 'EXCLUSIVE')
    return { refused: `LOCK=SHARED cannot be had, at best ${able}: ${found.why}` };
  if (lock === undefined || result.algorithm === 'INSTANT' || locks.indexOf(lock) <= locks.indexOf(own)) return result;
  return { ...result, lock, why: `${result.why}; the statement asks for LOCK=${lock}` };
}
