import { classes } from './query.ts';

type Details = (version: number) => { readonly select: string; readonly from: string };

const c = classes;

/** `FUNCTION = f`, unless the function's oid is 0. */
const entry = (key: string, column: string) =>
  `case when ${column}::oid <> 0 then ', ${key} = ' || ${column}::oid::regproc end`;

/** Joined without the nulls, and without the comma in front. */
const entries = (...parts: readonly string[]) => `substr(concat(${parts.join(', ')}), 3)`;

const inSchema = (catalog: string, namespace: string) => `${catalog} o join pg_namespace n on n.oid = o.${namespace}`;

const operatorName = (oid: string) =>
  `(select quote_ident(xn.nspname) || '.' || x.oprname from pg_operator x join pg_namespace xn on xn.oid = x.oprnamespace where x.oid = ${oid})`;

const familyName = (oid: string) =>
  `(select format('%I.%I', sn.nspname, s.opfname) from pg_opfamily s join pg_namespace sn on sn.oid = s.opfnamespace where s.oid = ${oid})`;

/** A member that no class of the family needs: it comes and goes by a statement of its own. */
function memberOfFamily(catalog: number, family: string, name: string, definition: string): ReturnType<Details> {
  const alter = `format('ALTER OPERATOR FAMILY %I.%I USING %I ', n.nspname, f.opfname, a.amname)`;
  return {
    select: `'member of' as kind, null as schema, format('operator family %I.%I using %I: ', n.nspname, f.opfname, a.amname) || lower(${name}) as name,
      ${alter} || 'ADD ' || ${definition} as definition, ${alter} || 'DROP ' || ${name} as undo,
      n.nspname as family_schema, f.opfname || ' using ' || a.amname as family`,
    from: `${catalog === c.operatorOfFamily ? 'pg_amop' : 'pg_amproc'} o join pg_opfamily f on f.oid = o.${family} join pg_namespace n on n.oid = f.opfnamespace
      join pg_am a on a.oid = f.opfmethod`,
  };
}

const typeOrNone = (oid: string) => `case when ${oid} = 0 then 'NONE' else format_type(${oid}, null) end`;

/**
 * For each kind its name in words, the object's, and the statement or statements that make it, in PostgreSQL 18's
 * words, but for options, rights and comments.
 */
