import { type Catalog, emptyCatalog } from '../../catalog/catalog.ts';
import type { Change } from '../../catalog/change.ts';
import type { Traits } from '../../catalog/traits.ts';
import type { Statement } from '../engine.ts';
import { type Dialect, dialectOf } from './flavour.ts';
import { quoteIdentifier } from './quote.ts';
import { applyStatement } from './read/apply.ts';
import { tableOf } from './read/catalog.ts';
import { copyOf, type Draft, newDraft, Refused } from './read/draft.ts';
import { alterationsOf } from './render/alter-table.ts';
import { alterSequence, createObject, createView, dropObject, inPlaceOf } from './render/objects.ts';
import { schemaStatements } from './schema.ts';
import { NotUnderstood } from './sql/reader.ts';
import { statementsWithin } from './sql/under-mode.ts';

/** A change by itself: what needs the rest of its table's or column's definition is left out. */
export function renderChange(change: Change, traits: Traits): readonly Statement[] {
  const draft = copyOf(draftOf(emptyCatalog, dialectOf(traits.name.replace(/^\D+/, ''))));
  return statementsOf(change, draft)
    .flatMap(statementsWithin)
    .map((sql) => ({ sql, transactional: false }));
}

/** Fixes of one schema are rendered one by one: it is built once. */
const drafts = new WeakMap<Catalog, Draft>();

/** The schema as a draft; nobody may change it. */
export function draftOf(catalog: Catalog, dialect: Dialect): Draft {
  let draft = drafts.get(catalog);
  if (!draft) {
    draft = newDraft(dialect);
    for (const sql of schemaStatements(catalog, dialect.flavour)) carryOut(sql, draft);
    drafts.set(catalog, draft);
  }
  return draft;
}

/** What the reader does not take leaves the draft as it is: the statement's own place tells of it. */
export function carryOut(sql: string, draft: Draft): void {
  try {
    applyStatement(sql, draft);
  } catch (error) {
    if (!(error instanceof NotUnderstood) && !(error instanceof Refused)) throw error;
  }
}

/** What carries a change out where the schema is as the draft. */
export function statementsOf(change: Change, draft: Draft): readonly string[] {
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
      const { was } = change;
      const object = inPlaceOf(change.object, was);
      const instead = createObject(object, flavour, true);
      if (instead !== undefined) return [instead];
      const [drop, create] = [dropObject(was), createObject(object, flavour)];
      if (drop !== undefined && create !== undefined) return [drop, create];
      break;
    }
    case 'set options':
      if (change.object.kind === 'view') {
        const view = draft.views.get(change.object.name);
        const kept = Object.entries(view?.options ?? {}).filter(([name]) => !change.reset.includes(name));
        return view ? [createView({ ...view, options: { ...Object.fromEntries(kept), ...change.set } }, true)] : [];
      }
      break;
    case 'alter sequence':
      return [alterSequence(change.sequence)];
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

/** A new table comes with its columns alone: keys, indexes, checks and triggers are objects of their own. */
function withoutParts(object: Extract<Change, { readonly kind: 'create' }>['object']): typeof object {
  if (object.kind !== 'table') return object;
  const { table } = object;
  return { ...object, table: { ...table, indexes: [], checks: [] } };
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
