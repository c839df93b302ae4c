import type { Decision, Design } from '../model.ts';
import type { ListForm } from './choices.ts';
import type { Names } from './names.ts';
import type { EntityVolume } from './volumes.ts';
import type { Granted } from './wishes.ts';

/** What the tables of a design are made with. */
export interface Context {
  readonly design: Design;
  readonly granted: Granted;
  readonly names: Names;
  readonly volumes: ReadonlyMap<string, EntityVolume>;
  readonly decisions: Decision[];
  readonly searched: ReadonlyMap<string, readonly string[]>;
  readonly lists: ReadonlyMap<string, ListForm>;
  /** Entities whose surrogate keys are UUIDs. */
  readonly uuids: ReadonlySet<string>;
  /** Tables can be parted. */
  readonly parts: boolean;
}
