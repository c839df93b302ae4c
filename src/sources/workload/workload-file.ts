import { z } from 'zod';
import type { Workload } from '../../catalog/workload.ts';
import { RelvarError } from '../../findings/error.ts';
import type { KeptOutClass, Totals } from '../../workload/group.ts';
import type { Note } from '../../workload/notes.ts';
import { jsonFault } from '../snapshot/json-fault.ts';
import { amount, list, number, object, optional, text } from '../snapshot/shape.ts';
import { workloadShape } from '../snapshot/workload-shape.ts';

/** The version of the form that is written; it grows when a reader of the one before could break. */
const currentVersion = 1;

/** A workload with where it is from, as `relvar workload -o` writes it. */
export interface WorkloadFile {
  readonly format: 'relvar-workload';
  readonly version: typeof currentVersion;
  readonly tool: { readonly name: string; readonly version: string };
  readonly inputs: readonly WorkloadInput[];
  /** True: without examples, statements that were kept out, and whatever else could hold a value. */
  readonly valuesLeftOut: boolean;
  readonly totals: Totals;
  /** What was wrong with the inputs, counted. */
  readonly notes: readonly Note[];
  readonly workload: Workload;
}

export interface WorkloadInput {
  readonly name: string;
  readonly kind: string;
  /** Statements, records of a log or rows of an export. */
  readonly records: number;
  readonly bytes: number;
}

const keptOut = object<KeptOutClass>({
  why: z.enum([
    'does not parse',
    'cut off',
    'utility',
    'system catalogs',
    'several statements',
    'empty',
    'hidden from the role',
  ]),
  count: amount,
  milliseconds: amount,
  example: optional(text),
});

const note = object<Note>({
  // Kinds may be added without a new version: a reader shows them as they stand.
  kind: text as unknown as z.ZodType<Note['kind']>,
  count: amount,
  file: text,
  line: optional(number),
  detail: optional(text),
});

/** The form of the file; `schemas/workload.schema.json` is made from this. */
export const workloadFile = object<WorkloadFile>({
  format: z.literal('relvar-workload'),
  version: z.literal(currentVersion).describe('The version of this form; it grows when a reader could break'),
  tool: object<WorkloadFile['tool']>({ name: text, version: text }),
  inputs: list(object<WorkloadInput>({ name: text, kind: text, records: amount, bytes: amount })),
  valuesLeftOut: z.boolean(),
  totals: object<Totals>({
    executions: amount,
    milliseconds: amount,
    preparingMilliseconds: amount,
    keptOut: list(keptOut),
  }),
  notes: list(note),
  workload: workloadShape,
}).describe('The queries of a database, as `relvar workload` gathers them from logs, counters, SQL and code');

/** The text of the file, a query to a line, so that it can be searched and compared. */
export function workloadText(file: Omit<WorkloadFile, 'format' | 'version'>): string {
  const { workload, tool, inputs, valuesLeftOut, totals, notes } = file;
  const head = { format: 'relvar-workload', version: currentVersion, tool, inputs, valuesLeftOut, totals, notes };
  const { queries, ...times } = workload;
  const lines = queries.map((query) => JSON.stringify(query)).join(',\n');
  const opening = JSON.stringify({ ...head, workload: { ...times, queries: [] } }, undefined, 1);
  const end = opening.lastIndexOf('"queries": []');
  return queries.length === 0
    ? `${opening}\n`
    : `${opening.slice(0, end)}"queries": [\n${lines}\n]${opening.slice(end + '"queries": []'.length)}\n`;
}

/**
 * Reads the text of such a file; `name` begins messages.
 * @throws RelvarError `not-a-workload`, `workload-too-new`, `bad-workload`
 */
export function readWorkloadFile(text: string, name: string): WorkloadFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const position = jsonFault(text);
    const line = text.slice(0, position).split('\n').length;
    const what = position === text.length ? 'it is cut short' : 'this is not JSON';
    throw new RelvarError('not-a-workload', `${name}:${line}: ${what}`, { hint: make, cause });
  }
  const document = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
  if (document['format'] !== 'relvar-workload') {
    throw new RelvarError('not-a-workload', `${name} is JSON, but not a workload`, { hint: make });
  }
  const { version } = document;
  if (typeof version === 'number' && version > currentVersion) {
    throw new RelvarError(
      'workload-too-new',
      `${name} is a workload of version ${version}; this relvar reads versions up to ${currentVersion}`,
      { hint: 'upgrade relvar, or write it anew with this one' },
    );
  }
  const result = workloadFile.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`));
  throw new RelvarError(
    'bad-workload',
    `${name}: ${path.join('').replace(/^\./, '') || 'the whole'}: ${issue?.message ?? 'not valid'}`,
    { hint: 'the file was edited; write it anew', cause: result.error },
  );
}

const make = 'a workload is made by: relvar workload <inputs…> -o workload.json';
