import { z } from 'zod';
import type { QualifiedName } from '../../catalog/names.ts';
import type { DataType, TypeFamily } from '../../catalog/type.ts';
import { number, object, optional, text } from './shape.ts';

export const qualifiedName = object<QualifiedName>({ schema: text, name: text });

/** As keys, so that none can be forgotten. */
const families: Readonly<Record<TypeFamily, true>> = {
  boolean: true,
  integer: true,
  decimal: true,
  float: true,
  money: true,
  text: true,
  character: true,
  binary: true,
  bits: true,
  date: true,
  time: true,
  timestamp: true,
  'timestamp-with-zone': true,
  interval: true,
  uuid: true,
  json: true,
  'json-binary': true,
  xml: true,
  network: true,
  enum: true,
  array: true,
  range: true,
  composite: true,
  'full-text': true,
  geometry: true,
  vector: true,
  'key-value': true,
  other: true,
};

// Object.keys forgets which keys there are.
const family = z.enum(Object.keys(families) as TypeFamily[]);

export const dataType: z.ZodType<DataType> = object<DataType>({
  text,
  family,
  name: text,
  ref: optional(qualifiedName),
  domain: optional(z.literal(true)),
  length: optional(number),
  precision: optional(number),
  scale: optional(number),
  unsigned: optional(z.literal(true)),
  bytes: optional(number),
  alignment: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8)]),
  affinity: optional(z.enum(['integer', 'text', 'blob', 'real', 'numeric'])),
  element: optional(z.lazy(() => dataType)),
}).meta({ id: 'type' });
