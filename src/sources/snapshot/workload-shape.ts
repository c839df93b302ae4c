import { z } from 'zod';
import type {
  QueryExample,
  QueryForm,
  QueryPlace,
  RepeatedQuery,
  Workload,
  WorkloadQuery,
} from '../../catalog/workload.ts';
import { amount, instant, list, number, object, optional, text } from './shape.ts';

const example = object<QueryExample>({
  parameters: list<string | null>(z.union([z.string(), z.null()])),
  milliseconds: optional(amount),
  at: optional(instant),
});

const place = object<QueryPlace>({ file: text, line: number, loop: optional(number) });

const query = object<WorkloadQuery>({
  fingerprint: text,
  sql: text,
  name: optional(text),
  calls: optional(amount),
  totalMilliseconds: optional(amount),
  meanMilliseconds: optional(amount),
  deviationMilliseconds: optional(amount),
  planningMilliseconds: optional(amount),
  rows: optional(amount),
  pagesHit: optional(amount),
  pagesRead: optional(amount),
  temporaryPagesWritten: optional(amount),
  goalMilliseconds: optional(amount),
  rowsPerCall: optional(amount),
  user: optional(text),
  countedSince: optional(instant),
  firstSeen: optional(instant),
  lastSeen: optional(instant),
  callsPerSecond: optional(amount),
  longestMilliseconds: optional(amount),
  examples: optional(list(example)),
  constants: optional(z.record(text, text)),
  forms: optional(
    list(
      object<QueryForm>({
        constants: z.record(text, text),
        places: list(place),
        name: optional(text),
        callsPerSecond: optional(amount),
      }),
    ),
  ),
  steadyParameters: optional(list(number)),
  sessions: optional(amount),
  databases: optional(list(text)),
  applications: optional(list(text)),
  places: optional(list(place)),
  plan: optional(
    object<{ readonly text: string; readonly milliseconds?: number }>({ text, milliseconds: optional(amount) }),
  ),
  queryIdentifier: optional(text),
});

const repeated = object<RepeatedQuery>({
  query: text,
  parent: optional(text),
  occurrences: amount,
  calls: amount,
  longestRun: amount,
  milliseconds: amount,
  parameter: number,
});

/** Queries as catalog/workload.ts tells them: in snapshots and in files of their own. */
export const workloadShape = object<Workload>({
  since: optional(instant),
  until: optional(instant),
  queries: list(query),
  repeated: optional(list(repeated)),
});
