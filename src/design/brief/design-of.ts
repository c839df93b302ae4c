import { parseQuantity } from '../../config/quantity.ts';
import { RelvarError } from '../../findings/error.ts';
import {
  amongOthers,
  type Domain,
  type KnownAttribute,
  type KnownCheck,
  type KnownEntity,
  logicalTypes,
} from '../knowledge/domain.ts';
import { accessOf, entityOf, relationsOf } from '../knowledge/taken.ts';
import type {
  Access,
  Attribute,
  Cause,
  Check,
  Decision,
  Design,
  Entity,
  Key,
  Question,
  Relation,
  Volume,
  Wish,
} from '../model.ts';
import { meaningOf, writtenType } from '../understand/attribute-type.ts';
import type { ReadBrief } from './read.ts';
import type { BriefFile } from './schema.ts';

type Path = readonly (string | number)[];
type GivenEntity = Exclude<NonNullable<BriefFile['entities']>[string], null | string | number>;
type GivenAttributes = NonNullable<GivenEntity['attributes']>;
type GivenAttribute = Exclude<GivenAttributes, readonly string[]>[string];
type GivenCheck = NonNullable<GivenEntity['checks']>[number];

/** Laws that ask for the erasure of persons. */
const privacyLaws = /gdpr|ccpa|cpra|lgpd|hipaa|pipeda|uk-?gdpr|dsgvo|rgpd|privacy/i;

/**
 * What a brief asks for. Entities that say nothing of themselves are as the library knows them; names without a type
 * get one by what they mean.
 * @param described what its description says; what the brief lists beside it wins
 * @throws RelvarError `bad-brief` for names that lead nowhere and volumes that cannot be
 */
export function designOfBrief(read: ReadBrief, domains: readonly Domain[], described?: Design): Design {
  const { brief } = read;
  const given = Object.entries(brief.entities ?? {});
  const questions: Question[] = [];
  const preferred = [
    ...(brief.domains ?? []).map((name, at) => {
      const found = domains.find((one) => one.name === name);
      if (!found)
        throw bad(
          read,
          ['domains', at],
          `there is no domain ${name}`,
          `there are ${domains.map((one) => one.name).join(', ')}`,
        );
      return found;
    }),
  ];
  const search = [...preferred, ...domains.filter((one) => !preferred.includes(one))];
  const all = new Set([...(described?.entities ?? []).map((one) => one.name), ...given.map(([name]) => name)]);
  const parts = given.map(([name, entity]) => partOf(read, name, entity, search, all, questions));
  const named = new Set(given.map(([name]) => name));
  const entities = [
    ...(described?.entities ?? []).filter((one) => !named.has(one.name)),
    ...parts.map((one) => one.entity),
  ];
  if (entities.length === 0) {
    throw new RelvarError('bad-brief', `${read.file}: it names no entity and has no description`, {
      hint: 'list the things to keep under entities:, or describe them under description:',
    });
  }
  const relations = [
    ...(described?.relations ?? []).filter((one) => !named.has(one.from) || isLeftOpen(brief, one.from)),
    ...parts.flatMap((one) => one.relations),
    ...manyToMany(read, all),
  ];
  const listed = (brief.access ?? []).map((one, at) => accessGiven(read, one, at, entities, relations));
  const usual = [...(described?.access ?? []), ...parts.flatMap((one) => one.access)].filter(
    (one) => !listed.some((two) => two.about === one.about && two.of === one.of),
  );
  // Queries that are listed are all that there are, where nothing else describes them.
  const access = [...listed, ...(listed.length > 0 && !described ? [] : usual)];
  const wishes = wishesOf(read, described?.wishes ?? [], all);
  const { connections, reads_per_write: readsPerWrite } = brief.load ?? {};
  const goal = brief.goal_ms;
  return {
    title: brief.title ?? described?.title ?? 'Design',
    domains: [
      ...new Set([
        ...preferred.map((one) => one.name),
        ...(described?.domains ?? []),
        ...parts.flatMap((one) => one.domain ?? []),
      ]),
    ],
    entities,
    relations,
    access:
      goal === undefined
        ? access
        : access.map((one) => (one.goalMilliseconds === undefined ? { ...one, goalMilliseconds: goal } : one)),
    wishes,
    load: {
      ...described?.load,
      ...(connections === undefined ? {} : { connections }),
      ...(readsPerWrite === undefined ? {} : { readsPerWrite }),
    },
    decisions: [
      ...(described?.decisions ?? []),
      ...(brief.decisions ?? []).map(
        ({ because, ...one }, at): Decision => ({
          what: one.what,
          why: one.why,
          ...(one.at === undefined ? {} : { at: one.at }),
          ...(one.instead === undefined ? {} : { instead: one.instead }),
          cause: causeOf(read, ['decisions', at], because),
        }),
      ),
    ],
    contradictions: described?.contradictions ?? [],
    questions: [...(described?.questions ?? []), ...(brief.questions ?? []), ...questions],
    notUnderstood: described?.notUnderstood ?? [],
  };
}

