import type { ReferentialAction } from '../catalog/table.ts';

/** A column as a diagram shows it. */
export interface DiagramColumn {
  readonly name: string;
  /** As people write it: `varchar(50)`, `timestamptz`. */
  readonly type: string;
  readonly nullable: boolean;
  readonly primaryKey: boolean;
  readonly foreignKey: boolean;
  /** Alone it is a unique key. */
  readonly unique: boolean;
  readonly comment?: string;
}

export type EntityKind =
  | 'table'
  | 'partitioned table'
  | 'foreign table'
  | 'virtual table'
  | 'view'
  | 'materialized view';

/** A table or view of a diagram. Partitions are no entities of their own. */
export interface Entity {
  /** The qualified name. */
  readonly key: string;
  readonly schema: string;
  readonly name: string;
  readonly kind: EntityKind;
  /** How many partitions were folded into it, at all levels. */
  readonly partitions: number;
  readonly columns: readonly DiagramColumn[];
  readonly comment?: string;
}

/** How many rows may stand at an end of a relationship for one row at the other. */
export type Cardinality = 'exactly one' | 'zero or one' | 'zero or more';

/** A line between two entities. */
export interface Relationship {
  /** Unique in its diagram. */
  readonly key: string;
  readonly kind: 'foreign key' | 'inherits' | 'reads';
  /** The constraint's name, of a foreign key. */
  readonly name: string;
  /** Keys of the entities: the child, the view or the heir; then what it refers to. */
  readonly from: string;
  readonly to: string;
  readonly columns: readonly string[];
  readonly referencedColumns: readonly string[];
  /** Rows of `from` for one row of `to`: one at most where the columns hold a unique key. */
  readonly fromEnd: Cardinality;
  /** Rows of `to` for one row of `from`: exactly one where no column may be null. */
  readonly toEnd: Cardinality;
  readonly onDelete: ReferentialAction;
  /** False for a constraint that the engine does not check. */
  readonly enforced: boolean;
}

/** What a diagram tells, before it is laid out. Sorted by name. */
export interface Diagram {
  readonly entities: readonly Entity[];
  readonly relationships: readonly Relationship[];
  /** Names stand without their schema when there is only one. */
  readonly schemas: readonly string[];
  /** Entities that the tables asked for hang together with and that are left out. */
  readonly leftOut: number;
}

/** The name as it stands in the diagram: with its schema where there are several. */
export function entityTitle(diagram: Pick<Diagram, 'schemas'>, entity: Pick<Entity, 'schema' | 'name'>): string {
  return diagram.schemas.length > 1 ? `${entity.schema}.${entity.name}` : entity.name;
}
