import { createHash } from 'node:crypto';
import type { Catalog, Schema } from './catalog.ts';
import { inAnyOrder } from './extended-statistics.ts';
import type { QualifiedName } from './names.ts';
import { indexReference, objectKey } from './object.ts';
import type { Table, View } from './table.ts';

/**
 * One text for a schema: equal for two databases exactly when the same plan may run on both. See
 * {@link catalogDigests} for what does not count.
 */
export function catalogHash(catalog: Catalog): string {
  return hashOfDigests(catalogDigests(catalog));
}

/** The hash of {@link catalogHash} from the digests of the objects. */
function hashOfDigests(digests: Readonly<Record<string, string>>): string {
  const lines = Object.keys(digests)
    .sort()
    .map((key) => `${key}\t${digests[key]}\n`);
  return createHash('sha256').update(lines.join('')).digest('hex');
}

/**
 * A short digest of every object by its key (`table public.orders`, `column public.orders.id`), so that two schemas can
 * be compared by what was noted of one of them. What belongs to the server or the order of events does not count:
 * owners, versions of extensions, the rights on the schema `public` (servers differ in them), the order of columns,
 * whether a materialised view is filled, and which unique index a foreign key relies on.
 */
export function catalogDigests(catalog: Catalog): Readonly<Record<string, string>> {
  const digests: Record<string, string> = {};
  const add = (key: string, value: unknown) => {
    digests[key] = createHash('sha256').update(canonicalText(value)).digest('hex').slice(0, 16);
  };
  for (const schema of catalog.schemas) {
    add(objectKey({ kind: 'schema', name: schema.name }), ofSchema(schema));
  }
  for (const { version: _, stubbed: __, ...extension } of catalog.extensions) {
    add(objectKey({ kind: 'extension', name: extension.name }), extension);
  }
  const named = (kind: 'type' | 'sequence' | 'statistics', objects: readonly QualifiedName[]) => {
    for (const one of objects) add(objectKey({ kind, schema: one.schema, name: one.name }), one);
  };
  named('type', catalog.types);
  named('sequence', catalog.sequences);
  named('statistics', catalog.statistics.map(inAnyOrder));
  for (const routine of catalog.routines) {
    add(objectKey({ kind: 'routine', schema: routine.schema, name: routine.signature }), routine);
  }
  for (const table of catalog.tables) addTable(table, add);
  for (const view of catalog.views) addView(view, add);
  for (const other of catalog.others) {
    const { columns: _, reads: __, ...own } = other;
    const { kind, schema, name, on, definition } = own;
    // What can only be seen is no part of what a plan is made for.
    if (on && definition === undefined) continue;
    add(objectKey({ kind: 'other', other: kind, name, ...(schema === undefined ? {} : { schema }) }), own);
  }
  return digests;
}

type Add = (key: string, value: unknown) => void;

function ofSchema({ grants, ...schema }: Schema): unknown {
  return schema.name === 'public' ? schema : { ...schema, grants };
}

function addTable(table: Table, add: Add): void {
  const { columns, primaryKey, uniques, foreignKeys, checks, exclusions, indexes, policies, triggers, rules, ...rest } =
    table;
  add(objectKey({ kind: 'table', schema: table.schema, name: table.name }), rest);
  for (const column of columns) add(objectKey({ kind: 'column', name: column.name, of: table }), column);
  const constraints = [
    ...(primaryKey ? [{ type: 'primary key', ...primaryKey }] : []),
    ...uniques.map((key) => ({ type: 'unique', ...key })),
    ...foreignKeys.map(({ referencedIndex: _, ...key }) => ({ type: 'foreign key', ...key })),
    ...checks.map((check) => ({ type: 'check', ...check })),
    ...exclusions.map((exclusion) => ({ type: 'exclusion', ...exclusion })),
  ];
  for (const one of constraints) add(objectKey({ kind: 'constraint', name: one.name, of: table }), one);
  for (const policy of policies) add(objectKey({ kind: 'policy', name: policy.name, of: table }), policy);
  addRelation(table, { indexes, triggers, rules }, add);
}

function addView(view: View, add: Add): void {
  const { indexes, triggers, rules, populated: _, reads: __, ...rest } = view;
  add(objectKey({ kind: 'view', schema: view.schema, name: view.name }), rest);
  addRelation(view, { indexes, triggers, rules }, add);
}

function addRelation(
  relation: QualifiedName,
  { indexes, triggers, rules }: Pick<Table, 'indexes' | 'triggers' | 'rules'>,
  add: Add,
): void {
  for (const index of indexes) {
    add(objectKey(indexReference(relation, index.name)), index);
  }
  for (const trigger of triggers) add(objectKey({ kind: 'trigger', name: trigger.name, of: relation }), trigger);
  for (const rule of rules) add(objectKey({ kind: 'rule', name: rule.name, of: relation }), rule);
}

/** What makes two schemas differ, from the digests of both: keys that only one has, and keys whose digests differ. */
export function compareDigests(
  expected: Readonly<Record<string, string>>,
  found: Readonly<Record<string, string>>,
): {
  readonly missing: readonly string[];
  readonly unexpected: readonly string[];
  readonly changed: readonly string[];
} {
  const keys = Object.keys(expected).sort();
  return {
    missing: keys.filter((key) => found[key] === undefined),
    unexpected: Object.keys(found)
      .sort()
      .filter((key) => expected[key] === undefined),
    changed: keys.filter((key) => found[key] !== undefined && found[key] !== expected[key]),
  };
}

/** JSON with sorted keys, without owners and moments from which something counts; a `bigint` as its digits. Equal for equal data, however it was put together. */
export function canonicalText(value: unknown): string {
  return JSON.stringify(value, (key, one: unknown) => {
    if (key === 'owner' || key === 'starts') return undefined;
    if (typeof one === 'bigint') return `${one}`;
    if (one === null || typeof one !== 'object' || Array.isArray(one)) return one;
    return Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
