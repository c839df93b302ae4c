import { carriedQuery } from '../catalog/carried-query.ts';
import { compareText } from '../catalog/names.ts';
import type { QueryExample, Workload } from '../catalog/workload.ts';
import { decodedText } from './decode-text.ts';
import { type Judge, type Judgement, type KeptOut, openJudge, type Verb } from './judge.ts';
import { hasListsOf, keepConstantsGiven, keepConstantsOfCall, type Variant } from './kept-constants.ts';
import { newNormalised, normalise } from './normalise.ts';
import { lexicalText, numberedText, numbersIn } from './numbered-text.ts';
import { type ParameterPlaces, valueText } from './parameters.ts';
import {
  type Group,
  heaviestFirst,
  newGroup,
  type QueryFactsGiven,
  queryOf,
  repeatedOf,
  together,
} from './query-group.ts';
import { type Course, watchRepetitions } from './repetition.ts';
import { tokens } from './tokens.ts';
import { unlogged } from './unlogged.ts';

/** Who runs statements, one after another. */
export interface Session {
  readonly user?: string;
  readonly database?: string;
  readonly application?: string;
  readonly course: Course;
  /** Numbers of the queries that it ran, so that each counts it once. */
  readonly queries: Set<number>;
}

/** A statement that was run, as bytes of a chunk. */
export interface Execution {
  readonly bytes: Uint8Array;
  readonly from: number;
  readonly to: number;
  /** NaN when it is not told. */
  readonly milliseconds: number;
  /** Since 1970; NaN when it is not told. */
  readonly time: number;
  readonly session: Session | undefined;
  readonly parameters: ParameterPlaces | undefined;
  readonly parameterBytes: Uint8Array;
  /** The plan that the server logged with it. */
  readonly plan?: string;
  readonly queryIdentifier?: string;
  /** Further lines of the text begin with a tab that is not the statement's. */
  readonly tabbed?: boolean;
  /** Of another engine: what the parser refuses is grouped by its text. */
  readonly foreign?: true;
}

/** How many statements were kept out, for what reason, with the first of them. */
export interface KeptOutClass {
  readonly why: KeptOut;
  readonly count: number;
  readonly milliseconds: number;
  /** The beginning of one, where it may be shown. */
  readonly example?: string;
}

/** What was read, in sums. */
export interface Totals {
  /** Executions of all statements, also those that were kept out. */
  readonly executions: number;
  readonly milliseconds: number;
  /** Milliseconds of parsing and binding, where the server logs them. */
  readonly preparingMilliseconds: number;
  readonly keptOut: readonly KeptOutClass[];
}

interface Out {
  readonly why: KeptOut;
}

const examplesKept = 3;
const placesKept = 20;
/** So many different texts are remembered; beyond that the table is begun anew. */
const variantsKept = 400_000;

export interface Grouping {
  /** A statement that ran once. */
  readonly executed: (execution: Execution) => void;
  /** The plan of a statement whose call is counted already. */
  readonly planned: (sql: string, plan: string, milliseconds: number) => void;
  /** Time spent to parse or bind a statement, without running it. */
  readonly prepared: (bytes: Uint8Array, from: number, to: number, milliseconds: number, tabbed: boolean) => void;
  /** A query with what is known of it in sums. Gives why it was kept out, when it was. */
  readonly given: (sql: string, facts: QueryFactsGiven, foreign?: true) => KeptOut | undefined;
  readonly session: (of: Omit<Session, 'course' | 'queries'>) => Session;
  readonly sessionEnded: (session: Session) => void;
  readonly totals: () => Totals;
  readonly workload: () => Workload;
  readonly judge: Judge;
}

