import { type LogicalType, logicalTypes } from '../../catalog/logical-type.ts';

export { type LogicalType, logicalTypes };

export interface KnownAttribute {
  /** snake_case, without the entity's name. */
  readonly name: string;
  readonly type: LogicalType;
  /** The type of SQL that a description asks for, with its size: `varchar(7)`. */
  readonly sqlType?: string;
  /** A text has exactly so many characters. */
  readonly length?: number;
  /** May be absent; attributes are mandatory otherwise. */
  readonly optional?: true;
  /** The closed list of a status or a choice, in the order of life or of rank. */
  readonly values?: readonly string[];
  /** A value of the type; `now` for the present instant, date or time. */
  readonly default?: string | number | boolean;
  /** No two rows have the same. */
  readonly unique?: true;
  /** Says something of a living person: it is erased with the person and kept out of logs. */
  readonly personal?: true;
  /** Inclusive bounds. A quantity and money are at least 0 unless they are signed, a percentage is from 0 to 100. */
  readonly min?: number;
  readonly max?: number;
  /** A quantity or money that may be below 0: an adjustment, an account's balance. */
  readonly signed?: true;
  /** A sentence for the comment, where the name does not say it all. */
  readonly about?: string;
}

/** What must be true for a key or a check to apply: the attribute has this value, or none (null). */
export interface Condition {
  readonly attribute: string;
  readonly is: string | boolean | null;
}

/** A set of attributes and references (by their roles) of which no two rows have the same values. */
export interface KnownKey {
  readonly of: readonly string[];
  /** Unique among the rows of this condition alone: one open loan for a copy. */
  readonly when?: Condition;
  readonly about?: string;
}

/** A rule that a row must keep. `of`, `first`, `second` are attributes, or references by their roles. */
export type KnownCheck = { readonly about: string } & (
  | {
      /** The first is at most the second (below it, when strict); absent ones pass. */
      readonly kind: 'order';
      readonly first: string;
      readonly second: string;
      readonly strict?: true;
    }
  /** So many of them are present. */
  | { readonly kind: 'exactly one' | 'at most one' | 'at least one'; readonly of: readonly string[] }
  /** All are present, or none. */
  | { readonly kind: 'together'; readonly of: readonly string[] }
  /** The two differ: nobody follows himself. */
  | { readonly kind: 'different'; readonly first: string; readonly second: string }
  /** When the attribute has one of the values, the others are present. */
  | {
      readonly kind: 'requires';
      readonly attribute: string;
      readonly values: readonly string[];
      readonly present: readonly string[];
    }
  /** Unless the attribute has one of the values, the others are absent. */
  | {
      readonly kind: 'only when';
      readonly attribute: string;
      readonly values: readonly string[];
      readonly of: readonly string[];
    }
  /** The periods of rows with the same `within` never overlap (of those that fit the condition). */
  | {
      readonly kind: 'no overlap';
      /** A period, or, with `until`, when it begins. */
      readonly period: string;
      /** When it ends, where both ends are attributes of their own; absent values never end. */
      readonly until?: string;
      readonly within: readonly string[];
      /** Rows whose status is one of these do not take part: a cancelled booking. */
      readonly except?: { readonly attribute: string; readonly values: readonly string[] };
    }
);

export interface KnownReference {
  /** An entity of the same domain. */
  readonly to: string;
  /** The role, where it is not the entity's name: `sender`, `parent`. The column is the role with `_id`. */
  readonly as?: string;
  /** May be absent. */
  readonly optional?: true;
  readonly onDelete: 'cascade' | 'restrict' | 'set null';
  /** At most one row refers to each: one to one. */
  readonly one?: true;
  /** What the reference means, and why its delete rule is as it is. */
  readonly about: string;
}

/** How many rows: a number of its own, or so many for each row of another entity. */
export type KnownVolume = { readonly rows: number } | { readonly of: string; readonly each: number };

/** A query that an application of the domain usually asks. */
export interface KnownAccess {
  /** "A member's open loans, first due first". */
  readonly about: string;
  /** Attributes and references (by their roles) that equal a given value. */
  readonly equal?: readonly string[];
  /** Attributes that must be absent. */
  readonly absent?: readonly string[];
  /** An attribute within given bounds. */
  readonly range?: string;
  /** Attributes searched for words. */
  readonly search?: readonly string[];
  /** Attributes in order, `desc` after a space. */
  readonly order?: readonly string[];
  /** Rows of a page; absent when all of them are wanted. */
  readonly limit?: number;
  /** How often, at the volumes of the library. */
  readonly perHour?: number;
}

export interface KnownEntity {
  /** Singular, snake_case. */
  readonly name: string;
  /** Other words for it, singular. */
  readonly synonyms?: readonly string[];
  /** A sentence for the table's comment: what a row is. */
  readonly about: string;
  /** Without the surrogate key, `created_at` and `updated_at`: the structure adds them. */
  readonly attributes: readonly KnownAttribute[];
  readonly references?: readonly KnownReference[];
  /** The primary key where it is no surrogate: attributes and roles. Junctions and lists of the world have one. */
  readonly identifiedBy?: readonly string[];
  /** What else is unique. */
  readonly keys?: readonly KnownKey[];
  readonly checks?: readonly KnownCheck[];
  readonly volume?: KnownVolume;
  /** Rows are written once and never changed: no `updated_at`. */
  readonly appendOnly?: true;
  /** How long rows are worth keeping: the instant or date they age by. The table is parted by it when it is large. */
  readonly retention?: { readonly by: string; readonly months: number };
  readonly access?: readonly KnownAccess[];
}

