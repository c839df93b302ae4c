import { capital, spoken, withArticle } from '../../catalog/words.ts';
import type { Design, Entity, Relation } from '../model.ts';

/** Many-to-many relations as entities of their own with two references. */
export function withJunctions(design: Design): Design {
  const entities: Entity[] = [...design.entities];
  const relations: Relation[] = [];
  for (const one of design.relations) {
    if (one.kind !== 'many-to-many') {
      relations.push(one);
      continue;
    }
    const self = one.from === one.to;
    const base = one.through ?? (self ? `${one.from}_link` : `${one.from}_${one.to}`);
    let name = base;
    for (let number = 2; entities.some((two) => two.name === name); number++) name = `${base}_${number}`;
    const [first, second] = self ? [one.role === 'followed' ? 'follower' : one.from, one.role] : [one.from, one.to];
    entities.push({
      name,
      listed: false,
      about: self
        ? `${capital(withArticle(spoken(one.from)))} and another that it has to do with.`
        : `${capital(withArticle(spoken(one.from)))} and ${withArticle(spoken(one.to))} that belong together.`,
      attributes: [],
      keys: [],
      checks: self
        ? [{ kind: 'different', first, second, about: 'Nobody stands beside himself.', cause: one.cause }]
        : [],
      identifiedBy: [first, second],
      volume: { each: { of: one.from, number: 3 }, cause: { kind: 'implied', words: 'nothing is said of how many' } },
      cause: one.cause,
    });
    for (const [to, role] of [
      [one.from, first],
      [one.to, second],
    ] as const) {
      relations.push({
        from: name,
        to,
        kind: 'many-to-one',
        role,
        optional: false,
        onDelete: 'cascade',
        why: `Without its ${spoken(role)} the pair means nothing.`,
        cause: one.cause,
      });
    }
  }
  return { ...design, entities, relations };
}
