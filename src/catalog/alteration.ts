import type { DomainType, Sequence, UserType } from './catalog.ts';
import type { QualifiedName } from './names.ts';
import type { CatalogObject, ObjectReference } from './object.ts';
import type { Column, Expression, Grant, Identity, Policy, Table, Trigger } from './table.ts';
import type { DataType } from './type.ts';

/**
 * The changes that a comparison of two catalogs yields: each is one difference at the finest grain that the engine
 * knows, in its plain form. `was` is what there is before, so that every one can be turned round.
 */
export type Alteration =
  | ObjectChange
  | TableAlteration
  | ColumnAlteration
  | ConstraintAlteration
  | TypeAlteration
  | SequenceAlteration;

/** Changes of whole objects, whatever their kind. */
export type ObjectChange =
  /**
   * The object with all that its own statement says; its comment and rights come as changes of their own. `unchecked`: its
   * body names what is not there yet, so the engine must not look into it.
   */
  | { readonly kind: 'create'; readonly object: CatalogObject; readonly unchecked?: true }
  /**
   * With all that belongs to it (columns, constraints, indexes, triggers, policies, owned sequences), and nothing else.
   * `only`: tables that inherit the column keep it as their own. `emptied`: a column that was computed comes again without
   * the expression, and with no values.
   */
  | { readonly kind: 'drop'; readonly object: CatalogObject; readonly only?: true; readonly emptied?: true }
  /** In place: what depends on it, its rights and its comment stay. Routines, views, triggers, rules, publications… */
  | {
      readonly kind: 'replace';
      readonly object: CatalogObject;
      readonly was: CatalogObject;
      readonly unchecked?: true;
    }
  /** In its schema or table; `to` is the new name alone, of a routine too. Enum values and attributes have their own kinds. */
  | { readonly kind: 'rename'; readonly object: ObjectReference; readonly to: string }
  /** `was`: the schema before, of what is no part of its name, such as an extension. */
  | { readonly kind: 'set schema'; readonly object: ObjectReference; readonly schema: string; readonly was?: string }
  /** Without `comment` it is taken away. */
  | { readonly kind: 'set comment'; readonly object: ObjectReference; readonly comment?: string; readonly was?: string }
  /** Without `was` it is one that was just made, and goes with whoever makes it away again. */
  | { readonly kind: 'set owner'; readonly object: ObjectReference; readonly owner: string; readonly was?: string }
  | { readonly kind: 'grant'; readonly object: ObjectReference; readonly grant: Grant }
  /** Without privileges: all that the grantee may have, which default privileges gave to a new object. */
  | { readonly kind: 'revoke'; readonly object: ObjectReference; readonly grant: Grant }
  /** Storage options and the like of a table, index, view or foreign table: set, and back to their defaults. */
  | {
      readonly kind: 'set options';
      readonly object: ObjectReference;
      readonly set: Readonly<Record<string, string>>;
      readonly reset: readonly string[];
      readonly was: Readonly<Record<string, string>>;
    }
  /** Absent: the database's own. */
  | {
      readonly kind: 'set tablespace';
      readonly object: ObjectReference;
      readonly tablespace?: string;
      readonly was?: string;
    }
  | {
      readonly kind: 'set extension version';
      readonly extension: string;
      readonly version: string;
      readonly was?: string;
    }
  /** Of a foreign server; absent: none is told. */
  | {
      readonly kind: 'set server version';
      readonly object: ObjectReference;
      readonly version?: string;
      readonly was?: string;
    }
  /** Of a materialised view: filled, or emptied. */
  | { readonly kind: 'set populated'; readonly view: QualifiedName; readonly populated: boolean };

export type TableAlteration =
  | {
      readonly kind: 'set access method';
      readonly table: QualifiedName;
      /** Without one it has none of its own, and its partitions are kept as usual. */
      readonly partitioned?: true;
      readonly accessMethod?: string;
      readonly was?: string;
    }
  | {
      readonly kind: 'set replica identity';
      readonly table: QualifiedName;
      readonly identity: Table['replicaIdentity'];
      /** Its name, when the identity is an index. */
      readonly index?: string;
      readonly was: Table['replicaIdentity'];
      readonly indexWas?: string;
    }
  /** The index that CLUSTER follows; none when absent. */
  | { readonly kind: 'set cluster'; readonly table: QualifiedName; readonly index?: string; readonly was?: string }
  | { readonly kind: 'inherit'; readonly table: QualifiedName; readonly parent: QualifiedName }
  | { readonly kind: 'no inherit'; readonly table: QualifiedName; readonly parent: QualifiedName }
  | {
      readonly kind: 'attach partition';
      readonly table: QualifiedName;
      readonly partition: QualifiedName;
      /** As the engine writes it: `FOR VALUES FROM (…) TO (…)`, `DEFAULT`. */
      readonly bound: string;
    }
  | {
      readonly kind: 'detach partition';
      readonly table: QualifiedName;
      readonly partition: QualifiedName;
      readonly bound: string;
    }
  /** A partition's index becomes part of its parent's. */
  | {
      readonly kind: 'attach index';
      readonly relation: QualifiedName;
      readonly index: QualifiedName;
      readonly parent: QualifiedName;
    }
  | {
      readonly kind: 'set trigger state';
      readonly relation: QualifiedName;
      readonly trigger: string;
      readonly enabled: Trigger['enabled'];
      readonly was: Trigger['enabled'];
    }
  /** Roles empty means everybody; only what differs is told. */
  | {
      readonly kind: 'set policy roles';
      readonly table: QualifiedName;
      readonly name: string;
      readonly roles: Policy['roles'];
      readonly was: Policy['roles'];
    };

