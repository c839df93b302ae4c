import type { TimeUnit } from '../catalog/blueprint.ts';
import type { KnownAccess, KnownAttribute, KnownCheck, KnownKey } from './knowledge/domain.ts';

/** Where a part of a design comes from. */
export interface Cause {
  /** `said` in the description, `known` to the library of domains, or `implied` by a rule from something else. */
  readonly kind: 'said' | 'known' | 'implied';
  /** The words of the description; of the library, its domain's title; of a rule, what it follows from, a clause. */
  readonly words: string;
  /** The line of the description, from 1. */
  readonly line?: number;
}

/** An attribute with where it comes from; the words of the library are those of descriptions, too. */
export interface Attribute extends KnownAttribute {
  readonly cause: Cause;
}

/** Attributes or roles that are unique together, of all rows or of those that fit a condition. */
export interface Key extends KnownKey {
  readonly cause: Cause;
}

/** What must hold of a row. */
export type Check = KnownCheck & { readonly cause: Cause };

export interface Entity {
  /** Singular: `order_item`. */
  readonly name: string;
  /** The table's name where the description gives one; the plural of the name otherwise. */
  readonly table?: string;
  /** The description lists its columns: nothing is added but what keys and references need. */
  readonly listed: boolean;
  readonly about?: string;
  readonly attributes: readonly Attribute[];
  readonly keys: readonly Key[];
  /** The primary key where it is no surrogate: attributes and roles. */
  readonly identifiedBy?: readonly string[];
  /**
   * It is a kind of another entity, whose attribute has this value then: a car is a vehicle whose type is `car`. Without
   * a value, a row of the other may be of several kinds.
   */
  readonly subtypeOf?: { readonly of: string; readonly when?: { readonly attribute: string; readonly is: string } };
  /** Rows are written once and never changed. */
  readonly appendOnly?: true;
  /** The instant or date that rows age by, and for how many months they are worth keeping. */
  readonly retention?: { readonly by: string; readonly months: number; readonly cause: Cause };
  readonly checks: readonly Check[];
  readonly volume?: Volume;
  readonly cause: Cause;
}

export type DeleteRule = 'cascade' | 'restrict' | 'set null';

/** What hangs between two entities; `from` holds the reference, of many-to-many a table between both does. */
export interface Relation {
  readonly from: string;
  readonly to: string;
  readonly kind: 'many-to-one' | 'one-to-one' | 'many-to-many';
  /** What `to` is to `from`, the column's name without `_id`: `sender`; the entity's name when nothing else is said. */
  readonly role: string;
  /** The column's own name where the description gives one. */
  readonly column?: string;
  readonly optional: boolean;
  readonly onDelete: DeleteRule;
  /** Why that happens when the row of `to` is deleted, a sentence. */
  readonly why: string;
  /** Of many-to-many: the name of what lies between, singular. */
  readonly through?: string;
  readonly cause: Cause;
}

export interface Volume {
  readonly rows?: number;
  /** New rows a day. */
  readonly perDay?: number;
  /** How many times as many a year later. */
  readonly growthPerYear?: number;
  /** So many for each row of another entity, where no number is told. */
  readonly each?: { readonly of: string; readonly number: number };
  readonly cause: Cause;
}

/**
 * How the data is read. Names are attributes of `of`, its roles, `role.attribute` of what it refers to, `entity.role` of
 * what refers to it, or an entity of which it has many and that has many of it.
 */
export interface Access extends KnownAccess {
  readonly of: string;
  /** Attributes that have one of these values: the states of what is open. */
  readonly among?: readonly { readonly attribute: string; readonly values: readonly string[] }[];
  /** A role: of each row that it refers to the first in the order, as the latest reading of each sensor. */
  readonly each?: string;
  /**
   * A summary: what it tells for each (all rows together when empty), and what is added up; rows are counted when absent.
   * A ranked one has those with most first.
   */
  readonly summary?: {
    readonly groupBy: readonly string[];
    readonly sum?: string;
    readonly ranked?: true;
    /** Once for each hour, day… of `range`. */
    readonly per?: TimeUnit;
    /** The numbers must be those of this moment. */
    readonly fresh?: true;
  };
  readonly goalMilliseconds?: number;
  /** What it is asked by and goes by no name in the design: it is not yet the query that is asked for. */
  readonly without?: readonly string[];
  readonly cause: Cause;
}

export const wishKinds = [
  'tenancy',
  'audit',
  'soft delete',
  'currencies',
  'languages',
  'privacy',
  'history',
  'retention',
  'uuid keys',
  'enums',
  'lookup tables',
  'subtypes in one table',
  'a table for each subtype',
] as const;

/** What is wished across the whole design, or of some entities. */
export interface Wish {
  readonly kind: (typeof wishKinds)[number];
  /** Names of entities; all when empty. */
  readonly of: readonly string[];
  /** Of tenancy: the entity that is the tenant. Of history: the attribute whose former values are kept. */
  readonly by?: string;
  /** Of retention: for how many months rows are kept. */
  readonly months?: number;
  readonly cause: Cause;
}

/** A choice with its reason, for `--why` and DESIGN.md. */
export interface Decision {
  /** An entity, or `entity.attribute`; the whole design when absent. */
  readonly at?: string;
  /** What was decided, a sentence. */
  readonly what: string;
  readonly why: string;
  /** What could be done instead, and when it would be better; a sentence. */
  readonly instead?: string;
  readonly cause: Cause;
}

/** What the description says that no rule reads. */
export interface NotUnderstood {
  readonly words: string;
  readonly line: number;
  /** What stood in the way, a clause. */
  readonly why: string;
}

/** Two statements that cannot both hold; the later one is taken. */
export interface Contradiction {
  readonly at: string;
  readonly first: Cause;
  readonly second: Cause;
  /** What was taken, a sentence. */
  readonly taken: string;
}

export interface Question {
  readonly question: string;
  /** What the answer would change, a clause. */
  readonly changes: string;
}

/** What a description asks for, before any engine has a say: plain data that a brief can write down and read again. */
export interface Design {
  readonly title: string;
  /** The domains of the library that were drawn on, by name; the first is the description's own. */
  readonly domains: readonly string[];
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
  readonly access: readonly Access[];
  readonly wishes: readonly Wish[];
  /** Connections at the peak, reads for each write, as far as they are told. */
  readonly load: { readonly connections?: number; readonly readsPerWrite?: number };
  readonly decisions: readonly Decision[];
  readonly contradictions: readonly Contradiction[];
  readonly questions: readonly Question[];
  /** What must hold and what is feared, in the words that say so; whatever could be made of them is in the rest. */
  readonly constraints?: readonly string[];
  readonly risks?: readonly string[];
  readonly notUnderstood: readonly NotUnderstood[];
}

export interface Description {
  readonly text: string;
  /** As messages name it: a file, `the description`. */
  readonly name: string;
}

/** Turns a description into a design. Whoever proposes, the same proof is asked of what comes of it. */
export interface Proposer {
  readonly name: string;
  /** @throws RelvarError for a description that says nothing to design by */
  propose(description: Description): Promise<Design>;
}
