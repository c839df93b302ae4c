import type {
  Blueprint,
  BlueprintColumn,
  BlueprintReference,
  BlueprintTable,
  BlueprintUnique,
} from '../../catalog/blueprint.ts';
import type { Traits } from '../../catalog/traits.ts';
import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Attribute, Decision, Design, Entity, Relation } from '../model.ts';
import { checkOf, ends } from './checks.ts';
import { type ListForm, listForms, uuidKeyed } from './choices.ts';
import { breakCycles } from './cycles.ts';
import { historiesOf } from './histories.ts';
import { withJunctions } from './junctions.ts';
import { withKeyColumns } from './key-columns.ts';
import { lookupTables, withList } from './lists.ts';
import { type Names, namesFor } from './names.ts';
import { readingOrder } from './order.ts';
import { withSubtypes } from './subtypes.ts';
import { type EntityVolume, entityVolumes } from './volumes.ts';
import { type Granted, grantWishes } from './wishes.ts';

/** A design as tables, with the decisions on the way; `design` is what the tables are of. */
export interface Structure {
  readonly design: Design;
  readonly blueprint: Blueprint;
  readonly names: Names;
  readonly volumes: ReadonlyMap<string, EntityVolume>;
  readonly decisions: readonly Decision[];
}

/** Rows of a table that nothing refers to and that gets so many a year are parted by month. */
const manyRowsAYear = 20_000_000;
/** So many parts stand ready. */
const readyMonths = 4;

/** Gives a design its tables, keys, references and rules. */
export function structure(
  given: Design,
  traits: Pick<Traits, 'reservedWords' | 'identifierBytes' | 'partitioning'>,
): Structure {
  const decisions: Decision[] = [];
  const whole = withKeyColumns(withJunctions(withSubtypes(given, decisions)));
  const granted = grantWishes({ ...whole, relations: breakCycles(whole, decisions) });
  decisions.push(...granted.decisions);
  const { design } = granted;
  const names = namesFor(design, traits.reservedWords, traits.identifierBytes);
  const volumes = entityVolumes(design);
  const lists = listForms(design, decisions);
  const uuids = uuidKeyed(design, decisions);
  const searched = new Map(
    design.entities.map((entity) => [
      entity.name,
      [...new Set(design.access.filter((one) => one.of === entity.name).flatMap((one) => one.search ?? []))],
    ]),
  );
  const parts = traits.partitioning;
  const context: Context = { design, granted, names, volumes, decisions, searched, lists, uuids, parts };
  const made = readingOrder(design).map((entity) => tableOf(entity, context));
  const tables = [...lookupTables(made), ...made];
  const tenant = granted.tenant;
  if (tenant) for (const table of made) keyWithTenant(table, made, `${tenant.entity}_id`);
  const histories = historiesOf(design, tables, names, decisions);
  const blueprint: Blueprint = {
    title: design.title,
    tables,
    ...(histories.length > 0 ? { histories } : {}),
    ...(granted.audited.size > 0
      ? {
          audit: {
            table: names.table('audit_log'),
            of: tables
              .filter((one) => [...granted.audited].some((name) => names.table(name) === one.name))
              .map((one) => one.name),
          },
        }
      : {}),
    ...(tenant ? { tenancy: { column: `${tenant.entity}_id`, setting: 'app.tenant_id' } } : {}),
  };
  return { design, blueprint, names, volumes, decisions };
}

interface Context {
  readonly design: Design;
  readonly granted: Granted;
  readonly names: Names;
  readonly volumes: ReadonlyMap<string, EntityVolume>;
  readonly decisions: Decision[];
  readonly searched: ReadonlyMap<string, readonly string[]>;
  readonly lists: ReadonlyMap<string, ListForm>;
  /** Entities whose surrogate keys are UUIDs. */
  readonly uuids: ReadonlySet<string>;
  /** Tables can be parted. */
  readonly parts: boolean;
}

type Draft = {
  -readonly [Key in keyof BlueprintTable]: BlueprintTable[Key] extends readonly (infer One)[]
    ? One[]
    : BlueprintTable[Key];
};

