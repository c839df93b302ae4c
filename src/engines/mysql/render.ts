import { type Catalog, emptyCatalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import type { Column, Table } from '../../catalog/table.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Statement } from '../engine.ts';
import { type Dialect, dialectOf } from './flavour.ts';
import { quoteIdentifier } from './quote.ts';
import { applyStatement } from './read/apply.ts';
import { tableOf } from './read/catalog.ts';
import { copyOf, type Draft, newDraft, Refused } from './read/draft.ts';
import { alterationsOf } from './render/alter-table.ts';
import { createObject, createView, dropObject } from './render/objects.ts';
import { schemaStatements } from './schema.ts';
import { NotUnderstood } from './sql/reader.ts';

/** A change by itself: what needs the rest of its table's or column's definition is left out. */
export function renderChange(change: Change, traits: Traits): readonly Statement[] {
  return renderChanges([change], traits, emptyCatalog).flat();
}

/**
 * The statements of each of the changes, one after the other. A column is altered by its whole definition, so what the
 * schema is like at each of them is worked out by reading the statements before.
 */
export function renderChanges(
  changes: readonly Change[],
  traits: Traits,
  from: Catalog,
): readonly (readonly Statement[])[] {
  const dialect = dialectOf(traits.name.replace(/^\D+/, ''));
  const draft = copyOf(draftOf(from, dialect));
  return changes.map((change) => {
    const statements = statementsOf(change, draft);
    for (const sql of statements) carryOut(sql, draft);
    return statements.map((sql) => ({ sql, transactional: false }));
  });
}

/** Fixes of one schema are rendered one by one: it is built once. */
const drafts = new WeakMap<Catalog, Draft>();

function draftOf(catalog: Catalog, dialect: Dialect): Draft {
  let draft = drafts.get(catalog);
  if (!draft) {
    draft = newDraft(dialect);
    for (const sql of schemaStatements(catalog, dialect.flavour)) carryOut(sql, draft);
    drafts.set(catalog, draft);
  }
  return draft;
}

/** What the reader does not take leaves the draft as it is: the statement's own place tells of it. */
function carryOut(sql: string, draft: Draft): void {
  try {
    applyStatement(sql, draft);
  } catch (error) {
    if (!(error instanceof NotUnderstood) && !(error instanceof Refused)) throw error;
  }
}

function statementsOf(change: Change, draft: Draft): readonly string[] {
  const { flavour } = draft.dialect;
  switch (change.kind) {
    case 'create':
    case 'drop': {
      const { object } = change;
      const whole = change.kind === 'create' ? createObject(withoutParts(object), flavour) : dropObject(object);
      if (whole !== undefined) return [whole];
      break;
    }
    case 'replace': {
      const { object, was } = change;
      if (object.kind === 'view') return [createView(object.view, true)];
      const [drop, create] = [dropObject(was), createObject(object, flavour)];
      if (drop !== undefined && create !== undefined) return [drop, create];
      break;
    }
    case 'analyze':
      return [`ANALYZE TABLE ${quoteIdentifier(change.table.name)}`];
    case 'vacuum':
      return change.full ? [`OPTIMIZE TABLE ${quoteIdentifier(change.table.name)}`] : [];
    case 'rename':
      if (change.object.kind === 'table' || change.object.kind === 'view') {
        return [`RENAME TABLE ${quoteIdentifier(change.object.name)} TO ${quoteIdentifier(change.to)}`];
      }
      break;
    default:
      break;
  }
  const name = tableNameOf(change);
  const known = name === undefined ? undefined : draft.tables.get(name);
  if (name === undefined) return [];
  const actions = alterationsOf(change, known ? tableOf(known, draft) : undefined, flavour);
  return actions.length === 0 ? [] : [`ALTER TABLE ${quoteIdentifier(name)} ${actions.join(', ')}`];
}

/** A new table comes with its columns alone; keys, indexes and triggers are objects of their own, all but a key that counts. */
function withoutParts(object: Extract<Change, { readonly kind: 'create' }>['object']): typeof object {
  if (object.kind !== 'table') return object;
  const { table } = object;
  return { ...object, table: { ...table, ...bare(table) } };
}

/** AUTO_INCREMENT needs its key from the beginning: the table is made without, and gets both with the key. */
function bare(table: Table): Pick<Table, 'indexes' | 'checks' | 'columns'> {
  const columns = table.columns.map(({ identity: _, ...column }): Column => column);
  return { indexes: [], checks: [], columns };
}

/** The table that a change is one of. */
function tableNameOf(change: Change): string | undefined {
  if (change.kind === 'create' || change.kind === 'drop' || change.kind === 'replace') {
    const { object } = change;
    if (object.kind === 'column' || object.kind === 'constraint') return object.table.name;
    return object.kind === 'index' ? object.relation.name : undefined;
  }
  if ('object' in change && change.kind !== 'replace type') {
    return change.object.of?.name ?? (change.object.kind === 'table' ? change.object.name : undefined);
  }
  return 'table' in change ? change.table.name : undefined;
}