/** Gathers statements by the engine's fingerprint. `values` false: no example is kept, and no text with a constant. */
export async function openGrouping({
  values: keepValues,
  others = [],
}: {
  readonly values: boolean;
  /** How other engines tell their queries apart: asked for what the parser refuses. */
  readonly others?: readonly ((sql: string) => { readonly fingerprint: string; readonly sql: string } | undefined)[];
}): Promise<Grouping> {
  const judge = await openJudge();
  const found = newNormalised();
  const repetitions = watchRepetitions();
  const groups = new Map<string, Group>();
  const numbered: Group[] = [];
  let variants = new Map<number, Variant | Out>();
  const keptOut = new Map<KeptOut, { count: number; milliseconds: number; example: string }>();
  const hashes = new Int32Array(256);
  const known = new Uint8Array(256);
  let executions = 0;
  let milliseconds = 0;
  let preparing = 0;

  function variantOf(bytes: Uint8Array, from: number, to: number, isForeign?: true, tabbed = false): Variant | Out {
    const own = plannedPart(bytes, from, to);
    normalise(bytes, own.from, own.to, found);
    const cached = variants.get(found.key);
    if (cached) return cached;
    const made = newVariant(bytes, own.from, isForeign ?? false, tabbed);
    if (variants.size >= variantsKept) variants = new Map();
    variants.set(found.key, made);
    return made;
  }

  function newVariant(bytes: Uint8Array, from: number, otherEngine: boolean, tabbed: boolean): Variant | Out {
    const sql = decodedText(bytes.subarray(from, found.end));
    let judgement = judge.judge(sql, found.whole);
    if (otherEngine && judgement.kind === 'kept out' && judgement.why === 'does not parse') {
      judgement = byText(sql, found.key);
    }
    if (judgement.kind === 'kept out' && /^(?:does not parse|cut off)$/.test(judgement.why) && found.whole) {
      const other = others.map((one) => one(sql)).find((one) => one !== undefined);
      const verb = other && byText(sql, found.key);
      if (other && verb?.kind === 'query') return ofOther(`text-${other.fingerprint}`, verb.verb, other.sql);
    }
    if (judgement.kind === 'kept out') return rejected(judgement.why, sql);
    const textOf = (start: number, end: number) => decodedText(bytes.subarray(start, end));
    const text = numberedText(from, found, judge, textOf);
    if (!text && !otherEngine) return rejected('does not parse', sql);
    const own = text ?? lexicalText(from, found, textOf);
    const cleaned = { ...own, sql: withoutComments(tabbed ? unlogged(own.sql) : own.sql).trim() };
    const known = groups.get(judgement.fingerprint);
    if (known) {
      return { group: known, numbers: numbersIn(known.sql, cleaned), listed: found.listed.slice(0, found.count) };
    }
    const group = newGroup(numbered.length, judgement.fingerprint, judgement.verb, cleaned.sql, cleaned.parameters);
    groups.set(judgement.fingerprint, group);
    numbered.push(group);
    return { group, numbers: cleaned.numbers, listed: found.listed.slice(0, found.count) };
  }

  /** A query of another engine, whose values are not told apart. */
  function ofOther(fingerprint: string, verb: Verb, sql: string): Variant {
    const group = groups.get(fingerprint) ?? newGroup(numbered.length, fingerprint, verb, sql, 0);
    if (!groups.has(fingerprint)) numbered.push(group);
    groups.set(fingerprint, group);
    return { group, numbers: [], listed: found.listed.slice(0, found.count) };
  }

  function rejected(why: KeptOut, sql: string): Out {
    if (!keptOut.has(why)) keptOut.set(why, { count: 0, milliseconds: 0, example: sql.trim().slice(0, 200) });
    return { why };
  }

  /** Values of the execution by parameter number, as hashes; how many there are, 0 when they are not all known. */
  function gatherValues(variant: Variant, parameters: ParameterPlaces | undefined): number {
    const { group, numbers } = variant;
    const count = group.parameters;
    if (count === 0 || count > 64 || numbers.length === 0 || !hasListsOf(variant, found)) return 0;
    known.fill(0, 0, count);
    let told = 0;
    for (let at = 0; at < numbers.length; at++) {
      const number = numbers[at] as number;
      if (number === 0 || number > count) continue;
      const own = found.numbers[at] as number;
      if (own === 0) hashes[number - 1] = found.hashes[at] as number;
      else if (parameters && own <= parameters.count && (parameters.ends[own - 1] as number) > 0) {
        hashes[number - 1] = parameters.hashes[own - 1] as number;
      } else return 0;
      if (known[number - 1] === 0) told++;
      known[number - 1] = 1;
    }
    return told === count ? count : 0;
  }

  function exampleOf(variant: Variant, execution: Execution): QueryExample {
    const { bytes, parameters, parameterBytes } = execution;
    const texts: (string | null)[] = Array.from({ length: variant.group.parameters }, () => null);
    for (const [at, number] of variant.numbers.entries()) {
      if (number === 0) continue;
      const own = found.numbers[at] as number;
      const part =
        own === 0
          ? bytes.subarray(found.starts[at], found.ends[at])
          : parameterBytes.subarray(parameters?.starts[own - 1] ?? 0, parameters?.ends[own - 1] ?? 0);
      const text = decodedText(part);
      texts[number - 1] = valueText(execution.tabbed ? unlogged(text) : text);
    }
    const { milliseconds, time } = execution;
    return {
      parameters: texts,
      ...(Number.isNaN(milliseconds) ? {} : { milliseconds }),
      ...(Number.isNaN(time) ? {} : { at: new Date(time).toISOString() }),
    };
  }

  function keepValuesOf(variant: Variant, execution: Execution, count: number): void {
    const { group } = variant;
    group.seen++;
    if (!group.values) group.values = hashes.slice(0, count);
    else if (group.varied.size < count) {
      for (let at = 0; at < count; at++) if (hashes[at] !== group.values[at]) group.varied.add(at + 1);
    }
    if (!keepValues) return;
    const weight = Number.isNaN(execution.milliseconds) ? 0 : execution.milliseconds;
    const least = group.examples[examplesKept - 1];
    if (least && least.milliseconds >= weight) return;
    group.examples.push({ example: exampleOf(variant, execution), milliseconds: weight });
    group.examples.sort((a, b) => b.milliseconds - a.milliseconds);
    group.examples.length = Math.min(examplesKept, group.examples.length);
  }

  return {
    judge,
    executed(execution) {
      const { bytes, from, to, session, time } = execution;
      const timed = !Number.isNaN(execution.milliseconds);
      executions++;
      if (timed) milliseconds += execution.milliseconds;
      const variant = variantOf(bytes, from, to, execution.foreign, execution.tabbed);
      if ('why' in variant) {
        const out = keptOut.get(variant.why);
        if (out) {
          out.count++;
          if (timed) out.milliseconds += execution.milliseconds;
        }
        return;
      }
      const { group } = variant;
      group.calls++;
      if (timed) {
        group.timed++;
        group.milliseconds += execution.milliseconds;
        group.squares += execution.milliseconds * execution.milliseconds;
        if (execution.milliseconds > group.longest) group.longest = execution.milliseconds;
      }
      if (time < group.first) group.first = time;
      if (time > group.last) group.last = time;
      if (keepValues) keepConstantsOfCall(variant, found, bytes, execution.tabbed);
      const count = gatherValues(variant, execution.parameters);
      if (count > 0) keepValuesOf(variant, execution, count);
      if (
        keepValues &&
        execution.plan !== undefined &&
        (!group.plan || (execution.milliseconds || 0) > group.plan.milliseconds)
      ) {
        group.plan = { text: execution.plan, milliseconds: execution.milliseconds || 0 };
      }
      if (execution.queryIdentifier !== undefined && group.given.queryIdentifier === undefined) {
        group.given = { ...group.given, queryIdentifier: execution.queryIdentifier };
      }
      if (!session) return;
      if (!session.queries.has(group.number)) {
        session.queries.add(group.number);
        group.sessions++;
        if (session.database !== undefined) group.databases.add(session.database);
        if (session.application !== undefined && group.applications.size < 50)
          group.applications.add(session.application);
        if (session.user !== undefined) group.users.add(session.user);
      }
      repetitions.ran(session.course, group.number, time, execution.milliseconds, hashes, count === 0 ? -1 : count);
    },
    planned(sql, text, took) {
      const bytes = Buffer.from(sql);
      const variant = variantOf(bytes, 0, bytes.length);
      if ('why' in variant || !keepValues) return;
      const { group } = variant;
      if (!group.plan || took > group.plan.milliseconds) group.plan = { text, milliseconds: took };
    },
    prepared(bytes, from, to, took, tabbed) {
      preparing += took;
      const variant = variantOf(bytes, from, to, undefined, tabbed);
      if ('group' in variant) variant.group.preparing += took;
    },
    given(sql, facts, isForeign) {
      const bytes = Buffer.from(sql);
      const variant = variantOf(bytes, 0, bytes.length, isForeign);
      executions += facts.calls ?? 0;
      milliseconds += facts.totalMilliseconds ?? 0;
      if ('why' in variant) {
        const out = keptOut.get(variant.why);
        if (out) {
          out.count += facts.calls ?? 1;
          out.milliseconds += facts.totalMilliseconds ?? 0;
        }
        return variant.why;
      }
      const { group } = variant;
      const { place, examples, plan, places, constants: _, forms: __, ...sums } = facts;
      const rest = keepValues ? { ...sums, ...(examples ? { examples } : {}), ...(plan ? { plan } : {}) } : sums;
      if (places) group.places.push(...places.slice(0, placesKept - group.places.length));
      if (place && group.places.length < placesKept) group.places.push(place);
      if (keepValues) keepConstantsGiven(variant, found, bytes, facts);
      group.given = together(group.given, rest);
      return undefined;
    },
    session: (of) => ({ ...of, course: repetitions.course(), queries: new Set() }),
    sessionEnded: (session) => repetitions.ended(session.course),
    totals: () => ({
      executions,
      milliseconds,
      preparingMilliseconds: preparing,
      keptOut: [...keptOut]
        .filter(([, { count }]) => count > 0)
        .map(([why, { example, ...sums }]) => ({ why, ...sums, ...(keepValues ? { example } : {}) }))
        .sort((a, b) => b.count - a.count || compareText(a.why, b.why)),
    }),
    workload() {
      const times = numbered.flatMap((group) => (Number.isFinite(group.first) ? [group.first, group.last] : []));
      const since = times.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
      const until = times.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY);
      const repeated = repeatedOf(repetitions.found(), numbered);
      return {
        ...(Number.isFinite(since)
          ? { since: new Date(since).toISOString(), until: new Date(until).toISOString() }
          : {}),
        queries: numbered.map(queryOf).sort(heaviestFirst),
        ...(repeated.length > 0 ? { repeated } : {}),
      };
    },
  };
}

