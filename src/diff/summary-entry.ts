import type { Change } from '../catalog/change.ts';
import { displayName, type QualifiedName, qualified, qualifiedColumn } from '../catalog/names.ts';
import { lostSilently } from '../catalog/narrowing.ts';
import { type CatalogObject, type ObjectReference, objectKey, referenceTo } from '../catalog/object.ts';
import { lossInType } from '../catalog/type-loss.ts';

/** A change in a summary by object; the sentence for a step of its own is `changeTitle`. */
export interface SummaryEntry {
  readonly sign: '+' | '-' | '~' | '>';
  /** The table, view or other object that it belongs to: `table public.orders`. */
  readonly of: string;
  /** One line without a full stop: `column total: integer becomes bigint`. */
  readonly text: string;
  /** What is lost by it, in a phrase. */
  readonly loses?: string;
}

/** The change in one line, with the object under which a reader looks for it. */
export function summaryEntry(change: Change): SummaryEntry {
  switch (change.kind) {
    case 'create':
      return { sign: '+', of: holderOf(change.object), text: described(change.object) };
    case 'drop':
      return { sign: '-', of: holderOf(change.object), text: described(change.object), ...lossOf(change) };
    case 'replace':
      return { sign: '~', of: holderOf(change.object), text: `${described(change.object)} is replaced in place` };
    case 'rename':
      return {
        sign: '>',
        of: holder(change.object),
        text: `${short(change.object)} is renamed to ${displayName(change.to)}`,
      };
    case 'set schema':
      return {
        sign: '>',
        of: holder(change.object),
        text: `${short(change.object)} moves to schema ${displayName(change.schema)}`,
      };
    case 'set comment':
      return {
        sign: '~',
        of: holder(change.object),
        text: `${short(change.object)}: ${change.comment === undefined ? 'no comment any more' : 'comment'}`,
      };
    case 'set owner': {
      const was = change.was === undefined ? '' : `${change.was} becomes `;
      return { sign: '~', of: holder(change.object), text: `owner ${was}${change.owner}` };
    }
    case 'grant':
    case 'revoke': {
      const { grantee, privileges, grantable, column } = change.grant;
      const what =
        privileges.length > 0
          ? privileges.join(', ')
          : grantable.length > 0
            ? `the right to pass on ${grantable.join(', ')}`
            : 'all';
      const on = column === undefined ? '' : ` of column ${displayName(column)}`;
      const who = grantee === '' ? 'everybody' : grantee;
      const text = change.kind === 'grant' ? `${who} may ${what}${on}` : `${who} may no more ${what}${on}`;
      return { sign: '~', of: holder(change.object), text };
    }
    case 'change type': {
      const was = change.was === undefined ? '' : `${change.was.type.text} becomes `;
      // What goes over as it is written is refused where it does not fit.
      const isWritten = change.using?.includes('::text::') === true;
      const loss = change.was && !isWritten ? lostSilently(change.was.type.text, change.type) : undefined;
      const collation = change.collation ? displayName(change.collation.name) : 'that of the type';
      const text =
        change.was?.type.text === change.type
          ? `collation ${change.was.collation ? displayName(change.was.collation.name) : 'of the type'} becomes ${collation}`
          : `type ${was}${change.type}`;
      return { ...onColumn(change, text), ...(loss === undefined ? {} : { loses: loss }) };
    }
    case 'set default':
      return onColumn(change, `default ${change.was === undefined ? '' : `${change.was} becomes `}${change.default}`);
    case 'drop default':
      return onColumn(change, `no default any more${change.was === undefined ? '' : ` (was ${change.was})`}`);
    case 'set not null':
      return onColumn(change, 'not null');
    case 'drop not null':
      return onColumn(change, 'may be null');
    case 'attach partition':
    case 'detach partition': {
      const text = `partition ${qualified(change.partition)} is ${change.kind === 'attach partition' ? 'attached' : 'detached'}: ${change.bound}`;
      return { sign: '~', of: `table ${qualified(change.table)}`, text };
    }
    case 'add enum value':
      return { sign: '+', of: `type ${qualified(change.type)}`, text: `value ${change.value}` };
    case 'rename enum value':
      return {
        sign: '>',
        of: `type ${qualified(change.type)}`,
        text: `value ${change.value} is renamed to ${change.to}`,
      };
    case 'rename attribute':
      return {
        sign: '>',
        of: `type ${qualified(change.type)}`,
        text: `attribute ${displayName(change.attribute)} is renamed to ${displayName(change.to)}`,
      };
    case 'add attribute':
      return {
        sign: '+',
        of: `type ${qualified(change.type)}`,
        text: `attribute ${displayName(change.attribute)} ${change.data.text}`,
      };
    case 'drop attribute': {
      const loss = lossInType(change);
      const text = `attribute ${displayName(change.attribute)} ${change.data.text}`;
      return { sign: '-', of: `type ${qualified(change.type)}`, text, ...(loss === undefined ? {} : { loses: loss }) };
    }
    case 'replace type': {
      const gone =
        change.was.kind === 'enum' && change.object.kind === 'enum'
          ? change.was.values.filter((value) => change.object.kind === 'enum' && !change.object.values.includes(value))
          : [];
      const text = `a new type takes its place in ${change.columns.length === 1 ? '1 column' : `${change.columns.length} columns`}`;
      const loss = gone.length > 0 ? goneValues(gone) : lossInType(change);
      const loses = loss === undefined ? {} : { loses: loss };
      return { sign: '~', of: `type ${qualified(change.type)}`, text, ...loses };
    }
    case 'alter sequence':
      return { sign: '~', of: `sequence ${qualified(change.sequence)}`, text: 'counts otherwise' };
    default:
      return plainTitle(change);
  }
}

