import { parseQuantity } from '../../config/quantity.ts';
import {
  amongOthers,
  type Domain,
  type KnownAttribute,
  type KnownCheck,
  type KnownEntity,
  logicalTypes,
} from '../knowledge/domain.ts';
import { accessOf, entityOf, relationsOf } from '../knowledge/taken.ts';
import type { Access, Attribute, Cause, Check, Entity, Key, Question, Relation, Volume } from '../model.ts';
import { meaningOf, writtenType } from '../understand/attribute-type.ts';
import { attempt, bad, causeOf, eachOf, type Reading } from './places.ts';
import type { Path } from './read.ts';
import type { BriefFile } from './schema.ts';

type GivenEntity = Exclude<NonNullable<BriefFile['entities']>[string], null | string | number>;
type GivenAttribute = Exclude<NonNullable<GivenEntity['attributes']>, readonly string[]>[string];
type GivenCheck = NonNullable<GivenEntity['checks']>[number];

export interface Part {
  readonly entity: Entity;
  readonly relations: readonly Relation[];
  readonly access: readonly Access[];
  readonly domain?: string;
}

export function partOf(
  read: Reading,
  name: string,
  given: NonNullable<BriefFile['entities']>[string],
  domains: readonly Domain[],
  all: ReadonlySet<string>,
  questions: Question[],
): Part {
  const path: Path = ['entities', name];
  const plain: GivenEntity = given === null || typeof given !== 'object' ? {} : given;
  const rows = given !== null && typeof given !== 'object' ? given : plain.rows;
  const cause = causeOf(read, path, plain.because);
  const open = plain.attributes === undefined && plain.references === undefined;
  const known = open ? knownAs(name, domains) : undefined;
  const counted = plain.rows_because === undefined ? cause : causeOf(read, path, plain.rows_because);
  const volume = attempt(read, () =>
    volumeOf(read, { ...plain, ...(rows === undefined ? {} : { rows }) }, path, all, counted),
  );
  if (known) {
    const taken = amongOthers({ ...known.entity, name }, all);
    const from = { domain: known.domain, entity: taken };
    const base = entityOf(from);
    return {
      entity: {
        ...base,
        ...(plain.about === undefined ? {} : { about: plain.about }),
        ...(plain.table === undefined ? {} : { table: plain.table }),
        ...(volume ? { volume } : {}),
        cause,
      },
      relations: relationsOf(from),
      access: accessOf(from),
      domain: known.domain.name,
    };
  }
  if (open && !plain.identified_by) {
    questions.push({
      question: `What is there to know of a ${name.replaceAll('_', ' ')}?`,
      changes: 'its columns: the brief lists none, and the library does not know it',
    });
  }
  const relations = referencesOf(read, name, plain, all, cause);
  const roles = new Set(relations.map((one) => one.role));
  const attributes: readonly Attribute[] = open
    ? [{ name: 'name', type: 'name', cause: { kind: 'implied', words: 'nothing else is known of it' } }]
    : attributesOf(read, name, plain, cause);
  const has = new Set([...attributes.map((one) => one.name), ...roles, 'id', 'created_at', 'updated_at']);
  const checked = (used: readonly string[], at: Path) => {
    for (const one of used) {
      if (!has.has(one)) throw bad(read, at, `${name} has no ${one}`, `it has ${[...has].join(', ')}`);
    }
  };
  const keys = eachOf(read, plain.unique ?? [], (one, at): Key => {
    const key = Array.isArray(one) ? { of: one } : one;
    checked([...key.of, ...('when' in key && key.when ? [key.when.attribute] : [])], [...path, 'unique', at]);
    return {
      of: key.of,
      ...('when' in key && key.when ? { when: key.when } : {}),
      ...('about' in key && key.about !== undefined ? { about: key.about } : {}),
      cause,
    };
  });
  const checks = eachOf(read, plain.checks ?? [], (one, at): Check => {
    const check = checkOf(one);
    checked(usedBy(one), [...path, 'checks', at]);
    return { ...check, cause };
  });
  attempt(read, () => checked(plain.identified_by ?? [], [...path, 'identified_by']));
  const subtype = plain.subtype_of;
  attempt(read, () => {
    if (subtype && !all.has(subtype.of))
      throw bad(
        read,
        [...path, 'subtype_of'],
        `${subtype.of} is no entity of the brief`,
        `add ${subtype.of}: under entities:`,
      );
  });
  attempt(read, () => checked(plain.retention ? [plain.retention.by] : [], [...path, 'retention']));
  return {
    entity: {
      name,
      ...(plain.table === undefined ? {} : { table: plain.table }),
      listed: plain.exact ?? false,
      ...(plain.about === undefined ? {} : { about: plain.about }),
      attributes,
      keys,
      checks,
      ...(plain.identified_by ? { identifiedBy: plain.identified_by } : {}),
      ...(subtype ? { subtypeOf: { of: subtype.of, ...(subtype.when ? { when: subtype.when } : {}) } } : {}),
      ...(plain.append_only ? { appendOnly: true } : {}),
      ...(plain.retention ? { retention: retentionOf(read, plain.retention, path, cause) } : {}),
      ...(volume ? { volume } : {}),
      cause,
    },
    relations,
    access: [],
  };
}

