/**
 * The bulk queries that read a whole schema, each whatever the number of tables. They hold on PostgreSQL 13 to 18:
 * what a version lacks is asked for as a constant.
 *
 * They are plain on purpose. Each reads one system catalog and is joined to the others here in the program: planning
 * and running joins of five catalogs costs the embedded engine more than all the rest. Objects of users have oids from
 * 16384 (FirstNormalObjectId in src/include/access/transam.h). Names of other objects come through the engine's
 * `reg…` types, which qualify what is not its own, since the search path is empty. Arrays come as text.
 */
export interface QuerySet {
  readonly namespaces: string;
  readonly dependencies: string;
  readonly descriptions: string;
  readonly names: string;
  readonly types: string;
  readonly enums: string;
  readonly ranges: string;
  readonly relations: string;
  readonly partitioned: string;
  readonly inheritance: string;
  readonly foreignTables: string;
  readonly columns: string;
  readonly defaults: string;
  readonly constraints: string;
  readonly notNulls: string;
  readonly indexes: string;
  readonly sequences: string;
  readonly views: string;
  readonly rules: string;
  readonly triggers: string;
  readonly policies: string;
  readonly routines: string;
  readonly aggregates: string;
  readonly extensions: string;
  readonly extendedStatistics: string;
  readonly others: string;
}

/** The numbers of system catalogs (src/include/catalog/pg_*.h), which tell whose oid an oid is. */
export const classes = {
  accessMethod: 2601,
  collation: 3456,
  class: 1259,
  constraint: 2606,
  cast: 2605,
  conversion: 2607,
  defaultAcl: 826,
  eventTrigger: 3466,
  extension: 3079,
  foreignDataWrapper: 2328,
  foreignServer: 1417,
  language: 2612,
  namespace: 2615,
  operator: 2617,
  operatorClass: 2616,
  operatorFamily: 2753,
  policy: 3256,
  procedure: 1255,
  publication: 6104,
  rewrite: 2618,
  statistics: 3381,
  subscription: 6100,
  tablespace: 1213,
  textSearchConfiguration: 3602,
  textSearchDictionary: 3600,
  textSearchParser: 3601,
  textSearchTemplate: 3764,
  transform: 3576,
  trigger: 2620,
  type: 1247,
} as const;

const firstOfUsers = 16384;

/** Members of extensions and what other objects brought along: they come and go with what they belong to. */
const notMember = (catalog: number, oid: string) =>
  `not exists (select from pg_depend d where d.classid = ${catalog} and d.objid = ${oid} and d.deptype in ('e', 'i'))`;

