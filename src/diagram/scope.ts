import { closest } from '../catalog/closest.ts';
import { RelvarError } from '../findings/error.ts';
import { matchesGlob } from '../findings/glob.ts';
import type { Diagram, Entity } from './diagram.ts';

/** Which part of a schema a diagram shows. */
export interface Scope {
  /** Only these: `orders`, `shop.*`; all when empty. */
  readonly tables: readonly string[];
  /** These and what hangs together with them; nothing when empty. */
  readonly around: readonly string[];
  /** How many references away from those `around`. */
  readonly depth: number;
}

/**
 * The part of a diagram that the scope asks for, with every line between its entities.
 * @throws RelvarError `no-such-table` when a name matches nothing
 */
export function scoped(diagram: Diagram, { tables, around, depth }: Scope): Diagram {
  if (tables.length === 0 && around.length === 0) return diagram;
  const kept = new Set(matching(diagram, tables, '--table'));
  let front = matching(diagram, around, '--around');
  for (const key of front) kept.add(key);
  for (let step = 0; step < depth && front.length > 0; step++) {
    const reached = new Set(front);
    front = neighbours(diagram, reached).filter((key) => !kept.has(key));
    for (const key of front) kept.add(key);
  }
  return part(diagram, kept, neighbours(diagram, kept).filter((key) => !kept.has(key)).length);
}

/** The entity and those that it refers to or that refer to it, with the lines to and from it alone. */
export function neighbourhood(diagram: Diagram, key: string): Diagram {
  const relationships = diagram.relationships.filter((one) => one.from === key || one.to === key);
  const kept = new Set([key, ...relationships.flatMap((one) => [one.from, one.to])]);
  return {
    entities: diagram.entities.filter((one) => kept.has(one.key)),
    relationships,
    schemas: diagram.schemas,
    leftOut: 0,
  };
}

function part(diagram: Diagram, kept: ReadonlySet<string>, leftOut: number): Diagram {
  return {
    entities: diagram.entities.filter((one) => kept.has(one.key)),
    relationships: diagram.relationships.filter((one) => kept.has(one.from) && kept.has(one.to)),
    // As in the whole diagram, so that a name looks the same in all of them.
    schemas: diagram.schemas,
    leftOut,
  };
}

function neighbours({ relationships }: Diagram, of: ReadonlySet<string>): readonly string[] {
  const found = new Set<string>();
  for (const { from, to } of relationships) {
    if (of.has(from)) found.add(to);
    if (of.has(to)) found.add(from);
  }
  return [...found];
}

function matching({ entities }: Diagram, patterns: readonly string[], flag: string): readonly string[] {
  return patterns.flatMap((pattern) => {
    const found = entities.filter((entity) => isNamed(entity, pattern)).map((entity) => entity.key);
    if (found.length > 0) return found;
    const guess = closest(
      pattern,
      entities.flatMap((entity) => [entity.name, entity.key]),
    );
    throw new RelvarError('no-such-table', `${flag} ${pattern}: there is no such table`, {
      hint: guess === undefined ? 'check the name; * stands for any text' : `did you mean ${guess}?`,
    });
  });
}

function isNamed(entity: Entity, pattern: string): boolean {
  const names = [entity.name, entity.key, `${entity.schema}.${entity.name}`];
  return names.some((name) => name === pattern || matchesGlob(pattern, name));
}
