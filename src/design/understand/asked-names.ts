import type { Access } from '../model.ts';
import type { Draft, DraftEntity } from './draft.ts';
import { attributeNamed, ensure } from './property.ts';
import type { Of } from './statement.ts';

export function measuresOf(one: Of<'access'>): Pick<Access, 'perHour' | 'goalMilliseconds'> {
  return {
    ...(one.perHour === undefined ? {} : { perHour: one.perHour }),
    ...(one.goalMilliseconds === undefined ? {} : { goalMilliseconds: one.goalMilliseconds }),
  };
}

export function isNameOf(name: string): boolean {
  return name === 'name' || name === 'full_name';
}

/** Where the name of a thing stands: in one column, in two, or with the person that it is. */
export function nameOf(draft: Draft, owner: DraftEntity): readonly string[] {
  const own = attributeNamed(owner, 'name');
  if (own !== undefined) return [own];
  const family = attributeNamed(owner, 'last_name');
  const given = attributeNamed(owner, 'first_name');
  if (family !== undefined) return [family, ...(given === undefined ? [] : [given])];
  if (owner.attributes.has('title')) return ['title'];
  for (const relation of draft.relations) {
    if (relation.from !== owner.name || relation.kind === 'many-to-many') continue;
    const person = draft.entities.get(relation.to);
    if (person?.attributes.has('name') && [...person.attributes.values()].some((one) => one.personal))
      return [`${relation.role}.name`];
  }
  return [];
}

/** Who is looked for by the last name has it apart from the first. */
export function splitName(owner: DraftEntity, name: string, cause: Of<'access'>['cause']): void {
  if (!/^(?:last_name|surname|family_name)$/.test(name) || owner.attributes.has(name)) return;
  const whole = owner.attributes.get('name');
  if (!whole || whole.cause.kind === 'said') return;
  owner.attributes.delete('name');
  ensure(owner, 'first_name', cause);
}
