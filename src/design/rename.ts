import { attributesNamed, type Commanded, entityMeant, nameOf, singularName } from './commands.ts';
import type { Access, Design, Entity, Relation } from './model.ts';

const form =
  /^(?:please\s+)?(?:rename\s+(?:the\s+|all\s+)?(.+?)\s+(?:to|into|as)|call\s+(?:the\s+|all\s+)?(.+?)(?:\s+as)?)\s+(?:the\s+)?["'`]?([\p{L}_][\p{L}\p{N}_-]*(?: [\p{L}\p{N}_-]+)?)["'`]?$/iu;

/** `rename customers to clients`, `rename the price of bottles to cost`; nothing where no such thing is there, or the name is taken. */
export function renamed(design: Design, clause: string): Commanded | undefined {
  const found = form.exec(clause);
  const [what, to] = [found?.[1] ?? found?.[2] ?? '', found?.[3] ?? ''];
  if (what === '') return undefined;
  const entity = entityMeant(design, what);
  const places = entity ? [] : attributesNamed(design, what);
  const name = entity ? singularName(nameOf(to)) : nameOf(to);
  if (entity) {
    if (design.entities.some((one) => one.name === name)) return undefined;
    return { design: withEntity(design, entity, name), changes: [`${entity.name} is now called ${name}.`] };
  }
  const free = places.filter(
    ({ entity: of }) =>
      !of.attributes.some((one) => one.name === name) &&
      !design.relations.some((one) => one.from === of.name && one.role === name),
  );
  if (free.length === 0) return undefined;
  return {
    design: free.reduce((now, one) => withAttribute(now, one.entity.name, one.attribute.name, name), design),
    changes: free.map((one) => `${one.entity.name}.${one.attribute.name} is now called ${name}.`),
  };
}

/** References are called after what they are to, unless they have a role of their own. */
function withEntity(design: Design, { name: from }: Entity, to: string): Design {
  const isRole = (one: Relation) => one.to === from && one.role === from;
  const holders = new Set(design.relations.filter(isRole).map((one) => one.from));
  const now = (name: string) => (name === from ? to : name);
  const within = (name: string) => name.split('.').map(now).join('.');
  return {
    ...design,
    entities: design.entities.map((one): Entity => {
      const { table: _, ...rest } = one;
      const own = one.name === from ? { ...rest, name: to } : one;
      const held = holders.has(one.name) ? inRules(own, from, to) : own;
      return {
        ...held,
        ...(held.volume?.each
          ? { volume: { ...held.volume, each: { ...held.volume.each, of: now(held.volume.each.of) } } }
          : {}),
        ...(held.subtypeOf ? { subtypeOf: { ...held.subtypeOf, of: now(held.subtypeOf.of) } } : {}),
      };
    }),
    relations: design.relations.map((one) => ({
      ...one,
      from: now(one.from),
      to: now(one.to),
      role: isRole(one) ? to : one.role,
    })),
    access: design.access.map((one) => ({ ...inAccess(one, within), of: now(one.of) })),
    wishes: design.wishes.map((one) => ({
      ...one,
      of: one.of.map(now),
      ...(one.by === undefined ? {} : { by: now(one.by) }),
    })),
    decisions: design.decisions.map((one) => (one.at === undefined ? one : { ...one, at: within(one.at) })),
  };
}

function withAttribute(design: Design, of: string, from: string, to: string): Design {
  const now = (name: string) => (name === from ? to : name);
  return {
    ...design,
    entities: design.entities.map((one) =>
      one.name === of
        ? {
            ...inRules(one, from, to),
            attributes: one.attributes.map((two) => ({ ...two, name: now(two.name) })),
            ...(one.retention ? { retention: { ...one.retention, by: now(one.retention.by) } } : {}),
          }
        : one,
    ),
    access: design.access.map((one) => (one.of === of ? inAccess(one, now) : one)),
    decisions: design.decisions.map((one) => (one.at === `${of}.${from}` ? { ...one, at: `${of}.${to}` } : one)),
  };
}

/** Keys and checks name attributes and roles by themselves. */
function inRules<Of extends Pick<Entity, 'keys' | 'checks' | 'identifiedBy'>>(
  entity: Of,
  from: string,
  to: string,
): Of {
  const visit = (value: unknown, key?: string): unknown => {
    if (key === 'cause' || key === 'about') return value;
    if (typeof value === 'string')
      return key !== 'kind' && key !== 'values' && key !== 'is' && value === from ? to : value;
    if (Array.isArray(value)) return value.map((one) => visit(one, key));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, visit(one, name)]));
  };
  const rules = {
    keys: entity.keys,
    checks: entity.checks,
    ...(entity.identifiedBy ? { identifiedBy: entity.identifiedBy } : {}),
  };
  return { ...entity, ...(visit(rules) as typeof rules) };
}

function inAccess(one: Access, now: (name: string) => string): Access {
  const all = (names: readonly string[]) => names.map((name) => name.replace(/^[^ ]+/, now));
  return {
    ...one,
    ...(one.equal ? { equal: all(one.equal) } : {}),
    ...(one.absent ? { absent: all(one.absent) } : {}),
    ...(one.search ? { search: all(one.search) } : {}),
    ...(one.order ? { order: all(one.order) } : {}),
    ...(one.range === undefined ? {} : { range: now(one.range) }),
    ...(one.each === undefined ? {} : { each: now(one.each) }),
    ...(one.among ? { among: one.among.map((two) => ({ ...two, attribute: now(two.attribute) })) } : {}),
    ...(one.summary
      ? {
          summary: {
            ...one.summary,
            groupBy: all(one.summary.groupBy),
            ...(one.summary.sum === undefined ? {} : { sum: now(one.summary.sum) }),
          },
        }
      : {}),
  };
}
