import type { Grouping, Session } from '../group.ts';
import { newParameters, readParameters } from '../parameters.ts';
import { planMessage } from './auto-explain.ts';

/** A session as a log shows it. */
export interface LogSession extends Session {
  /** A plan that was logged before the line with the duration of the same call. */
  plan?: LoggedPlan | undefined;
  /** A statement whose duration comes in a line of its own. */
  statement?: LoggedStatement | undefined;
  /** The last call, as soon as the log is seen to hold plans, and whether its plan is known. */
  last?: { readonly sql: string; planned: boolean };
}

interface LoggedStatement {
  readonly bytes: Uint8Array;
  readonly time: number;
  detail?: Uint8Array;
}

interface LoggedPlan {
  readonly sql: string;
  readonly text: string;
  readonly milliseconds: number;
  readonly time: number;
}

/** What the messages of a log say, whatever form the log has. */
export interface Messages {
  /** A message of the level LOG; true when it was of a statement. */
  readonly log: (
    session: LogSession | undefined,
    time: number,
    bytes: Uint8Array,
    from: number,
    to: number,
    queryIdentifier?: string,
  ) => boolean;
  /** The DETAIL of the message before. */
  readonly detail: (session: LogSession | undefined, bytes: Uint8Array, from: number, to: number) => void;
  /** Ends the message before: nothing of it follows. */
  readonly flush: () => void;
  /** The log is at its end. */
  readonly finish: (sessions: Iterable<LogSession>) => void;
}

const duration = Buffer.from('duration: ');
const statementWord = Buffer.from('statement: ');
const executeWord = Buffer.from('execute ');
const milliseconds = Buffer.from(' ms');
const nothing = new Uint8Array(0);

