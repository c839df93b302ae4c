import type { Wish } from '../model.ts';

/** What a pattern takes of one domain. */
export interface Part {
  readonly domain: string;
  /** Names of entities, or the domain's core or all of it. */
  readonly entities: 'core' | 'all' | readonly string[];
  /** Entities of the domain that others stand for, which an earlier part brings: a subscriber is the tenant. */
  readonly instead?: Readonly<Record<string, string>>;
}

/** A composition of the library that people often need. */
export interface Pattern {
  /** kebab-case, as `--pattern` takes it. */
  readonly name: string;
  readonly title: string;
  /** What it is for and what sets it apart, in a few sentences. */
  readonly about: string;
  readonly parts: readonly Part[];
  readonly wishes?: readonly Pick<Wish, 'kind' | 'of' | 'by' | 'months'>[];
}
