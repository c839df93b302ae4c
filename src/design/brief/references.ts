import type { Design } from '../model.ts';

export function hasCurrency(design: Design, name: string, seen: Set<string>): boolean {
  seen.add(name);
  const entity = design.entities.find((one) => one.name === name);
  if (entity?.attributes.some((one) => one.type === 'currency')) return true;
  return design.relations.some(
    (one) =>
      one.from === name &&
      !one.optional &&
      one.kind !== 'many-to-many' &&
      !seen.has(one.to) &&
      hasCurrency(design, one.to, seen),
  );
}

/** The entities from which references lead to a given one, or that many-to-many connects with one of them. */
export function reaching(design: Design, to: string): ReadonlySet<string> {
  const reached = new Set([to]);
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const one of design.relations) {
      if (reached.has(one.to)) reached.add(one.from);
      if (one.kind === 'many-to-many' && reached.has(one.from)) reached.add(one.to);
    }
  }
  return reached;
}

export function cascading(design: Design, from: string): ReadonlySet<string> {
  const reached = new Set<string>();
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const one of design.relations) {
      if (
        one.onDelete === 'cascade' &&
        one.kind !== 'many-to-many' &&
        one.from !== from &&
        (one.to === from || reached.has(one.to))
      )
        reached.add(one.from);
    }
  }
  return reached;
}

export function mandatoryCycle(design: Design): readonly string[] {
  const open = new Set(design.entities.map((one) => one.name));
  const needs = design.relations.filter((one) => !one.optional && one.kind !== 'many-to-many');
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const name of open) if (!needs.some((one) => one.from === name && open.has(one.to))) open.delete(name);
  }
  // What only leads into the cycle is no part of it.
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const name of open) if (!needs.some((one) => one.to === name && open.has(one.from))) open.delete(name);
  }
  return [...open];
}
