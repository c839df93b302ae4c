import type { Design, Entity } from '../model.ts';

/** Entities so that what is referred to comes first and parts follow what they are parts of; else as they were said. */
export function readingOrder({ entities, relations }: Pick<Design, 'entities' | 'relations'>): readonly Entity[] {
  const byName = new Map(entities.map((one) => [one.name, one]));
  const needs = new Map<string, string[]>();
  const parts = new Map<string, string[]>();
  for (const one of relations) {
    if (one.from === one.to || one.optional) continue;
    needs.set(one.from, [...(needs.get(one.from) ?? []), one.to]);
    if (one.onDelete === 'cascade') parts.set(one.to, [...(parts.get(one.to) ?? []), one.from]);
  }
  // A brief keeps relations by their entity: the order must not hang on theirs.
  const at = new Map(entities.map((one, place) => [one.name, place]));
  const bySaid = (a: string, b: string) => (at.get(a) ?? 0) - (at.get(b) ?? 0);
  const placed: Entity[] = [];
  const done = new Set<string>();
  const open = new Set<string>();
  const place = (name: string): void => {
    const entity = byName.get(name);
    if (!entity || done.has(name) || open.has(name)) return;
    open.add(name);
    for (const need of needs.get(name) ?? []) place(need);
    open.delete(name);
    if (done.has(name)) return;
    done.add(name);
    placed.push(entity);
    for (const part of (parts.get(name) ?? []).sort(bySaid))
      if ((needs.get(part) ?? []).every((need) => done.has(need))) place(part);
  };
  for (const { name } of entities) place(name);
  return placed;
}
