/** A run of one query in a session. */
interface Run {
  query: number;
  parent: number;
  calls: number;
  milliseconds: number;
  first: number;
  last: number;
  /** The parameters' values of the first call, hashed. */
  readonly values: Int32Array;
  count: number;
  /** A bit for each parameter that had several values; -1 once the number of parameters differed. */
  varied: number;
  /** Hashes of the one parameter that changes, as far as they are kept. */
  readonly keys: Set<number>;
  /** It ends with this step. */
  closing: boolean;
}

/** What a session did last. */
export interface Course {
  readonly runs: Run[];
  steps: number;
  time: number;
  query: number;
}

/** Repetitions of a query after another, over all sessions. */
export interface Repetition {
  readonly query: number;
  /** -1 when nothing ran before. */
  readonly parent: number;
  readonly parameter: number;
  occurrences: number;
  calls: number;
  longestRun: number;
  milliseconds: number;
}

/** So many calls in a row are a loop. */
const least = 5;
/** A loop's turn holds so many queries at most. */
const widest = 4;
/** Milliseconds after which a session's next call belongs to another request. */
const pause = 2000;
const keysKept = 64;
const runsKept = 6;

export interface Repetitions {
  readonly course: () => Course;
  /**
   * Tells of a call. `query` is a number of the caller's; `values` are the hashes of its parameters, `count` of them, -1
   * when they are not known. `milliseconds` and `time` (since 1970) may be NaN.
   */
  readonly ran: (
    course: Course,
    query: number,
    time: number,
    milliseconds: number,
    values: Int32Array,
    count: number,
  ) => void;
  /** Ends what a session was doing. */
  readonly ended: (course: Course) => void;
  readonly found: () => readonly Repetition[];
}

/**
 * Watches sessions for loops: at least five calls of a query with one changing parameter, nothing but the loop's other
 * queries between them, without a pause. What ran before the loop is its parent; when that runs again, a new loop begins.
 */
export function watchRepetitions(): Repetitions {
  const found = new Map<string, Repetition>();

  function close(run: Run, course: Course): void {
    if (run.calls < least || run.varied <= 0 || (run.varied & (run.varied - 1)) !== 0) return;
    // Different keys, not two that take turns.
    if (run.keys.size < Math.min(keysKept, run.calls) / 2) return;
    const span = run.last - run.first + 1;
    let within = 0;
    for (const other of course.runs) {
      if (Math.abs(other.calls - run.calls) <= 1 && other.first >= run.first - widest && other.first <= run.last) {
        within += other.calls;
      }
    }
    if (within < span * 0.8) return;
    const parameter = 32 - Math.clz32(run.varied);
    const key = `${run.parent} ${run.query} ${parameter}`;
    let one = found.get(key);
    if (!one) {
      one = {
        query: run.query,
        parent: run.parent,
        parameter,
        occurrences: 0,
        calls: 0,
        longestRun: 0,
        milliseconds: 0,
      };
      found.set(key, one);
    }
    one.occurrences++;
    one.calls += run.calls;
    one.longestRun = Math.max(one.longestRun, run.calls);
    if (!Number.isNaN(run.milliseconds)) one.milliseconds += run.milliseconds;
  }

  function ended(course: Course): void {
    for (const run of course.runs) {
      if (run.calls > 0) close(run, course);
    }
    for (const run of course.runs) run.calls = 0;
    course.query = -1;
  }

  /** Ends the runs that are marked; each is judged beside the others, so that none goes before all are. */
  function endOf(course: Course): void {
    for (const run of course.runs) if (run.closing) close(run, course);
    for (const run of course.runs) {
      if (run.closing) run.calls = 0;
      run.closing = false;
    }
  }

  function slot(course: Course): Run {
    const free = course.runs.find((run) => run.calls === 0);
    if (free) return free;
    if (course.runs.length < runsKept) {
      const made: Run = {
        query: -1,
        parent: -1,
        calls: 0,
        milliseconds: 0,
        first: 0,
        last: 0,
        values: new Int32Array(31),
        count: 0,
        varied: 0,
        keys: new Set(),
        closing: false,
      };
      course.runs.push(made);
      return made;
    }
    let oldest = course.runs[0] as Run;
    for (const run of course.runs) if (run.last < oldest.last) oldest = run;
    close(oldest, course);
    return oldest;
  }

  function continued(run: Run, milliseconds: number, values: Int32Array, count: number): void {
    run.calls++;
    run.milliseconds += milliseconds;
    if (count !== run.count || count > 31 || count <= 0) {
      run.varied = -1;
      return;
    }
    if (run.varied === -1) return;
    let changed = 0;
    for (let at = 0; at < count; at++) {
      if (values[at] !== run.values[at]) {
        run.varied |= 1 << at;
        changed = at;
      }
    }
    if (run.keys.size < keysKept && run.varied !== 0) {
      if (run.keys.size === 0) run.keys.add(run.values[changed] as number);
      run.keys.add(values[31 - Math.clz32(run.varied)] as number);
    }
  }

  return {
    course: () => ({ runs: [], steps: 0, time: Number.NaN, query: -1 }),
    ended,
    ran(course, query, time, milliseconds, values, count) {
      if (time - course.time > pause || time < course.time - pause) ended(course);
      course.time = time;
      const step = ++course.steps;
      const mine = course.runs.find((run) => run.calls > 0 && run.query === query && step - run.last <= widest);
      let closing = false;
      for (const run of course.runs) {
        if (run.calls === 0 || run === mine) continue;
        // Two that take turns: neither is the other's parent, but what ran before both.
        if (mine && run.parent === query && run.calls <= mine.calls && run.first > mine.first) run.parent = mine.parent;
        else if (run.query === query || run.parent === query) closing = run.closing = true;
      }
      if (closing) endOf(course);
      if (mine) {
        continued(mine, milliseconds, values, count);
        mine.last = step;
      } else {
        const run = slot(course);
        run.query = query;
        run.parent = course.query;
        run.calls = 1;
        run.milliseconds = milliseconds;
        run.first = step;
        run.last = step;
        run.count = count;
        run.varied = 0;
        run.keys.clear();
        if (count > 0 && count <= 31) run.values.set(values.subarray(0, count));
      }
      course.query = query;
    },
    found: () => [...found.values()],
  };
}
