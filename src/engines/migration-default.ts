import type { WrittenColumn } from './migration-action.ts';

/** Functions whose result differs from row to row, so that a default of them is written into every row. */
const differing =
  /^(?:random|random_normal|gen_random_uuid|uuidv4|uuidv7|uuid_generate_v\w+|clock_timestamp|timeofday|nextval|gen_random_bytes|gen_salt|nanoid|gen_ulid|generate_ulid|cuid)$/;

/** True for a function whose result differs from row to row, by its name. */
export function isVolatile(name: string): boolean {
  return differing.test(name);
}

/** True for a default that the engine writes into every row: its functions are volatile, by their names. */
export function isVolatileDefault({ defaultCalls }: Pick<WrittenColumn, 'defaultCalls'>): boolean {
  return defaultCalls.some(isVolatile);
}