function tableOf(entity: Entity, context: Context): Draft {
  const { design, names, granted, decisions } = context;
  const own = design.relations.filter((one) => one.from === entity.name);
  const columnOf = (name: string): string => {
    const relation = own.find((one) => one.role === name);
    return relation
      ? referenceColumn(relation, names)
      : name === 'id'
        ? keyOf(entity, context).column
        : names.column(entity.name, name);
  };
  const key = keyOf(entity, context);
  const columns: BlueprintColumn[] = [];
  if (
    key.kind === 'surrogate' ||
    (key.kind === 'listed' &&
      !entity.attributes.some((one) => one.name === key.column) &&
      !own.some((one) => referenceColumn(one, names) === key.column))
  ) {
    columns.push({
      name: key.column,
      ...(context.uuids.has(entity.name)
        ? ({ meaning: 'uuid', default: 'random' } as const)
        : ({ meaning: 'identity' } as const)),
      nullable: false,
      about: `Identifies the ${spoken(entity.name)}; means nothing else.`,
    });
  }
  const tenant = granted.tenant?.of.has(entity.name) ? granted.tenant.entity : undefined;
  const references: BlueprintReference[] = [];
  if (tenant !== undefined && !own.some((one) => one.to === tenant && referenceColumn(one, names) === `${tenant}_id`)) {
    columns.push(tenantColumn(tenant, context));
    references.push({ columns: [`${tenant}_id`], to: names.table(tenant), toColumns: ['id'], onDelete: 'restrict' });
  }
  const uniques: BlueprintUnique[] = [];
  const softly = granted.soft.has(entity.name);
  const alive = softly ? [{ column: 'deleted_at', is: null }] : [];
  for (const relation of own) {
    const column = referenceColumn(relation, names);
    const target = design.entities.find((one) => one.name === relation.to);
    if (!target || columns.some((one) => one.name === column)) continue;
    const to = { table: names.table(relation.to), column: keyOf(target, context).column };
    const isKey = (entity.identifiedBy ?? []).includes(relation.role);
    const optional = relation.optional && !isKey;
    columns.push({ name: column, meaning: 'reference', nullable: optional, of: to, about: referenceComment(relation) });
    const kind = kindColumn(entity, relation, target, context);
    if (kind) columns.push(kind);
    references.push({
      columns: [column, ...(kind ? [kind.name] : [])],
      to: to.table,
      toColumns: [to.column, ...(kind ? [kind.name] : [])],
      onDelete: !optional && relation.onDelete === 'set null' ? 'restrict' : relation.onDelete,
    });
    if (relation.kind === 'one-to-one' && !(isKey && entity.identifiedBy?.length === 1))
      uniques.push({ columns: [column], when: alive });
    decisions.push({
      at: `${entity.name}.${column}`,
      what: `When the ${spoken(relation.role)} is deleted: ${{ cascade: 'this row goes, too', restrict: 'it is refused as long as this row is there', 'set null': 'this row stays without it' }[optional || relation.onDelete !== 'set null' ? relation.onDelete : 'restrict']}.`,
      why: relation.why,
      cause: relation.cause,
    });
  }
  for (const attribute of entity.attributes) {
    const name = names.column(entity.name, attribute.name);
    if (columns.some((one) => one.name === name)) continue;
    if (name !== attribute.name)
      decisions.push({
        at: `${entity.name}.${name}`,
        what: `${attribute.name} is called ${name}.`,
        why: `${attribute.name} is a reserved word, which would need quotes in every query`,
        cause: attribute.cause,
      });
    const column = columnFor(entity, attribute, name, key);
    const form = context.lists.get(`${entity.name}.${attribute.name}`);
    columns.push(form === undefined || form === 'check' ? column : withList(column, form, entity, context));
    if (attribute.unique && !(key.columns.length === 1 && key.column === name))
      uniques.push({ columns: [name], when: alive });
  }
  for (const { of, when } of entity.keys) {
    const all = of.map(columnOf);
    // Two roles of the library that are one reference here make no key.
    if (new Set(all).size < all.length) continue;
    if (!all.every((name) => columns.some((one) => one.name === name))) continue;
    const list = when && columns.find((one) => one.name === columnOf(when.attribute))?.values;
    if (list && typeof when?.is === 'string' && !list.includes(when.is)) continue;
    uniques.push({
      columns: all,
      when: [...(when ? [{ column: columnOf(when.attribute), is: when.is }] : []), ...alive],
    });
  }
  // What its kinds refer to, with their own.
  for (const other of design.entities) {
    const kinds =
      other.subtypeOf?.of === entity.name &&
      design.relations.find((one) => one.from === other.name && one.to === entity.name && one.role === entity.name);
    const kind = kinds && kindColumn(other, kinds, entity, context);
    if (kind && !uniques.some((one) => one.columns.join() === `${key.column},${kind.name}`))
      uniques.push({ columns: [key.column, kind.name], when: [] });
  }
  const times = stamp(entity, columns, key, softly);
  const given = entity.checks.flatMap((check) => checkOf(check, columnOf, columns) ?? []);
  const checks = entity.listed ? given : [...given, ...ends(columns, given)];
  const search =
    context.searched
      .get(entity.name)
      ?.map(columnOf)
      .filter((name) => columns.some((one) => one.name === name)) ?? [];
  const partition = context.parts ? partitionOf(entity, key, columns, context) : undefined;
  return {
    name: names.table(entity.name),
    about: entity.about ?? `${capital(withArticle(spoken(entity.name)))}.`,
    columns,
    primaryKey:
      partition && key.columns.length > 0 ? [...new Set([...key.columns, partition.column])] : [...key.columns],
    uniques: distinct(uniques, key.columns).filter((one) => !partition || one.columns.includes(partition.column)),
    references: [
      ...references,
      ...columns.flatMap(({ name, listTable }): readonly BlueprintReference[] =>
        listTable === undefined ? [] : [{ columns: [name], to: listTable, toColumns: ['code'], onDelete: 'restrict' }],
      ),
    ],
    checks,
    indexes: [],
    ...(search.length > 0 ? { search: { column: 'search', of: search } } : {}),
    ...(times ? { updatedAt: times } : {}),
    ...(partition ? { partition } : {}),
    ...(tenant === undefined ? {} : { tenantColumn: `${tenant}_id` }),
  };
}

