import { parseQuantity } from '../../config/quantity.ts';
import { RelvarError } from '../../findings/error.ts';
import type { Domain } from '../knowledge/domain.ts';
import type { Access, Decision, Design, Entity, Question, Relation, Wish } from '../model.ts';
import { partOf } from './entity-of.ts';
import { attempt, bad, causeOf, eachOf, type Reading } from './places.ts';
import { type Path, type ReadBrief, together } from './read.ts';
import type { BriefFile } from './schema.ts';

/** Laws that ask for the erasure of persons. */
const privacyLaws = /gdpr|ccpa|cpra|lgpd|hipaa|pipeda|uk-?gdpr|dsgvo|rgpd|privacy/i;

/**
 * What a brief asks for. Entities that say nothing of themselves are as the library knows them; names without a type
 * get one by what they mean.
 * @param described what its description says; what the brief lists beside it wins
 * @throws RelvarError `bad-brief` for names that lead nowhere and volumes that cannot be
 */
export function designOfBrief(given: ReadBrief, domains: readonly Domain[], described?: Design): Design {
  const read: Reading = { ...given, mistakes: [] };
  const design = designed(read, domains, described);
  if (read.mistakes.length > 0) throw together(read.file, read.mistakes);
  return design;
}

function designed(read: Reading, domains: readonly Domain[], described: Design | undefined): Design {
  const { brief } = read;
  const given = Object.entries(brief.entities ?? {});
  const questions: Question[] = [];
  const preferred = eachOf(read, brief.domains ?? [], (name, at) => {
    const found = domains.find((one) => one.name === name);
    if (!found)
      throw bad(
        read,
        ['domains', at],
        `there is no domain ${name}`,
        `there are ${domains.map((one) => one.name).join(', ')}`,
      );
    return found;
  });
  const search = [...preferred, ...domains.filter((one) => !preferred.includes(one))];
  const all = new Set([...(described?.entities ?? []).map((one) => one.name), ...given.map(([name]) => name)]);
  const parts = eachOf(read, given, ([name, entity]) => partOf(read, name, entity, search, all, questions));
  const named = new Set(given.map(([name]) => name));
  const entities = [
    ...(described?.entities ?? []).filter((one) => !named.has(one.name)),
    ...parts.map((one) => one.entity),
  ];
  if (entities.length === 0 && read.mistakes.length === 0) {
    throw new RelvarError('bad-brief', `${read.file}: it names no entity and has no description`, {
      hint: 'list the things to keep under entities:, or describe them under description:',
    });
  }
  const relations = [
    ...(described?.relations ?? []).filter((one) => !named.has(one.from) || isLeftOpen(brief, one.from)),
    ...parts.flatMap((one) => one.relations),
    ...manyToMany(read, all),
  ];
  const listed = eachOf(read, brief.access ?? [], (one, at) => accessGiven(read, one, at, entities, relations));
  const usual = [...(described?.access ?? []), ...parts.flatMap((one) => one.access)].filter(
    (one) => !listed.some((two) => two.about === one.about && two.of === one.of),
  );
  // Queries that are listed are all that there are, where nothing else describes them.
  const access = [...listed, ...(listed.length > 0 && !described ? [] : usual)];
  const wishes = wishesOf(read, described?.wishes ?? [], all);
  const { connections, reads_per_write: readsPerWrite } = brief.load ?? {};
  const goal = brief.goal_ms;
  const constraints = worded(described?.constraints, brief.constraints);
  const risks = worded(described?.risks, brief.risks);
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
    contradictions: [
      ...(described?.contradictions ?? []),
      ...(brief.contradictions ?? []).map(({ first, second, ...one }, at) => ({
        ...one,
        first: causeOf(read, ['contradictions', at], first),
        second: causeOf(read, ['contradictions', at], second),
      })),
    ],
    ...(constraints ? { constraints } : {}),
    ...(risks ? { risks } : {}),
    questions: [...(described?.questions ?? []), ...(brief.questions ?? []), ...questions],
    notUnderstood: [...(described?.notUnderstood ?? []), ...(brief.not_understood ?? [])],
  };
}

/** What the description and the brief say in words, each once. */
function worded(...all: readonly (readonly string[] | undefined)[]): readonly string[] | undefined {
  const found = new Set(all.flatMap((one) => one ?? []));
  return found.size === 0 ? undefined : [...found];
}

/** The brief gives an entity but says nothing of its references: those of the description stay. */
function isLeftOpen(brief: BriefFile, name: string): boolean {
  const given = brief.entities?.[name];
  return typeof given === 'object' && given !== null && given.references === undefined;
}

function manyToMany(read: Reading, all: ReadonlySet<string>): readonly Relation[] {
  return eachOf(read, read.brief.many_to_many ?? [], (one, at): Relation => {
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

function accessGiven(
  read: Reading,
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
    without,
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
    ...(without ? { without } : {}),
    cause: causeOf(read, path, given.because),
  };
}

function wishesOf(read: Reading, described: readonly Wish[], all: ReadonlySet<string>): readonly Wish[] {
  const { wishes = [], tenants, compliance = [] } = read.brief;
  const given = [...eachOf(read, wishes, (one, at) => wishGiven(read, one, at, all))];
  attempt(read, () => {
    if (tenants === undefined) return;
    if (!all.has(tenants))
      throw bad(read, ['tenants'], `${tenants} is no entity of the brief`, `add ${tenants}: under entities:`);
    if (!given.some((one) => one.kind === 'tenancy'))
      given.push({ kind: 'tenancy', of: [], by: tenants, cause: causeOf(read, ['tenants']) });
  });
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

function wishGiven(
  read: Reading,
  one: NonNullable<BriefFile['wishes']>[number],
  at: number,
  all: ReadonlySet<string>,
): Wish {
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
}
