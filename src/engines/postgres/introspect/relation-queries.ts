import { classes, firstOfUsers, type Query, since } from './query.ts';

/** What tables, views, sequences and composite types are made of. */
export function relationQueries(version: number) {
  return {
    relations: {
      columns: {
        oid: 'oid',
        name: 'relname',
        namespace: 'relnamespace',
        kind: 'relkind',
        persistence: 'relpersistence',
        row_security: 'relrowsecurity',
        row_security_forced: 'relforcerowsecurity',
        replica_identity: 'relreplident',
        options: 'reloptions::text',
        access_method: 'relam',
        tablespace: 'reltablespace',
        populated: 'relispopulated',
        owner: 'pg_get_userbyid(relowner)',
        acl: 'relacl::text',
        bound: 'pg_get_expr(relpartbound, oid)',
        toast: 'reltoastrelid',
        row_type: `case when reloftype <> 0 then format_type(reloftype, null) end`,
      },
      from: `pg_class where oid >= ${firstOfUsers} and (relkind <> 't' or reloptions is not null)`,
    },
    partitioned: {
      columns: {
        relation: 'partrelid',
        strategy: 'partstrat',
        columns: 'partattrs::text',
        expressions: 'pg_get_expr(partexprs, partrelid)',
        definition: 'pg_get_partkeydef(partrelid)',
      },
      from: 'pg_partitioned_table',
    },
    inheritance: {
      columns: { child: 'inhrelid', parent: 'inhparent' },
      from: 'pg_inherits',
      order: 'inhrelid, inhseqno',
    },
    foreignTables: {
      columns: { relation: 'f.ftrelid', server: 's.srvname', options: 'f.ftoptions::text' },
      from: 'pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver',
    },
    columns: {
      columns: {
        relation: 'a.attrelid',
        number: 'a.attnum',
        name: 'a.attname',
        type: 'a.atttypid',
        modifier: 'a.atttypmod',
        type_text: 'format_type(a.atttypid, a.atttypmod)',
        not_null: 'a.attnotnull',
        identity: 'a.attidentity',
        generated: 'a.attgenerated',
        collation: 'a.attcollation',
        collation_name: collationName('a.attcollation'),
        storage: 'a.attstorage',
        compression: since(version, 140000, 'a.attcompression'),
        statistics_target: 'a.attstattarget',
        local: 'a.attislocal',
        acl: 'a.attacl::text',
        options: "case when c.relkind = 'f' then a.attfdwoptions else a.attoptions end::text",
      },
      from: `pg_attribute a join pg_class c on c.oid = a.attrelid
        where a.attrelid >= ${firstOfUsers} and a.attnum > 0 and not a.attisdropped
        and (c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') or c.relkind in ('i', 'I') and a.attstattarget >= 0)`,
    },
    defaults: {
      columns: { relation: 'adrelid', number: 'adnum', expression: 'pg_get_expr(adbin, adrelid)' },
      from: 'pg_attrdef',
    },
    constraints: {
      columns: {
        oid: 'oid',
        relation: 'conrelid',
        type: 'contypid',
        name: 'conname',
        kind: 'contype',
        deferrable: 'condeferrable',
        deferred: 'condeferred',
        validated: 'convalidated',
        enforced: since(version, 180000, 'conenforced', 'true'),
        index: 'conindid',
        parent: 'conparentid',
        local: 'conislocal',
        no_inherit: 'connoinherit',
        columns: 'conkey::text',
        referenced: 'confrelid',
        referenced_columns: 'confkey::text',
        on_update: 'confupdtype',
        on_delete: 'confdeltype',
        match: 'confmatchtype',
        delete_columns: since(version, 150000, 'confdelsetcols::text'),
        period: since(version, 180000, 'conperiod', 'false'),
        expression: `case contype when 'x' then pg_get_constraintdef(oid) when 'c' then pg_get_expr(conbin, conrelid) end`,
      },
      from: `pg_constraint where oid >= ${firstOfUsers} and contype in ('p', 'u', 'f', 'c', 'x')`,
    },
    notNulls: {
      columns: {
        oid: 'oid',
        relation: 'conrelid',
        name: 'conname',
        columns: 'conkey::text',
        validated: 'convalidated',
        no_inherit: 'connoinherit',
        local: 'conislocal',
      },
      from: `pg_constraint where oid >= ${firstOfUsers} and contype = 'n' and conrelid <> 0`,
    },
    /** What makes domains refuse nulls (PostgreSQL 17), and what lets triggers be deferred. */
    minorConstraints: {
      columns: { oid: 'oid', relation: 'conrelid', type: 'contypid', name: 'conname', kind: 'contype' },
      from: `pg_constraint where oid >= ${firstOfUsers} and (contype = 't' or contype = 'n' and contypid <> 0)`,
    },
    indexes: {
      columns: {
        oid: 'indexrelid',
        relation: 'indrelid',
        unique: 'indisunique',
        nulls_not_distinct: since(version, 150000, 'indnullsnotdistinct', 'false'),
        key_count: 'indnkeyatts',
        columns: 'indkey::text',
        options: 'indoption::text',
        valid: 'indisvalid and indisready',
        replica_identity: 'indisreplident',
        clustered: 'indisclustered',
        predicate: 'pg_get_expr(indpred, indrelid)',
        expressions: 'pg_get_expr(indexprs, indrelid)',
        definition: 'pg_get_indexdef(indexrelid)',
      },
      // Those of the relations behind long values are the engine's own affair.
      from: `pg_index where indexrelid >= ${firstOfUsers} and indrelid not in (select oid from pg_class where relkind = 't')`,
    },
    sequences: {
      columns: {
        relation: 'seqrelid',
        type: 'seqtypid',
        type_text: 'format_type(seqtypid, null)',
        start: 'seqstart::text',
        increment: 'seqincrement::text',
        minimum: 'seqmin::text',
        maximum: 'seqmax::text',
        cache: 'seqcache::text',
        cycle: 'seqcycle',
      },
      from: 'pg_sequence',
    },
    views: {
      columns: { oid: 'oid', definition: 'pg_get_viewdef(oid)' },
      from: `pg_class where oid >= ${firstOfUsers} and relkind in ('v', 'm')`,
    },
    rules: {
      columns: {
        oid: 'oid',
        relation: 'ev_class',
        name: 'rulename',
        enabled: 'ev_enabled',
        definition: `case when rulename <> '_RETURN' then pg_get_ruledef(oid) end`,
      },
      from: `pg_rewrite where oid >= ${firstOfUsers}`,
    },
    triggers: {
      columns: {
        oid: 'oid',
        relation: 'tgrelid',
        name: 'tgname',
        bits: 'tgtype',
        columns: 'tgattr::text',
        enabled: 'tgenabled',
        function: 'tgfoid::regproc::text',
        definition: 'pg_get_triggerdef(oid)',
      },
      from: 'pg_trigger where not tgisinternal and tgparentid = 0',
    },
    /** The shares that partitions have of their parents' triggers; before PostgreSQL 15 the server's own. */
    partTriggers: {
      columns: {
        oid: 't.oid',
        relation: 't.tgrelid',
        name: 't.tgname',
        enabled: 't.tgenabled',
        parent: 'p.tgrelid',
        usual: 'p.tgenabled',
      },
      from: `pg_trigger t join pg_trigger p on p.oid = t.tgparentid where ${version < 150000 ? 't.tgconstraint = 0' : 'not t.tgisinternal'}`,
    },
    /** The server's own triggers by which constraints are checked, where they do not fire as usual. */
    idleChecks: {
      columns: { constraint_oid: 'tgconstraint', enabled: 'min(tgenabled)' },
      from: `pg_trigger where tgisinternal and tgconstraint <> 0 and tgenabled <> 'O' and tgparentid = 0 group by tgconstraint`,
    },
    policies: {
      columns: {
        oid: 'oid',
        relation: 'polrelid',
        name: 'polname',
        command: 'polcmd',
        permissive: 'polpermissive',
        roles: 'polroles::regrole[]::text',
        using: 'pg_get_expr(polqual, polrelid)',
        with_check: 'pg_get_expr(polwithcheck, polrelid)',
      },
      from: 'pg_policy',
    },
    extendedStatistics: {
      columns: {
        oid: 'oid',
        namespace: 'stxnamespace',
        name: 'stxname',
        relation: 'stxrelid',
        kinds: 'stxkind::text',
        columns: 'stxkeys::text',
        definition: 'pg_get_statisticsobjdef(oid)',
        target: 'stxstattarget',
        owner: 'pg_get_userbyid(stxowner)',
      },
      from: 'pg_statistic_ext',
    },
    // What views read, what owns a sequence, what an index reads.
    uses: {
      columns: { class: 'classid', oid: 'objid', target: 'refobjid', target_column: 'refobjsubid', kind: 'deptype' },
      from: `pg_depend where objid >= ${firstOfUsers} and refclassid = ${classes.class}
        and (classid = ${classes.rewrite} or classid = ${classes.class} and refobjsubid > 0)`,
    },
  } satisfies Readonly<Record<string, Query>>;
}

/** A collation's name, unless there is none or it is the database's default, which nearly every column has. */
export function collationName(column: string): string {
  return `case when ${column} not in (0, 100) then ${column}::regcollation::text end`;
}