/** The query that a statement runs as its own: most are it. */
function plannedPart(bytes: Uint8Array, from: number, to: number): { readonly from: number; readonly to: number } {
  let at = from;
  while (at < to && (bytes[at] as number) <= 32) at++;
  // COPY, DECLARE, a comment before one of them: nearly all statements begin otherwise.
  if (!mayCarry.has(bytes[at] as number) || !mayCarryBehind.has(bytes[at + 1] as number)) return { from, to };
  const query = carriedQuery(Buffer.from(bytes.subarray(from, to)).toString('latin1'));
  return query ? { from: from + query.start, to: from + query.end } : { from, to };
}

const mayCarry = new Set(Buffer.from('cCdD/-'));
const mayCarryBehind = new Set(Buffer.from('oOeE*-'));

/** The verbs of another engine's statements that its own words tell. */
function byText(sql: string, key: number): Judgement {
  const word = /[a-z]+/i.exec(sql)?.[0].toLowerCase() ?? '';
  const verb = word === 'replace' ? 'insert' : word === 'with' ? 'select' : word;
  const known = (['select', 'insert', 'update', 'delete'] as const).find((one) => one === verb);
  return known
    ? { kind: 'query', fingerprint: `text-${key.toString(16).padStart(14, '0')}`, verb: known }
    : { kind: 'kept out', why: 'does not parse' };
}

/** Comments tell of one call, if of anything; hints stay. */
function withoutComments(sql: string): string {
  if (!sql.includes('--') && !sql.includes('/*')) return sql;
  let kept = '';
  for (const { kind, text } of tokens(sql)) kept += kind === 'comment' && !text.startsWith('/*+') ? ' ' : text;
  return kept.trim();
}
