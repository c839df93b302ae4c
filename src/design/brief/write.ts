import { Document, isCollection, isMap, isScalar, isSeq, type Node } from 'yaml';
import type { Attribute, Cause, Check, Design, Entity, Relation } from '../model.ts';
import type { BriefFile } from './schema.ts';

/** What a brief holds beside the design: it goes back into the file as it was. */
export type Beside = Pick<BriefFile, 'engine' | 'compliance' | 'came_from'>;

/** What a brief holds beside its design. */
export function besideOf({ engine, compliance, came_from: cameFrom }: BriefFile): Beside {
  return {
    ...(engine === undefined ? {} : { engine }),
    ...(compliance ? { compliance } : {}),
    ...(cameFrom ? { came_from: cameFrom } : {}),
  };
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type GivenEntity = Exclude<NonNullable<BriefFile['entities']>[string], null | string | number>;
type GivenAttribute = Exclude<NonNullable<GivenEntity['attributes']>, readonly string[]>[string];

/** A design as a brief; `designOfBrief` makes the same design of it again. */
export function briefOf(design: Design, beside: Beside = {}): BriefFile {
  const many = design.relations.filter((one) => one.kind === 'many-to-many');
  const { connections, readsPerWrite } = design.load;
  return {
    title: design.title,
    ...(beside.engine === undefined ? {} : { engine: beside.engine }),
    ...(design.domains.length > 0 ? { domains: [...design.domains] } : {}),
    entities: Object.fromEntries(design.entities.map((one) => [one.name, entityIn(design, one)])),
    ...(many.length > 0
      ? {
          many_to_many: many.map((one) => ({
            between: [one.from, one.to] as [string, string],
            ...(one.through === undefined ? {} : { through: one.through }),
            ...(one.role === one.to ? {} : { role: one.role }),
            on_delete: one.onDelete,
            why: one.why,
            because: becauseOf(one.cause),
          })),
        }
      : {}),
    access: design.access.map((one) => ({
      about: one.about,
      of: one.of,
      ...(one.equal ? { equal: [...one.equal] } : {}),
      ...(one.among ? { among: Object.fromEntries(one.among.map((two) => [two.attribute, [...two.values]])) } : {}),
      ...(one.each === undefined ? {} : { each: one.each }),
      ...(one.absent ? { absent: [...one.absent] } : {}),
      ...(one.range === undefined ? {} : { range: one.range }),
      ...(one.search ? { search: [...one.search] } : {}),
      ...(one.order ? { order: [...one.order] } : {}),
      ...(one.limit === undefined ? {} : { limit: one.limit }),
      ...(one.perHour === undefined ? {} : { per_hour: one.perHour }),
      ...(one.goalMilliseconds === undefined ? {} : { goal_ms: one.goalMilliseconds }),
      ...(one.summary
        ? {
            summary: {
              group_by: [...one.summary.groupBy],
              ...(one.summary.sum === undefined ? {} : { sum: one.summary.sum }),
              ...(one.summary.ranked ? { ranked: true } : {}),
              ...(one.summary.per === undefined ? {} : { per: one.summary.per }),
              ...(one.summary.fresh ? { fresh: true } : {}),
            },
          }
        : {}),
      ...(one.without ? { without: [...one.without] } : {}),
      because: becauseOf(one.cause),
    })),
    ...(design.wishes.length > 0
      ? {
          wishes: design.wishes.map((one) => ({
            kind: one.kind,
            ...(one.of.length > 0 ? { of: [...one.of] } : {}),
            ...(one.by === undefined ? {} : { by: one.by }),
            ...(one.months === undefined ? {} : { months: one.months }),
            because: becauseOf(one.cause),
          })),
        }
      : {}),
    ...(beside.compliance ? { compliance: beside.compliance } : {}),
    ...(connections === undefined && readsPerWrite === undefined
      ? {}
      : {
          load: {
            ...(connections === undefined ? {} : { connections }),
            ...(readsPerWrite === undefined ? {} : { reads_per_write: readsPerWrite }),
          },
        }),
    ...(design.constraints ? { constraints: [...design.constraints] } : {}),
    ...(design.risks ? { risks: [...design.risks] } : {}),
    ...(design.decisions.length > 0
      ? {
          decisions: design.decisions.map((one) => ({
            ...(one.at === undefined ? {} : { at: one.at }),
            what: one.what,
            why: one.why,
            ...(one.instead === undefined ? {} : { instead: one.instead }),
            because: becauseOf(one.cause),
          })),
        }
      : {}),
    ...(design.contradictions.length > 0
      ? {
          contradictions: design.contradictions.map(({ at, first, second, taken }) => ({
            at,
            first: becauseOf(first),
            second: becauseOf(second),
            taken,
          })),
        }
      : {}),
    ...(design.notUnderstood.length > 0 ? { not_understood: design.notUnderstood.map((one) => ({ ...one })) } : {}),
    ...(design.questions.length > 0 ? { questions: design.questions.map((one) => ({ ...one })) } : {}),
    ...(beside.came_from ? { came_from: beside.came_from } : {}),
  };
}

/** A brief as YAML. */
export function briefText(brief: BriefFile): string {
  const document = new Document(brief);
  document.commentBefore =
    ' yaml-language-server: $schema=https://unpkg.com/relvar/schemas/brief.schema.json\n' +
    ' What the database is to be for. Change it, and design again: relvar design --brief brief.yaml -o <folder>';
  const { contents } = document;
  if (isMap(contents)) {
    for (const { value } of contents.items) {
      if (isCollection(value)) for (const item of value.items) flowing(itemValue(item));
    }
  }
  return document.toString({ lineWidth: 118 });
}

function itemValue(item: unknown): unknown {
  return item !== null && typeof item === 'object' && 'value' in item && 'key' in item ? item.value : item;
}

/** What holds only short things stands on one line. */
function flowing(node: unknown): void {
  if (!isCollection(node)) return;
  const values = node.items.map((item) => itemValue(item) as Node);
  for (const value of values) flowing(value);
  const long = JSON.stringify(node.toJSON()).length > 110;
  const deep = values.some((value) => isMap(value) || (isSeq(value) && value.items.some((one) => !isScalar(one))));
  if (!long && !deep) node.flow = true;
}

function entityIn(design: Design, entity: Entity): GivenEntity {
  const { volume } = entity;
  const own = design.relations.filter((one) => one.from === entity.name && one.kind !== 'many-to-many');
  const made: Mutable<GivenEntity> = {};
  if (entity.about !== undefined) made.about = entity.about;
  if (entity.table !== undefined) made.table = entity.table;
  if (entity.listed) made.exact = true;
  if (volume?.rows !== undefined) made.rows = volume.rows;
  if (volume?.perDay !== undefined) made.per_day = volume.perDay;
  if (volume?.growthPerYear !== undefined) made.growth_per_year = volume.growthPerYear;
  if (volume?.each) made.each = { [volume.each.of]: volume.each.number };
  if (volume && !isSame(volume.cause, entity.cause)) made.rows_because = becauseOf(volume.cause);
  made.attributes = Object.fromEntries(entity.attributes.map((one) => [one.name, attributeIn(one, entity.cause)]));
  const usual = usualIn(entity);
  if (Object.keys(usual).length > 0) made.usual = usual;
  if (own.length > 0)
    made.references = Object.fromEntries(own.map((one) => [one.role, referenceIn(one, entity.cause)]));
  if (entity.identifiedBy) made.identified_by = [...entity.identifiedBy];
  if (entity.keys.length > 0)
    made.unique = entity.keys.map(({ of, when, about }) =>
      when === undefined && about === undefined
        ? [...of]
        : { of: [...of], ...(when ? { when } : {}), ...(about === undefined ? {} : { about }) },
    );
  if (entity.checks.length > 0) made.checks = entity.checks.map(checkIn);
  if (entity.subtypeOf) {
    const { of, when } = entity.subtypeOf;
    made.subtype_of = { of, ...(when ? { when } : {}) };
  }
  if (entity.appendOnly) made.append_only = true;
  if (entity.retention) {
    const { by, months, cause } = entity.retention;
    made.retention = { by, months, ...(isSame(cause, entity.cause) ? {} : { because: becauseOf(cause) }) };
  }
  made.because = becauseOf(entity.cause);
  return made;
}

/** Attributes that the library gives to an entity which it does not give itself, by its domain. */
function usualIn({ attributes, cause }: Entity): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const one of attributes) {
    if (one.cause.kind !== 'known' || isSame(one.cause, cause)) continue;
    found[one.cause.words] = [...(found[one.cause.words] ?? []), one.name];
  }
  return found;
}

