import { entityMeant, nameOf, singularName } from './commands.ts';
import { without } from './edit.ts';
import type { Design, Entity, Relation } from './model.ts';

/** `carts and wish lists`, `the phone of customers`, `customer.phone`. */
export function removedFrom(
  design: Design,
  text: string,
): { readonly design: Design; readonly changes: readonly string[] } | undefined {
  let now = design;
  const changes: string[] = [];
  const gone = new Set<string>();
  for (const part of text.split(/\s*(?:,|\band\b)\s*/i).filter((one) => one !== '')) {
    const entity = entityMeant(design, part);
    const owned =
      /^(.+?)\s+(?:of|from)\s+(?:the\s+|each\s+)?(.+)$/i.exec(part) ??
      swapped(/^(.+?)(?:['’]s?\s+|\.)(.+)$/.exec(part));
    if (entity) {
      if (gone.has(entity.name)) continue;
      const parts = partsOf(now, entity.name);
      for (const one of [entity.name, ...parts]) gone.add(one);
      now = without(now, gone);
      changes.push(
        `${entity.name} is left out.`,
        ...parts.map((one) => `${one} is left out with it: it is a part of what is left out.`),
      );
    } else if (owned) {
      const owner = entityMeant(now, owned[2] ?? '');
      const name = nameOf(owned[1] ?? '');
      const attribute = owner?.attributes.find((one) => one.name === name || one.name === singularName(name));
      if (!owner || !attribute) return undefined;
      now = withoutAttribute(now, owner, attribute.name);
      changes.push(`${owner.name}.${attribute.name} is left out.`);
    } else return undefined;
  }
  return changes.length > 0 ? { design: now, changes } : undefined;
}

/**
 * What is nothing without an entity: what is known by it, is called after it, or goes with it and with nothing else. Parts
 * of parts, too.
 */
function partsOf({ entities, relations }: Design, name: string): readonly string[] {
  const found = new Set([name]);
  const holds = ({ from, to, role, kind, optional, onDelete }: Relation, { identifiedBy = [] }: Entity) =>
    found.has(to) &&
    kind !== 'many-to-many' &&
    !optional &&
    onDelete === 'cascade' &&
    (identifiedBy.includes(role) ||
      from.startsWith(`${to}_`) ||
      relations.every((one) => one.from !== from || one.optional || one.onDelete !== 'cascade' || found.has(one.to)));
  for (let more = true; more; ) {
    const next = entities.find(
      (one) => !found.has(one.name) && relations.some((two) => two.from === one.name && holds(two, one)),
    );
    if (next) found.add(next.name);
    more = next !== undefined;
  }
  found.delete(name);
  return [...found];
}

/** `customer’s phone` as `phone of customer`. */
function swapped(found: RegExpExecArray | null): readonly (string | undefined)[] | null {
  return found && [found[0], found[2], found[1]];
}

function withoutAttribute(design: Design, owner: Entity, name: string): Design {
  const { retention, identifiedBy, ...rest } = owner;
  const kept: Entity = {
    ...rest,
    attributes: owner.attributes.filter((one) => one.name !== name),
    keys: owner.keys.filter((one) => !one.of.includes(name) && one.when?.attribute !== name),
    checks: owner.checks.filter((one) => !JSON.stringify(one).includes(`"${name}"`)),
    ...(retention && retention.by !== name ? { retention } : {}),
    ...(identifiedBy && !identifiedBy.includes(name) ? { identifiedBy } : {}),
  };
  return {
    ...design,
    entities: design.entities.map((one) => (one === owner ? kept : one)),
    access: design.access.filter(
      (one) =>
        one.of !== owner.name ||
        ![
          ...(one.equal ?? []),
          ...(one.absent ?? []),
          ...(one.search ?? []),
          one.range,
          ...(one.order ?? []).map((two) => two.split(' ')[0]),
        ].includes(name),
    ),
  };
}
