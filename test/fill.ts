import type { Connection } from '../src/engines/connection.ts';

/**
 * Puts rows into every table that takes them, so many at most, with values made up by type; constraints that look at other
 * tables are passed over. Then all are analysed. Gives how many tables have rows now.
 */
export async function fill(connection: Connection, rows = 300): Promise<number> {
  const columns = await connection.query(columnsQuery);
  const tables = new Map<string, string[][]>();
  for (const row of columns) {
    const list = tables.get(String(row['table'])) ?? [];
    tables.set(String(row['table']), list);
    const value = madeUp(
      String(row['category']),
      String(row['type']),
      row['length'] === null ? 60 : Number(row['length']),
    );
    if (value !== undefined) list.push([String(row['column']), value]);
  }
  await connection.exec(`set session_replication_role = replica`);
  let filled = 0;
  for (const [table, values] of tables) {
    const names = values.map(([name]) => name).join(', ');
    const list = values.map(([, value]) => value).join(', ');
    const { error } = await connection.batch([
      `insert into ${table} (${names}) select ${list} from generate_series(1, ${rows}) i on conflict do nothing`,
    ]);
    if (!error) filled++;
  }
  await connection.exec(`reset session_replication_role`);
  const all = await connection.query(
    `select c.oid::regclass::text as table from pg_class c where c.relkind in ('r', 'm', 'p') and c.oid >= 16384 and c.relnamespace <> 'pg_toast'::regnamespace`,
  );
  // One that has a foreign child with nobody behind it cannot be.
  for (const { table } of all) await connection.batch([`analyze ${table}`]);
  return filled;
}

const columnsQuery = `select c.oid::regclass::text as table, quote_ident(a.attname) as column, format_type(a.atttypid, a.atttypmod) as type,
  case when b.typcategory = 'E' then 'E' else b.typcategory::text end as category,
  case when b.typname in ('varchar', 'bpchar') and a.atttypmod > 4 then a.atttypmod - 4 end as length
from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace join pg_type t on t.oid = a.atttypid
join pg_type b on b.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
where c.relkind = 'r' and c.relpersistence <> 't' and not c.relispartition and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity <> 'a'
order by c.oid, a.attnum`;

/** By the category of the type (pg_type.typcategory); nothing where the default or null must do. */
function madeUp(category: string, type: string, length: number): string | undefined {
  const some = `case when i % 7 = 0 then`;
  switch (category) {
    case 'N':
      return type === 'money' ? `i::money` : `(case when i % 3 = 0 then i % 5 else i % 120 end)::${type}`;
    case 'S':
      return `left(case when i % 4 = 0 then 'often' else 'text, "' || i || E'"\\\\\\u00e9' end, ${length})::${type}`;
    case 'D':
      return type.startsWith('time ')
        ? `(time '08:00' + i * interval '1 minute')::${type}`
        : `(timestamp '2024-02-01' + i * interval '11 hours')::${type}`;
    case 'T':
      return `(i * interval '90 minutes')::${type}`;
    case 'B':
      return `i % 3 = 0`;
    case 'E':
      return `(enum_range(null::${type}))[1 + i % 2]`;
    case 'A':
      return `case when i % 5 > 0 then '{}'::${type} end`;
    case 'U':
      if (type === 'uuid') return `md5(i::text)::uuid`;
      if (type === 'json' || type === 'jsonb') return `('{"n": ' || i % 9 || '}')::${type}`;
      if (type === 'bytea') return `decode(md5(i::text), 'hex')`;
      if (type === 'tsvector') return `to_tsvector('simple', 'one two' || i % 6)`;
      return `${some} null end`;
    default:
      return `null`;
  }
}