/** The column by which a row of one kind refers to no row of another: its only value is the kind's. */
function kindColumn(
  { name, subtypeOf, attributes }: Entity,
  relation: Relation,
  target: Entity,
  { lists, names }: Context,
): BlueprintColumn | undefined {
  const when = subtypeOf?.of === relation.to && relation.role === relation.to ? subtypeOf.when : undefined;
  const list = target.attributes.find((one) => one.name === when?.attribute);
  if (!when || !list?.values?.includes(when.is)) return undefined;
  const column = names.column(target.name, when.attribute);
  if (lists.get(`${target.name}.${when.attribute}`) !== 'check') return undefined;
  if (attributes.some((one) => one.name === column)) return undefined;
  return {
    name: column,
    meaning: 'choice',
    nullable: false,
    values: [when.is],
    default: when.is,
    about: `Always ${when.is}: the ${spoken(target.name)} that this ${spoken(name)} is has the same.`,
  };
}

function distinct(uniques: readonly BlueprintUnique[], key: readonly string[]): BlueprintUnique[] {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one) => b.includes(one));
  return uniques.filter(
    (one, at) =>
      !same(one.columns, key) &&
      uniques.findIndex((two) => same(two.columns, one.columns) && two.when.length === one.when.length) === at,
  );
}

interface KeyOfTable {
  readonly kind: 'surrogate' | 'natural' | 'listed';
  readonly columns: readonly string[];
  /** The one that references point at. */
  readonly column: string;
}

/** The primary key: what identifies by itself (pairs, parts of one thing), else a number that the database gives. */
function keyOf(entity: Entity, { design, names }: Context): KeyOfTable {
  const own = design.relations.filter((one) => one.from === entity.name);
  const given = entity.identifiedBy;
  const referred = design.relations.some((one) => one.to === entity.name && one.from !== entity.name);
  if (given && given.length > 0) {
    const columns = given.map((name) => {
      const relation = own.find((one) => one.role === name);
      return relation ? referenceColumn(relation, names) : names.column(entity.name, name);
    });
    // What others refer to is referred to by one column.
    const distinctColumns = new Set(columns).size === columns.length;
    if (distinctColumns && (columns.length === 1 || !referred))
      return { kind: entity.listed ? 'listed' : 'natural', columns, column: columns[0] ?? 'id' };
  }
  const taken = entity.attributes.some((one) => one.name === 'id');
  return { kind: taken ? 'listed' : 'surrogate', columns: ['id'], column: 'id' };
}

function referenceColumn(relation: Relation, names: Names): string {
  return relation.column ?? names.column(relation.from, `${relation.role}_id`);
}

function referenceComment({ why, role, to }: Relation): string {
  return why === '' ? `The ${spoken(role)}, one of ${spoken(to)}.` : why;
}

function tenantColumn(tenant: string, { names }: Context): BlueprintColumn {
  return {
    name: `${tenant}_id`,
    meaning: 'reference',
    nullable: false,
    of: { table: names.table(tenant), column: 'id' },
    about: `The ${spoken(tenant)} that the row belongs to; nobody else sees it.`,
  };
}

function columnFor(entity: Entity, attribute: Attribute, name: string, key: KeyOfTable): BlueprintColumn {
  const isKey = key.columns.includes(name);
  const numbered = isKey && key.columns.length === 1 && attribute.type === 'integer';
  const { values, length, min, max, signed, personal } = attribute;
  const about = attribute.about ?? commentOf(entity, attribute);
  const fallback = attribute.default ?? (isKey && attribute.type === 'uuid' ? 'random' : undefined);
  return {
    name,
    meaning: numbered ? 'identity' : attribute.type,
    ...(attribute.sqlType === undefined || numbered ? {} : { sqlType: attribute.sqlType }),
    nullable: attribute.optional === true && !isKey,
    ...(values ? { values } : {}),
    ...(fallback === undefined || numbered ? {} : { default: fallback }),
    ...(length === undefined ? {} : { length }),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(signed ? { signed } : {}),
    about: personal ? `${about.replace(/\.?$/, '.')} Personal.` : about,
  };
}