function knownAs(
  name: string,
  domains: readonly Domain[],
): { readonly domain: Domain; readonly entity: KnownEntity } | undefined {
  const named = (entity: KnownEntity) =>
    entity.name === name || (entity.synonyms ?? []).some((one) => one.replaceAll(/[ -]/g, '_') === name);
  for (const domain of domains) {
    const entity = domain.entities.find((one) => one.name === name);
    if (entity) return { domain, entity };
  }
  for (const domain of domains) {
    const entity = domain.entities.find(named);
    if (entity) return { domain, entity };
  }
  return undefined;
}

function retentionOf(
  read: Reading,
  { by, months, because }: NonNullable<GivenEntity['retention']>,
  path: Path,
  cause: Cause,
): NonNullable<Entity['retention']> {
  return { by, months, cause: because === undefined ? cause : causeOf(read, [...path, 'retention'], because) };
}

function attributesOf(
  read: Reading,
  of: string,
  { attributes: given = {}, usual = {} }: GivenEntity,
  cause: Cause,
): readonly Attribute[] {
  const entries: readonly (readonly [string, GivenAttribute])[] = Array.isArray(given)
    ? given.map((one) => [one, {}] as const)
    : Object.entries(given);
  const known = new Map(
    Object.entries(usual).flatMap(([domain, names]) => names.map((name) => [name, domain] as const)),
  );
  const plain = ([name]: (typeof entries)[number]): Attribute => ({ name, type: 'text', cause });
  return eachOf(
    read,
    entries,
    ([name, one]): Attribute => {
      const domain = known.get(name);
      const because = typeof one === 'object' && 'because' in one ? one.because : undefined;
      return {
        ...attributeOf(read, of, name, one),
        cause:
          domain !== undefined
            ? { kind: 'known', words: domain }
            : because === undefined
              ? cause
              : causeOf(read, ['entities', of, 'attributes', name], because),
      };
    },
    plain,
  );
}

function attributeOf(read: Reading, of: string, name: string, given: GivenAttribute): KnownAttribute {
  const path: Path = ['entities', of, 'attributes', name];
  if (Array.isArray(given)) {
    const status = /(?:^|_)(?:status|state|stage|phase)$/.test(name);
    const [first = ''] = given;
    return { name, type: status ? 'status' : 'choice', values: given, default: first };
  }
  if (typeof given === 'string')
    return attributeOf(read, of, name, {
      type: given.replace(/\?$/, ''),
      ...(given.endsWith('?') ? { optional: true } : {}),
    });
  const guessed = meaningOf(name);
  const type = given.type === undefined ? (guessed?.type ?? 'text') : typeOf(read, path, given.type);
  const values = given.values ?? (given.type === undefined ? guessed?.values : undefined);
  if ((type === 'status' || type === 'choice') && !values)
    throw bad(read, path, `${of}.${name}: a ${type} has values`, 'write values: [first, second]');
  const optional = given.optional ?? (given.type === undefined && guessed?.optional === true);
  const personal = given.personal ?? (given.type === undefined && guessed?.personal === true);
  const fallback = given.default ?? (given.type === undefined ? guessed?.default : undefined);
  if (values && fallback !== undefined && !values.includes(String(fallback)))
    throw bad(
      read,
      path,
      `${of}.${name}: its default ${String(fallback)} is none of its values`,
      `they are ${values.join(', ')}`,
    );
  const { min, max, length, about, sql_type: sqlType } = given;
  return {
    name,
    type,
    ...(sqlType === undefined ? {} : { sqlType }),
    ...(length === undefined ? {} : { length }),
    ...(optional ? { optional: true } : {}),
    ...(values ? { values } : {}),
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(given.unique ? { unique: true } : {}),
    ...(personal ? { personal: true } : {}),
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...(given.signed ? { signed: true } : {}),
    ...(about === undefined ? {} : { about }),
  };
}

function typeOf(read: Reading, path: Path, text: string): KnownAttribute['type'] {
  const word = text.toLowerCase().trim();
  const found = logicalTypes.find((one) => one === word) ?? writtenType(text);
  if (found) return found;
  throw bad(read, path, `there is no type ${JSON.stringify(text)}`, `there are ${logicalTypes.join(', ')}`);
}