/** The brief gives an entity but says nothing of its references: those of the description stay. */
function isLeftOpen(brief: BriefFile, name: string): boolean {
  const given = brief.entities?.[name];
  return typeof given === 'object' && given !== null && given.references === undefined;
}

interface Part {
  readonly entity: Entity;
  readonly relations: readonly Relation[];
  readonly access: readonly Access[];
  readonly domain?: string;
}

function partOf(
  read: ReadBrief,
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
  const volume = volumeOf(read, { ...plain, ...(rows === undefined ? {} : { rows }) }, path, all, cause);
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
    : attributesOf(read, name, plain.attributes ?? {}, cause);
  const has = new Set([...attributes.map((one) => one.name), ...roles, 'id', 'created_at', 'updated_at']);
  const checked = (used: readonly string[], at: Path) => {
    for (const one of used) {
      if (!has.has(one)) throw bad(read, at, `${name} has no ${one}`, `it has ${[...has].join(', ')}`);
    }
  };
  const keys: Key[] = (plain.unique ?? []).map((one, at) => {
    const key = Array.isArray(one) ? { of: one } : one;
    checked([...key.of, ...('when' in key && key.when ? [key.when.attribute] : [])], [...path, 'unique', at]);
    return {
      of: key.of,
      ...('when' in key && key.when ? { when: key.when } : {}),
      ...('about' in key && key.about !== undefined ? { about: key.about } : {}),
      cause,
    };
  });
  const checks = (plain.checks ?? []).map((one, at): Check => {
    const check = checkOf(one);
    checked(usedBy(one), [...path, 'checks', at]);
    return { ...check, cause };
  });
  if (plain.identified_by) checked(plain.identified_by, [...path, 'identified_by']);
  const subtype = plain.subtype_of;
  if (subtype && !all.has(subtype.of))
    throw bad(
      read,
      [...path, 'subtype_of'],
      `${subtype.of} is no entity of the brief`,
      `add ${subtype.of}: under entities:`,
    );
  if (plain.retention) checked([plain.retention.by], [...path, 'retention']);
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
      ...(plain.retention ? { retention: { ...plain.retention, cause } } : {}),
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

function attributesOf(read: ReadBrief, of: string, given: GivenAttributes, cause: Cause): readonly Attribute[] {
  const entries: readonly (readonly [string, GivenAttribute])[] = Array.isArray(given)
    ? given.map((one) => [one, {}] as const)
    : Object.entries(given);
  return entries.map(([name, one]) => ({ ...attributeOf(read, of, name, one), cause }));
}

function attributeOf(read: ReadBrief, of: string, name: string, given: GivenAttribute): KnownAttribute {
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
  const { min, max, about } = given;
  return {
    name,
    type,
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

function typeOf(read: ReadBrief, path: Path, text: string): KnownAttribute['type'] {
  const word = text.toLowerCase().trim();
  const found = logicalTypes.find((one) => one === word) ?? writtenType(text);
  if (found) return found;
  throw bad(read, path, `there is no type ${JSON.stringify(text)}`, `there are ${logicalTypes.join(', ')}`);
}

function referencesOf(
  read: ReadBrief,
  from: string,
  given: GivenEntity,
  all: ReadonlySet<string>,
  cause: Cause,
): readonly Relation[] {
  const { references = {} } = given;
  const entries = Array.isArray(references)
    ? references.map((one) => [one.replace(/\?$/, ''), one] as const)
    : Object.entries(references);
  return entries.map(([role, one]): Relation => {
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
  });
}

function usualWhy(from: string, to: string, rule: Relation['onDelete']): string {
  const [a, b] = [from.replaceAll('_', ' '), to.replaceAll('_', ' ')];
  if (rule === 'cascade') return `The brief has each ${a} go with its ${b}.`;
  if (rule === 'set null') return `Each ${a} stays when its ${b} goes, and does without.`;
  return `No ${b} that a ${a} still refers to is deleted by accident.`;
}

function manyToMany(read: ReadBrief, all: ReadonlySet<string>): readonly Relation[] {
  return (read.brief.many_to_many ?? []).map((one, at): Relation => {
    const path: Path = ['many_to_many', at];
    const [from, to] = one.between;
    for (const name of one.between) {
      if (!all.has(name)) throw bad(read, path, `${name} is no entity of the brief`, `add ${name}: under entities:`);
    }
    return {
      from,
      to,
      kind: 'many-to-many',
      role: one.role ?? to,
      optional: true,
      onDelete: one.on_delete ?? 'cascade',
      why: one.why ?? `What connects a ${from.replaceAll('_', ' ')} and a ${to.replaceAll('_', ' ')} goes with either.`,
      ...(one.through === undefined ? {} : { through: one.through }),
      cause: causeOf(read, path, one.because),
    };
  });
}

function volumeOf(
  read: ReadBrief,
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
    within: given.within,
    ...(attribute !== undefined && values ? { except: { attribute, values } } : {}),
    about,
  };
}

function usedBy(given: GivenCheck): readonly string[] {
  if ('requires' in given) return [...given.requires, ...Object.keys(given.when)];
  if ('unless' in given) return [...given.absent, ...Object.keys(given.unless)];
  if ('no_overlap' in given) return [given.no_overlap, ...given.within, ...Object.keys(given.except ?? {})];
  return Object.values(given).flatMap((one) => (Array.isArray(one) ? one : []));
}

function accessGiven(
  read: ReadBrief,
  given: NonNullable<BriefFile['access']>[number],
  at: number,
  entities: readonly Entity[],
  relations: readonly Relation[],
): Access {
  const path: Path = ['access', at];
  const entity = entities.find((one) => one.name === given.of);
  if (!entity)
    throw bad(
      read,
      [...path, 'of'],
      `${given.of} is no entity of the brief`,
      `they are ${entities.map((one) => one.name).join(', ')}`,
    );
  const has = new Set([
    ...entity.attributes.map((one) => one.name),
    ...relations.flatMap((one) =>
      one.from === entity.name ? [one.role] : one.kind === 'many-to-many' && one.to === entity.name ? [one.from] : [],
    ),
    // By way of what refers to it: `task_label.label`.
    ...relations.flatMap((one) => (one.to === entity.name ? [one.from] : [])),
    'id',
    'created_at',
    'updated_at',
  ]);
  const used = [
    ...(given.equal ?? []),
    ...Object.keys(given.among ?? {}),
    ...(given.each === undefined ? [] : [given.each]),
    ...(given.absent ?? []),
    ...(given.range === undefined ? [] : [given.range]),
    ...(given.search ?? []),
    ...(given.order ?? []).map((one) => one.replace(/ (?:asc|desc)$/i, '')),
  ];
  for (const one of used) {
    if (!has.has(one.split('.')[0] ?? ''))
      throw bad(read, path, `${given.of} has no ${one}`, `it has ${[...has].join(', ')}`);
  }
  const {
    about,
    of,
    equal,
    absent,
    range,
    search,
    order,
    limit,
    per_hour: perHour,
    goal_ms: goal,
    summary,
    among,
    each,
  } = given;
  return {
    about,
    of,
    ...(equal ? { equal } : {}),
    ...(among ? { among: Object.entries(among).map(([attribute, values]) => ({ attribute, values })) } : {}),
    ...(each === undefined ? {} : { each }),
    ...(absent ? { absent } : {}),
    ...(range === undefined ? {} : { range }),
    ...(search ? { search } : {}),
    ...(order ? { order: order.map((one) => one.replace(/ asc$/i, '').replace(/ desc$/i, ' desc')) } : {}),
    ...(limit === undefined ? {} : { limit }),
    ...(perHour === undefined ? {} : { perHour: parseQuantity(perHour, `${read.file}: access ${about}`) }),
    ...(goal === undefined ? {} : { goalMilliseconds: goal }),
    ...(summary
      ? {
          summary: {
            groupBy: summary.group_by,
            ...(summary.sum === undefined ? {} : { sum: summary.sum }),
            ...(summary.ranked ? { ranked: true as const } : {}),
            ...(summary.per === undefined ? {} : { per: summary.per }),
            ...(summary.fresh ? { fresh: true as const } : {}),
          },
        }
      : {}),
    cause: causeOf(read, path, given.because),
  };
}

function wishesOf(read: ReadBrief, described: readonly Wish[], all: ReadonlySet<string>): readonly Wish[] {
  const { wishes = [], tenants, compliance = [] } = read.brief;
  const given = wishes.map((one, at): Wish => {
    const path: Path = ['wishes', at];
    if (typeof one === 'string') return { kind: one, of: [], cause: causeOf(read, path) };
    for (const name of one.of ?? [])
      if (!all.has(name)) throw bad(read, path, `${name} is no entity of the brief`, `add ${name}: under entities:`);
    return {
      kind: one.kind,
      of: one.of ?? [],
      ...(one.by === undefined ? {} : { by: one.by }),
      ...(one.months === undefined ? {} : { months: one.months }),
      cause: causeOf(read, path, one.because),
    };
  });
  if (tenants !== undefined) {
    if (!all.has(tenants))
      throw bad(read, ['tenants'], `${tenants} is no entity of the brief`, `add ${tenants}: under entities:`);
    if (!given.some((one) => one.kind === 'tenancy'))
      given.push({ kind: 'tenancy', of: [], by: tenants, cause: causeOf(read, ['tenants']) });
  }
  const law = compliance.find((one) => privacyLaws.test(one));
  if (law !== undefined && !given.some((one) => one.kind === 'privacy'))
    given.push({ kind: 'privacy', of: [], cause: causeOf(read, ['compliance'], `said: ${law}`) });
  return [
    ...given,
    ...described.filter(
      (one) => !given.some((two) => two.kind === one.kind && (two.of.length === 0 || two.of.join() === one.of.join())),
    ),
  ];
}

/** Where a part of the brief comes from: what it says itself, else the brief's own line. */
function causeOf(read: ReadBrief, path: Path, because?: string): Cause {
  const line = read.lineOf(path);
  const place = line === undefined ? {} : { line };
  const [, kind, words] = /^(said|known|implied): (.*)$/s.exec(because ?? '') ?? [];
  if (kind !== undefined && words !== undefined) return { kind: kind as Cause['kind'], words };
  return { kind: 'said', words: because ?? `${read.file}: ${path.join('.')}`, ...place };
}

function bad(read: ReadBrief, path: Path, message: string, hint: string): RelvarError {
  const line = read.lineOf(path);
  return new RelvarError('bad-brief', `${read.file}${line === undefined ? '' : `:${line}`}: ${message}`, { hint });
}