interface OfColumn {
  readonly table: QualifiedName;
  readonly column: string;
}

export type ColumnAlteration =
  /** A generated column's expression; its values are made anew. */
  | (OfColumn & { readonly kind: 'set generated'; readonly expression: Expression; readonly was: Expression })
  /** The values stay, as those of a plain column. */
  | (OfColumn & { readonly kind: 'drop generated'; readonly was: Expression })
  | (OfColumn & {
      readonly kind: 'add identity';
      readonly identity: Identity;
      readonly sequence?: Sequence;
      /** The column's, where the sequence has another. */
      readonly type?: DataType;
    })
  | (OfColumn & {
      readonly kind: 'drop identity';
      readonly was: Identity;
      readonly sequence?: Sequence;
      /** The column's, where the sequence has another. */
      readonly type?: DataType;
    })
  | (OfColumn & {
      readonly kind: 'set identity';
      readonly generation: Identity['generation'];
      readonly was: Identity['generation'];
    })
  /** The other way round than `serial to identity`: a sequence of its own that goes on from where the identity was. */
  | (OfColumn & {
      readonly kind: 'identity to serial';
      readonly default: Expression;
      readonly sequence: Sequence;
      readonly was: Sequence;
      readonly identity: Identity;
    })
  /** Absent: the type's own. */
  | (OfColumn & {
      readonly kind: 'set storage';
      /** Of the column, for servers that have no word for the type's own. */
      readonly type?: DataType;
      readonly storage?: Column['storage'];
      readonly was?: Column['storage'];
    })
  | (OfColumn & { readonly kind: 'set compression'; readonly compression?: string; readonly was?: string })
  /** What it becomes whenever its row changes; absent: it stays. */
  | (OfColumn & { readonly kind: 'set on update'; readonly expression?: Expression; readonly was?: Expression })
  /** Whether `SELECT *` leaves it out. */
  | (OfColumn & { readonly kind: 'set hidden'; readonly hidden: boolean })
  /** Back to the database's own. */
  | (OfColumn & { readonly kind: 'reset statistics target'; readonly was: number });

export type ConstraintAlteration = {
  readonly kind: 'set enforced';
  readonly table: QualifiedName;
  readonly name: string;
  readonly enforced: boolean;
};

export type TypeAlteration =
  /** Stands before or after a value that is there already; at the end when neither is told. */
  | {
      readonly kind: 'add enum value';
      readonly type: QualifiedName;
      readonly value: string;
      readonly before?: string;
      readonly after?: string;
    }
  | { readonly kind: 'rename enum value'; readonly type: QualifiedName; readonly value: string; readonly to: string }
  /**
   * A new type takes the place of one that cannot be altered so far (an enum without some of its values, a domain over
   * something else), in all columns that have it; values go over by way of text. Fails where a row holds a value that is
   * no more.
   */
  | {
      readonly kind: 'replace type';
      readonly type: QualifiedName;
      readonly object: UserType;
      readonly was: UserType;
      /** Types that are made of it, in an order in which they can be made, which are replaced together with it. */
      readonly with?: readonly { readonly object: UserType; readonly was: UserType }[];
      /** The columns, with their type as written and the default that they have after; arrays of the type too. */
      readonly columns: readonly (OfColumn & {
        readonly type: string;
        readonly default?: Expression;
        readonly defaultWas?: Expression;
      })[];
    }
  | {
      readonly kind: 'set domain default';
      readonly type: QualifiedName;
      readonly default?: Expression;
      readonly was?: Expression;
    }
  | { readonly kind: 'set domain nullable'; readonly type: QualifiedName; readonly nullable: boolean }
  | { readonly kind: 'add check to domain'; readonly type: QualifiedName; readonly check: DomainType['checks'][number] }
  | {
      readonly kind: 'drop check of domain';
      readonly type: QualifiedName;
      readonly check: DomainType['checks'][number];
    }
  | { readonly kind: 'validate check of domain'; readonly type: QualifiedName; readonly name: string }
  | {
      readonly kind: 'rename check of domain';
      readonly type: QualifiedName;
      readonly name: string;
      readonly to: string;
    }
  | {
      readonly kind: 'add attribute';
      readonly type: QualifiedName;
      readonly attribute: string;
      readonly data: DataType;
      readonly collation?: QualifiedName;
    }
  | {
      readonly kind: 'drop attribute';
      readonly type: QualifiedName;
      readonly attribute: string;
      readonly data: DataType;
      readonly collation?: QualifiedName;
      /** Those that hold values of the type, if any. */
      readonly columns?: readonly OfColumn[];
    }
  | {
      readonly kind: 'change attribute type';
      readonly type: QualifiedName;
      readonly attribute: string;
      readonly data: DataType;
      /** Absent: the type's own. */
      readonly collation?: QualifiedName;
      readonly was: DataType;
      readonly collationWas?: QualifiedName;
    }
  | {
      readonly kind: 'rename attribute';
      readonly type: QualifiedName;
      readonly attribute: string;
      readonly to: string;
    };

export type SequenceAlteration =
  /** All but owner and persistence, which have their own kinds; only what differs is written. */
  | { readonly kind: 'alter sequence'; readonly sequence: Sequence; readonly was: Sequence }
  /** Absent: nobody's. */
  | {
      readonly kind: 'own sequence';
      readonly sequence: QualifiedName;
      readonly owner?: Sequence['ownedBy'];
      readonly was?: Sequence['ownedBy'];
    }
  | {
      readonly kind: 'set sequence persistence';
      readonly sequence: QualifiedName;
      readonly persistence: Sequence['persistence'];
    };
