import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { Statistics } from '../catalog/statistics.ts';
import type { Traits } from '../catalog/traits.ts';
import type { Diagnostic } from '../findings/error.ts';
import type { Connection } from './connection.ts';

/** A statement that carries out a change, or part of one. */
export interface Statement {
  readonly sql: string;
  /** False when the engine refuses it inside a transaction (`CREATE INDEX CONCURRENTLY`). */
  readonly transactional: boolean;
}

/** One kind of database: its folder under `engines/` is the engine. */
export interface Engine {
  readonly id: string;
  /** `postgres`, `postgresql`. */
  readonly urlSchemes: readonly string[];
  /** `version` is the server's as it tells it: `16.4`. */
  traits(version: string): Traits;
  /** Opens a live database read-only, with a statement timeout. Throws a RelvarError that names the cause. */
  connect(url: string): Promise<Connection>;
  /** Reads the whole schema in a handful of bulk queries. */
  introspect(connection: Connection): Promise<Catalog>;
  /** Reads what the engine knows of the data, without touching a table. */
  readStatistics(
    connection: Connection,
  ): Promise<{ readonly statistics: Statistics; readonly diagnostics: readonly Diagnostic[] }>;
  /** The change as statements, in the form that is safest on a live table. */
  render(change: Change, traits: Traits): readonly Statement[];
}