/** What people ask for by a name, and the entities that they get where they say no more. */
export interface Subject {
  /** Singular, the most usual first: `gym`, `fitness studio`. */
  readonly names: readonly string[];
  /** Connected by their references, as the core of the domain, which is taken where nothing is listed. */
  readonly core?: readonly string[];
}

export interface Domain {
  /** kebab-case; the file's name. */
  readonly name: string;
  readonly title: string;
  /**
   * It knows one line of work: it is asked when that is named, and a description of something else takes nothing of it,
   * whatever words they share.
   */
  readonly trade?: true;
  /** Words, singular, that hint at the domain; names of entities hint by themselves. */
  readonly words: readonly string[];
  /** What it is asked for by, beside its words. */
  readonly subjects?: readonly Subject[];
  /** Words that mean this domain only where no other noun stands before them: a bank is one, and a seed bank is none. */
  readonly alone?: readonly string[];
  /**
   * The entities of a vague request, "a database for a library": connected by their references. A design that leaves
   * out an entity goes without the references to it (`amongOthers`).
   */
  readonly core: readonly string[];
  /** In the order in which a reader should meet them. */
  readonly entities: readonly KnownEntity[];
}

/** What a domain changes of a shared entity. */
export interface Variation {
  readonly name?: string;
  readonly synonyms?: readonly string[];
  readonly about?: string;
  /** Names of attributes and roles of the base that the domain does without; what the base builds on them goes, too. */
  readonly without?: readonly string[];
  readonly attributes?: readonly KnownAttribute[];
  readonly references?: readonly KnownReference[];
  readonly keys?: readonly KnownKey[];
  readonly checks?: readonly KnownCheck[];
  readonly volume?: KnownVolume;
  readonly access?: readonly KnownAccess[];
}

/**
 * A shared entity as a domain has it. Attributes and references of the variation replace those of the same name and
 * role, others are added; volume and access replace the base's.
 */
export function varied(base: KnownEntity, variation: Variation): KnownEntity {
  const { without = [] } = variation;
  const stays = (names: readonly (string | undefined)[]) =>
    !names.some((name) => name !== undefined && without.includes(name));
  const attributes = merged(
    base.attributes.filter((one) => stays([one.name])),
    variation.attributes ?? [],
    (one) => one.name,
  );
  const references = merged(
    (base.references ?? []).filter((one) => stays([roleOf(one)])),
    variation.references ?? [],
    roleOf,
  );
  const keys = [
    ...(base.keys ?? []).filter((one) => stays([...one.of, one.when?.attribute])),
    ...(variation.keys ?? []),
  ];
  const checks = [...(base.checks ?? []).filter((one) => stays(namesOf(one))), ...(variation.checks ?? [])];
  const access = variation.access ?? (base.access ?? []).filter((one) => stays(accessNames(one)));
  const { name, synonyms, about, volume } = { ...base, ...variation };
  return {
    name,
    ...(synonyms === undefined ? {} : { synonyms }),
    about,
    attributes,
    ...(references.length === 0 ? {} : { references }),
    ...(base.identifiedBy === undefined ? {} : { identifiedBy: base.identifiedBy }),
    ...(keys.length === 0 ? {} : { keys }),
    ...(checks.length === 0 ? {} : { checks }),
    ...(volume === undefined ? {} : { volume }),
    ...(base.appendOnly === undefined ? {} : { appendOnly: base.appendOnly }),
    ...(base.retention === undefined ? {} : { retention: base.retention }),
    ...(access.length === 0 ? {} : { access }),
  };
}

/**
 * The entity in a design of these entities: references to others fall away, with the keys and checks on them, and so
 * does a volume that is counted by another.
 */
export function amongOthers(entity: KnownEntity, names: ReadonlySet<string>): KnownEntity {
  const without = (entity.references ?? []).filter(({ to }) => !names.has(to)).map(roleOf);
  const left = without.length === 0 ? entity : varied(entity, { without });
  if (!left.volume || !('of' in left.volume) || names.has(left.volume.of)) return left;
  const { volume: _, ...rest } = left;
  return rest;
}

/** The name that a reference goes by within its entity. */
export function roleOf({ to, as }: KnownReference): string {
  return as ?? to;
}

/** The attributes and roles that a check reads. */
export function namesOf(check: KnownCheck): readonly string[] {
  switch (check.kind) {
    case 'order':
    case 'different':
      return [check.first, check.second];
    case 'requires':
      return [check.attribute, ...check.present];
    case 'only when':
      return [check.attribute, ...check.of];
    case 'no overlap':
      return [
        check.period,
        ...(check.until === undefined ? [] : [check.until]),
        ...check.within,
        ...(check.except ? [check.except.attribute] : []),
      ];
    default:
      return check.of;
  }
}

/** The attributes and roles that an access pattern asks for. */
export function accessNames({
  equal = [],
  absent = [],
  range,
  search = [],
  order = [],
}: KnownAccess): readonly string[] {
  return [
    ...equal,
    ...absent,
    ...(range === undefined ? [] : [range]),
    ...search,
    ...order.map((one) => one.replace(/ desc$/, '')),
  ];
}

function merged<T>(base: readonly T[], over: readonly T[], nameOf: (one: T) => string): readonly T[] {
  const replaced = base.map((one) => over.find((other) => nameOf(other) === nameOf(one)) ?? one);
  return [...replaced, ...over.filter((one) => !base.some((other) => nameOf(other) === nameOf(one)))];
}
