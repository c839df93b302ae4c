import type {
  Blueprint,
  BlueprintColumn,
  BlueprintReference,
  BlueprintTable,
  BlueprintUnique,
} from '../../catalog/blueprint.ts';
import type { Traits } from '../../catalog/traits.ts';
import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Decision, Design, Entity } from '../model.ts';
import { checkOf, ends } from './checks.ts';
import { listForms, uuidKeyed } from './choices.ts';
import { columnFor, kindColumn, referenceComment, stamp, tenantColumn } from './columns.ts';
import type { Context } from './context.ts';
import { breakCycles } from './cycles.ts';
import { historiesOf } from './histories.ts';
import { withJunctions } from './junctions.ts';
import { withKeyColumns } from './key-columns.ts';
import { keyOf, referenceColumn } from './keys.ts';
import { lookupTables, withList } from './lists.ts';
import { type Names, namesFor } from './names.ts';
import { readingOrder } from './order.ts';
import { partitionOf } from './parts.ts';
import { withSubtypes } from './subtypes.ts';
import { type EntityVolume, entityVolumes } from './volumes.ts';
import { grantWishes } from './wishes.ts';

/** A design as tables, with the decisions on the way; `design` is what the tables are of. */
export interface Structure {
  readonly design: Design;
  readonly blueprint: Blueprint;
  readonly names: Names;
  readonly volumes: ReadonlyMap<string, EntityVolume>;
  readonly decisions: readonly Decision[];
}

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
  if (tenant) {
    // What was written down as a table says itself what is unique in it.
    const written = new Set(design.entities.filter((one) => one.listed).map((one) => names.table(one.name)));
    for (const table of made) keyWithTenant(table, made, `${tenant.entity}_id`, written.has(table.name));
  }
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

function distinct(uniques: readonly BlueprintUnique[], key: readonly string[]): BlueprintUnique[] {
  const same = (a: readonly string[], b: readonly string[]) =>
    a.length === b.length && a.every((one) => b.includes(one));
  return uniques.filter(
    (one, at) =>
      !same(one.columns, key) &&
      uniques.findIndex((two) => same(two.columns, one.columns) && two.when.length === one.when.length) === at,
  );
}

/** Within a tenant: what is unique is so within it, and what a row refers to is of the same one. */
function keyWithTenant(table: Draft, tables: readonly Draft[], column: string, written: boolean): void {
  if (table.tenantColumn === undefined) return;
  table.uniques = table.uniques.map((one) =>
    written || one.columns.includes(column) ? one : { ...one, columns: [column, ...one.columns] },
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