function referencesOf(
  read: Reading,
  from: string,
  given: GivenEntity,
  all: ReadonlySet<string>,
  cause: Cause,
): readonly Relation[] {
  const { references = {} } = given;
  const entries = Array.isArray(references)
    ? references.map((one) => [one.replace(/\?$/, ''), one] as const)
    : Object.entries(references);
  const open = ([role]: readonly [string, unknown]): Relation => ({
    from,
    to: from,
    kind: 'many-to-one',
    role,
    optional: true,
    onDelete: 'set null',
    why: '',
    cause,
  });
  const made = ([role, one]: (typeof entries)[number]): Relation => {
    const path: Path = ['entities', from, 'references', role];
    const plain = typeof one === 'string' ? { to: one.replace(/\?$/, ''), optional: one.endsWith('?') } : one;
    const to = plain.to ?? role;
    if (!all.has(to))
      throw bad(read, path, `${from} refers to ${to}, which is no entity of the brief`, `add ${to}: under entities:`);
    const optional = plain.optional ?? false;
    const own = 'because' in plain ? plain : {};
    const onDelete = 'on_delete' in plain && plain.on_delete ? plain.on_delete : optional ? 'set null' : 'restrict';
    if (onDelete === 'set null' && !optional)
      throw bad(
        read,
        path,
        `${from}.${role} is mandatory, and cannot be set to null`,
        'write optional: true, or another on_delete',
      );
    return {
      from,
      to,
      kind: 'one' in plain && plain.one ? 'one-to-one' : 'many-to-one',
      role,
      ...('column' in plain && plain.column !== undefined ? { column: plain.column } : {}),
      optional,
      onDelete,
      why: ('why' in plain ? plain.why : undefined) ?? usualWhy(from, to, onDelete),
      cause: own.because === undefined ? cause : causeOf(read, path, own.because),
    };
  };
  return eachOf(read, entries, made, open);
}

function usualWhy(from: string, to: string, rule: Relation['onDelete']): string {
  const [a, b] = [from.replaceAll('_', ' '), to.replaceAll('_', ' ')];
  if (rule === 'cascade') return `The brief has each ${a} go with its ${b}.`;
  if (rule === 'set null') return `Each ${a} stays when its ${b} goes, and does without.`;
  return `No ${b} that a ${a} still refers to is deleted by accident.`;
}

function volumeOf(
  read: Reading,
  given: Pick<GivenEntity, 'rows' | 'per_day' | 'growth_per_year' | 'each'>,
  path: Path,
  all: ReadonlySet<string>,
  cause: Cause,
): Volume | undefined {
  const { rows, per_day: perDay, growth_per_year: growthPerYear, each } = given;
  const [other] = Object.entries(each ?? {});
  if (rows === undefined && perDay === undefined && growthPerYear === undefined && !other) return undefined;
  const what = (key: string) => {
    const line = read.lineOf([...path, key]);
    return `${read.file}${line === undefined ? '' : `:${line}`}: ${path.join('.')}.${key}`;
  };
  if (other && !all.has(other[0]))
    throw bad(read, [...path, 'each'], `${other[0]} is no entity of the brief`, `add ${other[0]}: under entities:`);
  return {
    ...(rows === undefined ? {} : { rows: parseQuantity(rows, what('rows')) }),
    ...(perDay === undefined ? {} : { perDay: parseQuantity(perDay, what('per_day')) }),
    ...(growthPerYear === undefined ? {} : { growthPerYear }),
    ...(other ? { each: { of: other[0], number: other[1] } } : {}),
    cause,
  };
}

function checkOf(given: GivenCheck): KnownCheck {
  const { about } = given;
  if ('order' in given)
    return {
      kind: 'order',
      first: given.order[0],
      second: given.order[1],
      ...(given.strict ? { strict: true } : {}),
      about,
    };
  if ('exactly_one' in given) return { kind: 'exactly one', of: given.exactly_one, about };
  if ('at_most_one' in given) return { kind: 'at most one', of: given.at_most_one, about };
  if ('at_least_one' in given) return { kind: 'at least one', of: given.at_least_one, about };
  if ('together' in given) return { kind: 'together', of: given.together, about };
  if ('different' in given) return { kind: 'different', first: given.different[0], second: given.different[1], about };
  if ('requires' in given) {
    const [attribute = '', values = []] = Object.entries(given.when)[0] ?? [];
    return { kind: 'requires', attribute, values, present: given.requires, about };
  }
  if ('unless' in given) {
    const [attribute = '', values = []] = Object.entries(given.unless)[0] ?? [];
    return { kind: 'only when', attribute, values, of: given.absent, about };
  }
  const [attribute, values] = Object.entries(given.except ?? {})[0] ?? [];
  return {
    kind: 'no overlap',
    period: given.no_overlap,
    ...(given.until === undefined ? {} : { until: given.until }),
    within: given.within,
    ...(attribute !== undefined && values ? { except: { attribute, values } } : {}),
    about,
  };
}

function usedBy(given: GivenCheck): readonly string[] {
  if ('requires' in given) return [...given.requires, ...Object.keys(given.when)];
  if ('unless' in given) return [...given.absent, ...Object.keys(given.unless)];
  if ('no_overlap' in given)
    return [
      given.no_overlap,
      ...(given.until === undefined ? [] : [given.until]),
      ...given.within,
      ...Object.keys(given.except ?? {}),
    ];
  return Object.values(given).flatMap((one) => (Array.isArray(one) ? one : []));
}
