import { compareText, type QualifiedName } from '../../../catalog/names.ts';
import { type Dependency, indexReference, type ObjectReference, objectKey } from '../../../catalog/object.ts';
import type { Connection, Row } from '../../connection.ts';
import { queryPlainly, sessionColumns } from '../plain-session.ts';
import { otherDetails } from './other-queries.ts';
import { memberReference } from './publications.ts';
import { classes, firstOfUsers, type Query, rowsOf, sqlOf } from './query.ts';
import { groupBy, keyBy, list, number, optionalText, text } from './rows.ts';

/** Numbers of system catalogs whose objects are parts of others (src/include/catalog/pg_*.h). */
const parts = {
  attributeDefault: 2604,
  publicationTable: 6106,
  publicationSchema: 6237,
} as const;

/**
 * What needs what in an open database, sorted: the engine's own record of it (`pg_depend`), down to columns. Members of
 * extensions count as their extension, rows' and arrays' types as what they are made of, indexes of constraints as the
 * constraint, an identity's sequence as its column. Bodies of functions that are text are not known to the engine.
 */
export async function readDependencies(connection: Connection): Promise<readonly Dependency[]> {
  const [session] = await connection.query(
    `select current_setting('server_version_num') as version, ${sessionColumns}`,
  );
  if (!session) throw new Error('no answer to the version query');
  const results = await queryPlainly(connection, session, Object.values(queries).map(sqlOf));
  const entries = Object.keys(queries).map((name, at) => [name, rowsOf(results[at] ?? [])] as const);
  // Object.fromEntries forgets which keys there are.
  const rows = Object.fromEntries(entries) as Rows;
  const others = await readOthers(connection, session, rows);
  return dependenciesOf(rows, others);
}

type Rows = Readonly<Record<keyof typeof queries, readonly Row[]>>;

const queries = {
  depend: {
    columns: {
      class: 'classid',
      oid: 'objid',
      sub: 'objsubid',
      on_class: 'refclassid',
      on_oid: 'refobjid',
      on_sub: 'refobjsubid',
      kind: 'deptype',
    },
    // Shares of partitions (P, S) follow what they are shares of.
    from: `pg_depend where objid >= ${firstOfUsers} and deptype in ('n', 'a', 'i', 'e')
      and (refobjid >= ${firstOfUsers} or refclassid in (${classes.extension}, ${classes.namespace}))`,
  },
  namespaces: { columns: { oid: 'oid', name: 'nspname' }, from: 'pg_namespace' },
  extensions: { columns: { oid: 'oid', name: 'extname' }, from: 'pg_extension' },
  relations: {
    columns: { oid: 'oid', name: 'relname', namespace: 'relnamespace', kind: 'relkind' },
    from: `pg_class where oid >= ${firstOfUsers} and relkind <> 't'`,
  },
  indexes: {
    columns: { oid: 'indexrelid', relation: 'indrelid' },
    from: `pg_index where indexrelid >= ${firstOfUsers}`,
  },
  columns: {
    columns: { relation: 'attrelid', number: 'attnum', name: 'attname', generated: 'attgenerated' },
    from: `pg_attribute where attrelid >= ${firstOfUsers} and attnum > 0 and not attisdropped
      and attrelid in (select oid from pg_class where relkind in ('r', 'p', 'f', 'v', 'm', 'c'))`,
  },
  types: {
    columns: {
      oid: 'oid',
      name: 'typname',
      namespace: 'typnamespace',
      kind: 'typtype',
      relation: 'typrelid',
      element: `case when typcategory = 'A' then typelem else 0 end`,
    },
    from: `pg_type where oid >= ${firstOfUsers}`,
  },
  routines: {
    columns: { oid: 'oid', name: 'proname', namespace: 'pronamespace', arguments: 'proargtypes::regtype[]::text' },
    from: `pg_proc where oid >= ${firstOfUsers}`,
  },
  constraints: {
    columns: {
      oid: 'oid',
      name: 'conname',
      relation: 'conrelid',
      type: 'contypid',
      kind: 'contype',
      index: 'conindid',
      columns: 'conkey::text',
    },
    from: `pg_constraint where oid >= ${firstOfUsers}`,
  },
  triggers: {
    columns: { oid: 'oid', relation: 'tgrelid', name: 'tgname', constraint: 'tgconstraint', internal: 'tgisinternal' },
    from: `pg_trigger where oid >= ${firstOfUsers}`,
  },
  policies: { columns: { oid: 'oid', relation: 'polrelid', name: 'polname' }, from: 'pg_policy' },
  rules: {
    columns: { oid: 'oid', relation: 'ev_class', name: 'rulename' },
    from: `pg_rewrite where oid >= ${firstOfUsers}`,
  },
  defaults: { columns: { oid: 'oid', relation: 'adrelid', number: 'adnum' }, from: 'pg_attrdef' },
  statistics: { columns: { oid: 'oid', name: 'stxname', namespace: 'stxnamespace' }, from: 'pg_statistic_ext' },
  publicationTables: {
    columns: { oid: 'oid', publication: 'prpubid', relation: 'prrelid' },
    from: 'pg_publication_rel',
  },
} satisfies Readonly<Record<string, Query>>;

