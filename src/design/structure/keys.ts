import type { Entity, Relation } from '../model.ts';
import type { Context } from './context.ts';
import type { Names } from './names.ts';

export interface KeyOfTable {
  readonly kind: 'surrogate' | 'natural' | 'listed';
  readonly columns: readonly string[];
  /** The one that references point at. */
  readonly column: string;
}

/** The primary key: what identifies by itself (pairs, parts of one thing), else a number that the database gives. */
export function keyOf(entity: Entity, { design, names }: Context): KeyOfTable {
  const own = design.relations.filter((one) => one.from === entity.name);
  const given = entity.identifiedBy;
  const referred = design.relations.some((one) => one.to === entity.name && one.from !== entity.name);
  if (given && given.length > 0) {
    const columns = given.map((name) => {
      const relation = own.find((one) => one.role === name);
      return relation ? referenceColumn(relation, names) : names.column(entity.name, name);
    });
    // What others refer to is referred to by one column.
    const distinctColumns = new Set(columns).size === columns.length;
    if (distinctColumns && (columns.length === 1 || !referred))
      return { kind: entity.listed ? 'listed' : 'natural', columns, column: columns[0] ?? 'id' };
  }
  const taken = entity.attributes.some((one) => one.name === 'id');
  return { kind: taken ? 'listed' : 'surrogate', columns: ['id'], column: 'id' };
}

export function referenceColumn(relation: Relation, names: Names): string {
  return relation.column ?? names.column(relation.from, `${relation.role}_id`);
}
