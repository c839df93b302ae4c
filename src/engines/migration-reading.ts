import type { Catalog } from '../catalog/catalog.ts';
import type { Lookups } from '../catalog/lookups.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Statement } from './engine.ts';
import type { MigrationAction, ReadStatement, WrittenName } from './migration-action.ts';

/** What the safer form of a statement depends on. */
export interface SaferContext {
  /** The schema before the migration. */
  readonly catalog: Catalog;
  readonly lookups: Lookups;
  readonly traits: Traits;
  readonly resolve: (name: WrittenName) => QualifiedName;
  /** A table that the migration makes: nobody waits for it. */
  readonly isNew: (table: QualifiedName) => boolean;
}

/** A statement of a safer form. */
export interface SaferStatement extends Statement {
  /** What is run of it where the form is tried, when that is not the statement itself: of a loop its first piece. */
  readonly tries?: readonly Statement[];
}

/** A statement's way to the same end that spares a live table; nothing where there is none, or no need of one. */
export type Safer = (
  sql: string,
  actions: readonly MigrationAction[],
  context: SaferContext,
) => readonly SaferStatement[] | undefined;

/** How an engine reads the statements of migrations. */
export interface MigrationReading {
  /** Opens a reader of single statements, which is synchronous. */
  readonly openReader: () => Promise<(sql: string) => ReadStatement>;
  readonly openSafer: () => Promise<Safer>;
  /** Opens a reader of the identifiers in a text of code; empty for a text that cannot be read. */
  readonly openIdentifiers: () => Promise<(text: string) => ReadonlySet<string>>;
}