function attributeIn({ name, cause, ...one }: Attribute, owner: Cause): GivenAttribute {
  const { type, sqlType, optional, values, ...plain } = one;
  const rest = {
    ...(sqlType === undefined ? {} : { sql_type: sqlType }),
    ...plain,
    ...(cause.kind === 'known' || isSame(cause, owner) ? {} : { because: becauseOf(cause) }),
  };
  const others = Object.keys(rest).length;
  if (!values && others === 0) return optional ? `${type}?` : type;
  const short = type === (/(?:^|_)(?:status|state|stage|phase)$/.test(name) ? 'status' : 'choice');
  if (values && values.length > 1 && short && !optional && others === 1 && rest.default === values[0])
    return [...values];
  return { type, ...(optional ? { optional } : {}), ...(values ? { values: [...values] } : {}), ...rest };
}

function referenceIn(one: Relation, owner: Cause) {
  return {
    ...(one.to === one.role ? {} : { to: one.to }),
    ...(one.optional ? { optional: true } : {}),
    ...(one.kind === 'one-to-one' ? { one: true } : {}),
    ...(one.column === undefined ? {} : { column: one.column }),
    on_delete: one.onDelete,
    why: one.why,
    ...(isSame(one.cause, owner) ? {} : { because: becauseOf(one.cause) }),
  };
}

function checkIn(check: Check): NonNullable<GivenEntity['checks']>[number] {
  const { about } = check;
  switch (check.kind) {
    case 'order':
      return { order: [check.first, check.second], ...(check.strict ? { strict: true } : {}), about };
    case 'different':
      return { different: [check.first, check.second], about };
    case 'requires':
      return { requires: [...check.present], when: { [check.attribute]: [...check.values] }, about };
    case 'only when':
      return { absent: [...check.of], unless: { [check.attribute]: [...check.values] }, about };
    case 'no overlap':
      return {
        no_overlap: check.period,
        ...(check.until === undefined ? {} : { until: check.until }),
        within: [...check.within],
        ...(check.except ? { except: { [check.except.attribute]: [...check.except.values] } } : {}),
        about,
      };
    case 'exactly one':
      return { exactly_one: [...check.of], about };
    case 'at most one':
      return { at_most_one: [...check.of], about };
    case 'at least one':
      return { at_least_one: [...check.of], about };
    case 'together':
      return { together: [...check.of], about };
  }
}

function becauseOf({ kind, words, line }: Cause): string {
  return `${kind}${line === undefined ? '' : ` (line ${line})`}: ${words}`;
}

function isSame(one: Cause, other: Cause): boolean {
  return becauseOf(one) === becauseOf(other);
}
