import type { Catalog } from '../catalog/catalog.ts';
import type { Change } from '../catalog/change.ts';
import type { QualifiedName } from '../catalog/names.ts';
import type { Table } from '../catalog/table.ts';
import type { Traits } from '../catalog/traits.ts';

/** A change of something that is there, with what its place among the others depends on. */
export interface Step {
  readonly change: Change;
  /** What is altered; the object itself when absent. */
  readonly key?: string;
  /** Other objects that it makes anew, by key. */
  readonly joined?: readonly string[];
  /** A finishing touch: nothing waits for it, but it waits for all that it needs. */
  readonly finish?: true;
  /** Waits for nothing, and all that touches the object or its former parents waits for it. */
  readonly first?: true;
  /** Keys that must be as they are to be before it. */
  readonly needs?: readonly string[];
  /** Keys that had better be so: what makes them does not wait for it. */
  readonly prefers?: readonly string[];
  /** Keys that are as they are to be once it is done, besides its own. */
  readonly makes?: readonly string[];
}

/** What turns an object into the one of the same key: steps, or only a new one in its place will do. */
export type Outcome = 'replace' | readonly Step[];

/** What a comparison of two objects may ask of the catalogs that they are from. */
export interface Context {
  readonly from: Catalog;
  readonly to: Catalog;
  readonly fromTable: (name: QualifiedName) => Table | undefined;
  readonly toTable: (name: QualifiedName) => Table | undefined;
  readonly traits: Traits;
  /** The zone that times without one are in. */
  readonly timeZone: string;
  /** Owners are compared, too; `unsaid` is the role that loaded the schema after, whose ownership says nothing. */
  readonly owners?: { readonly unsaid?: string };
  /** Something that differs and that no change carries out: one sentence. */
  readonly note: (sentence: string) => void;
}