/** Makes executions of messages: `duration: … ms  statement: …`, `execute …: …` with its parameters, `plan:`. */
export function readMessages(grouping: Grouping, { tabbed }: { readonly tabbed: boolean }): Messages {
  let plansSeen = false;
  const parameters = newParameters();
  let pending:
    | {
        readonly session: LogSession | undefined;
        readonly bytes: Uint8Array;
        readonly from: number;
        readonly to: number;
        readonly milliseconds: number;
        readonly time: number;
        readonly queryIdentifier: string | undefined;
        plan?: string;
      }
    | undefined;
  let detailBytes: Uint8Array | undefined;

  function flush(): void {
    if (!pending) return;
    const { session, bytes, from, to } = pending;
    const plan = pending.plan ?? (session?.plan && takePlan(session, bytes, from, to));
    if (plansSeen && session) session.last = { sql: textOf(bytes, from, to).trim(), planned: plan !== undefined };
    grouping.executed({
      bytes,
      from,
      to,
      milliseconds: pending.milliseconds,
      time: pending.time,
      session,
      parameters: detailBytes === undefined ? undefined : parameters,
      parameterBytes: detailBytes ?? nothing,
      tabbed,
      ...(plan === undefined ? {} : { plan }),
      ...(pending.queryIdentifier === undefined ? {} : { queryIdentifier: pending.queryIdentifier }),
    });
    pending = undefined;
    detailBytes = undefined;
  }

  function textOf(bytes: Uint8Array, from: number, to: number): string {
    const text = Buffer.from(bytes.subarray(from, to)).toString('utf8');
    return tabbed ? text.replaceAll('\n\t', '\n') : text;
  }

  /**
   * A plan is logged before the call's duration or, where a cursor is closed late, behind it, and alone where durations
   * are not logged.
   */
  function planned(session: LogSession, plan: LoggedPlan): void {
    plansSeen = true;
    if (pending && pending.session === session && pending.plan === undefined && !session.plan) {
      if (textOf(pending.bytes, pending.from, pending.to).trim() === plan.sql) {
        pending.plan = plan.text;
        return;
      }
    }
    flush();
    if (session.last && !session.last.planned && session.last.sql === plan.sql) {
      session.last.planned = true;
      grouping.planned(plan.sql, plan.text, plan.milliseconds);
      return;
    }
    if (session.plan) alone(session, session.plan);
    session.plan = plan;
  }

  /** The text of the plan that the session's call before belongs to; one of another statement counts by itself. */
  function takePlan(session: LogSession, bytes: Uint8Array, from: number, to: number): string | undefined {
    const { plan } = session;
    if (!plan) return undefined;
    session.plan = undefined;
    if (textOf(bytes, from, to).trim() === plan.sql) return plan.text;
    alone(session, plan);
    return undefined;
  }

  function alone(session: LogSession, plan: LoggedPlan): void {
    const bytes = Buffer.from(plan.sql);
    const { milliseconds, time, text } = plan;
    grouping.executed({
      bytes,
      from: 0,
      to: bytes.length,
      milliseconds,
      time,
      session,
      parameters: undefined,
      parameterBytes: nothing,
      plan: text,
    });
  }

  function endStatement(session: LogSession, took: number): boolean {
    const { statement } = session;
    if (!statement) return false;
    session.statement = undefined;
    if (statement.detail) readParameters(statement.detail, 0, statement.detail.length, parameters);
    grouping.executed({
      bytes: statement.bytes,
      from: 0,
      to: statement.bytes.length,
      milliseconds: took,
      time: statement.time,
      session,
      tabbed,
      parameters: statement.detail ? parameters : undefined,
      parameterBytes: statement.detail ?? nothing,
    });
    return true;
  }

  return {
    flush,
    log(session, time, bytes, from, to, queryIdentifier) {
      if (!startsWith(bytes, from, to, duration)) {
        flush();
        const start = startsWith(bytes, from, to, statementWord)
          ? from + statementWord.length
          : startsWith(bytes, from, to, executeWord)
            ? behindName(bytes, from, to)
            : -1;
        if (start < 0 || !session) return start >= 0;
        endStatement(session, Number.NaN);
        // The chunk must not live as long as the session.
        session.statement = { bytes: bytes.slice(start, to), time };
        return true;
      }
      let at = from + duration.length;
      let took = 0;
      while (at < to && isDigit(bytes[at])) took = took * 10 + (bytes[at++] as number) - 48;
      if (bytes[at] === 46) {
        at++;
        let fraction = 0;
        let scale = 1;
        while (at < to && isDigit(bytes[at])) {
          fraction = fraction * 10 + (bytes[at++] as number) - 48;
          scale *= 10;
        }
        took += fraction / scale;
      }
      if (!startsWith(bytes, at, to, milliseconds)) {
        flush();
        return false;
      }
      at += milliseconds.length;
      while (at < to && bytes[at] === 32) at++;
      const plan = at < to && bytes[at] === 112 && bytes[at + 1] === 108;
      if (!plan) flush();
      if (at >= to) return session ? endStatement(session, took) : false;
      // statement, execute, parse, bind, plan
      const word = bytes[at] as number;
      if (word === 115 || word === 101) {
        const start = word === 115 ? at + statementWord.length : behindName(bytes, at, to);
        if (start < 0 || start > to) return false;
        if (session) session.statement = undefined;
        pending = { session, bytes, from: start, to, milliseconds: took, time, queryIdentifier };
        return true;
      }
      if (word === 98 || (word === 112 && bytes[at + 1] === 97)) {
        const start = behindName(bytes, at, to);
        if (start >= 0) grouping.prepared(bytes, start, to, took, tabbed);
        return start >= 0;
      }
      if (plan && session) {
        const found = planMessage(textOf(bytes, at, to));
        if (found) planned(session, { ...found, milliseconds: took, time });
        else flush();
        return found !== undefined;
      }
      flush();
      return false;
    },
    detail(session, bytes, from, to) {
      if (pending) {
        if (pending.session !== session) return;
        readParameters(bytes, from, to, parameters);
        detailBytes = bytes;
      } else if (session?.statement) session.statement.detail = bytes.slice(from, to);
    },
    finish(sessions) {
      flush();
      for (const session of sessions) {
        if (session.plan) alone(session, session.plan);
        session.plan = undefined;
        endStatement(session, Number.NaN);
        grouping.sessionEnded(session);
      }
    },
  };
}

function startsWith(bytes: Uint8Array, from: number, to: number, word: Uint8Array): boolean {
  if (to - from < word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[from + at] !== word[at]) return false;
  return true;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 48 && code <= 57;
}

/** `execute <unnamed>: SELECT` → where SELECT begins; -1 when there is no colon. */
function behindName(bytes: Uint8Array, from: number, to: number): number {
  for (let at = from; at < to; at++) if (bytes[at] === 58 && bytes[at + 1] === 32) return at + 2;
  return -1;
}
