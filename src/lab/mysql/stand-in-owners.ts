import type { Connection, Row } from '../../engines/connection.ts';
import { dialectOf } from '../../engines/mysql/flavour.ts';
import { readDefiner } from '../../engines/mysql/read/names.ts';
import { NotUnderstood, type Reader, readerOf } from '../../engines/mysql/sql/reader.ts';
import type { ScratchConnection } from '../engine-lab.ts';
import { putAndTold } from './put-and-told.ts';

const dialect = dialectOf('8.4');
const kinds = ['VIEW', 'TRIGGER', 'FUNCTION', 'PROCEDURE', 'EVENT'] as const;

/** A statement that makes or alters a view or program, and as whom. */
interface Owned {
  /** `VIEW totals` */
  readonly key: string;
  /** The account of its DEFINER, as `` `user`@`host` ``; nothing where it is whoever makes it. */
  readonly owner?: string;
  /** The statement without its DEFINER. */
  readonly sql: string;
}

/**
 * A connection whose views and programs are the session's own, and are told as they were written: the accounts of a
 * schema's DEFINER clauses are its production's, a server that lends a scratch database seldom has them and need not let
 * another user name them.
 */
export function withStandInOwners(connection: Connection): ScratchConnection {
  const owners = new Map<string, string>();
  const accounts = new Set<string>();
  const put = (sql: string): string => {
    noteRenames(sql, owners);
    const owned = ownedBy(sql);
    if (!owned) return sql;
    if (owned.owner === undefined) owners.delete(owned.key);
    else {
      owners.set(owned.key, owned.owner);
      accounts.add(owned.owner);
    }
    return owned.sql;
  };
  const told = (rows: readonly Row[]): readonly Row[] =>
    owners.size === 0 ? rows : rows.map((row) => asWritten(row, owners));
  return {
    ...putAndTold(connection, put, told),
    stoodInFor: () => [...accounts].sort(),
  };
}

/** Reads the head of a statement; nothing for one that makes or alters neither a view nor a program. */
export function ownedBy(sql: string): Owned | undefined {
  if (!/^\s*(?:\/\*[\s\S]*?\*\/|\s|--\s[^\n]*\n|#[^\n]*\n)*(?:CREATE|ALTER)\b/i.test(sql)) return undefined;
  const reader = readerOf(sql, dialect);
  try {
    return readHead(reader);
  } catch (error) {
    // What the server is to refuse, it refuses itself.
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

function readHead(reader: Reader): Owned | undefined {
  reader.next();
  reader.take('OR', 'REPLACE');
  let place: { readonly from: number; readonly to: number } | undefined;
  let owner: string | undefined;
  for (;;) {
    if (reader.sees('DEFINER')) {
      const from = reader.at();
      owner = readDefiner(reader);
      place = { from, to: reader.at() };
    } else if (reader.take('ALGORITHM')) {
      reader.expect('=');
      reader.name();
    } else if (reader.take('SQL', 'SECURITY')) reader.name();
    else if (!reader.take('AGGREGATE')) break;
  }
  const kind = kinds.find((one) => reader.take(one));
  if (!kind) return undefined;
  if (reader.take('IF')) {
    reader.take('NOT');
    reader.expect('EXISTS');
  }
  let name = reader.name();
  if (reader.take('.')) name = reader.name();
  const { sql } = reader;
  if (owner === undefined || !place) return { key: `${kind} ${name}`, sql };
  return { key: `${kind} ${name}`, owner, sql: sql.slice(0, place.from) + sql.slice(place.to) };
}

/** A view takes its owner along to another name. */
function noteRenames(sql: string, owners: Map<string, string>): void {
  if (owners.size === 0 || !/^\s*RENAME\s+TABLES?\b/i.test(sql)) return;
  for (const [, from = '', to = ''] of sql.matchAll(/(?:\s|,)(`(?:[^`]|``)+`|\w+)\s+TO\s+(`(?:[^`]|``)+`|\w+)/gi)) {
    const owner = owners.get(`VIEW ${plain(from)}`);
    if (owner === undefined) continue;
    owners.delete(`VIEW ${plain(from)}`);
    owners.set(`VIEW ${plain(to)}`, owner);
  }
}

function plain(name: string): string {
  return name.startsWith('`') ? name.slice(1, -1).replaceAll('``', '`') : name;
}

/** What SHOW CREATE and information_schema tell, with the owner that was written. */
function asWritten(row: Row, owners: ReadonlyMap<string, string>): Row {
  if (typeof row['definer'] === 'string' && typeof row['timing'] === 'string') {
    const owner = owners.get(`TRIGGER ${String(row['name'])}`);
    return owner === undefined ? row : { ...row, definer: owner.replaceAll(/^`|`$/g, '').replace('`@`', '@') };
  }
  for (const kind of kinds) {
    const title = `${kind.charAt(0)}${kind.slice(1).toLowerCase()}`;
    const made = row[`Create ${title}`];
    const owner = owners.get(`${kind} ${String(row[title])}`);
    if (typeof made === 'string' && owner !== undefined)
      return { ...row, [`Create ${title}`]: made.replace(/\bDEFINER=(?:`(?:[^`]|``)*`@?)+/, () => `DEFINER=${owner}`) };
  }
  return row;
}
