import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Reference } from '../catalog/lookups.ts';
import { displayName, qualified, qualifiedColumn } from '../catalog/names.ts';
import type { Column, Table, View } from '../catalog/table.ts';
import { type Evidence, stated } from '../findings/evidence.ts';
import { escaped } from './constants.ts';
import { likeForeignKey } from './foreign-key-change.ts';
import type { LinkedColumns } from './linked-columns.ts';
import type { RuleContext } from './rule.ts';

/** How a column gets another type. */
export interface Conversion {
  readonly type: string;
  /** How present values are turned into it, where a cast is not enough. */
  readonly using?: string;
  /** The default in the new type; `kept` when the engine's own cast carries it over. Nothing when it cannot be told. */
  readonly default?: string | undefined;
  /** Check constraints on the column that the new type makes pointless: dropped first. */
  readonly drops?: readonly string[];
  /** What on the column can stay as it is written: the engine parses it again with the new type. */
  readonly keeps?: readonly ('checks' | 'indexes')[];
}

/** The changes that convert, none when something stands in the way; what does is then said in the evidence. */
export interface Retyping {
  readonly changes: readonly Change[];
  readonly evidence: readonly Evidence[];
}

type Context = Pick<RuleContext, 'catalog' | 'lookups' | 'traits'>;

/** Converts one column, which no foreign key may contain. */
export function retype(context: Context, table: Table, column: Column, conversion: Conversion): Retyping {
  const keys = [...context.lookups.referencesFrom(table), ...context.lookups.referencesTo(table)].filter(
    ({ from, key }) => (from === table ? key.columns : key.referencedColumns).includes(column.name),
  );
  const tied = keys.map(
    ({ from, key }) => `foreign key ${displayName(key.name)} of ${qualified(from)} ties it to another column`,
  );
  return outcome([...new Set(tied), ...obstacles(context, table, column, conversion)], () =>
    conversions(table, column, conversion),
  );
}

/** Converts one column and leaves its foreign keys in place: the engine makes them anew where both types compare. */
export function retypeInPlace(context: Context, table: Table, column: Column, conversion: Conversion): Retyping {
  const parents = column.local ? [] : ['it comes from a parent table'];
  return outcome([...parents, ...obstacles(context, table, column, conversion)], () =>
    conversions(table, column, conversion),
  );
}

/** Converts columns together with the foreign keys between them, which are dropped before and added again after. */
export function retypeLinked(
  context: Context,
  group: LinkedColumns,
  conversionOf: (table: Table, column: Column) => Conversion,
): Retyping {
  const found = group.members.flatMap(([table, column]) =>
    obstacles(context, table, column, conversionOf(table, column)).map((text) =>
      group.members.length === 1 ? text : `${text} (${qualifiedColumn(table, column.name)})`,
    ),
  );
  const fixed = group.keys.filter((reference) => !canBeRestored(reference));
  const stuck = fixed.map(
    ({ from, key }) =>
      `foreign key ${displayName(key.name)} of ${qualified(from)} must be dropped and made again by hand`,
  );
  return outcome([...found, ...stuck], () => [
    ...group.keys.map(({ from, key }): Change => ({ kind: 'drop constraint', table: from, name: key.name })),
    ...group.members.flatMap(([table, column]) => conversions(table, column, conversionOf(table, column))),
    ...group.keys.map(({ from, key }) => likeForeignKey(from, key, key.name)),
  ]);
}

/** Whether the change that adds a foreign key can say all that this one says. */
function canBeRestored({ from, key, to }: Reference): boolean {
  return (
    key.validated && key.enforced && !key.period && from.partitionOf === undefined && to?.partitionOf === undefined
  );
}

function outcome(found: readonly string[], changes: () => readonly Change[]): Retyping {
  if (found.length === 0) return { changes: changes(), evidence: [] };
  const shown = found.slice(0, 3).join('; ') + (found.length > 3 ? `; and ${found.length - 3} more` : '');
  return { changes: [], evidence: [stated(`no single statement can change the type: ${shown}`)] };
}

function conversions(table: Table, column: Column, conversion: Conversion): readonly Change[] {
  const replaced = column.default !== undefined && conversion.default !== 'kept' ? conversion.default : undefined;
  return [
    ...(conversion.drops ?? []).map((name): Change => ({ kind: 'drop constraint', table, name })),
    {
      kind: 'change type',
      table,
      column: column.name,
      type: conversion.type,
      ...(conversion.using === undefined ? {} : { using: conversion.using }),
      ...(replaced === undefined ? {} : { default: replaced }),
    },
  ];
}

