-- Which index of a relation does all the work of another, asked of the system catalogs alone. One row for each pair:
-- `covered` can do nothing that `covering` cannot; `mutual` when the reverse holds too; `needed` names what would be lost
-- with `covered` beside its queries and its own uniqueness; `owned` when a unique constraint goes with it.
-- Sources: manual 11.3 to 11.6, 65.4, 65.5; pg_index, pg_opclass, pg_amop; RelationGetIndexList and
-- infer_arbiter_indexes in the server's source for what indimmediate means.
with relation_index as (
  select i.*, n.nspname as schema, r.relname as relation, c.relname as name, am.amname as method, c.reloptions,
    coalesce(pg_get_expr(i.indpred, i.indrelid), '') as predicate,
    i.indisvalid and i.indisready and i.indislive as usable,
    -- What each key is: the column or expression, how it is compared, by which collation.
    (select array_agg(concat_ws(' | ', pg_get_indexdef(i.indexrelid, k.n, false), o.opcfamily, o.opcintype, o.opckeytype,
        i.indcollation[k.n - 1], (select a.attoptions::text from pg_attribute a where a.attrelid = i.indexrelid and a.attnum = k.n)) order by k.n)
      from generate_series(1, i.indnkeyatts::int) k(n) join pg_opclass o on o.oid = i.indclass[k.n - 1]) as keys,
    -- Bit 0: descending; bit 1: nulls first. A backward scan sees both flipped.
    (select array_agg(i.indoption[k.n - 1]::int order by k.n) from generate_series(1, i.indnkeyatts::int) k(n)) as orders,
    (select array_agg(3 - i.indoption[k.n - 1]::int order by k.n) from generate_series(1, i.indnkeyatts::int) k(n)) as reverses,
    (select coalesce(array_agg(i.indkey[k.n - 1]::int), '{}') from generate_series(i.indnkeyatts + 1, i.indnatts::int) k(n)) as included,
    (select coalesce(array_agg(i.indkey[k.n - 1]::int) filter (where i.indkey[k.n - 1] <> 0), '{}') from generate_series(1, i.indnkeyatts::int) k(n)) as key_columns,
    coalesce((select option_value from pg_options_to_table(c.reloptions) where option_name = 'pages_per_range'), '128') as page_range,
    coalesce((select option_value::bool from pg_options_to_table(c.reloptions) where option_name = 'autosummarize'), false) as summarizes,
    case
      when i.indisprimary then 'primary key'
      when i.indisexclusion then 'exclusion constraint'
      when i.indisreplident then 'replica identity'
      when i.indisclustered then 'clustered'
      when exists (select from pg_inherits h where h.inhrelid = i.indexrelid) then 'attached'
      when exists (select from pg_constraint f where f.contype = 'f' and f.conindid = i.indexrelid) then 'foreign key'
    end as needed,
    exists (select from pg_constraint u where u.contype = 'u' and u.conindid = i.indexrelid) as owned
  from pg_index i
    join pg_class c on c.oid = i.indexrelid
    join pg_class r on r.oid = i.indrelid
    join pg_namespace n on n.oid = c.relnamespace
    join pg_am am on am.oid = c.relam
  where n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
),
pair as (
  select a.schema, a.relation, a.name as covered, b.name as covering, a.needed, a.owned, a.indexrelid as a, b.indexrelid as b
  from relation_index a join relation_index b on b.indrelid = a.indrelid and b.indexrelid <> a.indexrelid
  where a.usable and b.usable and a.predicate = b.predicate
    and case
      when a.method = 'hash' and b.method = 'btree' then
        pg_get_indexdef(a.indexrelid, 1, false) = pg_get_indexdef(b.indexrelid, 1, false)
        and a.indcollation[0] = b.indcollation[0]
        -- Equal is the same operator in both: strategy 1 of hash, 3 of B-tree.
        and exists (
          select from pg_opclass h
            join pg_amop he on he.amopfamily = h.opcfamily and he.amopstrategy = 1 and he.amoplefttype = h.opcintype and he.amoprighttype = h.opcintype
            join pg_opclass t on t.oid = b.indclass[0]
            join pg_amop te on te.amopfamily = t.opcfamily and te.amopstrategy = 3 and te.amoplefttype = t.opcintype and te.amoprighttype = t.opcintype
          where h.oid = a.indclass[0] and he.amopopr = te.amopopr)
      when a.method <> b.method then false
      when a.method = 'btree' then
        a.keys = b.keys[1:a.indnkeyatts] and b.orders[1:a.indnkeyatts] in (a.orders, a.reverses)
      when a.method = 'gist' then a.keys = b.keys[1:a.indnkeyatts]
      when a.method = 'gin' then a.keys <@ b.keys
      when a.method = 'brin' then a.keys <@ b.keys and a.page_range = b.page_range and (b.summarizes or not a.summarizes)
      when a.method in ('hash', 'spgist') then a.keys = b.keys
      else a.keys = b.keys and a.orders = b.orders and a.reloptions is not distinct from b.reloptions
    end
    and a.included <@ (b.included || case when b.method = 'btree' then b.key_columns else '{}' end)
    -- An exclusion constraint is more than its index. Uniqueness over more columns is weaker, over fewer another thing.
    and (not a.indisexclusion or a.indisunique)
    and (not a.indisunique or (b.indisunique and b.indimmediate and b.indnkeyatts = a.indnkeyatts
      and (coalesce((to_jsonb(b) ->> 'indnullsnotdistinct')::bool, false) or not coalesce((to_jsonb(a) ->> 'indnullsnotdistinct')::bool, false))))
)
select p.schema, p.relation, p.covered, p.covering, p.needed, p.owned, q.a is not null as mutual
from pair p left join pair q on q.a = p.b and q.b = p.a
order by 1, 2, 3, 4
