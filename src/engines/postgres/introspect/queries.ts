/**
 * The bulk queries that read a whole schema, each whatever the number of tables. They hold on PostgreSQL 13 to 18:
 * what a version lacks is asked for as a constant. Expressions come back as the server writes them with an empty
 * search_path, so user objects are always qualified. Arrays come as JSON text: drivers differ in how they parse them.
 */

/** Namespaces of users; extension members and the loader's stand-ins are left out by `notOwn`. */
const userSchema = (alias: string) => `${alias}.nspname !~ '^pg_' and ${alias}.nspname <> 'information_schema'`;

/** True for objects that belong to an extension or stand in for one (commented `relvar:stub`). */
const foreignObject = (catalog: string, oid: string) =>
  `exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')
   or exists (select from pg_description s where s.classoid = '${catalog}'::regclass and s.objoid = ${oid} and s.objsubid = 0 and s.description = 'relvar:stub')`;

const userObject = (catalog: string, oid: string, namespace: string) =>
  `${userSchema(namespace)} and not (${foreignObject(catalog, oid)})`;

const json = (expression: string) => `array_to_json(${expression})::text`;

/** The privileges of an object as JSON, the owner's own left out; what everybody has by default must be in `acl`. */
const grants = (acl: string, owner: string) => `
  (select json_agg(json_build_object('grantee', case when a.grantee = 0 then '' else pg_get_userbyid(a.grantee) end,
      'privilege', lower(a.privilege_type), 'grantable', a.is_grantable)
      order by case when a.grantee = 0 then '' else pg_get_userbyid(a.grantee)::text end collate "C", a.privilege_type)::text
   from aclexplode(${acl}) a where a.grantee <> ${owner})`;

/**
 * Whether an index's operator class `o` is not what the type of its column `t` gets by itself: not a default nor the
 * same as one under another name (`varchar_ops`), or the default of another type that the column's is coerced to
 * (`bpchar_ops` on text). The type of an expression is not known, so its default is believed.
 */
const ownOperatorClass = `case when o.opcdefault then t.oid <> o.opcintype and exists (select from pg_opclass d
            where d.opcmethod = o.opcmethod and d.opcdefault and d.oid <> o.oid and d.opcintype = case when t.oid = 'varchar'::regtype
              then 'text'::regtype when t.typtype = 'd' then t.typbasetype else t.oid end)
          else not exists (select from pg_opclass d where d.opcmethod = o.opcmethod and d.opcfamily = o.opcfamily
            and d.opcintype = o.opcintype and d.opckeytype = o.opckeytype and d.opcdefault) end`;

export interface QuerySet {
  readonly schemas: string;
  readonly types: string;
  readonly enums: string;
  readonly domains: string;
  readonly ranges: string;
  readonly relations: string;
  readonly columns: string;
  readonly constraints: string;
  readonly indexes: string;
  readonly indexColumns: string;
  readonly sequences: string;
  readonly views: string;
  readonly triggers: string;
  readonly rules: string;
  readonly policies: string;
  readonly routines: string;
  readonly extensions: string;
  readonly extendedStatistics: string;
  readonly columnGrants: string;
  readonly others: string;
}