/** The queries for a server; `version` is its `server_version_num`, 130000 and up. */
export function queries(version: number): QuerySet {
  const from = (since: number, expression: string, otherwise = 'null') => (version >= since ? expression : otherwise);
  const c = classes;
  return {
    namespaces: `select oid, nspname as name, pg_get_userbyid(nspowner) as owner, nspacl::text as acl from pg_namespace`,

    // Members of extensions; of relations: what views read, what owns a sequence, what an index reads.
    dependencies: `select classid as class, objid as oid, refobjid as target, refobjsubid as target_column, deptype as kind from pg_depend
      where objid >= ${firstOfUsers} and (deptype = 'e' or deptype = 'i' and classid = ${c.cast}
        or refclassid = ${c.class} and (classid = ${c.rewrite} or classid = ${c.class} and refobjsubid > 0))`,

    descriptions: `select classoid as class, objoid as oid, objsubid as column, description from pg_description
      where objoid >= ${firstOfUsers} or classoid = ${c.namespace}`,

    names: `select oid, amname as name from pg_am union all select oid, spcname from pg_tablespace union all select oid, lanname from pg_language`,

    // Row types are types of their own only where no table is behind them.
    types: `select oid, typname as name, typnamespace as namespace, typtype as kind, typnotnull as not_null, typrelid as relation,
        typbasetype as base, typtypmod as modifier, case when typtype = 'd' then format_type(typbasetype, typtypmod) end as base_text,
        case when typtype = 'd' then coalesce(pg_get_expr(typdefaultbin, 0), typdefault) end as default, typcollation as collation,
        case when typcollation not in (0, 100) then typcollation::regcollation::text end as collation_name,
        pg_get_userbyid(typowner) as owner, typacl::text as acl
      from pg_type where oid >= ${firstOfUsers} and (typtype in ('e', 'd', 'r') or typrelid in (select oid from pg_class where relkind = 'c'))`,

    enums: `select enumtypid as type, enumlabel as value from pg_enum where enumtypid >= ${firstOfUsers} order by enumtypid, enumsortorder`,

    ranges: `select r.rngtypid as type, r.rngsubtype as subtype, format_type(r.rngsubtype, null) as subtype_text,
        case when not o.opcdefault then o.opcname end as operator_class, o.opcnamespace as operator_class_namespace,
        r.rngcollation as collation, case when r.rngcollation not in (0, 100) then r.rngcollation::regcollation::text end as collation_name,
        r.rngcanonical::text as canonical, r.rngsubdiff::text as difference,
        ${from(140000, 'format_type(r.rngmultitypid, null)')} as multirange
      from pg_range r join pg_opclass o on o.oid = r.rngsubopc where r.rngtypid >= ${firstOfUsers}`,

    relations: `select oid, relname as name, relnamespace as namespace, relkind as kind, relpersistence as persistence,
        relrowsecurity as row_security, relforcerowsecurity as row_security_forced, relreplident as replica_identity,
        reloptions::text as options, relam as access_method, reltablespace as tablespace, relispopulated as populated,
        pg_get_userbyid(relowner) as owner, relacl::text as acl, pg_get_expr(relpartbound, oid) as bound, reltoastrelid as toast
      from pg_class where oid >= ${firstOfUsers} and (relkind <> 't' or reloptions is not null)`,

    partitioned: `select partrelid as relation, partstrat as strategy, partattrs::text as columns, pg_get_expr(partexprs, partrelid) as expressions,
        pg_get_partkeydef(partrelid) as definition from pg_partitioned_table`,

    inheritance: `select inhrelid as child, inhparent as parent from pg_inherits order by inhrelid, inhseqno`,

    foreignTables: `select f.ftrelid as relation, s.srvname as server, f.ftoptions::text as options
      from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver`,

    columns: `select a.attrelid as relation, a.attnum as number, a.attname as name, a.atttypid as type, a.atttypmod as modifier,
        format_type(a.atttypid, a.atttypmod) as type_text, a.attnotnull as not_null, a.attidentity as identity, a.attgenerated as generated,
        a.attcollation as collation, case when a.attcollation not in (0, 100) then a.attcollation::regcollation::text end as collation_name,
        a.attstorage as storage, ${from(140000, 'a.attcompression')} as compression, a.attstattarget as statistics_target,
        a.attislocal as local, a.attacl::text as acl
      from pg_attribute a join pg_class c on c.oid = a.attrelid
      where a.attrelid >= ${firstOfUsers} and a.attnum > 0 and not a.attisdropped and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c')
      order by a.attrelid, a.attnum`,

    defaults: `select adrelid as relation, adnum as number, pg_get_expr(adbin, adrelid) as expression from pg_attrdef`,

    constraints: `select oid, conrelid as relation, contypid as type, conname as name, contype as kind, condeferrable as deferrable,
        condeferred as deferred, convalidated as validated, ${from(180000, 'conenforced', 'true')} as enforced, conindid as index,
        conparentid as parent, conislocal as local, connoinherit as no_inherit, conkey::text as columns, confrelid as referenced,
        confkey::text as referenced_columns, confupdtype as on_update, confdeltype as on_delete, confmatchtype as match,
        ${from(150000, 'confdelsetcols::text')} as delete_columns, ${from(180000, 'conperiod', 'false')} as period,
        case contype when 'x' then pg_get_constraintdef(oid) when 'c' then pg_get_expr(conbin, conrelid) end as expression
      from pg_constraint where oid >= ${firstOfUsers} and contype in ('p', 'u', 'f', 'c', 'x')`,

    notNulls: `select conrelid as relation, conname as name, conkey::text as columns, convalidated as validated, connoinherit as no_inherit, conislocal as local
      from pg_constraint where oid >= ${firstOfUsers} and contype = 'n' and conrelid <> 0`,

    indexes: `select indexrelid as oid, indrelid as relation, indisunique as unique, ${from(150000, 'indnullsnotdistinct', 'false')} as nulls_not_distinct,
        indnkeyatts as key_count, indkey::text as columns, indoption::text as options, indisvalid and indisready as valid,
        indisreplident as replica_identity, indisclustered as clustered, pg_get_expr(indpred, indrelid) as predicate,
        pg_get_expr(indexprs, indrelid) as expressions, pg_get_indexdef(indexrelid) as definition
      from pg_index where indexrelid >= ${firstOfUsers} and indrelid not in (select oid from pg_class where relkind = 't')`,

    sequences: `select seqrelid as relation, seqtypid as type, format_type(seqtypid, null) as type_text, seqstart::text as start,
        seqincrement::text as increment, seqmin::text as minimum, seqmax::text as maximum, seqcache::text as cache, seqcycle as cycle from pg_sequence`,

    views: `select oid, pg_get_viewdef(oid) as definition from pg_class where oid >= ${firstOfUsers} and relkind in ('v', 'm')`,

    rules: `select oid, ev_class as relation, rulename as name, case when rulename <> '_RETURN' then pg_get_ruledef(oid) end as definition
      from pg_rewrite where oid >= ${firstOfUsers}`,

    triggers: `select oid, tgrelid as relation, tgname as name, tgtype as bits, tgattr::text as columns, tgenabled as enabled,
        tgfoid::regproc::text as function, pg_get_triggerdef(oid) as definition from pg_trigger where not tgisinternal and tgparentid = 0`,

    policies: `select oid, polrelid as relation, polname as name, polcmd as command, polpermissive as permissive, polroles::regrole[]::text as roles,
        pg_get_expr(polqual, polrelid) as using, pg_get_expr(polwithcheck, polrelid) as with_check from pg_policy`,

    routines: `select p.oid, p.pronamespace as namespace, p.proname as name, p.prokind as kind, p.proargtypes::regtype[]::text as argument_types,
        pg_get_function_arguments(p.oid) as arguments, pg_get_function_result(p.oid) as returns, p.prolang as language,
        p.provolatile as volatility, p.proisstrict as strict, p.prosecdef as definer, p.proleakproof as leakproof, p.proparallel as parallel,
        p.proconfig::text as settings, ${from(140000, 'coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)', 'p.prosrc')} as body,
        case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end as definition, pg_get_userbyid(p.proowner) as owner, p.proacl::text as acl
      from pg_proc p where p.oid >= ${firstOfUsers} and ${notMember(c.procedure, 'p.oid')}`,

    aggregates: `select a.aggfnoid::oid as oid, a.aggkind as kind, a.aggtransfn::text as sfunc, format_type(a.aggtranstype, null) as stype,
        a.aggtransspace as sspace, a.aggfinalfn::text as finalfunc, a.aggfinalextra as finalfunc_extra, a.aggfinalmodify as finalfunc_modify,
        a.aggcombinefn::text as combinefunc, a.aggserialfn::text as serialfunc,
        a.aggdeserialfn::text as deserialfunc, a.agginitval as initcond, a.aggmtransfn::text as msfunc,
        a.aggminvtransfn::text as minvfunc, case when a.aggmtranstype <> 0 then format_type(a.aggmtranstype, null) end as mstype,
        a.aggmtransspace as msspace, a.aggmfinalfn::text as mfinalfunc, a.aggmfinalextra as mfinalfunc_extra, a.aggmfinalmodify as mfinalfunc_modify,
        a.aggminitval as minitcond, a.aggsortop::regoperator::text as sortop
      from pg_aggregate a where a.aggfnoid::oid >= ${firstOfUsers} and ${notMember(c.procedure, 'a.aggfnoid')}`,

    extensions: `select oid, extname as name, extnamespace as namespace, extversion as version from pg_extension where extname <> 'plpgsql'`,

    extendedStatistics: `select oid, stxnamespace as namespace, stxname as name, stxrelid as relation, stxkind::text as kinds, stxkeys::text as columns,
        pg_get_statisticsobjdef(oid) as definition from pg_statistic_ext`,

    others: `select class, oid from (${otherCatalogs.map(([catalog, name]) => `select ${catalog} as class, oid from ${name}`).join(' union all ')}) o where oid >= ${firstOfUsers}
      union all select ${c.type}, oid from pg_type where oid >= ${firstOfUsers} and typtype = 'b' and typelem = 0`,
  };
}

/** Catalogs of kinds that are not modelled further. */
const otherCatalogs: readonly (readonly [number, string])[] = [
  [classes.accessMethod, 'pg_am'],
  [classes.cast, 'pg_cast'],
  [classes.collation, 'pg_collation'],
  [classes.conversion, 'pg_conversion'],
  [classes.defaultAcl, 'pg_default_acl'],
  [classes.eventTrigger, 'pg_event_trigger'],
  [classes.foreignDataWrapper, 'pg_foreign_data_wrapper'],
  [classes.foreignServer, 'pg_foreign_server'],
  [classes.language, 'pg_language'],
  [classes.operator, 'pg_operator'],
  [classes.operatorClass, 'pg_opclass'],
  [classes.operatorFamily, 'pg_opfamily'],
  [classes.publication, 'pg_publication'],
  [classes.textSearchConfiguration, 'pg_ts_config'],
  [classes.textSearchDictionary, 'pg_ts_dict'],
  [classes.textSearchParser, 'pg_ts_parser'],
  [classes.textSearchTemplate, 'pg_ts_template'],
  [classes.transform, 'pg_transform'],
];
