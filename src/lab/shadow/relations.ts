import { qualified } from '../../catalog/names.ts';
import type { Connection, Row } from '../../engines/connection.ts';
import { flag, number, optionalText, text } from '../../engines/postgres/introspect/rows.ts';

/** A table or index of the lab, as far as its size is concerned. */
export interface ShadowRelation {
  readonly oid: number;
  /** `schema.name`, as statistics have it. */
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  /** `relkind` of pg_class: `r`, `m`, `i`, and without files `p`, `I`, `f`. */
  readonly kind: string;
  /** As pg_relation_filepath says it; absent without files. */
  readonly path?: string;
  readonly index?: ShadowIndex;
}

export interface ShadowIndex {
  /** `btree`, `hash`, `gin`, `gist`, `spgist`, `brin`, or that of an extension. */
  readonly method: string;
  /** Key of the table. */
  readonly table: string;
  /** Names of its columns: of the table's columns, or the index's own where an expression stands. */
  readonly columns: readonly IndexColumn[];
  /** Keys are the first so many columns. */
  readonly keys: number;
  readonly partial: boolean;
}

interface IndexColumn {
  readonly name: string;
  /** The table's column; absent for an expression. */
  readonly tableColumn?: string;
  /** Bytes of a value, -1 where they vary. */
  readonly length: number;
  /** As format_type writes it, of a domain its base. */
  readonly type: string;
  readonly descending: boolean;
}

/** All tables and indexes of the user's schemas. One round trip. */
export async function readRelations(connection: Connection): Promise<ReadonlyMap<string, ShadowRelation>> {
  return relationsOf(await connection.query(relationsQuery()));
}

/** What the query's rows say, by key. */
export function relationsOf(rows: readonly Row[]): ReadonlyMap<string, ShadowRelation> {
  return new Map(rows.map(relation).map((one) => [one.key, one]));
}

/** The query for all tables and indexes, or for these tables, their indexes, and what this transaction made. */
export const relationsQuery = (tables?: readonly number[]) => `
select c.oid::int8::float8 as oid, n.nspname as schema, c.relname as name, c.relkind::text as kind,
  pg_relation_filepath(c.oid) as path, am.amname as method, tn.nspname as table_schema, t.relname as table_name,
  i.indnkeyatts::int as keys, i.indpred is not null as partial,
  case when i.indexrelid is not null then (
    select json_agg(json_build_object('name', a.attname, 'tableColumn', ta.attname, 'length', y.typlen,
      'type', format_type(y.oid, null), 'descending', coalesce((i.indoption[a.attnum - 1] & 1) = 1, false)) order by a.attnum)
    from pg_attribute a
    join lateral (
      with recursive base as (
        select b.oid, b.typtype, b.typbasetype, b.typlen from pg_type b where b.oid = a.atttypid
        union all
        select b.oid, b.typtype, b.typbasetype, b.typlen from base join pg_type b on b.oid = base.typbasetype and base.typtype = 'd'
      ) select oid, typlen from base where typtype <> 'd') y on true
    left join pg_attribute ta on ta.attrelid = i.indrelid and ta.attnum = i.indkey[a.attnum - 1] and ta.attnum > 0
    where a.attrelid = c.oid)::text end as columns
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
left join pg_index i on i.indexrelid = c.oid
left join pg_class t on t.oid = i.indrelid
left join pg_namespace tn on tn.oid = t.relnamespace
left join pg_am am on am.oid = c.relam and c.relkind in ('i', 'I')
where c.relkind in ('r', 'p', 'm', 'f', 'i', 'I') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  ${tables === undefined ? '' : `and (coalesce(i.indrelid, c.oid) = any('{${tables.join(',')}}') or c.xmin = pg_current_xact_id()::xid)`}
order by c.oid`;

function relation(row: Row): ShadowRelation {
  const [schema, name] = [text(row, 'schema'), text(row, 'name')];
  const path = optionalText(row, 'path');
  return {
    oid: number(row, 'oid'),
    key: qualified({ schema, name }),
    schema,
    name,
    kind: text(row, 'kind'),
    ...(path === undefined ? {} : { path }),
    ...(optionalText(row, 'method') === undefined ? {} : { index: index(row) }),
  };
}

function index(row: Row): ShadowIndex {
  return {
    method: text(row, 'method'),
    table: qualified({ schema: text(row, 'table_schema'), name: text(row, 'table_name') }),
    // The query above makes them so.
    columns: (
      JSON.parse(text(row, 'columns')) as (Omit<IndexColumn, 'tableColumn'> & { tableColumn: string | null })[]
    ).map(({ tableColumn, ...column }) => ({ ...column, ...(tableColumn === null ? {} : { tableColumn }) })),
    keys: number(row, 'keys'),
    partial: flag(row, 'partial'),
  };
}
