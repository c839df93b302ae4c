import { iso } from './iso.ts';
import { quoteIdentifier } from './quote.ts';

/** So many queries at most are read, the heaviest, and none whose text is longer. */
const most = 5000;
export const longest = 100_000;

/** Whether pg_stat_statements is there, works and may be read, and which columns its version has. */
export const foundQuery = `select n.nspname as schema, c.columns::text as columns,
  exists (select from pg_settings where name = 'pg_stat_statements.max') as loaded,
  coalesce(c.readable, false) and has_schema_privilege(n.oid, 'USAGE') as readable,
  exists (select from pg_class i where i.relnamespace = n.oid and i.relname = 'pg_stat_statements_info') as info
from (values (1)) one left join pg_extension x on x.extname = 'pg_stat_statements' left join pg_namespace n on n.oid = x.extnamespace
left join lateral (select has_table_privilege(c.oid, 'SELECT') as readable, array_agg(a.attname) as columns from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 where c.relnamespace = n.oid and c.relname = 'pg_stat_statements' group by c.oid) c on true`;

/**
 * The queries of this database as one JSON text, how many are not shown to this role, with their calls and their time,
 * and since when they count. The
 * extension may be older than the server: it is asked by the columns that it has.
 */
export function statementsQuery(schema: string, columns: readonly string[], info: boolean): string {
  const has = (name: string) => columns.includes(name);
  const time = (name: string) => (has(`${name}_exec_time`) ? `s.${name}_exec_time` : `s.${name}_time`);
  const within = `${quoteIdentifier(schema)}.`;
  const of = `${within}pg_stat_statements s where s.dbid = (select oid from pg_database where datname = current_database())`;
  // The mean of the squares minus the square of the mean, over those of each user.
  const squares = `sum(s.calls * (${time('stddev')} ^ 2 + ${time('mean')} ^ 2)) / nullif(sum(s.calls), 0)`;
  const mean = `sum(${time('total')}) / nullif(sum(s.calls), 0)`;
  return `select (select json_agg(x)::text from (select s.queryid::text as fingerprint, min(s.query) as query, sum(s.calls)::float8 as calls,
      sum(${time('total')}) as total, coalesce(${mean}, 0) as mean, sqrt(greatest(${squares} - (${mean}) ^ 2, 0)) as deviation,
      ${has('total_plan_time') ? 'case when sum(s.plans) > 0 then sum(s.total_plan_time) end' : 'null'} as planning, sum(s.rows)::float8 as rows,
      sum(s.shared_blks_hit)::float8 as hit, sum(s.shared_blks_read)::float8 as read, sum(s.temp_blks_written)::float8 as temporary,
      ${has('stats_since') ? iso('min(s.stats_since)') : 'null'} as since,
      case when count(distinct s.userid) = 1 then min(pg_get_userbyid(s.userid)) end as user
    from ${of} and s.queryid is not null and length(s.query) <= ${longest} group by s.queryid order by total desc limit ${most}) x) as rows,
  h.count::text as hidden, h.calls::text as hidden_calls, h.total::text as hidden_milliseconds,
  ${info ? `(select ${iso('stats_reset')} from ${within}pg_stat_statements_info)` : 'null'} as since
  from (select count(*), coalesce(sum(s.calls), 0) as calls, coalesce(sum(${time('total')}), 0) as total from ${of} and s.queryid is null) h`;
}
