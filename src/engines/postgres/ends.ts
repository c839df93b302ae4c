import type { Catalog } from '../../catalog/catalog.ts';
import { type QualifiedName, qualified } from '../../catalog/names.ts';
import type { IndexStatistics, Statistics } from '../../catalog/statistics.ts';
import type { Index } from '../../catalog/table.ts';
import { type Diagnostic, RelvarError } from '../../findings/error.ts';
import type { Connection, Row } from '../connection.ts';
import { flag, optionalText, text } from './introspect/rows.ts';
import { queryPlainly, sessionColumns } from './plain-session.ts';
import { quoteIdentifier, quoteLiteral, quoteName } from './quote.ts';
import { withinSavepoint } from './within-savepoint.ts';

/** The leading column of one or more B-trees over all rows. */
interface Lead {
  readonly table: QualifiedName;
  readonly column: string;
  /** Their names, `schema.index`. */
  readonly indexes: readonly string[];
}

type Ends = NonNullable<IndexStatistics['ends']>;

/**
 * Reads the least and the greatest value of the leading column of B-trees, each from one end of an index. The server
 * counts such a probe as a scan: so only indexes that were scanned before are probed, and what the planner would
 * answer in another way is left alone.
 */
export async function readEnds(
  connection: Connection,
  catalog: Catalog,
  statistics: Statistics,
): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }> {
  const used = (index: string) => (statistics.indexes[index]?.scans ?? 0) > 0;
  const leads = leadsOf(catalog).filter((lead) => lead.indexes.some(used));
  const [session] = await connection.query(`select ${limits}, ${sessionColumns}`);
  if (!session || leads.length === 0) return { statistics, diagnostics: [] };
  const allowed = await permitted(connection, leads);
  await connection.query(probing);
  const probed = await planned(connection, session, allowed, used);
  const found = await values(connection, session, probed);
  await connection.query(restored(session));
  const ends = new Map(
    found.flatMap(({ lead, ends }) => (ends ? lead.indexes.map((name) => [name, ends] as const) : [])),
  );
  const indexes = Object.entries(statistics.indexes).map(([name, one]) => {
    const known = ends.get(name);
    return [name, known ? { ...one, ends: known } : one] as const;
  });
  return {
    statistics: { ...statistics, indexes: Object.fromEntries(indexes) },
    diagnostics: notRead(leads.length - found.filter(({ failed }) => !failed).length),
  };
}

function notRead(count: number): readonly Diagnostic[] {
  if (count === 0) return [];
  return [
    {
      severity: 'note',
      code: 'ends-not-read',
      message: `the ends of ${count} indexed ${count === 1 ? 'column' : 'columns'} were not read: no right to, locked, too slow, or no plan through an index in use`,
    },
  ];
}

function leadsOf({ tables, views }: Catalog): readonly Lead[] {
  return [...tables, ...views].flatMap((table) => {
    if ('partitioning' in table) return [];
    const byColumn = new Map<string, string[]>();
    for (const index of table.indexes) {
      const column = leadOf(index);
      if (column === undefined) continue;
      const names = byColumn.get(column) ?? [];
      byColumn.set(column, names);
      names.push(qualified({ schema: table.schema, name: index.name }));
    }
    return [...byColumn].map(([column, indexes]) => ({ table, column, indexes }));
  });
}

function leadOf({ method, valid, predicate, keys }: Index): string | undefined {
  const [first] = keys;
  const usual = method === 'btree' && valid && predicate === undefined;
  return usual && first && first.operatorClass === undefined && !first.collation ? first.column : undefined;
}

const limits = ['statement_timeout', 'enable_seqscan', 'enable_bitmapscan', 'enable_sort']
  .map((name) => `current_setting('${name}') as ${name}`)
  .join(', ');

/** A probe reads a page or two of a tree; where the end is full of dead entries it may take longer. */
const probing = `select set_config('statement_timeout', '1000', true), set_config('enable_seqscan', 'off', true),
  set_config('enable_bitmapscan', 'off', true), set_config('enable_sort', 'off', true)`;

function restored(session: Row): string {
  const calls = ['statement_timeout', 'enable_seqscan', 'enable_bitmapscan', 'enable_sort'].map(
    (name) => `set_config('${name}', ${quoteLiteral(text(session, name))}, true)`,
  );
  return `select ${calls.join(', ')}`;
}

