import { classes, firstOfUsers, type Query, since } from './query.ts';
import { collationName, relationQueries } from './relation-queries.ts';

/**
 * The bulk queries that read a whole schema, each whatever the number of tables. They hold on PostgreSQL 13 to 18:
 * what a version lacks is asked for as a constant.
 *
 * They are plain on purpose. Each reads one system catalog and is joined to the others here in the program: planning
 * and running joins of five catalogs costs the embedded engine more than all the rest. Names of other objects come
 * through the engine's `reg…` types, which qualify what is not its own, since the search path is empty. Arrays come
 * as text.
 */
export function queries(version: number) {
  return { ...relationQueries(version), ...objectQueries(version) };
}

/** Members of extensions and what other objects brought along: they come and go with what they belong to. */
const notMember = (catalog: number, oid: string) =>
  `not exists (select from pg_depend d where d.classid = ${catalog} and d.objid = ${oid} and d.deptype in ('e', 'i'))`;

/** The class and oid of what a type came with: of rows its table, of arrays and several ranges the other type. */
function typeBeside(version: number): string {
  const range = `(select '${classes.type} ' || rngtypid from pg_range where rngmultitypid = objoid)`;
  return `(select case when typrelid <> 0 then '${classes.class} ' || typrelid when typcategory = 'A' then '${classes.type} ' || typelem
    else ${since(version, 140000, range)} end from pg_type where oid = objoid)`;
}

function objectQueries(version: number) {
  return {
    namespaces: {
      columns: { oid: 'oid', name: 'nspname', owner: 'pg_get_userbyid(nspowner)', acl: 'nspacl::text' },
      from: 'pg_namespace',
    },
    members: {
      columns: { class: 'classid', oid: 'objid' },
      from: `pg_depend where objid >= ${firstOfUsers} and (deptype = 'e' or deptype = 'i' and classid = ${classes.cast})`,
    },
    /** What extensions brought along, and languages of the server's own, with rights that are not the first ones. */
    rightsOnMembers: {
      columns: {
        type: '(pg_identify_object(class, oid, 0)).type',
        identity: '(pg_identify_object(class, oid, 0)).identity',
        extension: 'extension',
        owner: 'pg_get_userbyid(owner)',
        acl: 'acl::text',
        usual: 'usual::text',
      },
      from: rightsOnMembers,
    },
    /** What goes with an extension without being a member of it. */
    bound: {
      columns: { class: 'classid', oid: 'objid', extension: 'refobjid' },
      from: `pg_depend where objid >= ${firstOfUsers} and deptype = 'x' and refclassid = ${classes.extension}`,
    },
    /** What is set for sessions in this database, for everybody (0) or for one role. */
    settings: {
      columns: { role: 'case setrole when 0 then null else pg_get_userbyid(setrole) end', settings: 'setconfig::text' },
      from: 'pg_db_role_setting s join pg_database d on d.oid = s.setdatabase where d.datname = current_database()',
    },
    labels: {
      columns: { class: 'classoid', oid: 'objoid', column: 'objsubid', provider: 'provider', label: 'label' },
      from: `pg_seclabel where objoid >= ${firstOfUsers}`,
    },
    descriptions: {
      columns: {
        class: 'classoid',
        oid: 'objoid',
        column: 'objsubid',
        description: 'description',
        type_name: `case when classoid = ${classes.type} then objoid::regtype::text end`,
        beside: `case when classoid = ${classes.type} then ${typeBeside(version)} end`,
      },
      from: `pg_description where objoid >= ${firstOfUsers} or classoid = ${classes.namespace}`,
    },
    /** Of access methods, tablespaces and languages. */
    names: {
      columns: { oid: 'oid', name: 'name' },
      from: '(select oid, amname as name from pg_am union all select oid, spcname from pg_tablespace union all select oid, lanname from pg_language) names',
    },
    types: {
      columns: {
        oid: 'oid',
        name: 'typname',
        namespace: 'typnamespace',
        kind: 'typtype',
        not_null: 'typnotnull',
        relation: 'typrelid',
        base: 'typbasetype',
        modifier: 'typtypmod',
        base_text: `case when typtype = 'd' then format_type(typbasetype, typtypmod) end`,
        default: `case when typtype = 'd' then coalesce(pg_get_expr(typdefaultbin, 0), typdefault) end`,
        collation: 'typcollation',
        collation_name: collationName('typcollation'),
        owner: 'pg_get_userbyid(typowner)',
        acl: 'typacl::text',
      },
      // Row types are types of their own only where no table is behind them.
      from: `pg_type where oid >= ${firstOfUsers}
        and (typtype in ('e', 'd', 'r') or typrelid in (select oid from pg_class where relkind = 'c'))`,
    },
    enums: {
      columns: { type: 'enumtypid', value: 'enumlabel' },
      from: `pg_enum where enumtypid >= ${firstOfUsers}`,
      order: 'enumtypid, enumsortorder',
    },
    ranges: {
      columns: {
        type: 'r.rngtypid',
        subtype: 'r.rngsubtype',
        subtype_text: 'format_type(r.rngsubtype, null)',
        operator_class: 'case when not o.opcdefault then o.opcname end',
        operator_class_namespace: 'o.opcnamespace',
        collation: 'r.rngcollation',
        collation_name: collationName('r.rngcollation'),
        canonical: 'r.rngcanonical::text',
        difference: 'r.rngsubdiff::text',
        multirange: since(version, 140000, 'format_type(r.rngmultitypid, null)'),
      },
      from: `pg_range r join pg_opclass o on o.oid = r.rngsubopc where r.rngtypid >= ${firstOfUsers}`,
    },
    routines: {
      columns: {
        oid: 'p.oid',
        namespace: 'p.pronamespace',
        name: 'p.proname',
        kind: 'p.prokind',
        argument_types: 'p.proargtypes::regtype[]::text',
        arguments: 'pg_get_function_arguments(p.oid)',
        returns: 'pg_get_function_result(p.oid)',
        language: 'p.prolang',
        volatility: 'p.provolatile',
        strict: 'p.proisstrict',
        definer: 'p.prosecdef',
        leakproof: 'p.proleakproof',
        parallel: 'p.proparallel',
        settings: 'p.proconfig::text',
        body: since(version, 140000, 'coalesce(pg_get_function_sqlbody(p.oid), p.prosrc)', 'p.prosrc'),
        definition: `case when p.prokind <> 'a' then pg_get_functiondef(p.oid) end`,
        owner: 'pg_get_userbyid(p.proowner)',
        acl: 'p.proacl::text',
      },
      from: `pg_proc p where p.oid >= ${firstOfUsers} and ${notMember(classes.procedure, 'p.oid')}`,
    },
    aggregates: {
      columns: {
        oid: 'aggfnoid::oid',
        kind: 'aggkind',
        sfunc: 'aggtransfn::text',
        stype: 'format_type(aggtranstype, null)',
        sspace: 'aggtransspace',
        finalfunc: 'aggfinalfn::text',
        finalfunc_extra: 'aggfinalextra',
        finalfunc_modify: 'aggfinalmodify',
        combinefunc: 'aggcombinefn::text',
        serialfunc: 'aggserialfn::text',
        deserialfunc: 'aggdeserialfn::text',
        initcond: 'agginitval',
        msfunc: 'aggmtransfn::text',
        minvfunc: 'aggminvtransfn::text',
        mstype: 'case when aggmtranstype <> 0 then format_type(aggmtranstype, null) end',
        msspace: 'aggmtransspace',
        mfinalfunc: 'aggmfinalfn::text',
        mfinalfunc_extra: 'aggmfinalextra',
        mfinalfunc_modify: 'aggmfinalmodify',
        minitcond: 'aggminitval',
        sortop: 'aggsortop::regoperator::text',
      },
      from: `pg_aggregate where aggfnoid::oid >= ${firstOfUsers}`,
    },
    extensions: {
      columns: { oid: 'oid', name: 'extname', namespace: 'extnamespace', version: 'extversion' },
      from: `pg_extension where extname <> 'plpgsql'`,
    },
    /** Objects of kinds that are not modelled further. */
    others: {
      columns: { class: 'class', oid: 'oid' },
      from: `(${otherCatalogs(version)
        .map(([catalog, name]) => `select ${catalog} as class, oid from ${name}`)
        .join(' union all ')}
        union all select ${classes.type}, oid from pg_type where typtype = 'b' and typelem = 0 or typtype = 'p' and not typisdefined) others where oid >= ${firstOfUsers}`,
    },
  } satisfies Readonly<Record<string, Query>>;
}