function commentOf(entity: Entity, { name, type, values, optional }: Attribute): string {
  const of = `of the ${spoken(entity.name)}`;
  const absent = optional ? '; may be missing' : '';
  if (values) return `The ${spoken(name)} ${of}: ${values.join(', ')}${absent}.`;
  if (type === 'instant') return `When: ${spoken(name)}${absent}.`;
  if (type === 'money') return `The ${spoken(name)} ${of}, in its currency${absent}.`;
  if (type === 'boolean')
    return `Whether ${/^(?:is|has|can|accepts|allows|needs|requires|was) /.test(spoken(name)) ? 'it ' : 'it is '}${spoken(name)}.`;
  return `The ${spoken(name)} ${of}${absent}.`;
}

/** When a row came to be and was last changed; gives the column that updates set. */
function stamp(entity: Entity, columns: BlueprintColumn[], key: KeyOfTable, softly: boolean): string | undefined {
  const written = columns.find(
    (one) =>
      /^(?:updated_at|last_updated|last_modified|modified_at|updated_on)$/.test(one.name) && one.meaning === 'instant',
  )?.name;
  if (entity.listed) return written;
  const pair = key.columns.length > 1;
  const begun = columns.some((one) => one.meaning === 'instant' && one.default === 'now' && !one.nullable);
  if (!begun && !columns.some((one) => one.name === 'created_at'))
    columns.push({
      name: 'created_at',
      meaning: 'instant',
      nullable: false,
      default: 'now',
      about: 'When the row was made.',
    });
  if (softly && !columns.some((one) => one.name === 'deleted_at'))
    columns.push({
      name: 'deleted_at',
      meaning: 'instant',
      nullable: true,
      about: 'When the row was marked as deleted; none while it is there.',
    });
  if (entity.appendOnly || (pair && entity.attributes.length === 0)) return written;
  if (written === undefined)
    columns.push({
      name: 'updated_at',
      meaning: 'instant',
      nullable: false,
      default: 'now',
      about: 'When the row was last changed; set by a trigger.',
    });
  return written ?? 'updated_at';
}

/** Parts by month, of what grows without end and nothing refers to. */
function partitionOf(
  entity: Entity,
  key: KeyOfTable,
  columns: readonly BlueprintColumn[],
  { design, volumes, decisions }: Context,
): BlueprintTable['partition'] {
  const volume = volumes.get(entity.name);
  const yearly = (volume?.rows ?? 0) * Math.min(12, (volume?.growthPerMonth ?? 0) * 12);
  const ages = entity.retention;
  const many = yearly >= manyRowsAYear || (ages !== undefined && (volume?.rows ?? 0) >= manyRowsAYear);
  if (!many || entity.listed || design.relations.some((one) => one.to === entity.name)) return undefined;
  const column =
    columns.find((one) => one.name === ages?.by && !one.nullable && one.meaning === 'instant') ??
    columns.find((one) => one.meaning === 'instant' && one.default === 'now' && !one.nullable);
  if (!column || entity.keys.length > 0) return undefined;
  // A part knows of its own rows alone: with the time in its key, a pair could be there once in each of them.
  if (key.kind !== 'surrogate' && !key.columns.includes(column.name)) return undefined;
  decisions.push({
    at: entity.name,
    what: `${capital(spoken(entity.name))} rows are parted by the months of ${column.name}, and ${column.name} is part of the primary key.`,
    why: `about ${Math.round(Math.max(yearly, volume?.rows ?? 0) / 1e6)}M rows a year: a month is dropped at once, and only recent parts are read and vacuumed`,
    instead: 'As one table it is simpler, and references can point at it.',
    cause: volume && entity.volume ? entity.volume.cause : entity.cause,
  });
  return { column: column.name, months: readyMonths };
}

/** Within a tenant: what is unique is so within it, and what a row refers to is of the same one. */
function keyWithTenant(table: Draft, tables: readonly Draft[], column: string): void {
  if (table.tenantColumn === undefined) return;
  table.uniques = table.uniques.map((one) =>
    one.columns.includes(column) ? one : { ...one, columns: [column, ...one.columns] },
  );
  table.references = table.references.map((one) => {
    const target = tables.find((two) => two.name === one.to);
    if (!target || target.tenantColumn === undefined || one.columns.includes(column)) return one;
    const pair = [column, ...one.toColumns];
    if (!target.uniques.some((two) => two.when.length === 0 && two.columns.join() === pair.join()))
      target.uniques.push({ columns: pair, when: [] });
    return {
      ...one,
      columns: [column, ...one.columns],
      toColumns: pair,
      ...(one.onDelete === 'set null' ? { nulled: one.columns } : {}),
    };
  });
}
