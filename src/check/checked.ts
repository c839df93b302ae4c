import type { UserType } from '../catalog/catalog.ts';
import type { Lookups } from '../catalog/lookups.ts';
import { type QualifiedName, qualified } from '../catalog/names.ts';
import type { Traits } from '../catalog/traits.ts';
import type { EngineError } from '../engines/connection.ts';
import type { Statement } from '../engines/engine.ts';
import type { MigrationAction, ReadStatement, WrittenName } from '../engines/migration-action.ts';
import type { OtherWay } from '../engines/procedure.ts';
import type { FileLocation } from '../findings/finding.ts';
import type { Effects } from '../lab/effects.ts';
import type { Rehearsal } from '../lab/rehearse.ts';

/** The transaction that a statement stands in. */
export interface Transaction {
  /** Unique in the migration. */
  readonly number: number;
  /** Who opens it: the script itself, or the tool that runs it. */
  readonly by: 'script' | 'tool';
  /** It ends in ROLLBACK: it locks and works, and nothing of it stays. */
  readonly undone?: true;
}

/** Another way to the same end, and what came of it in the lab. */
export interface SaferForm {
  readonly statements: readonly Statement[];
  /** Of each statement; empty when it could not be tried. */
  readonly rehearsals: readonly Rehearsal[];
}

/** Rows for which the planner expects a condition to hold. */
export interface ExpectedRows {
  readonly rows: number;
  /** Nobody told what the columns of the condition hold: the rows are what the planner takes for its form. */
  readonly valuesUnknown?: true;
}

/** A statement of a migration, with all that was seen of it. */
export interface CheckedStatement extends Omit<ReadStatement, 'transactional'> {
  readonly sql: string;
  readonly at: FileLocation;
  readonly transactional: boolean;
  readonly transaction?: Transaction;
  /** `rehearsed`: run in the lab and watched. `facts`: told from its form, because it could not be run. */
  readonly known: 'rehearsed' | 'facts';
  /** Why it could not be run. */
  readonly limit?: string;
  readonly effects: Effects;
  /** Rows that its writes with a condition change and its queries copy as the planner expects, by the places of the actions. */
  readonly expectedRows: readonly (ExpectedRows | undefined)[];
  /** Why it fails in its transaction. */
  readonly error?: EngineError;
  /** The lab has stand-ins for extensions, which lack much of what these have: it may fail there alone. */
  readonly mayFailInLabAlone?: true;
  /** Why it fails where the table has rows. */
  readonly errorWithRows?: EngineError;
  readonly safer?: SaferForm;
  /** How the engine goes about it, in its own words and why. */
  readonly manner?: string;
  /** Tools that do it without making others wait, the one to be chosen first. */
  readonly otherWays: readonly OtherWay[];
  /** The setting that ends waits for locks, as it stands at the statement: nothing when there is none. */
  readonly lockTimeout?: string;
  /** Objects that are gone or have another name after it, and things that still name them. */
  readonly broken: readonly BrokenDependent[];
}

/** Something outside the migration that names what a statement takes away. */
export interface BrokenDependent {
  readonly what: 'routine' | 'query' | 'view' | 'trigger' | 'foreign key';
  /** As people read it: `public.total(integer)`, `app/orders.sql:12`. */
  readonly name: string;
  readonly at?: FileLocation;
  /** What it names: `public.orders.status`. */
  readonly names: string;
  readonly reason: string;
}

/** What is done to whole tables: each is counted once, by the heaviest. */
export interface TableWork {
  readonly rewritten: readonly QualifiedName[];
  readonly scanned: readonly QualifiedName[];
  /** Tables that an index is built on, once for each. */
  readonly indexed: readonly QualifiedName[];
  /** Tables of which all rows are changed. */
  readonly changed: readonly QualifiedName[];
}

/** What the hazards are given: plain data, nothing to await. */
export interface CheckContext {
  readonly statements: readonly CheckedStatement[];
  /** The schema before the migration. */
  readonly lookups: Lookups;
  readonly traits: Traits;
  /** Rows of a table, when read or declared. */
  readonly rows: (table: QualifiedName) => number | undefined;
  /** `1 200 000 rows (declared)`, or nothing. */
  readonly describeRows: (table: QualifiedName) => string | undefined;
  readonly resolve: (name: WrittenName) => QualifiedName;
  /** Types and views that are there before it, by qualified name. */
  readonly types: ReadonlyMap<string, UserType>;
  readonly views: ReadonlySet<string>;
  /** Tables that the migration makes, by qualified name. */
  readonly made: ReadonlySet<string>;
  /** The schema after the migration. */
  readonly after: Lookups;
  /** Tables of which updates and deletes go to subscribers, before and after. */
  readonly published: { readonly before: readonly QualifiedName[]; readonly after: readonly QualifiedName[] };
  /** Tables that are dropped after their rows were copied into the one that has their name now, by qualified name. */
  readonly rebuilt: ReadonlySet<string>;
  /** About how long work on tables takes at their sizes; nothing where a size is not known. */
  readonly workSeconds: (work: TableWork) => number | undefined;
  /** One statement that does what several on one table do; nothing where there is none. */
  readonly joined: (statements: readonly string[]) => string | undefined;
}

export function isMade({ made }: Pick<CheckContext, 'made'>, table: QualifiedName): boolean {
  return made.has(qualified(table));
}

/** The actions of some kinds, with their statements. */
export function* actionsOf<Kind extends MigrationAction['kind']>(
  { statements }: CheckContext,
  ...kinds: readonly Kind[]
): Generator<{ readonly statement: CheckedStatement; readonly action: ActionOf<Kind> }> {
  for (const statement of statements) {
    for (const action of statement.actions) {
      // Its kind is one of them.
      if ((kinds as readonly string[]).includes(action.kind)) yield { statement, action: action as ActionOf<Kind> };
    }
  }
}

type ActionOf<Kind extends MigrationAction['kind']> = Kind extends unknown
  ? MigrationAction & { readonly kind: Kind }
  : never;

/** The statements of each transaction, in order. */
export function byTransaction({ statements }: CheckContext): readonly (readonly CheckedStatement[])[] {
  const groups = new Map<number, CheckedStatement[]>();
  for (const statement of statements) {
    if (!statement.transaction) continue;
    const group = groups.get(statement.transaction.number) ?? [];
    groups.set(statement.transaction.number, group);
    group.push(statement);
  }
  return [...groups.values()];
}
