import { compareText } from '../catalog/names.ts';
import type { QueryExample, QueryForm, QueryPlace, RepeatedQuery, WorkloadQuery } from '../catalog/workload.ts';
import type { Verb } from './judge.ts';
import type { Repetition } from './repetition.ts';

/** What is known of a query from elsewhere than its single calls: a counter's row, a place in code. */
export type QueryFactsGiven = Omit<Partial<WorkloadQuery>, 'fingerprint' | 'sql'> & { readonly place?: QueryPlace };

/** What is gathered of one fingerprint while inputs are read. */
export interface Group {
  readonly number: number;
  readonly fingerprint: string;
  readonly sql: string;
  readonly verb: Verb;
  readonly parameters: number;
  calls: number;
  /** Calls whose time is known. */
  timed: number;
  milliseconds: number;
  squares: number;
  longest: number;
  preparing: number;
  first: number;
  last: number;
  sessions: number;
  readonly databases: Set<string>;
  readonly applications: Set<string>;
  readonly users: Set<string>;
  readonly examples: { readonly example: QueryExample; readonly milliseconds: number }[];
  /** Hashes of the first call's values, and the parameters whose value changed. */
  values: Int32Array | undefined;
  seen: number;
  readonly varied: Set<number>;
  plan: { readonly text: string; readonly milliseconds: number } | undefined;
  readonly places: QueryPlace[];
  /** Of all texts that were read, by number of the parameter; null where two of them differ, and where one has a parameter. */
  readonly constants: Map<number, string | null>;
  /** Hashes of those of the first call, by number. */
  readonly constantHashes: Map<number, number>;
  /** A text was read whose constants cannot be told by number: of none is it known that it is always the same. */
  hasOtherNumbers: boolean;
  /** Of the texts of code and SQL, by their constants. */
  readonly forms: Map<string, QueryForm>;
  given: QueryFactsGiven;
}

/** A query that nothing is counted of yet. */
export function newGroup(number: number, fingerprint: string, verb: Verb, sql: string, parameters: number): Group {
  return {
    number,
    fingerprint,
    verb,
    sql,
    parameters,
    calls: 0,
    timed: 0,
    milliseconds: 0,
    squares: 0,
    longest: 0,
    preparing: 0,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    sessions: 0,
    databases: new Set(),
    applications: new Set(),
    users: new Set(),
    examples: [],
    values: undefined,
    seen: 0,
    varied: new Set(),
    plan: undefined,
    places: [],
    constants: new Map(),
    constantHashes: new Map(),
    hasOtherNumbers: false,
    forms: new Map(),
    given: {},
  };
}

const sums = [
  'calls',
  'totalMilliseconds',
  'planningMilliseconds',
  'rows',
  'pagesHit',
  'pagesRead',
  'temporaryPagesWritten',
  'callsPerSecond',
  'sessions',
] as const;

/** What two inputs say of one query: amounts add up, the rest is the first's. */
export function together(a: QueryFactsGiven, b: QueryFactsGiven): QueryFactsGiven {
  const added: Record<string, number> = {};
  for (const key of sums) {
    if (a[key] !== undefined || b[key] !== undefined) added[key] = (a[key] ?? 0) + (b[key] ?? 0);
  }
  const calls = (a.calls ?? 0) + (b.calls ?? 0);
  const squaresOf = (one: QueryFactsGiven) =>
    (one.calls ?? 0) * ((one.deviationMilliseconds ?? 0) ** 2 + (one.meanMilliseconds ?? 0) ** 2);
  const total = added['totalMilliseconds'];
  const mean = total === undefined || calls === 0 ? undefined : total / calls;
  const told = a.deviationMilliseconds !== undefined || b.deviationMilliseconds !== undefined;
  const variance = mean === undefined ? 0 : (squaresOf(a) + squaresOf(b)) / calls - mean ** 2;
  const { countedSince: _, ...first } = a;
  const { countedSince: __, ...second } = b;
  return {
    ...second,
    ...first,
    ...added,
    ...countedSince(a, b),
    ...(mean === undefined ? {} : { meanMilliseconds: mean }),
    ...(told ? { deviationMilliseconds: Math.sqrt(Math.max(0, variance)) } : {}),
  };
}

/** Since when the calls of both count; nothing where one has calls of which that is not told. */
function countedSince(...both: readonly QueryFactsGiven[]): Pick<QueryFactsGiven, 'countedSince'> {
  const counting = both.filter((one) => one.calls !== undefined);
  const told = counting.flatMap((one) => one.countedSince ?? []).sort();
  return told.length === 0 || told.length < counting.length ? {} : { countedSince: told[0] as string };
}

