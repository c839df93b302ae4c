import { singular } from '../../catalog/words.ts';
import type { KnownEntity } from '../knowledge/domain.ts';
import type {
  Attribute,
  Cause,
  Check,
  Contradiction,
  Decision,
  Entity,
  Key,
  NotUnderstood,
  Question,
  Relation,
  Volume,
} from '../model.ts';
import type { Told } from './contradictions.ts';
import type { Known } from './library.ts';

/** An entity while it comes together. */
export interface DraftEntity {
  readonly name: string;
  table?: string;
  listed: boolean;
  /** Its list is in plain words, and tells no keys. */
  noted?: boolean;
  /** A list of what is kept of each was told. */
  told?: boolean;
  about?: string;
  known?: Known;
  readonly attributes: Map<string, Attribute>;
  readonly keys: Key[];
  readonly checks: Check[];
  identifiedBy?: readonly string[];
  subtypeOf?: Entity['subtypeOf'];
  volume?: Volume;
  /** So many for each of another. */
  each?: { readonly of: string; readonly number: number; readonly cause: Cause };
  readonly cause: Cause;
}

/** A design while it comes together. */
export interface Draft {
  readonly entities: Map<string, DraftEntity>;
  readonly relations: Relation[];
  /** Other words for an entity. */
  readonly aliases: Map<string, string>;
  /** `part>whole` where the description says that there are several parts. */
  readonly several: Set<string>;
  /** `part>whole` where a list names the part after the whole, and no more is said of the two. */
  readonly loose: Set<string>;
  /** What was told last of each facet of a subject: what is told again, and otherwise, is a contradiction. */
  readonly said: Map<string, Told>;
  /** Where in the description a statement stands. */
  readonly order: ReadonlyMap<Cause, number>;
  /** Facts that found what they are of. */
  readonly taken: Set<Cause>;
  /** People sign in to what is described: it speaks of an application, or of users. */
  application: boolean;
  /** What is named on the way and is no table, by a decision of its own. */
  readonly aside: Set<string>;
  /** Persons by what they do, and who they are. */
  readonly roles: Map<string, string>;
  readonly decisions: Decision[];
  readonly contradictions: Contradiction[];
  readonly questions: Question[];
  readonly notUnderstood: NotUnderstood[];
}

export function newDraft(statements: readonly { readonly cause: Cause }[] = []): Draft {
  return {
    entities: new Map(),
    relations: [],
    aliases: new Map(),
    several: new Set(),
    loose: new Set(),
    aside: new Set(),
    roles: new Map(),
    said: new Map(),
    order: new Map(statements.map(({ cause }, at) => [cause, at])),
    taken: new Set(),
    application: true,
    decisions: [],
    contradictions: [],
    questions: [],
    notUnderstood: [],
  };
}

/** The entity that a name means in the draft: its own, by another word, by a table's name, or by its last words. */
export function entityOf(draft: Draft, name: string): DraftEntity | undefined {
  const direct =
    draft.entities.get(name) ?? draft.entities.get(draft.aliases.get(name) ?? '') ?? draft.entities.get(singular(name));
  if (direct) return direct;
  for (const entity of draft.entities.values()) if (entity.table === name) return entity;
  return undefined;
}

/** The entity that the last words of a name mean: `shipping_address` is an address. */
export function entityAtEnd(draft: Draft, name: string): DraftEntity | undefined {
  const words = name.split('_');
  for (let from = 1; from < words.length; from++) {
    const entity = entityOf(draft, words.slice(from).join('_'));
    if (entity) return entity;
  }
  return undefined;
}

export function addEntity(draft: Draft, name: string, cause: Cause, known?: Known): DraftEntity {
  const present = draft.entities.get(name);
  if (present) {
    if (known && !present.known) present.known = known;
    return present;
  }
  const entity: DraftEntity = {
    name,
    listed: false,
    attributes: new Map(),
    keys: [],
    checks: [],
    cause,
    ...(known ? { known, about: known.entity.about } : {}),
  };
  draft.entities.set(name, entity);
  return entity;
}

/** Who the draft has for an entity of the library. */
export function drawnFrom(draft: Draft, known: KnownEntity): DraftEntity | undefined {
  for (const entity of draft.entities.values()) if (entity.known?.entity === known) return entity;
  return undefined;
}

export function related(draft: Draft, a: string, b: string): readonly Relation[] {
  return draft.relations.filter((one) => (one.from === a && one.to === b) || (one.from === b && one.to === a));
}

/** Takes a thing away with all that hangs on it. */
export function forget(draft: Draft, name: string): void {
  draft.entities.delete(name);
  for (const one of draft.relations.filter(({ from, to }) => from === name || to === name))
    draft.relations.splice(draft.relations.indexOf(one), 1);
}
