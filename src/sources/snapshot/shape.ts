import { z } from 'zod';

/**
 * The shape of a plain object: every property of `T` must be told, an optional one by `exactOptional`. What `T` gains
 * and the shape lacks does not compile.
 */
export function object<T>(properties: { readonly [K in keyof T]-?: z.ZodType<T[K]> }): z.ZodType<T> {
  // Which properties are optional stands in the values, where the compiler does not see it.
  return z.object(properties) as unknown as z.ZodType<T>;
}

export function list<T>(of: z.ZodType<T>): z.ZodType<readonly T[]> {
  return z.array(of);
}

/** Values by name. */
export function record<T>(of: z.ZodType<T>): z.ZodType<Readonly<Record<string, T>>> {
  return z.record(z.string(), of);
}

export function optional<T>(of: z.ZodType<T>): z.ZodType<T> {
  return z.exactOptional(of);
}

/** A whole number beyond what JSON numbers hold, as decimal text. */
export const integerText: z.ZodType<bigint> = z
  .string()
  .regex(/^-?\d+$/, 'expected a whole number as text')
  .transform(BigInt)
  .describe('A whole number as decimal text');

export const text: z.ZodType<string> = z.string();
export const number: z.ZodType<number> = z.number();
export const flag: z.ZodType<boolean> = z.boolean();
export const fraction: z.ZodType<number> = z.number().min(0).max(1);
export const amount: z.ZodType<number> = z.number().min(0);

/** ISO 8601 in UTC. */
export const instant: z.ZodType<string> = z.iso.datetime();