/**
 * What makes ALTER COLUMN … TYPE fail, or would have to be written anew: the engine refuses it for columns of views,
 * rules, policies, generated columns, triggers and partition keys (ATPrepAlterColumnType and
 * RememberAllDependentForRebuilding in src/backend/commands/tablecmds.c), and parses conditions again as they are.
 */
function obstacles(
  { catalog, traits }: Context,
  table: Table,
  column: Column,
  conversion: Conversion,
): readonly string[] {
  const found: string[] = [];
  const mention = mentions(column.name);
  if (table.kind === 'foreign') found.push(`${qualified(table)} is a foreign table`);
  if (table.partitionOf) found.push(`${qualified(table)} is a partition`);
  if (conversion.using !== undefined && !traits.convertsByExpression)
    found.push(`${traits.name} converts no values by an expression: a second column must be filled and take its place`);
  if (table.partitioning && mention(table.partitioning.definition)) found.push('the table is partitioned by it');
  if (column.default !== undefined && conversion.default === undefined)
    found.push(`its default ${column.default} has no counterpart`);
  for (const view of viewsReading(catalog).get(qualified(table)) ?? []) {
    if (mention(view.definition)) found.push(`view ${qualified(view)} reads it`);
  }
  for (const other of table.columns) {
    if (other.generated && mention(other.generated.expression))
      found.push(`generated column ${displayName(other.name)} reads it`);
  }
  for (const trigger of table.triggers) {
    const condition = /\bWHEN \((.*)\) EXECUTE/s.exec(trigger.definition)?.[1] ?? '';
    if (trigger.columns.includes(column.name) || mention(condition))
      found.push(`trigger ${displayName(trigger.name)} names it`);
  }
  for (const policy of table.policies) {
    if (mention(`${policy.using ?? ''} ${policy.withCheck ?? ''}`))
      found.push(`policy ${displayName(policy.name)} reads it`);
  }
  for (const rule of table.rules) if (mention(rule.definition)) found.push(`rule ${displayName(rule.name)} names it`);
  for (const index of table.indexes) {
    const special = index.keys.some((key) => key.column === column.name && key.operatorClass !== undefined);
    const condition = [...index.expressionColumns, ...index.predicateColumns].includes(column.name);
    if (special || (condition && !conversion.keeps?.includes('indexes')))
      found.push(`index ${displayName(index.name)} is made for its present type`);
  }
  if (conversion.keeps?.includes('checks')) return found;
  for (const check of table.checks) {
    if (check.columns.includes(column.name) && !conversion.drops?.includes(check.name)) {
      found.push(`constraint ${displayName(check.name)} is written for its present type`);
    }
  }
  for (const exclusion of table.exclusions) {
    if (mention(exclusion.definition))
      found.push(`constraint ${displayName(exclusion.name)} is written for its present type`);
  }
  return found;
}

/** Whether a text of the engine's names the column, quoted or not. */
function mentions(column: string): (text: string) => boolean {
  const quoted = `"${column.replaceAll('"', '""')}"`;
  // Most columns have nothing around them that could name them.
  let bare: RegExp | undefined;
  return (text) => {
    if (text.includes(quoted)) return true;
    if (!text.includes(column)) return false;
    bare ??= new RegExp(`(?<![\\w$"'])${escaped(column)}(?![\\w$"'])`);
    return bare.test(text);
  };
}

const readers = new WeakMap<Catalog, ReadonlyMap<string, readonly View[]>>();

/** Views by the table that they read. */
function viewsReading(catalog: Catalog): ReadonlyMap<string, readonly View[]> {
  let known = readers.get(catalog);
  if (!known) {
    const made = new Map<string, View[]>();
    for (const view of catalog.views) {
      for (const read of view.reads) {
        const list = made.get(qualified(read));
        if (list) list.push(view);
        else made.set(qualified(read), [view]);
      }
    }
    for (const views of made.values()) views.sort((a, b) => (qualified(a) < qualified(b) ? -1 : 1));
    known = made;
    readers.set(catalog, known);
  }
  return known;
}