/** The queries for a server; `version` is its `server_version_num`, 130000 and up. */
export function queries(version: number): QuerySet {
  const from = (since: number, expression: string, otherwise: string) => (version >= since ? expression : otherwise);
  return {
    schemas: `select n.nspname as name, pg_get_userbyid(n.nspowner) as owner, obj_description(n.oid, 'pg_namespace') as comment,
        ${grants('n.nspacl', 'n.nspowner')} as grants
      from pg_namespace n where ${userObject('pg_namespace', 'n.oid', 'n')}`,

    types: `select t.oid, t.typname as name, n.nspname as schema, t.typtype as kind, t.typcategory as category, t.typlen as length,
        t.typalign as alignment, t.typelem as element, t.typbasetype as base, t.typtypmod as modifier, t.typrelid as relation,
        t.typcollation as collation, t.typstorage as storage, ${from(140000, "t.typsubscript::oid = 'array_subscript_handler'::regproc and ", '')}t.typelem <> 0 and t.typlen = -1 as is_array
      from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
      where (t.typrelid = 0 or c.relkind = 'c')
        and not exists (select from pg_type e join pg_class ec on ec.oid = e.typrelid where e.oid = t.typelem and ec.relkind <> 'c')`,

    enums: `select e.enumtypid as type, json_agg(e.enumlabel order by e.enumsortorder)::text as values from pg_enum e group by 1`,

    domains: `select t.oid, n.nspname as schema, t.typname as name, t.typtype as kind, format_type(t.typbasetype, t.typtypmod) as base_text,
        t.typbasetype as base, t.typtypmod as modifier, t.typnotnull as not_null, t.typdefault as default, t.typcollation <> b.typcollation as has_collation,
        cn.nspname as collation_schema, co.collname as collation_name, t.typrelid as relation,
        pg_get_userbyid(t.typowner) as owner, obj_description(t.oid, 'pg_type') as comment,
        (select json_agg(json_build_object('name', k.conname, 'expression', pg_get_expr(k.conbin, 0), 'validated', k.convalidated) order by k.conname)::text
           from pg_constraint k where k.contypid = t.oid and k.contype = 'c') as checks,
        ${grants("coalesce(t.typacl, acldefault('T', t.typowner))", 't.typowner')} as grants
      from pg_type t join pg_namespace n on n.oid = t.typnamespace left join pg_type b on b.oid = t.typbasetype
        left join pg_collation co on co.oid = t.typcollation left join pg_namespace cn on cn.oid = co.collnamespace
        left join pg_class c on c.oid = t.typrelid
      where t.typtype in ('e', 'd', 'r', 'c') and (t.typrelid = 0 or c.relkind = 'c') and ${userObject('pg_type', 't.oid', 'n')}`,

    ranges: `select r.rngtypid as type, r.rngsubtype as subtype, format_type(r.rngsubtype, null) as subtype_text,
        case when not o.opcdefault then o.opcname end as operator_class,
        cn.nspname as collation_schema, case when r.rngcollation <> s.typcollation then co.collname end as collation_name,
        pn.nspname as canonical_schema, p.proname as canonical_name, dn.nspname as difference_schema, d.proname as difference_name,
        mn.nspname as multirange_schema, m.typname as multirange_name
      from pg_range r join pg_type s on s.oid = r.rngsubtype join pg_opclass o on o.oid = r.rngsubopc
        left join pg_collation co on co.oid = r.rngcollation left join pg_namespace cn on cn.oid = co.collnamespace
        left join pg_proc p on p.oid = r.rngcanonical left join pg_namespace pn on pn.oid = p.pronamespace
        left join pg_proc d on d.oid = r.rngsubdiff left join pg_namespace dn on dn.oid = d.pronamespace
        left join pg_type m on m.oid = ${from(140000, 'r.rngmultitypid', '0')} left join pg_namespace mn on mn.oid = m.typnamespace
      where r.rngtypid >= 16384`,

    relations: `select c.oid, n.nspname as schema, c.relname as name, c.relkind as kind, c.relpersistence as persistence,
        c.relrowsecurity as row_security, c.relforcerowsecurity as row_security_forced, c.relreplident as replica_identity,
        ${json('c.reloptions')} as options, am.amname as access_method, ts.spcname as tablespace, c.relispopulated as populated,
        pg_get_userbyid(c.relowner) as owner, obj_description(c.oid, 'pg_class') as comment,
        pg_get_expr(c.relpartbound, c.oid) as bound, pg_get_partkeydef(c.oid) as partition_definition,
        p.partstrat as partition_strategy, p.partattrs::text as partition_columns, pg_get_expr(p.partexprs, p.partrelid) as partition_expressions,
        (select json_agg(h.inhparent::int8 order by h.inhseqno)::text from pg_inherits h where h.inhrelid = c.oid) as parents,
        (select s.srvname from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver where f.ftrelid = c.oid) as server,
        ${grants('c.relacl', 'c.relowner')} as grants
      from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_am am on am.oid = c.relam
        left join pg_tablespace ts on ts.oid = c.reltablespace left join pg_partitioned_table p on p.partrelid = c.oid
      where c.relkind in ('r', 'p', 'f', 'v', 'm') and ${userObject('pg_class', 'c.oid', 'n')}`,

    columns: `select a.attrelid as relation, a.attnum as number, a.attname as name, a.atttypid as type, a.atttypmod as modifier,
        format_type(a.atttypid, a.atttypmod) as type_text, a.attnotnull as not_null, a.attidentity as identity, a.attgenerated as generated,
        pg_get_expr(d.adbin, d.adrelid) as default,
        case when a.attcollation <> t.typcollation then cn.nspname end as collation_schema,
        case when a.attcollation <> t.typcollation then co.collname end as collation_name,
        case when a.attstorage <> t.typstorage then a.attstorage end as storage,
        ${from(140000, 'a.attcompression', "''")} as compression, coalesce(a.attstattarget, -1) as statistics_target,
        a.attislocal as local, s.description as comment
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = a.atttypid
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        left join pg_collation co on co.oid = a.attcollation left join pg_namespace cn on cn.oid = co.collnamespace
        left join pg_description s on s.classoid = 'pg_class'::regclass and s.objoid = a.attrelid and s.objsubid = a.attnum
      where a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') and ${userSchema('n')}
      order by a.attrelid, a.attnum`,

    constraints: `select k.oid, k.conrelid as relation, k.conname as name, k.contype as kind, k.condeferrable as deferrable, k.condeferred as deferred,
        k.convalidated as validated, ${from(180000, 'k.conenforced', 'true')} as enforced, ic.relname as index, k.conparentid <> 0 as has_parent,
        k.conislocal as local, k.connoinherit as no_inherit, ${json('k.conkey')} as columns,
        case when k.contype = 'f' then (select json_agg(a.attname order by f.place)::text from unnest(k.confkey) with ordinality f(number, place)
          join pg_attribute a on a.attrelid = k.confrelid and a.attnum = f.number) end as referenced_columns,
        rn.nspname as referenced_schema, rc.relname as referenced_name,
        k.confupdtype as on_update, k.confdeltype as on_delete, k.confmatchtype as match,
        ${from(150000, json('k.confdelsetcols'), 'null')} as delete_columns, ${from(180000, 'k.conperiod', 'false')} as period,
        case when k.contype in ('x') then pg_get_constraintdef(k.oid) when k.contype = 'c' then pg_get_expr(k.conbin, k.conrelid) end as expression,
        obj_description(k.oid, 'pg_constraint') as comment
      from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_class ic on ic.oid = k.conindid and k.contype in ('p', 'u', 'x', 'f')
        left join pg_class rc on rc.oid = k.confrelid left join pg_namespace rn on rn.oid = rc.relnamespace
      where k.contype in ('p', 'u', 'f', 'c', 'x', 'n') and ${userSchema('n')}`,

    indexes: `select i.indexrelid as oid, i.indrelid as relation, c.relname as name, am.amname as method, i.indisunique as unique,
        ${from(150000, 'i.indnullsnotdistinct', 'false')} as nulls_not_distinct, i.indnkeyatts as key_count, i.indkey::text as key_columns,
        i.indoption::text as key_options, pg_get_expr(i.indpred, i.indrelid) as predicate,
        i.indisvalid and i.indisready as valid, i.indisreplident as replica_identity, i.indisclustered as clustered,
        ${json('c.reloptions')} as options, ts.spcname as tablespace, obj_description(c.oid, 'pg_class') as comment,
        pg_get_indexdef(i.indexrelid) as definition, k.conname as constraint, hn.nspname as parent_schema, hc.relname as parent_name,
        case when i.indexprs is not null or i.indpred is not null then
          (select json_agg(distinct dep.refobjsubid)::text from pg_depend dep where dep.classid = 'pg_class'::regclass
            and dep.objid = i.indexrelid and dep.refclassid = 'pg_class'::regclass and dep.refobjid = i.indrelid and dep.refobjsubid > 0) end as read_columns
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace join pg_am am on am.oid = c.relam
        left join pg_tablespace ts on ts.oid = c.reltablespace
        left join pg_constraint k on k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x')
        left join pg_inherits h on h.inhrelid = i.indexrelid left join pg_class hc on hc.oid = h.inhparent left join pg_namespace hn on hn.oid = hc.relnamespace
      where ${userSchema('n')}`,

    // One row for each key that says more than its column: an expression, an operator class or collation of its own.
    indexColumns: `select i.indexrelid as index, p.place, case when i.indkey[p.place - 1] = 0 then pg_get_indexdef(i.indexrelid, p.place, false) end as expression,
        case when ia.attoptions is not null or ${ownOperatorClass} then case when opn.nspname = 'pg_catalog' then o.opcname::text else opn.nspname || '.' || o.opcname end end as operator_class,
        ${json('ia.attoptions')} as operator_class_options,
        case when i.indcollation[p.place - 1] <> 0 and i.indcollation[p.place - 1] <> coalesce(a.attcollation, 100) then cn.nspname end as collation_schema,
        case when i.indcollation[p.place - 1] <> 0 and i.indcollation[p.place - 1] <> coalesce(a.attcollation, 100) then co.collname end as collation_name
      from pg_index i join pg_class c on c.oid = i.indexrelid join pg_namespace n on n.oid = c.relnamespace
        cross join lateral generate_series(1, i.indnkeyatts::int) p(place)
        join pg_opclass o on o.oid = i.indclass[p.place - 1] join pg_namespace opn on opn.oid = o.opcnamespace
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[p.place - 1]
        left join pg_type t on t.oid = a.atttypid
        left join pg_attribute ia on ia.attrelid = i.indexrelid and ia.attnum = p.place
        left join pg_collation co on co.oid = i.indcollation[p.place - 1] left join pg_namespace cn on cn.oid = co.collnamespace
      where ${userSchema('n')} and (i.indkey[p.place - 1] = 0 or ${ownOperatorClass} or ia.attoptions is not null
        or (i.indcollation[p.place - 1] <> 0 and i.indcollation[p.place - 1] <> coalesce(a.attcollation, 100)))`,

    sequences: `select c.oid, n.nspname as schema, c.relname as name, s.seqtypid as type, format_type(s.seqtypid, null) as type_text, s.seqstart::text as start,
        s.seqincrement::text as increment, s.seqmin::text as minimum, s.seqmax::text as maximum, s.seqcache::text as cache, s.seqcycle as cycle,
        d.refobjid as owner_relation, d.refobjsubid as owner_column, d.deptype = 'i' as identity, c.relpersistence as persistence,
        pg_get_userbyid(c.relowner) as owner, obj_description(c.oid, 'pg_class') as comment, ${grants('c.relacl', 'c.relowner')} as grants
      from pg_sequence s join pg_class c on c.oid = s.seqrelid join pg_namespace n on n.oid = c.relnamespace
        left join pg_depend d on d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0 and d.deptype in ('a', 'i')
      where ${userObject('pg_class', 'c.oid', 'n')}`,

    views: `select c.oid, pg_get_viewdef(c.oid) as definition,
        (select json_agg(distinct jsonb_build_object('schema', rn.nspname, 'name', rc.relname))::text
           from pg_rewrite w join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = w.oid and d.refclassid = 'pg_class'::regclass
             join pg_class rc on rc.oid = d.refobjid join pg_namespace rn on rn.oid = rc.relnamespace
           where w.ev_class = c.oid and d.refobjid <> c.oid and rc.relkind in ('r', 'p', 'f', 'v', 'm')) as reads
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('v', 'm') and ${userSchema('n')}`,

    triggers: `select t.tgrelid as relation, t.tgname as name, t.tgtype as bits, t.tgattr::text as columns, t.tgenabled as enabled,
        pn.nspname as function_schema, p.proname as function_name, pg_get_triggerdef(t.oid) as definition, obj_description(t.oid, 'pg_trigger') as comment
      from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
        join pg_proc p on p.oid = t.tgfoid join pg_namespace pn on pn.oid = p.pronamespace
      where not t.tgisinternal and t.tgparentid = 0 and ${userSchema('n')}`,

    rules: `select w.ev_class as relation, w.rulename as name, pg_get_ruledef(w.oid) as definition
      from pg_rewrite w join pg_class c on c.oid = w.ev_class join pg_namespace n on n.oid = c.relnamespace
      where w.rulename <> '_RETURN' and ${userSchema('n')}`,

    policies: `select p.polrelid as relation, p.polname as name, p.polcmd as command, p.polpermissive as permissive,
        (select json_agg(case when r = 0 then 'public' else pg_get_userbyid(r)::text end order by case when r = 0 then 'public' else pg_get_userbyid(r)::text end)::text
           from unnest(p.polroles) r where r <> 0) as roles,
        pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as with_check, obj_description(p.oid, 'pg_policy') as comment
      from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace where ${userSchema('n')}`,

    routines: `select n.nspname as schema, p.proname as name, p.prokind as kind, pg_get_function_identity_arguments(p.oid) as identity,
        (select coalesce(string_agg(format_type(a.t, null), ', ' order by a.place), '') from unnest(p.proargtypes) with ordinality a(t, place)) as argument_types,
        pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as returns, l.lanname as language, p.provolatile as volatility,
        p.proisstrict as strict, p.prosecdef as definer, p.proleakproof as leakproof, p.proparallel as parallel, ${json('p.proconfig')} as settings,
        ${from(140000, 'coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)', 'p.prosrc')} as body,
        case when p.prokind <> 'a' then pg_get_functiondef(p.oid) else '' end as definition,
        pg_get_userbyid(p.proowner) as owner, obj_description(p.oid, 'pg_proc') as comment, ${grants("coalesce(p.proacl, acldefault('f', p.proowner))", 'p.proowner')} as grants
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace join pg_language l on l.oid = p.prolang
      where ${userObject('pg_proc', 'p.oid', 'n')}
        and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')`,

    extensions: `select e.extname as name, n.nspname as schema, e.extversion as version, obj_description(e.oid, 'pg_extension') as comment
      from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname <> 'plpgsql'`,

    extendedStatistics: `select n.nspname as schema, s.stxname as name, tn.nspname as table_schema, t.relname as table_name, ${json('s.stxkind')} as kinds,
        (select json_agg(a.attname order by a.attnum)::text from unnest(s.stxkeys::int2[]) k join pg_attribute a on a.attrelid = s.stxrelid and a.attnum = k) as columns,
        pg_get_statisticsobjdef(s.oid) as definition, obj_description(s.oid, 'pg_statistic_ext') as comment
      from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace join pg_class t on t.oid = s.stxrelid join pg_namespace tn on tn.oid = t.relnamespace
      where ${userSchema('n')}`,

    columnGrants: `select a.attrelid as relation, a.attname as column, ${grants('a.attacl', 'c.relowner')} as grants
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where a.attacl is not null and not a.attisdropped and ${userSchema('n')}`,

    others: `select * from (
        select 'event trigger' as kind, null::name as schema, e.evtname::text as name, 'pg_event_trigger'::regclass as class, e.oid from pg_event_trigger e
        union all select 'publication', null, p.pubname, 'pg_publication'::regclass, p.oid from pg_publication p
        union all select 'foreign server', null, s.srvname, 'pg_foreign_server'::regclass, s.oid from pg_foreign_server s
        union all select 'foreign data wrapper', null, f.fdwname, 'pg_foreign_data_wrapper'::regclass, f.oid from pg_foreign_data_wrapper f
        union all select 'language', null, l.lanname, 'pg_language'::regclass, l.oid from pg_language l where l.oid >= 16384
        union all select 'access method', null, a.amname, 'pg_am'::regclass, a.oid from pg_am a where a.oid >= 16384
        union all select 'collation', n.nspname, c.collname, 'pg_collation'::regclass, c.oid from pg_collation c join pg_namespace n on n.oid = c.collnamespace where ${userSchema('n')}
        union all select 'operator', n.nspname, o.oprname || '(' || case when o.oprleft = 0 then 'none' else format_type(o.oprleft, null) end || ', ' || format_type(o.oprright, null) || ')', 'pg_operator'::regclass, o.oid
          from pg_operator o join pg_namespace n on n.oid = o.oprnamespace where ${userSchema('n')}
        union all select 'operator class', n.nspname, o.opcname, 'pg_opclass'::regclass, o.oid from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace where ${userSchema('n')}
        union all select 'operator family', n.nspname, o.opfname, 'pg_opfamily'::regclass, o.oid from pg_opfamily o join pg_namespace n on n.oid = o.opfnamespace where ${userSchema('n')}
        union all select 'cast', null, format_type(c.castsource, null) || ' as ' || format_type(c.casttarget, null), 'pg_cast'::regclass, c.oid from pg_cast c where c.oid >= 16384
        union all select 'text search configuration', n.nspname, t.cfgname, 'pg_ts_config'::regclass, t.oid from pg_ts_config t join pg_namespace n on n.oid = t.cfgnamespace where ${userSchema('n')}
        union all select 'text search dictionary', n.nspname, t.dictname, 'pg_ts_dict'::regclass, t.oid from pg_ts_dict t join pg_namespace n on n.oid = t.dictnamespace where ${userSchema('n')}
        union all select 'default privileges', n.nspname, pg_get_userbyid(d.defaclrole) || ' on ' || d.defaclobjtype::text, 'pg_default_acl'::regclass, d.oid
          from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
      ) o where not exists (select from pg_depend d where d.classid = o.class and d.objid = o.oid and d.deptype in ('e', 'i'))
        and not exists (select from pg_description s where s.classoid = o.class and s.objoid = o.oid and s.objsubid = 0 and s.description = 'relvar:stub')`,
  };
}