/** Those that may be read whole, and that nobody has locked. */
async function permitted(connection: Connection, leads: readonly Lead[]): Promise<readonly Lead[]> {
  const rows = leads.map(
    ({ table, column }, at) => `(${at}, ${quoteLiteral(quoteName(table))}, ${quoteLiteral(column)})`,
  );
  const found = await connection.query(
    `select place, c.oid is not null and has_schema_privilege(c.relnamespace, 'USAGE') and has_column_privilege(c.oid, column_name, 'SELECT')
      and not row_security_active(c.oid) and not exists (select from pg_locks l where l.relation = c.oid and l.mode = 'AccessExclusiveLock' and l.pid <> pg_backend_pid()
        and l.database = (select oid from pg_database where datname = current_database())) as allowed
    from (values ${rows.join(', ')}) v (place, table_name, column_name) left join pg_class c on c.oid = to_regclass(table_name)`,
  );
  return found.filter((row) => flag(row, 'allowed')).flatMap((row) => leads[Number(row['place'])] ?? []);
}

function probe({ table, column }: Lead): string {
  const name = quoteIdentifier(column);
  // By the column itself: its bare name would mean the text.
  const end = (order: string) =>
    `(select t.${name}::text from only ${quoteName(table)} t where t.${name} is not null order by t.${name} ${order} limit 1)`;
  return `select ${end('asc')} as least, ${end('desc')} as greatest`;
}

/** Those whose probe goes through indexes that were scanned before, and through nothing else. */
async function planned(
  connection: Connection,
  session: Row,
  leads: readonly Lead[],
  used: (index: string) => boolean,
): Promise<readonly Lead[]> {
  const plans = await inGroups(
    connection,
    session,
    leads,
    (lead) => `explain (verbose, costs off, format json) ${probe(lead)}`,
  );
  return leads.filter((_, at) => {
    const plan = plans[at]?.[0]?.['QUERY PLAN'];
    if (typeof plan !== 'string') return false;
    const nodes = [...plan.matchAll(/"Node Type": "([^"]*)"/g)].map(([, kind]) => kind ?? '');
    const indexes = [...plan.matchAll(/"Index Name": ("(?:[^"\\]|\\.)*")/g)].map(([, name]) =>
      String(JSON.parse(name ?? '""')),
    );
    const schema = leads[at]?.table.schema ?? '';
    return (
      indexes.length === 2 &&
      nodes.every((kind) => kind === 'Result' || kind === 'Limit' || /^Index (Only )?Scan$/.test(kind)) &&
      indexes.every((name) => used(qualified({ schema, name })))
    );
  });
}

async function values(
  connection: Connection,
  session: Row,
  leads: readonly Lead[],
): Promise<readonly { readonly lead: Lead; readonly ends?: Ends; readonly failed: boolean }[]> {
  const results = await inGroups(connection, session, leads, probe);
  return leads.map((lead, at) => {
    const row = results[at]?.[0];
    const [least, greatest] = [optionalText(row ?? {}, 'least'), optionalText(row ?? {}, 'greatest')];
    const known = least !== undefined && greatest !== undefined;
    return { lead, failed: row === undefined, ...(known ? { ends: { least, greatest } } : {}) };
  });
}

const together = 100;

/** Runs a query for each, many in a round trip; those of a trip that fails one by one; nothing for one that fails. */
async function inGroups(
  connection: Connection,
  session: Row,
  leads: readonly Lead[],
  sql: (lead: Lead) => string,
): Promise<readonly (readonly Row[] | undefined)[]> {
  const results: (readonly Row[] | undefined)[] = [];
  for (let at = 0; at < leads.length; at += together) {
    const statements = leads.slice(at, at + together).map(sql);
    const all = await attempt(connection, session, statements);
    if (all) results.push(...all);
    else for (const one of statements) results.push((await attempt(connection, session, [one]))?.[0]);
  }
  return results;
}

async function attempt(
  connection: Connection,
  session: Row,
  statements: readonly string[],
): Promise<readonly (readonly Row[])[] | undefined> {
  try {
    return await withinSavepoint(connection, () => queryPlainly(connection, session, statements));
  } catch (cause) {
    if (cause instanceof RelvarError && cause.code === 'connection-lost') throw cause;
    return undefined;
  }
}
