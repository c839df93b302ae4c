import type { ExtendedStatistics, Extension, OtherObject, Routine, Schema, Sequence, UserType } from './catalog.ts';
import { displayName, type QualifiedName, qualified } from './names.ts';
import type {
  CheckConstraint,
  Column,
  ExclusionConstraint,
  ForeignKey,
  Index,
  KeyConstraint,
  Policy,
  RewriteRule,
  Table,
  Trigger,
  View,
} from './table.ts';

/** A constraint of a table together with its kind. */
export type TableConstraint =
  | { readonly type: 'primary key'; readonly constraint: KeyConstraint }
  | { readonly type: 'unique'; readonly constraint: KeyConstraint }
  | { readonly type: 'foreign key'; readonly constraint: ForeignKey }
  | { readonly type: 'check'; readonly constraint: CheckConstraint }
  | { readonly type: 'exclusion'; readonly constraint: ExclusionConstraint };

/** An object that is made and dropped as a whole, with all that its own statement says. */
export type CatalogObject =
  | { readonly kind: 'schema'; readonly schema: Schema }
  | { readonly kind: 'extension'; readonly extension: Extension }
  | { readonly kind: 'type'; readonly type: UserType }
  | { readonly kind: 'sequence'; readonly sequence: Sequence }
  | { readonly kind: 'routine'; readonly routine: Routine }
  /** The table with its columns alone: constraints, indexes, triggers, policies and rights are objects of their own. */
  | { readonly kind: 'table'; readonly table: Table; readonly identities: readonly Sequence[] }
  | {
      readonly kind: 'column';
      readonly table: QualifiedName;
      readonly column: Column;
      /** The sequence behind it, of an identity column. */
      readonly identity?: Sequence;
      /** The sequence that its default draws from and that it owns. */
      readonly owned?: Sequence;
      readonly foreign?: true;
    }
  /** With its index, where it has one. */
  | ({
      readonly kind: 'constraint';
      readonly table: QualifiedName;
      readonly partitioned?: true;
      readonly index?: Index;
    } & TableConstraint)
  | {
      readonly kind: 'index';
      readonly relation: QualifiedName;
      readonly index: Index;
      readonly partitioned?: true;
    }
  | { readonly kind: 'view'; readonly view: View }
  | { readonly kind: 'trigger'; readonly relation: QualifiedName; readonly trigger: Trigger }
  | { readonly kind: 'rule'; readonly relation: QualifiedName; readonly rule: RewriteRule }
  | { readonly kind: 'policy'; readonly table: QualifiedName; readonly policy: Policy }
  | { readonly kind: 'statistics'; readonly statistics: ExtendedStatistics }
  | { readonly kind: 'other'; readonly other: OtherObject };

/** What identifies an object of the schema. */
export interface ObjectReference {
  readonly kind: CatalogObject['kind'] | 'default';
  /** Absent for what lives in no schema: schemas, extensions, some of the others. */
  readonly schema?: string;
  /** The name; of a routine, its signature `name(type, type)`. */
  readonly name: string;
  /** The table or view that a column, default, constraint, index, trigger, rule or policy belongs to. */
  readonly of?: QualifiedName;
  /** In words, of a kind that the catalog does not model: `event trigger`. */
  readonly other?: string;
  /** What it is more narrowly, where engines have words of their own for it; no part of its identity. */
  readonly form?: 'foreign' | 'materialized' | UserType['kind'] | Routine['kind'];
}

/** One object needs another: it can only be there while the other is. Both as {@link objectKey} writes them. */
export interface Dependency {
  readonly from: string;
  readonly on: string;
}

/**
 * The text that identifies an object in a catalog: `table public.orders`, `column public.orders.id`,
 * `constraint public.orders.orders_pkey`, `index public.orders.orders_user_id_idx`, `routine public.total(integer)`, `event trigger audit`.
 */
export function objectKey(reference: ObjectReference): string {
  const { kind, schema, name, of, other } = reference;
  const word = other ?? kind;
  if (of) return `${word} ${qualified(of)}.${displayName(name)}`;
  const shown = kind === 'routine' ? name : displayName(name);
  return schema === undefined ? `${word} ${shown}` : `${word} ${displayName(schema)}.${shown}`;
}

/** The key of an attribute of a composite type. */
export function attributeKey(type: QualifiedName, attribute: string): string {
  return `attribute ${qualified(type)}.${displayName(attribute)}`;
}

/** An index is known by its relation and its name: not every engine keeps names of indexes apart in a schema. */
export function indexReference({ schema, name }: QualifiedName, index: string): ObjectReference {
  return { kind: 'index', name: index, of: { schema, name } };
}

/** The reference to a whole object. */
export function referenceTo(object: CatalogObject): ObjectReference {
  switch (object.kind) {
    case 'schema':
      return { kind: 'schema', name: object.schema.name };
    case 'extension':
      return { kind: 'extension', name: object.extension.name };
    case 'type':
      return { kind: 'type', schema: object.type.schema, name: object.type.name, form: object.type.kind };
    case 'sequence':
      return { kind: 'sequence', schema: object.sequence.schema, name: object.sequence.name };
    case 'routine':
      return {
        kind: 'routine',
        schema: object.routine.schema,
        name: object.routine.signature,
        form: object.routine.kind,
      };
    case 'table':
      return {
        kind: 'table',
        schema: object.table.schema,
        name: object.table.name,
        ...(object.table.kind === 'foreign' ? { form: 'foreign' } : {}),
      };
    case 'column':
      return { kind: 'column', name: object.column.name, of: object.table };
    case 'constraint':
      return { kind: 'constraint', name: object.constraint.name, of: object.table };
    case 'index':
      return indexReference(object.relation, object.index.name);
    case 'view':
      return {
        kind: 'view',
        schema: object.view.schema,
        name: object.view.name,
        ...(object.view.materialized ? { form: 'materialized' } : {}),
      };
    case 'trigger':
      return { kind: 'trigger', name: object.trigger.name, of: object.relation };
    case 'rule':
      return { kind: 'rule', name: object.rule.name, of: object.relation };
    case 'policy':
      return { kind: 'policy', name: object.policy.name, of: object.table };
    case 'statistics':
      return { kind: 'statistics', schema: object.statistics.schema, name: object.statistics.name };
    case 'other': {
      const { kind, schema, name } = object.other;
      return { kind: 'other', other: kind, name, ...(schema === undefined ? {} : { schema }) };
    }
  }
}
