import type { Access, Attribute, Cause, Design, Entity, Relation } from '../model.ts';

/** A design while wishes are granted. */
export type Work = Omit<Design, 'entities' | 'relations' | 'access'> & {
  readonly entities: Entity[];
  readonly relations: Relation[];
  readonly access: Access[];
};

/** Names for a sentence, not all where there are many. */
export function listed(names: readonly string[]): string {
  return names.length > 6 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}

/** An attribute that a wish adds. */
export function attribute(
  name: string,
  type: Attribute['type'],
  cause: Cause,
  more: Partial<Attribute> = {},
): Attribute {
  return { name, type, cause, ...more };
}

/** What is unique in a row may be there again in rows of its history or in its translations. */
export function withoutUnique({ unique: _, ...rest }: Attribute): Attribute {
  return rest;
}

/** Rows that are of a row of another entity, and are deleted with it. */
export function goWith(work: Work, from: string, { name }: Entity, told: Pick<Relation, 'why' | 'cause'>): void {
  work.relations.push({
    from,
    to: name,
    kind: 'many-to-one',
    role: name,
    optional: false,
    onDelete: 'cascade',
    ...told,
  });
}