/** Kinds that the catalog tells in words. */
const otherClasses: readonly number[] = [
  classes.accessMethod,
  classes.cast,
  classes.collation,
  classes.conversion,
  classes.eventTrigger,
  classes.foreignDataWrapper,
  classes.foreignServer,
  classes.language,
  classes.operator,
  classes.operatorClass,
  classes.operatorFamily,
  classes.publication,
  classes.textSearchConfiguration,
  classes.textSearchDictionary,
  classes.textSearchParser,
  classes.textSearchTemplate,
  classes.transform,
  classes.userMapping,
];

/** Names of the objects of such kinds that the dependencies speak of, by class and oid. */
async function readOthers(connection: Connection, session: Row, rows: Rows): Promise<ReadonlyMap<string, Row>> {
  const wanted = new Map<number, Set<string>>();
  const add = (of: number, oid: string) => {
    if (!otherClasses.includes(of) || Number(oid) < firstOfUsers) return;
    wanted.set(of, (wanted.get(of) ?? new Set()).add(oid));
  };
  for (const row of rows.depend) {
    add(number(row, 'class'), text(row, 'oid'));
    add(number(row, 'on_class'), text(row, 'on_oid'));
  }
  for (const row of rows.types) {
    if (row['kind'] === 'b' && text(row, 'element') === '0') {
      wanted.set(classes.type, (wanted.get(classes.type) ?? new Set()).add(text(row, 'oid')));
    }
  }
  const asked = [...wanted];
  const version = number(session, 'version');
  const results = await queryPlainly(
    connection,
    session,
    asked.map(([of, oids]) => otherDetails(of, [...oids].join(', '), version)),
  );
  return new Map(
    asked.flatMap(([of], at) => (results[at] ?? []).map((row) => [`${of} ${text(row, 'oid')}`, row] as const)),
  );
}

function dependenciesOf(rows: Rows, others: ReadonlyMap<string, Row>): readonly Dependency[] {
  const resolve = resolver(rows, others);
  const found = new Map<string, Dependency>();
  for (const row of rows.depend) {
    if (row['kind'] === 'e') continue;
    const from = resolve(number(row, 'class'), text(row, 'oid'), number(row, 'sub'));
    const on = resolve(number(row, 'on_class'), text(row, 'on_oid'), number(row, 'on_sub'));
    if (from !== undefined && on !== undefined && from !== on) found.set(`${from}\n${on}`, { from, on });
  }
  return [...found.values()].sort((a, b) => compareText(a.from, b.from) || compareText(a.on, b.on));
}