const formsKept = 20;

/** Keeps a text of code or SQL beside those that differ from it in constants. */
export function keepForm({ forms }: Group, form: QueryForm): void {
  const key = JSON.stringify(Object.entries(form.constants).sort(([a], [b]) => Number(a) - Number(b)));
  const known = forms.get(key);
  if (!known && forms.size >= formsKept) return;
  const places = [...(known?.places ?? []), ...form.places];
  const calls = [known, form].flatMap((one) => one?.callsPerSecond ?? []);
  forms.set(key, {
    ...form,
    ...known,
    places,
    ...(calls.length === 0 ? {} : { callsPerSecond: calls.reduce((sum, one) => sum + one, 0) }),
  });
}

/** The query of a group, as a workload holds it. */
export function queryOf(group: Group): WorkloadQuery {
  const { calls, timed, milliseconds } = group;
  const mean = timed === 0 ? 0 : milliseconds / timed;
  const seen: QueryFactsGiven =
    calls === 0
      ? {}
      : {
          calls,
          ...(timed === 0
            ? {}
            : {
                totalMilliseconds: milliseconds,
                meanMilliseconds: mean,
                deviationMilliseconds: Math.sqrt(Math.max(0, group.squares / timed - mean ** 2)),
                longestMilliseconds: group.longest,
              }),
          ...(group.preparing > 0 ? { planningMilliseconds: group.preparing } : {}),
          ...(Number.isFinite(group.first)
            ? { firstSeen: new Date(group.first).toISOString(), lastSeen: new Date(group.last).toISOString() }
            : {}),
          ...(group.sessions > 0 ? { sessions: group.sessions } : {}),
        };
  const steady =
    group.seen < 2
      ? []
      : Array.from({ length: group.parameters }, (_, at) => at + 1).filter((one) => !group.varied.has(one));
  const [user] = group.users;
  const constants = Object.fromEntries(
    (group.hasOtherNumbers ? [] : [...group.constants])
      .filter((one): one is [number, string] => one[1] !== null)
      .sort(([a], [b]) => a - b),
  );
  return {
    fingerprint: group.fingerprint,
    sql: group.sql,
    ...together(group.given, seen),
    ...(user !== undefined && group.users.size === 1 ? { user } : {}),
    ...(group.examples.length > 0 ? { examples: group.examples.map(({ example }) => example) } : {}),
    ...(Object.keys(constants).length > 0 ? { constants } : {}),
    ...(group.forms.size > 1 ? { forms: [...group.forms.values()] } : {}),
    ...(steady.length > 0 ? { steadyParameters: steady } : {}),
    ...(group.databases.size > 0 ? { databases: [...group.databases].sort() } : {}),
    ...(group.applications.size > 0 ? { applications: [...group.applications].sort() } : {}),
    ...(group.places.length > 0 ? { places: group.places } : {}),
    ...(group.plan ? { plan: group.plan } : {}),
  };
}

/** The order of a workload. */
export function heaviestFirst(a: WorkloadQuery, b: WorkloadQuery): number {
  // Between equals, the one that was seen first.
  return (b.totalMilliseconds ?? 0) - (a.totalMilliseconds ?? 0) || (b.calls ?? 0) - (a.calls ?? 0);
}

/** Only queries that read are told: writes in a loop are another matter. */
export function repeatedOf(found: readonly Repetition[], groups: readonly Group[]): readonly RepeatedQuery[] {
  const total = new Map<number, number>();
  for (const one of found) total.set(one.query, (total.get(one.query) ?? 0) + one.calls);
  return found
    .flatMap((one) => {
      const query = groups[one.query];
      const parent = groups[one.parent];
      if (query?.verb !== 'select') return [];
      // A busy session repeats now and then by chance; and what precedes a loop by chance is not its cause.
      const looped = total.get(one.query) ?? 0;
      if (looped < query.calls * 0.2 || one.calls < looped * 0.05) return [];
      return [
        {
          query: query.fingerprint,
          ...(parent ? { parent: parent.fingerprint } : {}),
          occurrences: one.occurrences,
          calls: one.calls,
          longestRun: one.longestRun,
          milliseconds: one.milliseconds,
          parameter: one.parameter,
        },
      ];
    })
    .sort((a, b) => b.calls - a.calls || compareText(a.query, b.query) || compareText(a.parent ?? '', b.parent ?? ''));
}
