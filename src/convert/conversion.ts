import type { Catalog, UserType } from '../catalog/catalog.ts';
import { qualified } from '../catalog/names.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Receiving } from '../engines/receiving.ts';
import { sequenceOf, type Writing } from './expression.ts';
import { type Names, namesFor } from './names.ts';

/** Something that the other engine has not, or has otherwise. */
export interface Loss {
  /** `column orders.total`, `index orders_doc_idx of orders`. */
  readonly what: string;
  readonly why: string;
}

/** The engine that a schema is converted for, and what that of the schema means by it. */
export interface Receiver {
  readonly giving: Receiving;
  readonly receiving: Receiving;
  readonly traits: Traits;
  /** The last number that each column gave by itself, by its qualified name, where it is known. */
  readonly counters?: Statistics['sequences'];
  /** Adds checks that hold values to what their type held them to, where the engine's own type does not. */
  readonly holdsForms?: boolean;
}

/** A schema on its way to another engine: what all parts of it are converted by, and where they tell what is lost. */
export interface Conversion extends Required<Receiver>, Names {
  readonly from: Catalog;
  readonly writing: Writing;
  readonly losses: readonly Loss[];
  readonly lose: (what: string, why: string) => void;
  readonly loseAll: (what: string, whys: readonly string[]) => void;
  /** Types of the schema's own, by their qualified names. */
  readonly types: ReadonlyMap<string, UserType>;
  /** How many columns draw their numbers from each sequence, by its name. */
  readonly drawn: ReadonlyMap<string, number>;
}

/** Begins the conversion of a schema. */
export function conversionOf(
  from: Catalog,
  { giving, receiving, traits, counters = {}, holdsForms = false }: Receiver,
  schemas: ReadonlySet<string>,
): Conversion {
  const losses: Loss[] = [];
  const lose = (what: string, why: string): void => {
    if (!losses.some((one) => one.what === what && one.why === why)) losses.push({ what, why });
  };
  return {
    from,
    giving,
    receiving,
    traits,
    counters,
    holdsForms,
    writing: {
      quote: traits.quote,
      now: receiving.now,
      bytes: receiving.bytes,
      collation: receiving.collation,
      numbersForTruth: receiving.numbersForTruth,
      ...(receiving.matching ? { matching: receiving.matching } : {}),
      from: giving.speech,
      to: receiving.speech,
      schemas,
    },
    losses,
    lose,
    loseAll: (what, whys) => {
      for (const why of whys) lose(what, why);
    },
    ...namesFor(receiving.naming, lose),
    types: new Map(from.types.map((type) => [qualified(type), type])),
    drawn: drawnFrom(from),
  };
}

function drawnFrom({ tables }: Catalog): ReadonlyMap<string, number> {
  const drawn = new Map<string, number>();
  for (const { default: given } of tables.flatMap(({ columns }) => columns)) {
    const name = sequenceOf(given);
    if (name !== undefined) drawn.set(name, (drawn.get(name) ?? 0) + 1);
  }
  return drawn;
}

/** The state of every constraint that is carried over. */
export const plainState = { validated: true, enforced: true, deferrable: false, initiallyDeferred: false } as const;