/** Values of an enum that go; rows that hold one make the change fail. */
function goneValues(values: readonly string[]): string {
  return values.length === 1
    ? `value ${values.join()} (fails on rows that hold it)`
    : `values ${values.join(', ')} (fails on rows that hold one of them)`;
}

/** Changes that are about a table, a column or a named part, told by their kind. */
function plainTitle(change: Exclude<Change, { readonly kind: 'create' | 'drop' }>): SummaryEntry {
  if ('column' in change && 'table' in change) return onColumn(change, change.kind);
  const name = 'name' in change && typeof change.name === 'string' ? ` ${displayName(change.name)}` : '';
  const [word, of] = subject(change);
  return { sign: '~', of: `${word} ${of}`, text: `${change.kind}${name}` };
}

function subject(change: Change): readonly [string, string] {
  const places = ['table', 'relation', 'view', 'type', 'sequence', 'routine'] as const;
  for (const place of places) {
    const value = (change as Partial<Record<typeof place, unknown>>)[place];
    if (typeof value === 'object' && value !== null && 'schema' in value && 'name' in value) {
      return [
        place === 'relation' ? 'table' : place,
        qualified({ schema: String(value.schema), name: String(value.name) }),
      ];
    }
  }
  if ('object' in change && 'kind' in change.object) return ['', holder(change.object as ObjectReference)];
  return ['extension', 'extension' in change ? String(change.extension) : ''];
}

function onColumn(change: { readonly table: QualifiedName; readonly column: string }, text: string): SummaryEntry {
  return { sign: '~', of: `table ${qualified(change.table)}`, text: `column ${displayName(change.column)}: ${text}` };
}

function holder(reference: ObjectReference): string {
  return reference.of ? `table ${qualified(reference.of)}` : objectKey(reference);
}

function holderOf(object: CatalogObject): string {
  if (object.kind === 'index') return `table ${qualified(object.relation)}`;
  if (object.kind === 'other' && object.other.on?.[0] !== undefined) return object.other.on[0];
  if (object.kind === 'statistics') return `table ${qualified(object.statistics.table)}`;
  return holder(referenceTo(object));
}

function short(reference: ObjectReference): string {
  return reference.of ? `${reference.kind} ${displayName(reference.name)}` : 'it';
}

function described(object: CatalogObject): string {
  switch (object.kind) {
    case 'table': {
      const { columns } = object.table;
      return `${object.table.kind === 'foreign' ? 'foreign table' : 'table'} with ${columns.length === 1 ? '1 column' : `${columns.length} columns`}`;
    }
    case 'column':
      return `column ${displayName(object.column.name)} ${object.column.type.text}`;
    case 'constraint':
      return `${object.type} ${displayName(object.constraint.name)}`;
    case 'index':
      return `${object.index.unique ? 'unique ' : ''}index ${displayName(object.index.name)}`;
    case 'view':
      return object.view.materialized ? 'materialised view' : 'view';
    case 'type':
      return object.type.kind;
    case 'routine':
      return object.routine.kind;
    case 'trigger':
    case 'rule':
    case 'policy':
      return `${object.kind} ${displayName(referenceTo(object).name)}`;
    case 'statistics':
      return `statistics ${displayName(object.statistics.name)}`;
    default:
      if (object.kind !== 'other') return object.kind;
      return object.other.on ? `${object.other.kind} ${object.other.name}` : object.other.kind;
  }
}

/** What goes with an object that holds rows or values. */
function lossOf({ object, emptied }: Extract<Change, { readonly kind: 'drop' }>): { readonly loses?: string } {
  switch (object.kind) {
    case 'table':
      // The rows of a partitioned table are those of its partitions.
      return object.table.kind === 'foreign' || object.table.partitioning
        ? {}
        : { loses: `all rows of ${qualified(object.table)}` };
    case 'column':
      return object.column.generated && !emptied
        ? {}
        : { loses: `all values of ${qualifiedColumn(object.table, object.column.name)}` };
    case 'sequence':
      return { loses: `the place of ${qualified(object.sequence)}` };
    default:
      return {};
  }
}