const details: Readonly<Record<number, Details>> = {
  [c.eventTrigger]: () => ({
    select: `'event trigger' as kind, null as schema, evtname as name, format('CREATE EVENT TRIGGER %I ON %s', evtname, evtevent)
      || coalesce(' WHEN TAG IN (' || (select string_agg(quote_literal(tag), ', ') from unnest(evttags) tag) || ')', '')
      || format(' EXECUTE FUNCTION %s()', evtfoid::regproc)
      || case evtenabled when 'O' then '' else format(E';\\nALTER EVENT TRIGGER %I %s', evtname,
        case evtenabled when 'D' then 'DISABLE' when 'R' then 'ENABLE REPLICA' else 'ENABLE ALWAYS' end) end as definition`,
    from: 'pg_event_trigger o',
  }),
  // What it publishes, and how, is set for it by statements of its own.
  [c.publication]: (version) => {
    const parts =
      version >= 150000
        ? `, (select json_agg(a.attname order by a.attnum) from pg_attribute a where a.attrelid = r.prrelid and a.attnum = any(r.prattrs::int2[])) as columns,
            pg_get_expr(r.prqual, r.prrelid) as condition`
        : '';
    const schemas =
      version >= 150000
        ? '(select json_agg(sn.nspname) from pg_publication_namespace s join pg_namespace sn on sn.oid = s.pnnspid where s.pnpubid = o.oid)'
        : 'null';
    const generated = version >= 180000 ? `case pubgencols when 's' then 'stored' end` : 'null';
    return {
      select: `'publication' as kind, null as schema, pubname as name, format('CREATE PUBLICATION %I', pubname)
          || case when puballtables then ' FOR ALL TABLES' else '' end as definition,
        concat_ws(', ', case when pubinsert then 'insert' end, case when pubupdate then 'update' end,
          case when pubdelete then 'delete' end, case when pubtruncate then 'truncate' end) as publish,
        case when pubviaroot then 'true' end as via_root, ${generated} as generated, ${schemas}::text as schemas,
        (select json_agg(m) from (select t.relname as name, tn.nspname as schema${parts} from pg_publication_rel r join pg_class t on t.oid = r.prrelid
          join pg_namespace tn on tn.oid = t.relnamespace where r.prpubid = o.oid) m)::text as tables`,
      from: 'pg_publication o',
    };
  },
  // Where it reads from holds a password, as a rule, and is shown to superusers alone.
  [c.subscription]: () => ({
    select: `'subscription' as kind, null as schema, subname as name, null as definition,
      array['publications=' || array_to_string(subpublications, ','), 'enabled=' || subenabled, 'slot_name=' || coalesce(subslotname, ''),
        'synchronous_commit=' || subsynccommit]::text as options`,
    from: 'pg_subscription o',
  }),
  [c.foreignDataWrapper]: () => ({
    select: `'foreign data wrapper' as kind, null as schema, fdwname as name, format('CREATE FOREIGN DATA WRAPPER %I', fdwname)
      || case when fdwhandler <> 0 then ' HANDLER ' || fdwhandler::regproc else '' end
      || case when fdwvalidator <> 0 then ' VALIDATOR ' || fdwvalidator::regproc else '' end as definition,
      fdwoptions::text as options, fdwacl::text as acl, pg_get_userbyid(fdwowner) as owner`,
    from: 'pg_foreign_data_wrapper o',
  }),
  [c.foreignServer]: () => ({
    select: `'foreign server' as kind, null as schema, srvname as name, concat(format('CREATE SERVER %I', srvname), ' TYPE ' || quote_literal(srvtype),
      format(' FOREIGN DATA WRAPPER %I', w.fdwname)) as definition, srvversion as version,
      srvoptions::text as options, srvacl::text as acl, pg_get_userbyid(srvowner) as owner`,
    from: 'pg_foreign_server o join pg_foreign_data_wrapper w on w.oid = o.srvfdw',
  }),
  [c.userMapping]: () => ({
    select: `'user mapping' as kind, null as schema, format('%I for %I', usename, srvname) as name,
      format('CREATE USER MAPPING FOR %I SERVER %I', usename, srvname) as definition, umoptions::text as options`,
    from: '(select umid as oid, m.* from pg_user_mappings m) o',
  }),
  [c.language]: () => ({
    select: `'language' as kind, null as schema, lanname as name, concat('CREATE ', case when lanpltrusted then 'TRUSTED ' end, format('LANGUAGE %I', lanname),
      case when lanplcallfoid <> 0 then ' HANDLER ' || lanplcallfoid::regproc end, case when laninline <> 0 then ' INLINE ' || laninline::regproc end,
      case when lanvalidator <> 0 then ' VALIDATOR ' || lanvalidator::regproc end) as definition,
      coalesce(lanacl::text, '{=U/}') as acl, pg_get_userbyid(lanowner) as owner`,
    from: 'pg_language o',
  }),
  [c.accessMethod]: () => ({
    select: `'access method' as kind, null as schema, amname as name,
      format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', amname, case amtype when 'i' then 'INDEX' else 'TABLE' end, amhandler) as definition`,
    from: 'pg_am o',
  }),
  [c.collation]: (version) => {
    const locale = version >= 170000 ? 'colllocale' : version >= 150000 ? 'colliculocale' : 'null';
    const rules = version >= 160000 ? `', rules = ' || quote_literal(collicurules)` : 'null';
    return {
      select: `'collation' as kind, n.nspname as schema, collname as name, format('CREATE COLLATION %I.%I (%s)', n.nspname, collname,
        concat('provider = ', case collprovider when 'i' then 'icu' when 'b' then 'builtin' else 'libc' end,
          case when ${locale} is not null then ', locale = ' || quote_literal(${locale}) when collcollate = collctype then ', locale = ' || quote_literal(collcollate)
            else format(', lc_collate = %L, lc_ctype = %L', collcollate, collctype) end,
          ${rules}, case when not collisdeterministic then ', deterministic = false' end)) as definition`,
      from: inSchema('pg_collation', 'collnamespace'),
    };
  },
  [c.operator]: () => ({
    select: `'operator' as kind, n.nspname as schema, format('%s(%s, %s)', oprname, lower(${typeOrNone('oprleft')}), format_type(oprright, null)) as name,
      case when oprcode <> 0 then format('CREATE OPERATOR %I.%s (%s)', n.nspname, oprname, ${entries(
        entry('FUNCTION', 'oprcode'),
        `case when oprleft <> 0 then ', LEFTARG = ' || format_type(oprleft, null) end`,
        `', RIGHTARG = ' || format_type(oprright, null)`,
        `', COMMUTATOR = OPERATOR(' || ${operatorName('o.oprcom')} || ')'`,
        `', NEGATOR = OPERATOR(' || ${operatorName('o.oprnegate')} || ')'`,
        entry('RESTRICT', 'oprrest'),
        entry('JOIN', 'oprjoin'),
        `case when oprcanhash then ', HASHES' end`,
        `case when oprcanmerge then ', MERGES' end`,
      )}) end as definition`,
    from: inSchema('pg_operator', 'oprnamespace'),
  }),
  [c.operatorFamily]: () => ({
    select: `'operator family' as kind, n.nspname as schema, opfname || ' using ' || a.amname as name, format('CREATE OPERATOR FAMILY %I.%I USING %I', n.nspname, opfname, a.amname) as definition`,
    from: `${inSchema('pg_opfamily', 'opfnamespace')} join pg_am a on a.oid = o.opfmethod`,
  }),
  [c.operatorClass]: () => ({
    select: `'operator class' as kind, n.nspname as schema, opcname || ' using ' || a.amname as name,
      format('CREATE OPERATOR CLASS %I.%I %sFOR TYPE %s USING %I FAMILY %I.%I AS %s', n.nspname, opcname, case when opcdefault then 'DEFAULT ' end,
        format_type(opcintype, null), a.amname, fn.nspname, f.opfname, (select string_agg(item, ', ' order by item collate "C") from (
          select format('OPERATOR %s %s (%s, %s)', p.amopstrategy, ${operatorName('p.amopopr')}, format_type(p.amoplefttype, null), format_type(p.amoprighttype, null))
              || coalesce(' FOR ORDER BY ' || ${familyName('p.amopsortfamily')}, '') as item
            from pg_depend d join pg_amop p on p.oid = d.objid where d.classid = 'pg_amop'::regclass and d.refclassid = 'pg_opclass'::regclass and d.refobjid = o.oid
          union all select format('FUNCTION %s (%s, %s) %s', p.amprocnum, format_type(p.amproclefttype, null), format_type(p.amprocrighttype, null), p.amproc::regprocedure)
            from pg_depend d join pg_amproc p on p.oid = d.objid where d.classid = 'pg_amproc'::regclass and d.refclassid = 'pg_opclass'::regclass and d.refobjid = o.oid
          union all select 'STORAGE ' || format_type(opckeytype, null) where opckeytype <> 0) items)) as definition`,
    from: `${inSchema('pg_opclass', 'opcnamespace')} join pg_am a on a.oid = o.opcmethod join pg_opfamily f on f.oid = o.opcfamily join pg_namespace fn on fn.oid = f.opfnamespace`,
  }),
  [c.cast]: () => ({
    select: `'cast' as kind, null as schema, format('%s as %s', format_type(castsource, null), format_type(casttarget, null)) as name,
      concat(format('CREATE CAST (%s AS %s) ', format_type(castsource, null), format_type(casttarget, null)),
        case castmethod when 'f' then 'WITH FUNCTION ' || castfunc::regprocedure when 'i' then 'WITH INOUT' else 'WITHOUT FUNCTION' end,
        case castcontext when 'a' then ' AS ASSIGNMENT' when 'i' then ' AS IMPLICIT' end) as definition`,
    from: 'pg_cast o',
  }),
  [c.conversion]: () => ({
    select: `'conversion' as kind, n.nspname as schema, conname as name, format('CREATE %sCONVERSION %I.%I FOR %L TO %L FROM %s', case when condefault then 'DEFAULT ' end,
      n.nspname, conname, pg_encoding_to_char(conforencoding), pg_encoding_to_char(contoencoding), conproc) as definition`,
    from: inSchema('pg_conversion', 'connamespace'),
  }),
  [c.transform]: () => ({
    select: `'transform' as kind, null as schema, format('%s for %s', format_type(trftype, null), l.lanname) as name, format('CREATE TRANSFORM FOR %s LANGUAGE %I (%s)',
      format_type(trftype, null), l.lanname, concat_ws(', ', case when trffromsql <> 0 then 'FROM SQL WITH FUNCTION ' || trffromsql::regprocedure end,
        case when trftosql <> 0 then 'TO SQL WITH FUNCTION ' || trftosql::regprocedure end)) as definition`,
    from: 'pg_transform o join pg_language l on l.oid = o.trflang',
  }),
  [c.textSearchConfiguration]: () => ({
    select: `'text search configuration' as kind, n.nspname as schema, cfgname as name, format('CREATE TEXT SEARCH CONFIGURATION %I.%I (PARSER = %I.%I)', n.nspname, cfgname, pn.nspname, p.prsname)
      || coalesce((select string_agg(format(E';\\nALTER TEXT SEARCH CONFIGURATION %I.%I ADD MAPPING FOR %I WITH %s', n.nspname, cfgname,
          (select t.alias from ts_token_type(o.cfgparser) t where t.tokid = m.token), m.dictionaries), '' order by m.token)
        from (select maptokentype as token, string_agg(mapdict::regdictionary::text, ', ' order by mapseqno) as dictionaries
          from pg_ts_config_map where mapcfg = o.oid group by maptokentype) m), '') as definition`,
    from: `${inSchema('pg_ts_config', 'cfgnamespace')} join pg_ts_parser p on p.oid = o.cfgparser join pg_namespace pn on pn.oid = p.prsnamespace`,
  }),
  [c.textSearchDictionary]: () => ({
    select: `'text search dictionary' as kind, n.nspname as schema, dictname as name, format('CREATE TEXT SEARCH DICTIONARY %I.%I (TEMPLATE = %I.%I%s)', n.nspname, dictname, tn.nspname, t.tmplname, ', ' || dictinitoption) as definition`,
    from: `${inSchema('pg_ts_dict', 'dictnamespace')} join pg_ts_template t on t.oid = o.dicttemplate join pg_namespace tn on tn.oid = t.tmplnamespace`,
  }),
  [c.textSearchParser]: () => ({
    select: `'text search parser' as kind, n.nspname as schema, prsname as name, format('CREATE TEXT SEARCH PARSER %I.%I (%s)', n.nspname, prsname,
      ${entries(entry('START', 'prsstart'), entry('GETTOKEN', 'prstoken'), entry('END', 'prsend'), entry('HEADLINE', 'prsheadline'), entry('LEXTYPES', 'prslextype'))}) as definition`,
    from: inSchema('pg_ts_parser', 'prsnamespace'),
  }),
  [c.textSearchTemplate]: () => ({
    select: `'text search template' as kind, n.nspname as schema, tmplname as name, format('CREATE TEXT SEARCH TEMPLATE %I.%I (%s)', n.nspname, tmplname,
      ${entries(entry('INIT', 'tmplinit'), entry('LEXIZE', 'tmpllexize'))}) as definition`,
    from: inSchema('pg_ts_template', 'tmplnamespace'),
  }),
  [c.defaultAcl]: () => ({
    select: `'default privileges' as kind, n.nspname as schema, format('%s on %s', pg_get_userbyid(defaclrole), defaclobjtype) as name,
      pg_get_userbyid(defaclrole) as role, defaclobjtype as target, defaclacl::text as acl`,
    from: 'pg_default_acl o left join pg_namespace n on n.oid = o.defaclnamespace',
  }),
  [c.operatorOfFamily]: () =>
    memberOfFamily(
      c.operatorOfFamily,
      'amopfamily',
      `format('OPERATOR %s (%s, %s)', o.amopstrategy, format_type(o.amoplefttype, null), format_type(o.amoprighttype, null))`,
      `format('OPERATOR %s %s (%s, %s)', o.amopstrategy, ${operatorName('o.amopopr')}, format_type(o.amoplefttype, null), format_type(o.amoprighttype, null))
        || coalesce(' FOR ORDER BY ' || ${familyName('o.amopsortfamily')}, '')`,
    ),
  [c.functionOfFamily]: () =>
    memberOfFamily(
      c.functionOfFamily,
      'amprocfamily',
      `format('FUNCTION %s (%s, %s)', o.amprocnum, format_type(o.amproclefttype, null), format_type(o.amprocrighttype, null))`,
      `format('FUNCTION %s (%s, %s) %s', o.amprocnum, format_type(o.amproclefttype, null), format_type(o.amprocrighttype, null), o.amproc::regprocedure)`,
    ),
  // Base types need functions in C; what they are is told by those.
  [c.type]: () => ({
    select: `case typtype when 'p' then 'shell type' else 'base type' end as kind, n.nspname as schema, typname as name,
      case typtype when 'p' then format('CREATE TYPE %I.%I', n.nspname, typname) end as definition,
      case typtype when 'b' then array['input=' || typinput, 'output=' || typoutput, 'storage=' || typstorage::text, 'alignment=' || typalign::text, 'length=' || typlen,
        'category=' || typcategory::text, 'delimiter=' || typdelim::text]::text end as options`,
    from: inSchema('pg_type', 'typnamespace'),
  }),
};

/** Where the owner stands, of kinds that have one. */
const owners: Readonly<Record<number, string>> = {
  [c.collation]: 'collowner',
  [c.conversion]: 'conowner',
  [c.eventTrigger]: 'evtowner',
  [c.foreignDataWrapper]: 'fdwowner',
  [c.foreignServer]: 'srvowner',
  [c.language]: 'lanowner',
  [c.operator]: 'oprowner',
  [c.operatorClass]: 'opcowner',
  [c.operatorFamily]: 'opfowner',
  [c.publication]: 'pubowner',
  [c.subscription]: 'subowner',
  [c.textSearchConfiguration]: 'cfgowner',
  [c.textSearchDictionary]: 'dictowner',
  [c.type]: 'typowner',
};

/** The query for objects of one system catalog; `oids` separated by commas. */
export function otherDetails(catalog: number, oids: string, version: number): string {
  const found = details[catalog];
  if (!found) throw new Error(`no query for the system catalog ${catalog}`);
  const { select, from } = found(version);
  const owner = owners[catalog];
  const owned = owner === undefined ? '' : `, pg_get_userbyid(o.${owner}) as owned_by`;
  return `select o.oid, ${catalog} as class, ${select}${owned} from ${from} where o.oid in (${oids})`;
}