/** With their first rights: those that were kept (`pg_init_privs`), or those of any new object. */
const rightsOnMembers = `(select r.*, coalesce(i.initprivs, acldefault(r.kind, r.owner)) as usual,
    (select d.refobjid from pg_depend d where d.classid = r.class and d.objid = r.oid and d.deptype = 'e') as extension
  from (${[
    [classes.class, 'pg_class', 'rel', `case relkind when 'S' then 's' else 'r' end`],
    [classes.procedure, 'pg_proc', 'pro', `'f'`],
    [classes.type, 'pg_type', 'typ', `'T'`],
    [classes.namespace, 'pg_namespace', 'nsp', `'n'`],
    [classes.language, 'pg_language', 'lan', `'l'`],
    [classes.foreignDataWrapper, 'pg_foreign_data_wrapper', 'fdw', `'F'`],
  ]
    .map(
      ([of, catalog, prefix, kind]) =>
        `select ${of} as class, oid, ${prefix}owner as owner, ${prefix}acl as acl, (${kind})::"char" as kind from ${catalog} where ${prefix}acl is not null`,
    )
    .join(' union all ')}) r
  left join pg_init_privs i on i.classoid = r.class and i.objoid = r.oid and i.objsubid = 0) rights
  where acl::text <> usual::text and (extension is not null or class = ${classes.language} and oid < ${firstOfUsers})`;

/** Members of operator families that no class needs; those of extensions' families are the extensions'. */
function looseMembers(catalog: number): string {
  return `(select d.objid as oid from pg_depend d where d.classid = ${catalog} and d.refclassid = ${classes.operatorFamily} and d.deptype = 'a'
    and not exists (select from pg_depend e where e.classid = d.refclassid and e.objid = d.refobjid and e.deptype = 'e')) members`;
}

/** Those of this database: the catalog is the server's. */
const subscriptions =
  '(select s.oid from pg_subscription s join pg_database d on d.oid = s.subdbid where d.datname = current_database()) subscriptions';

const otherCatalogs = (version: number): readonly (readonly [number, string])[] => [
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
  [classes.operatorOfFamily, looseMembers(classes.operatorOfFamily)],
  [classes.functionOfFamily, looseMembers(classes.functionOfFamily)],
  [classes.publication, 'pg_publication'],
  // Before PostgreSQL 14 their oids are shown to superusers alone.
  ...(version < 140000 ? [] : ([[classes.subscription, subscriptions]] as const)),
  [classes.textSearchConfiguration, 'pg_ts_config'],
  [classes.textSearchDictionary, 'pg_ts_dict'],
  [classes.textSearchParser, 'pg_ts_parser'],
  [classes.textSearchTemplate, 'pg_ts_template'],
  [classes.transform, 'pg_transform'],
  // The catalog itself is the superuser's.
  [classes.userMapping, '(select umid as oid from pg_user_mappings) mappings'],
];
