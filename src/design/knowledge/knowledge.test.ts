import { describe, expect, it } from 'vitest';
import {
  accessNames,
  amongOthers,
  type Condition,
  type Domain,
  type KnownAttribute,
  type KnownEntity,
  logicalTypes,
  namesOf,
  roleOf,
} from './domain.ts';
import { domains } from './knowledge.ts';
import { products } from './products.ts';

/** What the structure gives every table, so that keys, checks and access patterns may speak of it. */
const given = ['id', 'created_at', 'updated_at'];
const snakeCase = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/;
const sentence = /^[A-Z0-9].*[.?]$/s;

describe.each(domains)('$name', (domain) => {
  const byName = new Map(domain.entities.map((entity) => [entity.name, entity]));

  it.each(domain.entities)('$name is sound', (entity) => {
    expect(problemsOf(entity, byName)).toEqual([]);
  });

  it('names each entity once', () => {
    const names = domain.entities.flatMap(({ name, synonyms = [] }) => [
      name,
      ...synonyms.map((one) => one.replaceAll(' ', '_')),
    ]);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it('has a core that hangs together', () => {
    expect(domain.core.filter((name) => !byName.has(name))).toEqual([]);
    expect(new Set(domain.core).size).toBe(domain.core.length);
    expect(unreachable(domain, domain.core)).toEqual([]);
  });

  it.each(domain.subjects ?? [])('has for $names.0 what hangs together', ({ core = domain.core }) => {
    expect(core.filter((name) => !byName.has(name))).toEqual([]);
    expect(unreachable(domain, core)).toEqual([]);
    const taken = new Map(
      core.flatMap((name) => {
        const entity = byName.get(name);
        return entity ? [[name, amongOthers(entity, new Set(core))] as const] : [];
      }),
    );
    expect([...taken.values()].flatMap((entity) => problemsOf(entity, taken))).toEqual([]);
  });

  it('can be filled: no cycle of mandatory references', () => {
    expect(mandatoryCycle(byName)).toEqual([]);
  });

  it('keeps what is left sound when a design takes the core alone', () => {
    const core = new Map(
      domain.core.flatMap((name) => {
        const entity = byName.get(name);
        return entity ? [[name, amongOthers(entity, new Set(domain.core))] as const] : [];
      }),
    );
    expect([...core.values()].flatMap((entity) => problemsOf(entity, core))).toEqual([]);
  });
});

it('knows enough of enough domains', () => {
  expect(domains.length).toBeGreaterThanOrEqual(15);
  expect(domains.flatMap((domain) => domain.entities).length).toBeGreaterThanOrEqual(200);
  const inOrder = [domains.filter((one) => !one.trade), domains.filter((one) => one.trade)].flatMap((some) =>
    some.map(({ name }) => name).sort(),
  );
  expect(domains.map(({ name }) => name)).toEqual(inOrder);
});

function problemsOf(entity: KnownEntity, byName: ReadonlyMap<string, KnownEntity>): readonly string[] {
  const { attributes, references = [], keys = [], checks = [], access = [], identifiedBy = [] } = entity;
  const found: string[] = [];
  const roles = references.map(roleOf);
  const names = [...attributes.map((one) => one.name), ...roles];
  const known = (name: string) => names.includes(name) || given.includes(name);
  const attribute = (name: string) => attributes.find((one) => one.name === name);
  const mandatory = (name: string) =>
    attribute(name)?.optional !== true && references.find((one) => roleOf(one) === name)?.optional !== true;

  for (const name of [entity.name, ...names]) if (!snakeCase.test(name)) found.push(`${name}: not snake_case`);
  for (const name of names) {
    if (names.indexOf(name) !== names.lastIndexOf(name)) found.push(`${name}: twice`);
    if (given.includes(name)) found.push(`${name}: the structure gives it`);
  }
  if (!sentence.test(entity.about)) found.push(`about: no sentence: ${entity.about}`);

  for (const one of attributes) {
    const what = one.name;
    if (!logicalTypes.includes(one.type)) found.push(`${what}: no type ${one.type}`);
    const isList = one.type === 'status' || one.type === 'choice';
    if (isList !== (one.values !== undefined)) found.push(`${what}: values are for statuses and choices`);
    if (one.values && new Set(one.values).size !== one.values.length) found.push(`${what}: a value twice`);
    if (one.values && one.values.length < 2) found.push(`${what}: a list of one`);
    for (const value of one.values ?? []) if (!snakeCase.test(value)) found.push(`${what}: value ${value}`);
    if (one.values && one.default !== undefined && !one.values.includes(String(one.default)))
      found.push(`${what}: its default is none of its values`);
    if (one.type === 'boolean' && one.optional) found.push(`${what}: true, false and unknown are no boolean`);
    if (one.type === 'money' && !hasCurrency(entity, byName)) found.push(`${what}: money in no currency`);
    if (one.about !== undefined && !sentence.test(one.about)) found.push(`${what}: no sentence: ${one.about}`);
    if (one.min !== undefined && one.max !== undefined && one.min > one.max) found.push(`${what}: min above max`);
  }
  for (const one of references) {
    if (!byName.has(one.to)) found.push(`${roleOf(one)}: no entity ${one.to}`);
    if (one.onDelete === 'set null' && !one.optional) found.push(`${roleOf(one)}: mandatory, yet set to null`);
    if (!sentence.test(one.about)) found.push(`${roleOf(one)}: no sentence: ${one.about}`);
    if (one.to === entity.name && !one.optional) found.push(`${roleOf(one)}: a mandatory reference to itself`);
  }
  for (const name of identifiedBy) {
    if (!names.includes(name)) found.push(`identified by ${name}, which it has not`);
    if (!mandatory(name)) found.push(`identified by ${name}, which may be absent`);
  }
  const told = new Set<string>();
  for (const { of, when } of keys) {
    for (const name of of) if (!known(name)) found.push(`key of ${name}, which it has not`);
    const [only] = of;
    if (of.length === 0) found.push('key of nothing');
    if (of.length === 1 && only && !when && attribute(only)?.unique) found.push(`${only}: unique, and again a key`);
    if (when) found.push(...conditionProblems(when, attribute(when.attribute), known(when.attribute)));
    const text = JSON.stringify([of, when]);
    if (told.has(text) || (!when && sameSet(of, identifiedBy))) found.push(`key of ${of.join(', ')} twice`);
    told.add(text);
  }
  for (const check of checks) {
    for (const name of namesOf(check)) if (!known(name)) found.push(`${check.kind} of ${name}, which it has not`);
    if (!sentence.test(check.about)) found.push(`${check.kind}: no sentence: ${check.about}`);
    if (check.kind === 'requires') {
      const values = attribute(check.attribute)?.values ?? ['true', 'false'];
      for (const value of check.values) if (!values.includes(value)) found.push(`requires at ${value}, no such value`);
      for (const name of check.present) if (mandatory(name)) found.push(`requires ${name}, which is never absent`);
    }
    if (['exactly one', 'at most one', 'at least one', 'together'].includes(check.kind)) {
      for (const name of namesOf(check)) if (mandatory(name)) found.push(`${check.kind}: ${name} is never absent`);
    }
    if (check.kind === 'no overlap') {
      if (!['period', 'date period'].includes(attribute(check.period)?.type ?? ''))
        found.push(`${check.period}: no period`);
      for (const value of check.except?.values ?? [])
        if (!attribute(check.except?.attribute ?? '')?.values?.includes(value))
          found.push(`except ${value}: no such value`);
    }
  }
  for (const one of access) {
    for (const name of accessNames(one)) if (!known(name)) found.push(`access by ${name}, which it has not`);
    for (const name of one.absent ?? []) if (mandatory(name)) found.push(`access: ${name} is never absent`);
    for (const name of one.search ?? [])
      if (!['name', 'text', 'long text', 'email', 'code'].includes(attribute(name)?.type ?? ''))
        found.push(`access: no words in ${name}`);
  }
  if (entity.volume && 'of' in entity.volume && !byName.has(entity.volume.of))
    found.push(`volume by ${entity.volume.of}, which is not there`);
  if (entity.retention && !known(entity.retention.by)) found.push(`retention by ${entity.retention.by}`);
  return found.map((one) => `${entity.name}: ${one}`);
}

/** Has the entity a currency of its own, or from what it must refer to? */
function hasCurrency(entity: KnownEntity, byName: ReadonlyMap<string, KnownEntity>, seen = new Set<string>()): boolean {
  if (entity.attributes.some((one) => one.type === 'currency')) return true;
  if ((entity.references ?? []).some((one) => one.to === 'currency')) return true;
  seen.add(entity.name);
  return (entity.references ?? []).some(({ to, optional }) => {
    const target = byName.get(to);
    return !optional && target !== undefined && !seen.has(to) && hasCurrency(target, byName, seen);
  });
}

function conditionProblems(
  { attribute, is }: Condition,
  of: KnownAttribute | undefined,
  known: boolean,
): readonly string[] {
  if (!known) return [`condition on ${attribute}, which it has not`];
  if (typeof is === 'string' && !of?.values?.includes(is)) return [`condition: ${attribute} is never ${is}`];
  if (typeof is === 'boolean' && of?.type !== 'boolean') return [`condition: ${attribute} is no boolean`];
  if (is === null && of && !of.optional) return [`condition: ${attribute} is never absent`];
  return [];
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((one) => b.includes(one));
}

/** The entities of the core that the first does not hang together with. */
function unreachable(domain: Domain, names: readonly string[]): readonly string[] {
  const core = domain.entities.filter(({ name }) => names.includes(name));
  const edges = core.flatMap(({ name, references = [] }) => references.map(({ to }) => [name, to] as const));
  const reached = new Set(names.slice(0, 1));
  for (let before = -1; before !== reached.size; ) {
    before = reached.size;
    for (const [from, to] of edges) {
      if (!names.includes(to)) continue;
      if (reached.has(from)) reached.add(to);
      if (reached.has(to)) reached.add(from);
    }
  }
  return names.filter((name) => !reached.has(name));
}

/** The entities that wait for each other: no row of them could be the first. */
function mandatoryCycle(byName: ReadonlyMap<string, KnownEntity>): readonly string[] {
  const open = new Map(
    [...byName].map(([name, { references = [] }]) => [name, references.filter((one) => !one.optional)]),
  );
  for (let before = -1; before !== open.size; ) {
    before = open.size;
    for (const [name, references] of open) if (!references.some(({ to }) => open.has(to))) open.delete(name);
  }
  return [...open.keys()];
}

it('asks for nothing by two names, and for no product by a name that nothing has', () => {
  const names = domains.flatMap((domain) => (domain.subjects ?? []).flatMap((one) => one.names));
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  const known = new Set([...names, ...domains.flatMap((domain) => domain.words)]);
  expect(Object.keys(products).filter((subject) => !known.has(subject))).toEqual([]);
  const all = Object.values(products).flat();
  expect(all.filter((name, at) => all.indexOf(name) !== at)).toEqual([]);
});