/** Gives the key of an object by class, oid and column; nothing for what is no object of a schema. */
function resolver(
  rows: Rows,
  others: ReadonlyMap<string, Row>,
): (of: number, oid: string, sub: number) => string | undefined {
  const namespaces = keyBy(rows.namespaces, 'oid');
  const extensions = keyBy(rows.extensions, 'oid');
  const relations = keyBy(rows.relations, 'oid');
  const indexes = keyBy(rows.indexes, 'oid');
  const types = keyBy(rows.types, 'oid');
  const routines = keyBy(rows.routines, 'oid');
  const constraints = keyBy(rows.constraints, 'oid');
  const constraintsOfIndexes = new Map(
    rows.constraints
      .filter((row) => 'pux'.includes(text(row, 'kind')))
      .map((row) => [text(row, 'index'), text(row, 'oid')]),
  );
  const triggers = keyBy(rows.triggers, 'oid');
  const policies = keyBy(rows.policies, 'oid');
  const rules = keyBy(rows.rules, 'oid');
  const defaults = keyBy(rows.defaults, 'oid');
  const statistics = keyBy(rows.statistics, 'oid');
  const publications = keyBy(rows.publicationTables, 'oid');
  const columns = new Map(rows.columns.map((row) => [`${row['relation']} ${row['number']}`, row]));
  const members = new Map<string, string>();
  const owners = groupBy(rows.depend, 'oid');
  for (const row of rows.depend) {
    if (row['kind'] === 'e') members.set(`${row['class']} ${row['oid']}`, text(row, 'on_oid'));
  }
  const known = new Map<string, string | undefined>();

  const named = (row: Row): QualifiedName => ({
    schema: optionalText(namespaces.get(text(row, 'namespace')) ?? {}, 'name') ?? '',
    name: text(row, 'name'),
  });
  const relation = (oid: string) => {
    const row = relations.get(oid);
    return row && named(row);
  };
  const key = (reference: ObjectReference | undefined) => reference && objectKey(reference);
  const part = (kind: ObjectReference['kind'], row: Row | undefined): string | undefined => {
    const of = row && relation(text(row, 'relation'));
    return of && key({ kind, name: text(row, 'name'), of });
  };
  const column = (oid: string, at: number): string | undefined => {
    const row = columns.get(`${oid} ${at}`);
    const of = relation(oid);
    if (relations.get(oid)?.['kind'] === 'c') return of && key({ kind: 'type', ...of });
    return row && of && key({ kind: 'column', name: text(row, 'name'), of });
  };

  function resolve(of: number, oid: string, sub: number): string | undefined {
    const id = `${of} ${oid} ${sub}`;
    if (known.has(id)) return known.get(id);
    const found = find(of, oid, sub);
    known.set(id, found);
    return found;
  }

  function find(of: number, oid: string, sub: number): string | undefined {
    const extension = members.get(`${of} ${oid}`);
    if (extension !== undefined) return find(classes.extension, extension, 0);
    switch (of) {
      case classes.namespace: {
        const row = namespaces.get(oid);
        return row && key({ kind: 'schema', name: text(row, 'name') });
      }
      case classes.extension: {
        const row = extensions.get(oid);
        return row && key({ kind: 'extension', name: text(row, 'name') });
      }
      case classes.class:
        return findRelation(oid, sub);
      case classes.type:
        return findType(oid);
      case classes.procedure: {
        const row = routines.get(oid);
        if (!row) return undefined;
        const { schema, name } = named(row);
        return key({ kind: 'routine', schema, name: `${name}(${list(row, 'arguments').join(', ')})` });
      }
      case classes.constraint: {
        const row = constraints.get(oid);
        if (!row) return undefined;
        if (text(row, 'type') !== '0') return resolve(classes.type, text(row, 'type'), 0);
        if (row['kind'] === 'n') return column(text(row, 'relation'), Number(/\d+/.exec(text(row, 'columns'))?.[0]));
        return part(row['kind'] === 't' ? 'trigger' : 'constraint', row);
      }
      case classes.trigger: {
        const row = triggers.get(oid);
        const constraint = row && text(row, 'constraint');
        if (constraint !== undefined && constraint !== '0' && row?.['internal'] === true)
          return resolve(classes.constraint, constraint, 0);
        return part('trigger', row);
      }
      case classes.policy:
        return part('policy', policies.get(oid));
      case classes.rewrite: {
        const row = rules.get(oid);
        return row?.['name'] === '_RETURN' ? findRelation(text(row, 'relation'), 0) : part('rule', row);
      }
      case classes.statistics: {
        const row = statistics.get(oid);
        return row && key({ kind: 'statistics', ...named(row) });
      }
      case parts.attributeDefault: {
        const row = defaults.get(oid);
        if (!row) return undefined;
        const place = columns.get(`${row['relation']} ${row['number']}`);
        const relationName = relation(text(row, 'relation'));
        if (!place || !relationName) return undefined;
        const kind = text(place, 'generated') === '' ? 'default' : 'column';
        return key({ kind, name: text(place, 'name'), of: relationName });
      }
      case parts.publicationTable: {
        const row = publications.get(oid);
        const publication = row && others.get(`${classes.publication} ${text(row, 'publication')}`);
        const table = row && relation(text(row, 'relation'));
        return publication && table && key(memberReference(text(publication, 'name'), table));
      }
      // It says itself what it is on.
      case parts.publicationSchema:
        return undefined;
      case classes.operatorOfFamily:
      case classes.functionOfFamily:
        return ownerOf(of, oid);
      default: {
        const row = others.get(`${of} ${oid}`);
        return row && key(otherReference(row));
      }
    }
  }

  function findRelation(oid: string, sub: number): string | undefined {
    const row = relations.get(oid);
    if (!row) return undefined;
    const name = named(row);
    switch (row['kind']) {
      case 'i':
      case 'I': {
        const constraint = constraintsOfIndexes.get(oid);
        if (constraint !== undefined) return resolve(classes.constraint, constraint, 0);
        const owner = relations.get(text(indexes.get(oid) ?? {}, 'relation'));
        return owner && key(indexReference(named(owner), name.name));
      }
      case 'S':
        return identityColumn(oid) ?? key({ kind: 'sequence', ...name });
      case 'c':
        return key({ kind: 'type', ...name });
      case 'v':
      case 'm':
        return sub > 0 ? column(oid, sub) : key({ kind: 'view', ...name });
      default:
        return sub > 0 ? column(oid, sub) : key({ kind: 'table', ...name });
    }
  }

  /** The hidden sequence of an identity is its column's. */
  function identityColumn(oid: string): string | undefined {
    const row = owners
      .get(oid)
      ?.find((one) => one['kind'] === 'i' && number(one, 'class') === classes.class && number(one, 'on_sub') > 0);
    return row && column(text(row, 'on_oid'), number(row, 'on_sub'));
  }

  function findType(oid: string): string | undefined {
    const row = types.get(oid);
    if (!row) return undefined;
    const element = text(row, 'element');
    if (element !== '0') return resolve(classes.type, element, 0);
    if (row['kind'] === 'c') return findRelation(text(row, 'relation'), 0);
    if (row['kind'] === 'm') {
      const range = owners.get(oid)?.find((one) => one['kind'] === 'i' && number(one, 'on_class') === classes.type);
      return range && resolve(classes.type, text(range, 'on_oid'), 0);
    }
    if (row['kind'] === 'b') return key(otherReference(others.get(`${classes.type} ${oid}`)));
    return key({ kind: 'type', ...named(row) });
  }

  /** The class or family that an operator or function is a part of. */
  function ownerOf(of: number, oid: string): string | undefined {
    const owning = [classes.operatorClass, classes.operatorFamily] as readonly number[];
    const row = owners
      .get(oid)
      ?.find((one) => number(one, 'class') === of && owning.includes(number(one, 'on_class')) && one['kind'] !== 'n');
    return row && resolve(number(row, 'on_class'), text(row, 'on_oid'), 0);
  }
  return resolve;
}

function otherReference(row: Row | undefined): ObjectReference | undefined {
  if (!row) return undefined;
  const schema = optionalText(row, 'schema');
  return {
    kind: 'other',
    other: text(row, 'kind'),
    name: text(row, 'name'),
    ...(schema === undefined ? {} : { schema }),
  };
}
