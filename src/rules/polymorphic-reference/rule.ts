import type { Lookups } from '../../catalog/lookups.ts';
import { qualified } from '../../catalog/names.ts';
import type { Column, Table } from '../../catalog/table.ts';
import { listed, phrases, plural, spoken } from '../../catalog/words.ts';
import { type Evidence, observed, presumed, stated } from '../../findings/evidence.ts';
import { implied } from '../implied.ts';
import { isLogName } from '../record-tables.ts';
import { defineRule } from '../rule.ts';

export const rule = defineRule({
  id: 'polymorphic-reference',
  category: 'shape',
  dimension: 'integrity',
  severity: 'medium',
  summary: 'A type and an id together refer to rows of several tables, which no foreign key can check.',
  headline: (count) => `${count} pairs of type and id refer to no table in particular`,
  why: 'The engine cannot keep the row referred to from being deleted, nor an id from pointing nowhere; a join needs a branch for each type.',
  effort: 'days',
  tradeOff: 'One nullable foreign key for each kind of target takes a column each, and a migration for a new kind.',
  needs: ['catalog'],
  settings: {
    typeWords: ['type', 'kind', 'class', 'table', 'model'],
    /** What such a reference is called when it means something in particular: the type is then its own, not the target's. */
    openRoles: phrases(`
      entity, object, subject, owner, target, source, resource, model, item, record, parent, actor, reference,
      ref, related, relation, context, vendor, originator, holder, assignee, recipient, sender, principal, scope,
      causer, origin, destination, from, to, grantee,
      attached, associated, referenced, thing, e entity, originator entity`),
  },
  *check({ lookups, settings, sizes }) {
    let tableNames: ReadonlySet<string> | undefined;
    for (const table of lookups.ownTables) {
      for (const pair of pairs(table, lookups, settings.typeWords)) {
        tableNames ??= new Set(lookups.ownTables.map((one) => spoken(one.name)));
        if (tableNames.has(pair.role) || tableNames.has(pluralPhrase(pair.role))) continue;
        const strength = strengthOf(pair, table, settings.openRoles);
        if (!strength) continue;
        const id = pair.id.name;
        yield {
          at: { kind: 'column', object: table, names: [pair.type.name, id] },
          message: `${qualified(table)}(${pair.type.name}, ${id}) can refer to rows of several tables, and no foreign key checks it`,
          evidence: [
            stated(`${id} is ${pair.id.type.text} and in no foreign key; ${pair.type.name} is ${pair.type.type.text}`),
            presumed(`${pair.type.name} names the kind of row that ${id} is the key of`, strength),
            ...kinds(pair, sizes.statistics(table)?.columns[pair.type.name]?.commonValues),
          ],
          severity: isLogName(table.name) ? 'low' : 'medium',
          changes: [],
          implies: implied({ kind: 'column', object: table, names: [id] }, ['missing-foreign-key']),
        };
      }
    }
  },
});

interface Pair {
  readonly type: Column;
  readonly id: Column;
  /** What the two are named after: `commentable`. */
  readonly role: string;
}

/** Columns `x_type` and `x_id` where x_id is in no foreign key and not the table's own key. */
function pairs(table: Table, lookups: Lookups, typeWords: readonly string[]): readonly Pair[] {
  const found: Pair[] = [];
  let ids: Map<string, Column> | undefined;
  for (const type of table.columns) {
    if (!['text', 'character', 'enum', 'integer'].includes(type.type.family)) continue;
    const text = spoken(type.name);
    if (text === 'content type id' || text === 'content type') {
      // The generic relations of Django: a row of the content types, and the object's key.
      const object = idColumns(table).get('object');
      if (object && isFree(object, table, lookups)) found.push({ type, id: object, role: 'object' });
      continue;
    }
    const space = text.lastIndexOf(' ');
    if (space < 0 || !typeWords.includes(text.slice(space + 1))) continue;
    const role = text.slice(0, space);
    ids ??= idColumns(table);
    const id = ids.get(role);
    if (!id || id === type) continue;
    if (isFree(id, table, lookups)) found.push({ type, id, role });
  }
  return found;
}

/** In no foreign key, and not the table's own key. */
function isFree({ name }: Column, table: Table, lookups: Lookups): boolean {
  const referring = lookups.referencesFrom(table).some(({ key }) => key.columns.includes(name));
  return !referring && !lookups.uniqueKeys(table).some((key) => key.length === 1 && key[0] === name);
}

function idColumns(table: Table): Map<string, Column> {
  const ids = new Map<string, Column>();
  for (const column of table.columns) {
    const role = /^(.+) (?:id|uuid|guid|key|pk)$/.exec(spoken(column.name))?.[1];
    if (
      role !== undefined &&
      ['integer', 'uuid', 'text', 'character', 'decimal'].includes(column.type.family) &&
      !ids.has(role)
    )
      ids.set(role, column);
  }
  return ids;
}

/**
 * Strong for the names that frameworks give (`commentable`), fair for roles that any row can have, or where an index
 * begins with both columns; none else, since `payment_type` beside `payment_id` may tell the kind of the payment.
 */
function strengthOf(pair: Pair, table: Table, openRoles: readonly string[]): 'strong' | 'fair' | undefined {
  const last = pair.role.split(' ').at(-1) ?? '';
  const able = /[a-z]able$/.test(last) && !['table', 'variable', 'cable'].includes(last);
  const open = openRoles.includes(pair.role) || openRoles.includes(last);
  const indexed = table.indexes.some((index) => {
    const first = index.keys.slice(0, 2).map((key) => key.column);
    return first.includes(pair.type.name) && first.includes(pair.id.name);
  });
  if (able || (open && indexed)) return 'strong';
  return open || indexed ? 'fair' : undefined;
}

function kinds(pair: Pair, values: readonly { readonly value: string }[] | undefined): readonly Evidence[] {
  if (!values || values.length < 2) return [];
  return [
    observed(
      `${pair.type.name} holds ${listed(values.map((one) => one.value))} among others (the planner's statistics)`,
    ),
  ];
}

function pluralPhrase(role: string): string {
  const all = role.split(' ');
  return [...all.slice(0, -1), plural(all.at(-1) ?? '')].join(' ');
}
